// @ts-check
// The keys: off while typing, and off for good for those who ask.
(function (milepost) {
  "use strict";
  /**
   * What a key means, given the one before it; empty for nothing.
   * @param {string} before
   * @param {string} key
   * @returns {string}
   */
  function meaning(before, key) {
    if (before === "g") return "go " + key;
    return { "/": "search", "?": "keys", t: "theme", y: "copy", j: "next", k: "previous", n: "after", p: "before", "]": "after", "[": "before", f: "facet", x: "clear", g: "wait" }[key] ?? "";
  }

  milepost.keys = { meaning };
  if (typeof document === "undefined") return;

  /** Few ever ask, so the list has a script of its own. */
  function list() {
    if (milepost.fresh?.keys) milepost.load(milepost.fresh.keys).then(() => milepost.showKeys());
  }

  /** @param {number} step */
  function move(step) {
    const names = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("main .tbl .name[href], main .hit")]);
    const seen = names.filter((name) => name.checkVisibility?.() ?? true);
    const at = seen.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    seen[at < 0 ? (step > 0 ? 0 : seen.length - 1) : Math.min(Math.max(at + step, 0), seen.length - 1)]?.focus();
  }

  /**
   * Opens the page of documentation that comes before or after, else the tab of a service.
   * @param {number} step
   */
  function turn(step) {
    const tabs = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("main .tabs a")]);
    const at = tabs.findIndex((tab) => tab.ariaCurrent);
    const page = /** @type {HTMLElement | null} */ (document.querySelector(step > 0 ? ".pn [rel=next]" : ".pn [rel=prev]"));
    (document.querySelector(".pn") ? page : at < 0 ? null : tabs[at + step])?.click();
  }

  /** @type {Record<string, () => void>} */
  const acts = {
    search: () => {
      const field = /** @type {HTMLElement | null} */ (document.querySelector("main [data-search], main [data-find-here]"));
      if (field) field.focus();
      else milepost.search.open();
    },
    keys: list,
    theme: () => milepost.theme.cycle(),
    copy: () => milepost.copy.text(location.href, "Link copied."),
    next: () => move(1),
    previous: () => move(-1),
    after: () => turn(1),
    before: () => turn(-1),
    facet: () => /** @type {HTMLElement | null} */ (document.querySelector("#facets input"))?.focus(),
    clear: () => /** @type {HTMLElement | null} */ (document.querySelector("#clear"))?.click(),
  };
  let before = "";

  document.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const typing = target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (event.key === "Escape" && typing) target.blur();
    if ((event.ctrlKey || event.metaKey) && event.key === "k") {
      event.preventDefault();
      milepost.search.open();
      return;
    }
    const isOff = milepost.saved.get("keys") === "off" && event.key !== "?";
    if (typing || isOff || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const means = meaning(before, event.key);
    before = means === "wait" ? "g" : "";
    if (!means || means === "wait") return;
    if (means.startsWith("go ")) {
      const link = [...document.querySelectorAll("[data-go]")].find((one) => /** @type {HTMLElement} */ (one).dataset.go === event.key);
      /** @type {HTMLElement | undefined} */ (link)?.click();
    } else acts[means]();
    event.preventDefault();
  });
  for (const button of document.querySelectorAll("[data-keys]")) button.addEventListener("click", list);
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
