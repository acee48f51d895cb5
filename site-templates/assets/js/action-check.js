// @ts-check
// What is wrong with a value: what it is, what is expected, and an example.
(function (milepost) {
  "use strict";

  /**
   * @typedef {{id: string, kind: string, label: string, required: boolean, format: string | null, pattern: string | null, says: string | null,
   *   example: string | null, min: number | null, max: number | null, unit: string | null, options: string[], needs: string[], when: any, default: string | null}} Field
   * @typedef {{fields: Record<string, Field>, order: string[], service: string | null}} Form
   */

  /**
   * What is wrong with a value, or nothing.
   * @param {Field} field
   * @param {string} value
   * @param {string[]} [known] what the catalog has for it
   * @returns {string}
   */
  function problem(field, value, known = []) {
    const example = field.example ? ", for example “" + field.example + "”" : "";
    if (value.trim() === "") return field.required ? "Fill in “" + field.label + "”" + example + "." : "";
    if (field.kind === "number") return number(field, value, example);
    if (field.options.length > 0 && !field.options.includes(value)) return "“" + value + "” is none of the options: " + field.options.join(", ") + ".";
    if (field.format === "service" && known.length > 0 && !known.includes(value)) return "“" + value + "” is no service in the catalog. Choose one from the list" + example + ".";
    const length = [...value].length;
    if ((field.min !== null && length < field.min) || (field.max !== null && length > field.max)) {
      return "“" + short(value) + "” is " + length + (length === 1 ? " character" : " characters") + "; " + range(field, "characters") + example + ".";
    }
    if (field.pattern && !matches(field.pattern, value)) return "“" + short(value) + "” is not " + (field.says ?? "of the form " + field.pattern) + example + ".";
    return "";
  }

  /**
   * @param {Field} field
   * @param {string} value
   * @param {string} example
   */
  function number(field, value, example) {
    const found = Number(value.trim());
    if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value.trim()) || !Number.isFinite(found)) return "“" + short(value) + "” is no number" + example + ".";
    if ((field.min !== null && found < field.min) || (field.max !== null && found > field.max)) return value.trim() + " is out of range; " + range(field, field.unit ?? "") + example + ".";
    return "";
  }

  /**
   * @param {Field} field
   * @param {string} unit
   */
  function range(field, unit) {
    const behind = unit ? " " + unit : "";
    if (field.min !== null && field.max !== null) return "it takes " + field.min + " to " + field.max + behind;
    return field.min !== null ? "it takes at least " + field.min + behind : "it takes at most " + field.max + behind;
  }

  /** @param {string} value */
  function short(value) {
    const letters = [...value];
    return letters.length > 40 ? letters.slice(0, 40).join("") + "…" : value;
  }

  /**
   * Whether the whole value matches. A pattern that this browser cannot read is left to the workflow.
   * @param {string} pattern
   * @param {string} value
   */
  function matches(pattern, value) {
    try {
      return new RegExp("^(?:" + pattern + ")$", "u").test(value);
    } catch {
      return true;
    }
  }

  /**
   * Which fields are there, given what is filled in.
   * @param {Form} form
   * @param {Record<string, string>} inputs
   * @returns {Record<string, "there" | "waits" | "absent">}
   */
  function presence(form, inputs) {
    /** @type {Record<string, "there" | "waits" | "absent">} */
    const found = {};
    for (const name of form.order) {
      const field = form.fields[name];
      const holds = field.when === null ? true : milepost.rules.evaluate(field.when, { inputs, now: Date.now() });
      const waits = field.needs.some((need) => !inputs[need]);
      found[name] = holds === false ? "absent" : waits ? "waits" : "there";
    }
    return found;
  }

  milepost.check = { problem, presence };
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
