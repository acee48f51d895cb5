// @ts-check
// Which services match, and how many would with one more tick: over columns, without touching the page.
(function (milepost) {
  "use strict";
  const HAS = ["api", "docs", "runbook", "on-call", "descriptor"];
  const WORDS = ["owner", "system", "level", "path", "lifecycle", "tier", "type", "lang", "data"];
  /** Keys whose values add up: a service may have several. */
  const SEVERAL = ["has", "tag"];

  /**
   * Everything that a test needs in lower case, made once.
   * @param {any} index
   */
  function prepare(index) {
    const count = index.name.length;
    /** @type {Record<string, string[]>} */
    const lower = {};
    for (const key of WORDS) lower[key] = index.words[key].map((/** @type {string} */ word) => word.toLowerCase());
    const slugs = index.owner_slugs.map((/** @type {string} */ slug) => slug.toLowerCase());
    const texts = new Array(count);
    for (let row = 0; row < count; row++) {
      const owner = lower.owner[index.owner[row]] ?? "";
      texts[row] = [index.name[row], index.slug[row], index.about[row], index.tags[row], owner].join("\n").toLowerCase();
    }
    const tags = index.tags.map((/** @type {string} */ list) => " " + list.toLowerCase() + " ");
    return { index, count, lower, slugs, texts, tags };
  }

  /** @typedef {ReturnType<typeof prepare>} Prepared */

  /**
   * The places of a column's words that a value means; -1 stands for none.
   * @param {Prepared} prepared
   * @param {string} key
   * @param {string} value
   * @returns {Set<number>}
   */
  function places(prepared, key, value) {
    /** @type {Set<number>} */
    const found = new Set();
    if (value === "none") found.add(-1);
    const compare = /^([<>]=?)(.+)$/.exec(value);
    const words = prepared.lower[key];
    // Levels are in order, and none is below them all; of anything else the numbers are compared.
    const limit = !compare ? Number.NaN : key === "level" ? words.indexOf(compare[2]) : Number(compare[2]);
    if (compare && key === "level" && limit >= 0 && compare[1][0] === "<") found.add(-1);
    words.forEach((word, place) => {
      const isSlug = key === "owner" && prepared.slugs[place] === value;
      const figure = key === "level" ? place : Number.parseFloat(word);
      if (word === value || isSlug || (compare && limit >= 0 && compares(figure, compare[1], limit))) found.add(place);
    });
    return found;
  }

  /**
   * @param {number} figure
   * @param {string} sign
   * @param {number} limit
   */
  function compares(figure, sign, limit) {
    if (sign === "<") return figure < limit;
    if (sign === ">") return figure > limit;
    return sign === "<=" ? figure <= limit : figure >= limit;
  }

  /**
   * Whether a day is as a value asks: `<30d` younger, `>30d` older or never, `never`, a year, or a day.
   * @param {number} day
   * @param {number} today
   * @param {string} value
   */
  function isWhen(day, today, value) {
    if (value === "never" || value === "none") return day < 0;
    const age = /^([<>])=?(\d+)([dwmy]?)$/.exec(value);
    if (age) {
      const days = Number(age[2]) * { "": 1, d: 1, w: 7, m: 30, y: 365 }[/** @type {""|"d"|"w"|"m"|"y"} */ (age[3])];
      return age[1] === "<" ? day >= 0 && today - day < days : day < 0 || today - day > days;
    }
    return day >= 0 && new Date(day * 86400000).toISOString().startsWith(value);
  }

  /**
   * A test for rows.
   * @param {Prepared} prepared
   * @param {Term} term
   * @returns {(row: number) => boolean}
   */
  function test(prepared, term) {
    const { index, texts, tags } = prepared;
    const { key, values } = term;
    /** @type {(row: number) => boolean} */
    let passes;
    if (key === "") passes = (row) => texts[row].includes(values[0]);
    else if (key === "has") {
      const bits = values.reduce((sum, value) => sum | (HAS.includes(value) ? 1 << HAS.indexOf(value) : 1 << 30), 0);
      passes = (row) => (index.has[row] & bits) === bits;
    } else if (key === "tag") passes = (row) => values.every((value) => tags[row].includes(" " + value + " "));
    else if (key === "deployed" || key === "changed") passes = (row) => values.some((value) => isWhen(index[key][row], index.as_of, value));
    else {
      const wanted = new Set(values.flatMap((value) => [...places(prepared, key, value)]));
      passes = (row) => wanted.has(index[key][row]);
    }
    return term.not ? (row) => !passes(row) : passes;
  }

  /**
   * The rows that pass all terms, and how many fail each term alone.
   * @param {Prepared} prepared
   * @param {Term[]} terms
   * @returns {{rows: number[], without: number[], failed: Uint32Array}}
   */
  function filter(prepared, terms) {
    const tests = terms.map((term) => test(prepared, term));
    const rows = [];
    const without = terms.map(() => 0);
    // For each row the term that it fails, where it fails only one; counts with a facet's own term left out need it.
    const failed = new Uint32Array(prepared.count);
    for (let row = 0; row < prepared.count; row++) {
      let fails = 0;
      let which = -1;
      for (let place = 0; place < tests.length && fails < 2; place++) {
        if (!tests[place](row)) {
          fails++;
          which = place;
        }
      }
      if (fails === 0) rows.push(row);
      else if (fails === 1) without[which]++;
      failed[row] = fails === 0 ? 0 : fails === 1 ? which + 1 : 0xffffffff;
    }
    return { rows, without, failed };
  }

  /**
   * How many rows each value of a facet would leave, given all terms but the facet's own.
   *
   * Ticks of what a service may have several of add up, so there the own term stays.
   * @param {Prepared} prepared
   * @param {Term[]} terms
   * @param {Uint32Array} failed
   * @param {string} key
   * @returns {Map<string, number>}
   */
  function counts(prepared, terms, failed, key) {
    const { index } = prepared;
    const own = terms.findIndex((term) => term.key === key && !term.not) + 1;
    /** @type {Map<string, number>} */
    const found = new Map();
    const words = WORDS.includes(key) ? prepared.lower[key] : HAS;
    // By place first, since each letter counts every row for every facet.
    const sums = new Uint32Array(words.length + 1);
    for (let row = 0; row < prepared.count; row++) {
      if (failed[row] !== 0 && (SEVERAL.includes(key) || own === 0 || failed[row] !== own)) continue;
      if (key === "has") for (let bit = 0; bit < HAS.length; bit++) sums[bit + 1] += (index.has[row] >> bit) & 1;
      else if (key === "tag") {
        for (const word of prepared.tags[row].trim().split(" ")) if (word) found.set(word, (found.get(word) ?? 0) + 1);
      } else sums[index[key][row] + 1]++;
    }
    sums.forEach((sum, at) => {
      const word = at === 0 ? "none" : (key === "owner" && prepared.slugs[at - 1]) || words[at - 1];
      if (sum > 0) found.set(word, (found.get(word) ?? 0) + sum);
    });
    return found;
  }

  milepost.facets = { HAS, prepare, filter, counts, isWhen };
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
