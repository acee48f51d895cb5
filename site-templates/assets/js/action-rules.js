// @ts-check
// Evaluates the rules of a form as `src/rules/portable.rs` writes them. What cannot be known is `undefined`.
(function (milepost) {
  "use strict";

  /** @typedef {{inputs: Record<string, string>, now: number, facts?: Record<string, any>}} Known */

  /**
   * What a rule comes to; `undefined` where it needs what is not known here.
   * @param {any} rule
   * @param {Known} known
   * @returns {any}
   */
  function evaluate(rule, known) {
    if (!Array.isArray(rule)) return rule;
    const [name, ...parts] = rule;
    const part = (/** @type {number} */ place) => evaluate(parts[place], known);
    switch (name) {
      case "input": return known.inputs[parts[0]] ?? null;
      case "now": return known.now;
      case "fact": return own(known.facts, parts[0]);
      case "list": return parts.map((one) => evaluate(one, known));
      case "&&": return both(part(0), part(1), false);
      case "||": return both(part(0), part(1), true);
      case "!": return typeof part(0) === "boolean" ? !part(0) : undefined;
      case "?:": return typeof part(0) === "boolean" ? part(part(0) ? 1 : 2) : undefined;
      default: return simple(name, parts.map((one) => evaluate(one, known)));
    }
  }

  /** What an object has by itself, of that name. @param {any} of @param {string} name */
  const own = (of, name) => (of && Object.hasOwn(of, name) ? of[name] : undefined);

  /**
   * Both or either, where one may be unknown and the other decides.
   * @param {any} a
   * @param {any} b
   * @param {boolean} decides
   */
  function both(a, b, decides) {
    if (a === decides || b === decides) return decides;
    return typeof a === "boolean" && typeof b === "boolean" ? !decides : undefined;
  }

  /**
   * A function of values that are all known.
   * @param {string} name
   * @param {any[]} values
   */
  function simple(name, values) {
    if (values.includes(undefined)) return undefined;
    const [a, b] = values;
    const same = typeof a === typeof b && a !== null;
    const text = typeof a === "string" && typeof b === "string";
    switch (name) {
      case "==": return a === b;
      case "!=": return a !== b;
      case "<": return same ? a < b : undefined;
      case "<=": return same ? a <= b : undefined;
      case ">": return same ? a > b : undefined;
      case ">=": return same ? a >= b : undefined;
      case "in": return Array.isArray(b) ? b.includes(a) : undefined;
      case "startsWith": return text ? a.startsWith(b) : undefined;
      case "endsWith": return text ? a.endsWith(b) : undefined;
      case "contains": return text ? a.includes(b) : undefined;
      case "entry": return own(a, b) ?? null;
      case "size": return typeof a === "string" ? [...a].length : Array.isArray(a) ? a.length : undefined;
      case "int": return /^[+-]?\d{1,15}$/.test(String(a)) ? Number(a) : undefined;
      case "double": return /^[+-]?\d+(\.\d+)?$/.test(String(a)) ? Number(a) : undefined;
      case "string": return a === null ? undefined : String(a);
      case "lowerAscii": return typeof a === "string" ? a.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : undefined;
      case "trim": return typeof a === "string" ? a.trim() : undefined;
      // Days of the week begin with Sunday as 0, and months and one of the two days of the month with 0.
      case "getHours": return at(a)?.getUTCHours();
      case "getMinutes": return at(a)?.getUTCMinutes();
      case "getDayOfWeek": return at(a)?.getUTCDay();
      case "getDate": return at(a)?.getUTCDate();
      case "getDayOfMonth": return at(a) && at(a)?.getUTCDate() - 1;
      case "getMonth": return at(a)?.getUTCMonth();
      case "getFullYear": return at(a)?.getUTCFullYear();
      case "timestamp": return Number.isNaN(Date.parse(a)) ? undefined : Date.parse(a);
      default: return undefined;
    }
  }

  /** @param {any} instant @returns {any} */
  const at = (instant) => (typeof instant === "number" ? new Date(instant) : undefined);

  milepost.rules = { evaluate };
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
