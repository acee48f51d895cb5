// @ts-check
// The theme button: system, light, dark, and round again.
(function (milepost) {
  "use strict";
  const ORDER = ["system", "light", "dark"];
  const WORDS = { system: "follow system", light: "light", dark: "dark" };

  /**
   * The theme after this one.
   * @param {string} theme
   * @returns {string}
   */
  function next(theme) {
    return ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length];
  }

  /** @param {string} theme */
  function show(theme) {
    const root = document.documentElement;
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const button of document.querySelectorAll("[data-theme-button]")) {
      /** @type {HTMLElement} */ (button).dataset.is = theme;
      button.setAttribute("aria-label", "Theme: " + WORDS[/** @type {keyof typeof WORDS} */ (theme)]);
    }
  }

  function cycle() {
    const theme = next(milepost.saved.get("theme") || "system");
    milepost.saved.set("theme", theme === "system" ? "" : theme);
    show(theme);
  }

  milepost.theme = { next, cycle };
  if (typeof document === "undefined") return;
  show(milepost.saved.get("theme") || "system");
  for (const button of document.querySelectorAll("[data-theme-button]")) button.addEventListener("click", cycle);
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
