// @ts-check
// Opens search from anywhere: what somebody types is kept at once, what finds it is loaded on the first use.
(function (milepost) {
  "use strict";
  if (typeof document === "undefined") return;
  const { root = "", end = "" } = document.body.dataset;
  /** @type {HTMLElement | undefined} */
  let styled;

  /**
   * The link to an address, such as `teams/a/#b`; one elsewhere is whole.
   * @param {string} address
   */
  function link(address) {
    if (/^\w+:/.test(address)) return address;
    const at = address.search(/[?#]|$/);
    const path = address.slice(0, at);
    return root + path + (path === "" || path.endsWith("/") ? end : "") + address.slice(at);
  }

  /**
   * @param {string} tag
   * @param {Record<string, string>} attributes
   * @param {...(Node | string)} children
   */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /**
   * Everything that belongs to a field that finds while somebody types.
   * @param {HTMLInputElement} input
   * @param {HTMLElement} count
   */
  function parts(input, count) {
    const id = input.id + "-list";
    const listbox = make("div", { role: "listbox", id, "aria-label": "Results" });
    const note = make("p", { class: "none", hidden: "" });
    const quick = make("div", { class: "quick", role: "group", hidden: "" });
    const status = make("p", { class: "vh", role: "status" });
    const all = /** @type {HTMLAnchorElement} */ (make("a", { class: "r", href: link("search/") }, "Everything from A to Z"));
    const key = (/** @type {string} */ name) => make("kbd", {}, name);
    const words = [["↑", "↓", "move"], ["↵", "open"], ["Ctrl", "↵", "new tab"], ["Tab", "more of it"]];
    const help = words.map((part) => make("span", { class: "hide-s" }, ...part.slice(0, -1).flatMap((name) => [key(name), " "]), part[part.length - 1]));
    const keys = make("div", { class: "keys" }, ...help, all);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" })) input.setAttribute(name, value);
    return { input, listbox, note, quick, status, all, keys, count };
  }

  /** @typedef {ReturnType<typeof parts>} Parts */

  /** Loads what every search needs. */
  function ready() {
    const { script, style, index } = milepost.fresh.search;
    styled ??= document.head.appendChild(make("link", { rel: "stylesheet", href: root + style }));
    return Promise.all([milepost.load(script), milepost.load(index)]);
  }

  /**
   * Lets a field find; the words that were typed before all is there are not lost.
   * @param {Parts} made
   * @param {(isOpen: boolean) => void} toggle
   */
  function begin(made, toggle) {
    if (!milepost.fresh?.search) return;
    ready().then(
      () => milepost.finder.attach(made, toggle),
      () => (made.status.textContent = "Search could not be loaded. Enter leads to a page that lists everything."),
    );
  }

  /** @type {HTMLDialogElement | undefined} */
  let dialog;

  /** Opens the dialog, or shows it again with its words chosen. */
  function open() {
    if (!dialog) {
      const input = /** @type {HTMLInputElement} */ (make("input", { role: "combobox", id: "pq", name: "q", type: "text", autocomplete: "off", spellcheck: "false", placeholder: "A service, a team, an operation…" }));
      const count = make("span", { class: "muted small nowrap hide-s", "aria-hidden": "true" });
      const close = make("button", { type: "button", class: "esc" }, make("kbd", {}, "Esc"), make("span", { class: "vh" }, " closes"));
      const label = make("label", { class: "vh", for: "pq" }, "Search everything");
      const form = make("form", { class: "q", role: "search", action: link("search/") }, label, input, count, close);
      const made = parts(input, count);
      dialog = /** @type {HTMLDialogElement} */ (make("dialog", { class: "palette", "aria-label": "Search" }, form, made.listbox, made.note, made.quick, made.status, made.keys));
      document.body.append(dialog);
      close.addEventListener("click", () => dialog?.close());
      dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
      begin(made, () => {});
    }
    if (dialog.open) return;
    dialog.showModal();
    /** @type {HTMLInputElement | null} */ (dialog.querySelector("input"))?.select();
  }

  /**
   * A field of the page itself finds too: its list opens below it.
   * @param {HTMLInputElement} input
   */
  function beside(input) {
    const form = /** @type {HTMLElement} */ (input.form);
    const made = parts(input, make("span", {}));
    const popup = make("div", { class: "palette below", hidden: "" }, made.listbox, made.note, made.quick, made.keys);
    form.append(popup, made.status);
    const toggle = (/** @type {boolean} */ isOpen) => {
      popup.hidden = !isOpen;
      input.setAttribute("aria-expanded", String(isOpen));
    };
    form.addEventListener("focusout", (event) => form.contains(/** @type {Node | null} */ (event.relatedTarget)) || toggle(false));
    begin(made, toggle);
  }

  milepost.search = { open, ready, link, make };
  for (const button of document.querySelectorAll("[data-find]")) {
    button.setAttribute("aria-haspopup", "dialog");
    button.addEventListener("click", (event) => {
      const { ctrlKey, metaKey, shiftKey } = /** @type {MouseEvent} */ (event);
      if (ctrlKey || metaKey || shiftKey) return;
      event.preventDefault();
      open();
    });
  }
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-find-here]"))) {
    input.addEventListener("focus", () => beside(input), { once: true });
  }
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
