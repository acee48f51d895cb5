// @ts-check
// The keys: off while typing, and off for good for those who ask.
(function (milepost) {
  "use strict";
  const KEYS = [
    ["/", "search, or the field of this page"],
    ["Ctrl K", "search from anywhere"],
    ["?", "this list"],
    ["g h", "Home"],
    ["g c", "Catalog"],
    ["g d", "Docs"],
    ["g p", "Golden paths"],
    ["g t", "Teams"],
    ["g e", "Platform health"],
    ["j k", "next and previous row"],
    ["n p", "next and previous page, or tab"],
    ["f", "first filter"],
    ["x", "clear filters"],
    ["t", "theme"],
    ["y", "copy a link to this view"],
  ];

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

  /** @type {HTMLDialogElement | undefined} */
  let dialog;

  function list() {
    if (!dialog) {
      dialog = document.createElement("dialog");
      dialog.className = "keys-dialog";
      dialog.setAttribute("aria-labelledby", "keys-title");
      const title = Object.assign(document.createElement("h2"), { id: "keys-title", textContent: "Keys" });
      const rows = Object.assign(document.createElement("dl"), { className: "kv" });
      for (const [key, words] of KEYS) {
        const term = document.createElement("dt");
        for (const part of key.split(" ")) term.append(Object.assign(document.createElement("kbd"), { textContent: part }), " ");
        rows.append(term, Object.assign(document.createElement("dd"), { textContent: words }));
      }
      const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: milepost.saved.get("keys") !== "off" });
      box.addEventListener("change", () => milepost.saved.set("keys", box.checked ? "" : "off"));
      const label = document.createElement("label");
      label.append(box, "Use single-letter keys");
      const close = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: "Close" });
      close.addEventListener("click", () => dialog?.close());
      dialog.append(title, rows, label, close);
      document.body.append(dialog);
    }
    dialog.showModal();
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
