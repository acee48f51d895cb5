// @ts-check
// The small files of search: which of them hold a word, and what came of those that were loaded.
(function (milepost) {
  "use strict";

  /** @typedef {[string, string]} Part The first word of a file, and the part of its name that follows from its content. */

  /**
   * The files that may hold words with this beginning, or this word only.
   * @param {Part[]} parts
   * @param {string} word
   * @param {boolean} isBeginning
   * @returns {Part[]}
   */
  function holding(parts, word, isBeginning) {
    const last = isBeginning ? word + "\uffff" : word;
    return parts.filter(([first], place) => compare(first, last) <= 0 && (place + 1 === parts.length || compare(parts[place + 1][0], word) >= 0));
  }

  /**
   * The order in which words are written: by their signs, not by the halves that browsers hold them in.
   * @param {string} a
   * @param {string} b
   */
  function compare(a, b) {
    if (a === b) return 0;
    const [left, right] = [[...a], [...b]];
    for (let place = 0; place < left.length && place < right.length; place++) {
      const difference = (left[place].codePointAt(0) ?? 0) - (right[place].codePointAt(0) ?? 0);
      if (difference !== 0) return difference;
    }
    return left.length - right.length;
  }

  /** @type {Map<string, any>} */
  const data = new Map();

  /** Called by each file: what it holds is known by its address. @param {any} held */
  milepost.shard = (held) => data.set(/** @type {HTMLScriptElement} */ (document.currentScript).src, held);

  /**
   * The data of a file.
   * @param {string} stem
   * @param {string} hash
   */
  async function get(stem, hash) {
    const path = "assets/" + stem + "." + hash + ".js";
    await milepost.load(path);
    return data.get(new URL((document.body.dataset.root ?? "") + path, location.href).href);
  }

  /** The list of all files. */
  async function parts() {
    await milepost.load(milepost.fresh.search.parts);
    return milepost.searchParts;
  }

  milepost.shards = { holding, compare, get, parts };
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
