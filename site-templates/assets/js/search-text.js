// @ts-check
// Full text: the words that were typed, the sections that say them, and what stands around them there.
(function (milepost) {
  "use strict";
  /** How many words with one beginning count. */
  const MOST_WORDS = 40;
  /** How many files one word may load. */
  const MOST_FILES = 3;
  const AROUND = 90;

  /** @typedef {{word: string, sections: number, places: [number, number][]}} Posting */
  /** @typedef {{page: number, section: number, score: number, matched: number}} Found */

  /**
   * The words of a file that are wanted, with their places.
   * @param {any} held
   * @param {(word: string) => boolean} isWanted
   * @returns {Posting[]}
   */
  function postings(held, isWanted) {
    held.list ??= milepost.packing.words(held.words);
    held.lines ??= held.places.split("\n");
    return held.list.flatMap((/** @type {string} */ word, /** @type {number} */ place) => {
      if (!isWanted(word)) return [];
      const { step, isDone } = milepost.packing.reader(held.lines[place]);
      const sections = step();
      /** @type {[number, number][]} */
      const places = [];
      let section = 0;
      while (!isDone()) {
        section += step();
        places.push([section, step()]);
      }
      return [{ word, sections, places }];
    });
  }

  /**
   * Other forms of a word that mean the same: one or several, and its synonyms.
   * @param {string} word
   * @returns {string[]}
   */
  function forms(word) {
    const found = [...milepost.fold.synonyms(word)];
    if (word.length > 3) found.push(word.endsWith("s") ? word.slice(0, -1) : word + "s");
    return [...new Set(found)].filter((form) => form !== word);
  }

  /**
   * The places of all words that count as one, the best worth of each section.
   * @param {{posting: Posting, share: number}[]} list
   * @param {number} total
   */
  function joined(list, total) {
    /** @type {Map<number, number>} */
    const worths = new Map();
    for (const { posting, share } of list) {
      const rarity = Math.log(1 + (total - posting.sections + 0.5) / (posting.sections + 0.5));
      for (const [section, worth] of posting.places) worths.set(section, Math.max(worths.get(section) ?? 0, worth * share * rarity));
    }
    return worths;
  }

  /**
   * The pages that say the words, best first: a page counts what its best section says of each word.
   * @param {Map<number, number>[]} words
   * @param {number[]} starts the first section of each page
   * @returns {Found[]}
   */
  function ranked(words, starts) {
    /** @type {Map<number, {worths: number[], sections: Map<number, number>}>} */
    const pages = new Map();
    words.forEach((worths, place) => {
      for (const [section, worth] of worths) {
        const page = pageOf(starts, section);
        const has = pages.get(page) ?? { worths: words.map(() => 0), sections: new Map() };
        has.worths[place] = Math.max(has.worths[place], worth);
        has.sections.set(section, (has.sections.get(section) ?? 0) + worth);
        pages.set(page, has);
      }
    });
    const found = [...pages].map(([page, { worths, sections }]) => {
      const [section, best] = [...sections].reduce((a, b) => (b[1] > a[1] ? b : a));
      const sum = worths.reduce((a, b) => a + b, 0);
      return { page, section: section - starts[page], score: sum + 0.5 * best, matched: worths.filter((worth) => worth > 0).length };
    });
    const most = Math.max(0, ...found.map((one) => one.matched));
    // A page without one of the words is shown only where none has all of them.
    return found.filter((one) => one.matched === most).sort((a, b) => b.score - a.score || a.page - b.page);
  }

  /**
   * The page that a section is on: the last that starts no later.
   * @param {number[]} starts
   * @param {number} section
   */
  function pageOf(starts, section) {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= section) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /**
   * What stands around the first of the words in a text, cut where words end.
   * @param {string} text
   * @param {string[]} words
   */
  function excerpt(text, words) {
    const parts = milepost.fold.marked(text, words);
    const first = parts.findIndex((/** @type {{isMarked: boolean}} */ part) => part.isMarked);
    const at = first < 0 ? 0 : parts.slice(0, first).reduce((/** @type {number} */ sum, /** @type {{text: string}} */ part) => sum + part.text.length, 0);
    let from = Math.max(0, at - AROUND);
    let to = Math.min(text.length, at + 2 * AROUND);
    if (from > 0) from = text.indexOf(" ", from) + 1 || from;
    if (from > at) from = at;
    if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), at + 1);
    return (from > 0 ? "… " : "") + text.slice(from, to).trim() + (to < text.length ? " …" : "");
  }

  /** @type {any} */
  let known;

  /** The list of pages, unpacked once. */
  async function pages() {
    if (known) return known;
    const { text } = await milepost.shards.parts();
    const { numbers, words } = milepost.packing;
    const counts = numbers(text.pages, text.count);
    let sum = 0;
    const starts = counts.map((/** @type {number} */ count) => (sum += count) - count);
    const [kind, owner] = [numbers(text.kind, text.count), numbers(text.owner, text.count)];
    return (known = { text, starts, total: sum, kind, owner, owners: words(text.owners) });
  }

  /**
   * The postings of a word, and of all that begin like it where it is still being typed.
   * @param {any} text
   * @param {string} word
   * @param {boolean} isBeginning
   * @returns {Promise<{list: {posting: Posting, share: number}[], near: Posting[]}>}
   */
  async function look(text, word, isBeginning) {
    const { shards } = milepost;
    const wide = isBeginning && word.length > 2;
    const others = forms(word);
    const files = new Set([...shards.holding(text.words, word, wide).slice(0, MOST_FILES), ...others.flatMap((form) => shards.holding(text.words, form, false))].map((part) => part[1]));
    const held = await Promise.all([...files].map((hash) => shards.get("search-words", hash)));
    const all = held.flatMap((one) => postings(one, (own) => own === word || others.includes(own) || (wide && own.startsWith(word))));
    const begun = all.filter((one) => one.word !== word && !others.includes(one.word)).sort((a, b) => b.sections - a.sections).slice(0, MOST_WORDS);
    const list = all.filter((one) => one.word === word || others.includes(one.word)).map((posting) => ({ posting, share: posting.word === word ? 1 : 0.8 }));
    for (const posting of begun) list.push({ posting, share: 0.7 });
    const isKnown = list.length > 0;
    const near = isKnown ? [] : held.flatMap((one) => postings(one, (own) => own.length > 3 && milepost.fold.isNear(own, word)));
    return { list, near: near.sort((a, b) => b.sections - a.sections) };
  }

  /**
   * The pages for a query, and what somebody may have meant by words that nothing says.
   * @param {string} query
   */
  async function find(query) {
    const words = [...new Set(/** @type {string[]} */ (milepost.fold.words(query)))];
    if (words.length === 0) return { found: [], meant: "" };
    const { text, starts, total, kind, owner, owners } = await pages();
    if (text.count === 0) return { found: [], meant: "" };
    const isDone = /\s$/.test(query);
    const looked = await Promise.all(words.map((word, place) => look(text, word, place === words.length - 1 && !isDone)));
    const found = ranked(looked.map(({ list }) => joined(list, total)), starts).map((one) => ({ ...one, kind: text.kinds[kind[one.page]], owner: owners[owner[one.page]] ?? "" }));
    const meant = looked.some(({ near }) => near.length > 0) ? words.map((word, place) => looked[place].near[0]?.word ?? word).join(" ") : "";
    return { found, meant };
  }

  /**
   * A page with its texts.
   * @param {number} page
   */
  async function open(page) {
    const { text } = await pages();
    const part = text.texts.findLast((/** @type {[number, string]} */ [first]) => first <= page);
    const held = await milepost.shards.get("search-texts", part[1]);
    const [title, address, of, sections] = held[page - part[0]];
    return { title, address, of, sections };
  }

  milepost.fullText = { postings, forms, joined, ranked, pageOf, excerpt, find, open };
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
