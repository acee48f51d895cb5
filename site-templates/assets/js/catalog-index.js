// @ts-check
// The catalog as the server wrote it, in few letters, becomes columns; descriptions may come in files of their own.
(function (milepost) {
  "use strict";

  /**
   * Reads numbers and texts one after the other; `src/site/exports/packed.rs` says how they are written.
   * @param {string} text
   */
  function reader(text) {
    let at = 0;
    const digit = () => {
      const code = text.charCodeAt(at++);
      return code > 92 ? code - 36 : code - 35;
    };
    const number = () => {
      const first = digit();
      if (first < 80) return first;
      if (first < 90) return 80 + (first - 80) * 91 + digit();
      return ((digit() * 91 + digit()) * 91 + digit()) * 91 + digit();
    };
    const take = (/** @type {number} */ length) => text.slice(at, (at += length));
    return { number, take };
  }

  /**
   * A column of numbers, `-1` where there is none.
   * @param {string} text
   * @param {number} count
   * @returns {number[]}
   */
  function numbers(text, count) {
    const { number, take } = reader(text);
    const isRuns = take(1) === "r";
    const found = new Array(count);
    for (let row = 0; row < count; ) {
      const value = number() - 1;
      for (let left = isRuns ? number() : 1; left > 0; left--) found[row++] = value;
    }
    return found;
  }

  /**
   * @param {string} text
   * @param {number} count
   * @returns {number[][]}
   */
  function lists(text, count) {
    const { number } = reader(text);
    return Array.from({ length: count }, () => Array.from({ length: number() }, number));
  }

  /**
   * @param {string} text
   * @param {number} count
   * @returns {string[]}
   */
  function texts(text, count) {
    return following(reader(text), count);
  }

  /**
   * Texts with how many there are before them.
   * @param {string} text
   * @returns {string[]}
   */
  function words(text) {
    const from = reader(text);
    return following(from, from.number());
  }

  /**
   * @param {ReturnType<typeof reader>} from
   * @param {number} count
   * @returns {string[]}
   */
  function following({ number, take }, count) {
    let before = "";
    return Array.from({ length: count }, () => {
      const shared = before.slice(0, number());
      return (before = shared + take(number()));
    });
  }

  /**
   * The address that a name has where nothing stands in its way.
   * @param {string} name
   */
  function plainSlug(name) {
    return name
      .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
      .replace(/[^a-z0-9.]+/gu, "-")
      .replace(/^-+|-+$/g, "");
  }

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
   * @param {string} root
   * @param {() => void} done
   */
  function loadAbouts(index, root, done) {
    const left = [...index.abouts];
    if (left.length === 0) return;
    milepost.about = (/** @type {number} */ first, /** @type {string} */ lines) => put(index, first, lines);
    const next = () => {
      const name = left.shift();
      if (!name) return done();
      const script = document.createElement("script");
      script.src = root + name;
      script.addEventListener("load", next);
      document.head.append(script);
    };
    next();
  }

  milepost.packing = { numbers, lists, texts, words, plainSlug, unpack, loadAbouts };
  if (milepost.packed) milepost.index = unpack(milepost.packed);
})((globalThis.milepost ??= {}));
