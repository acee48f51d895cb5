// @ts-check
// Reads columns that were written in few letters; `src/site/exports/packed.rs` says how.
(function (milepost) {
  "use strict";

  /**
   * Reads numbers and texts one after the other.
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
    const step = () => {
      let value = 0;
      for (let scale = 1; ; scale *= 45) {
        const one = digit();
        if (one < 45) return value + one * scale;
        value += (one - 45) * scale;
      }
    };
    const isDone = () => at >= text.length;
    const take = (/** @type {number} */ length) => text.slice(at, (at += length));
    return { number, step, isDone, take };
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

  Object.assign((milepost.packing ??= /** @type {Milepost["packing"]} */ ({})), { reader, numbers, lists, texts, words, plainSlug });
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
