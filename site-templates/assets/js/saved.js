// @ts-check
// What the browser keeps for a reader; where it keeps nothing, everything still works for the page's lifetime.
(function (milepost) {
  "use strict";
  /** @type {Map<string, string>} */
  const kept = new Map();

  /**
   * Reads a saved word.
   * @param {string} key
   * @returns {string}
   */
  function get(key) {
    try {
      return localStorage.getItem("mp." + key) ?? "";
    } catch {
      return kept.get(key) ?? "";
    }
  }

  /**
   * Saves a word; an empty one forgets it.
   * @param {string} key
   * @param {string} value
   */
  function set(key, value) {
    kept.set(key, value);
    try {
      if (value) localStorage.setItem("mp." + key, value);
      else localStorage.removeItem("mp." + key);
    } catch {
      // Private windows and some policies refuse; `kept` answers instead.
    }
  }

  /**
   * Tells a reader something for six seconds.
   * @param {string} text
   */
  function tell(text) {
    document.querySelector(".toast")?.remove();
    const toast = document.createElement("p");
    toast.className = "toast";
    toast.setAttribute("role", "status");
    document.body.append(toast);
    toast.textContent = text;
    setTimeout(() => toast.remove(), 6000);
  }

  milepost.saved = { get, set, tell };
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
