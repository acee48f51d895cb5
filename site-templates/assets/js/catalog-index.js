// @ts-check
// The catalog as the server wrote it, in few letters, becomes columns; descriptions may come in files of their own.
(function (milepost) {
  "use strict";
  const { numbers, lists, texts, words, plainSlug } = milepost.packing;

  /**
   * The index that the page's other scripts read: a list for each column, one entry for each service.
   * @param {any} packed
   */
  function unpack(packed) {
    const { count } = packed;
    /** @type {any} */
    const index = { as_of: packed.as_of, words: {}, abouts: packed.abouts };
    for (const [key, list] of Object.entries(packed.words)) index.words[key] = words(list);
    const tags = words(packed.tag_words);
    const slugs = (/** @type {string[]} */ names, /** @type {Record<number, string>} */ others) => names.map((name, place) => others[place] ?? plainSlug(name));
    index.name = texts(packed.name, count);
    index.slug = slugs(index.name, packed.slug);
    index.owner_slugs = slugs(index.words.owner, packed.owner_slug);
    for (const [key, column] of Object.entries(packed.places)) index[key] = numbers(column, count);
    // Days are counted back from the portal's own, which makes most of them small.
    for (const [key, column] of Object.entries(packed.days)) index[key] = numbers(column, count).map((ago) => (ago < 0 ? -1 : packed.as_of - ago));
    index.tags = lists(packed.tags, count).map((list) => list.map((place) => tags[place]).join(" "));
    index.about = new Array(count).fill("");
    if (packed.about) put(index, 0, packed.about);
    return index;
  }

  /**
   * Puts descriptions into their rows.
   * @param {any} index
   * @param {number} first
   * @param {string} lines
   */
  function put(index, first, lines) {
    lines.split("\n").forEach((line, place) => (index.about[first + place] = line));
  }

  /**
   * Loads the descriptions that have files of their own, and then says so; where there are none, nothing happens.
   * @param {any} index
   * @param {() => void} done
   */
  function loadAbouts(index, done) {
    const left = [...index.abouts];
    if (left.length === 0) return;
    milepost.about = (/** @type {number} */ first, /** @type {string} */ lines) => put(index, first, lines);
    const next = () => {
      const name = left.shift();
      if (!name) return done();
      milepost.load(name).then(next, () => {});
    };
    next();
  }

  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

  /**
   * A day as pages write it. The browser's own formatting takes a hundred times as long, and a keystroke needs 200 days.
   * @param {number} days
   * @param {string} [pattern]
   */
  function dayText(days, pattern = document.body.dataset.day || "d M y") {
    const at = new Date(days * 86400000);
    const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
    /** @type {Record<string, any>} */
    const parts = { d: at.getUTCDate(), dd: two(at.getUTCDate()), m: two(at.getUTCMonth() + 1), M: MONTHS[at.getUTCMonth()], y: at.getUTCFullYear() };
    return pattern.replace(/dd|[dmMy]/g, (part) => parts[part]);
  }

  Object.assign(milepost.packing, { unpack, loadAbouts, dayText });
  if (milepost.packed) milepost.index = unpack(milepost.packed);
})((globalThis.milepost ??= {}));
