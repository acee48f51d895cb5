// @ts-check
// How new everything is. The facts are in one small file, so that pages need not change with every collection; a page
// that changes with each anyhow carries them itself.
(function (milepost) {
  "use strict";
  const HOUR = 3600000;
  /** After this many hours a daily run has been missed. */
  const STALE = 26;

  /**
   * @typedef {{observed: string | null, text: string | null, read: string, known: string, whole: boolean, example: boolean}} Fresh
   */

  /**
   * How long ago something was, in words; nothing for the future, which only a wrong clock sees.
   * @param {number} milliseconds
   * @returns {string}
   */
  function ago(milliseconds) {
    const minutes = Math.round(milliseconds / 60000);
    if (minutes < 0) return "";
    if (minutes < 1) return "just now";
    if (minutes < 60) return minutes + " min ago";
    const hours = Math.round(minutes / 60);
    if (hours < 48) return hours + " h ago";
    return Math.round(hours / 24) + " days ago";
  }

  /**
   * The sentence of the bar under the top bar; empty where the data are new, or an example.
   * @param {Fresh} fresh
   * @param {number} now
   * @returns {string}
   */
  function stale(fresh, now) {
    if (fresh.example || !fresh.observed) return "";
    const age = now - Date.parse(fresh.observed);
    if (!(age > STALE * HOUR)) return "";
    return "This data is " + ago(age).replace(" ago", "") + " old. Figures below are from " + fresh.text + ". ";
  }

  milepost.freshness = { ago, stale };
  if (typeof document === "undefined") return;
  /** @type {Fresh | null} */
  const fresh = (milepost.fresh ??= JSON.parse(document.body.dataset.facts ?? "null"));
  if (!fresh || !fresh.observed) return;
  const now = Date.now();
  const line = /** @type {HTMLElement | null} */ (document.querySelector("[data-fresh]"));
  const health = line?.dataset.health ?? "";
  const link = () => Object.assign(document.createElement("a"), { href: health });
  if (line) {
    const dot = Object.assign(document.createElement("span"), { className: fresh.whole ? "dot" : "dot warn" });
    const time = Object.assign(document.createElement("time"), { dateTime: fresh.observed, textContent: fresh.text });
    const words = document.createElement("p");
    const age = fresh.example ? "" : ago(now - Date.parse(fresh.observed));
    const read = link();
    read.textContent = fresh.read + " of " + fresh.known + " repositories read";
    words.append("Data as of ", time, age ? " (" + age + ") · " : " · ", read);
    line.replaceChildren(dot, words);
  }
  const bar = /** @type {HTMLElement | null} */ (document.querySelector("[data-stale]"));
  const sentence = stale(fresh, now);
  if (bar && sentence) {
    const more = link();
    more.textContent = "Platform health";
    bar.hidden = false;
    bar.replaceChildren(sentence, more);
  }
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
