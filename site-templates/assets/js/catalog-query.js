// @ts-check
// The filter's small language: `owner:a,b -lang:rust tier:<2 has:runbook deployed:<30d words`.
(function (milepost) {
  "use strict";
  const KEYS = ["owner", "system", "level", "path", "lifecycle", "tier", "type", "lang", "data", "has", "tag", "deployed", "changed"];

  /**
   * @typedef {{key: string, values: string[], not: boolean}} Term
   * A term with an empty key is a free word. Several values of a term are alternatives, except for `has` and `tag`.
   */

  /**
   * Reads a query. What is not a known key is a word to look for.
   * @param {string} text
   * @returns {Term[]}
   */
  function parse(text) {
    /** @type {Term[]} */
    const terms = [];
    for (const match of text.matchAll(/(-?)([a-z]+):((?:"[^"]*"|[^\s,"]+)(?:,(?:"[^"]*"|[^\s,"]+))*)|"([^"]*)"|\S+/gi)) {
      const [whole, minus, name, list, phrase] = match;
      const key = (name ?? "").toLowerCase();
      if (key && KEYS.includes(key)) {
        const values = [...list.matchAll(/"([^"]*)"|[^,"]+/g)].map((value) => (value[1] ?? value[0]).toLowerCase()).filter(Boolean);
        add(terms, { key, values, not: minus === "-" });
      } else {
        const word = (phrase ?? whole).toLowerCase();
        if (word) terms.push({ key: "", values: [word], not: false });
      }
    }
    return terms;
  }

  /**
   * Adds a term, or its values to a term of the same key.
   * @param {Term[]} terms
   * @param {Term} term
   */
  function add(terms, term) {
    const same = terms.find((one) => one.key === term.key && one.not === term.not);
    if (!same) terms.push(term);
    else for (const value of term.values) if (!same.values.includes(value)) same.values.push(value);
  }

  /**
   * Writes a query, so that reading it gives the same terms.
   * @param {Term[]} terms
   * @returns {string}
   */
  function format(terms) {
    return terms.map((term) => (term.not ? "-" : "") + (term.key ? term.key + ":" : "") + term.values.map(quote).join(",")).join(" ");
  }

  /** @param {string} value */
  function quote(value) {
    return /^[^\s,":-][^\s,":]*$/.test(value) ? value : '"' + value.replaceAll('"', "") + '"';
  }

  /**
   * The same terms with a value put in or taken out.
   * @param {Term[]} terms
   * @param {string} key
   * @param {string} value
   * @param {boolean} isOn
   * @returns {Term[]}
   */
  function toggled(terms, key, value, isOn) {
    const copy = terms.map((term) => ({ ...term, values: [...term.values] }));
    if (isOn) add(copy, { key, values: [value], not: false });
    else for (const term of copy) if (term.key === key && !term.not) term.values = term.values.filter((one) => one !== value);
    return copy.filter((term) => term.values.length > 0);
  }

  milepost.query = { KEYS, parse, format, toggled };
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
