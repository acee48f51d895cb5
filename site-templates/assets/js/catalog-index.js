// @ts-check
// The catalog as the server wrote it, in few letters, becomes columns; descriptions may come in files of their own.
(function (milepost) {
  "use strict";
  const { reader, numbers, lists, texts, words, plainSlug } = milepost.packing;

  /**
   * The index that the page's other scripts read: a list for each column, one entry for each service.
   * @param {any} packed
   */
  function unpack(packed) {
    const { count } = packed;
    /** @type {any} */
    const index = { as_of: packed.as_of, words: {}, later: packed.later };
    for (const [key, list] of Object.entries(packed.words)) index.words[key] = words(list);
    const slugs = (/** @type {string[]} */ names, /** @type {Record<number, string>} */ others) => names.map((name, place) => others[place] ?? plainSlug(name));
    index.name = texts(packed.name, count);
    index.slug = slugs(index.name, packed.slug);
    index.owner_slugs = slugs(index.words.owner, packed.owner_slug);
    for (const [key, column] of Object.entries(packed.places)) index[key] = numbers(column, count);
    // Days are counted back from the portal's own, which makes most of them small.
    for (const [key, column] of Object.entries(packed.days)) index[key] = numbers(column, count).map((ago) => (ago < 0 ? -1 : packed.as_of - ago));
    const tag = (/** @type {string} */ tagWords, /** @type {string} */ tags) => {
      const all = words(tagWords);
      index.tags = lists(tags, count).map((list) => list.map((place) => all[place]).join(" "));
    };
    tag(packed.tag_words, packed.tags);
    milepost.tags = tag;
    // A level is told by how far its rank is from its place, and the state on a golden path by the first word.
    index.ranks = index.rung.map((/** @type {number} */ code, /** @type {number} */ row) => (code < 0 ? -1 : ((code >> 9) + index.level[row] + 1) & 255));
    const states = index.words.golden.map((/** @type {string} */ text) => text.slice(0, text.indexOf(" ")));
    index.words.path = [...new Set(states)].sort();
    index.path = index.golden.map((/** @type {number} */ place) => index.words.path.indexOf(states[place]));
    const lead = reader(packed.lead);
    index.lead = Array.from({ length: count }, () => lead.step() - 1);
    for (const column of ["about", "lines"]) {
      index[column] = new Array(count).fill("");
      if (packed[column]) put(index[column], 0, packed[column]);
    }
    return index;
  }

  /**
   * Puts one text for each service into their rows.
   * @param {string[]} column
   * @param {number} first
   * @param {string} lines
   */
  function put(column, first, lines) {
    lines.split("\n").forEach((line, place) => (column[first + place] = line));
  }

  /**
   * Loads what the first file had no room for, descriptions, lines and tags, and then says so; where it holds them,
   * nothing happens.
   * @param {any} index
   * @param {() => void} done
   */
  function loadLater(index, done) {
    /** What is left of the files: those who ask meanwhile see that the columns are not whole. @type {string[]} */
    const left = index.later;
    if (left.length === 0) return;
    milepost.about = (/** @type {number} */ first, /** @type {string} */ lines) => put(index.about, first, lines);
    milepost.lines = (/** @type {number} */ first, /** @type {string} */ lines) => put(index.lines, first, lines);
    /** @returns {void} */
    const next = () => (left.length > 0 ? void milepost.load(left[0]).then(() => (left.shift(), next()), () => {}) : done());
    next();
  }

  const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  /**
   * A day as pages write it. The browser's own formatting takes a hundred times as long, and a keystroke needs 200 days.
   * @param {number} days
   * @param {string} [pattern]
   */
  function dayText(days, pattern = document.body.dataset.day || "d M y") {
    const at = new Date(days * 86400000);
    const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
    /** @type {Record<string, any>} */
    const parts = { d: at.getUTCDate(), dd: two(at.getUTCDate()), m: two(at.getUTCMonth() + 1), M: MONTHS.substr(at.getUTCMonth() * 3, 3), y: at.getUTCFullYear() };
    return pattern.replace(/dd|[dmMy]/g, (part) => parts[part]);
  }

  Object.assign(milepost.packing, { unpack, loadLater, dayText });
  if (milepost.packed) milepost.index = unpack(milepost.packed);
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
