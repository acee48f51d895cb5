// @ts-check
// Texts as search compares them: without accents and capitals, in words. `src/site/search/fold.rs` does the same.
(function (milepost) {
  "use strict";
  /** Signs of scripts that put no space between words. */
  const UNSPACED = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/;

  /**
   * Whether a text has none but the first signs of all: those have no accents, and the others take ten times as long.
   * @param {string} text
   */
  const isPlain = (text) => !/[^\0-\x7f]/.test(text);

  /**
   * A text without accents and capitals.
   * @param {string} text
   */
  function fold(text) {
    if (isPlain(text)) return text.toLowerCase();
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replaceAll("ς", "σ");
  }

  /**
   * The words of a text; where none are parted by spaces, every two signs in a row.
   * @param {string} text
   * @returns {string[]}
   */
  function words(text) {
    /** @type {string[]} */
    const found = [];
    if (isPlain(text)) return text.toLowerCase().match(/[a-z0-9]+/g) ?? found;
    for (const word of fold(text).match(/[\p{Alphabetic}\p{N}]+/gu) ?? []) {
      if (UNSPACED.test(word)) found.push(...pairs(word));
      else found.push(word);
    }
    return found;
  }

  /** @param {string} word */
  function pairs(word) {
    const signs = [...word];
    return signs.length === 1 ? signs : signs.slice(1).map((sign, place) => signs[place] + sign);
  }

  /**
   * Whether two words differ in one letter: another, one more, one less, or two that changed places.
   * @param {string} a
   * @param {string} b
   */
  function isNear(a, b) {
    if (Math.abs(a.length - b.length) > 1) return false;
    let from = 0;
    while (from < a.length && from < b.length && a[from] === b[from]) from++;
    let last = 0;
    while (last < a.length - from && last < b.length - from && a[a.length - 1 - last] === b[b.length - 1 - last]) last++;
    const [left, right] = [a.length - from - last, b.length - from - last];
    if (left <= 1 && right <= 1) return true;
    return left === 2 && right === 2 && a[from] === b[from + 1] && a[from + 1] === b[from];
  }

  /**
   * A text in parts, of which those are marked in which one of the words was found, at the beginning of a word first.
   * @param {string} text
   * @param {string[]} sought
   * @returns {{text: string, isMarked: boolean}[]}
   */
  function marked(text, sought) {
    const { folded, places } = traced(text);
    /** @type {[number, number][]} */
    const ranges = [];
    for (const word of sought) {
      const starts = new RegExp("(?<![\\p{Alphabetic}\\p{N}])" + word, "gu");
      const at = [...folded.matchAll(starts)].map((match) => match.index);
      if (at.length === 0 && word.length > 1 && folded.includes(word)) at.push(folded.indexOf(word));
      for (const start of at) ranges.push([places[start], places[start + word.length]]);
    }
    ranges.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    /** @type {{text: string, isMarked: boolean}[]} */
    const parts = [];
    let end = 0;
    for (const [from, to] of ranges) {
      if (from < end) continue;
      if (from > end) parts.push({ text: text.slice(end, from), isMarked: false });
      parts.push({ text: text.slice(from, to), isMarked: true });
      end = to;
    }
    if (end < text.length) parts.push({ text: text.slice(end), isMarked: false });
    return parts;
  }

  /**
   * The folded text, and where each of its letters was in the text.
   * @param {string} text
   */
  function traced(text) {
    let folded = "";
    /** @type {number[]} */
    const places = [];
    let at = 0;
    for (const sign of text) {
      const part = fold(sign);
      for (let unit = 0; unit < part.length; unit++) places.push(at);
      folded += part;
      at += sign.length;
    }
    places.push(at);
    return { folded, places };
  }

  /** @type {Map<string, string[]>} */
  let others = new Map();
  /** The index that they are from.
   * @type {any} */
  let from;

  /**
   * The words that mean the same.
   * @param {string} word
   * @returns {string[]}
   */
  function synonyms(word) {
    if (from !== milepost.searchIndex) {
      from = milepost.searchIndex;
      others = new Map();
      for (const list of from?.synonyms ?? []) {
        for (const one of list) others.set(one, [...(others.get(one) ?? []), ...list.filter((/** @type {string} */ other) => other !== one)]);
      }
    }
    return others.get(word) ?? [];
  }

  milepost.fold = { isPlain, fold, words, isNear, marked, synonyms };
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
