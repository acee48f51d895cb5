// @ts-check
// My team on Home: its services, from the same list that the catalog filters.
(function (milepost) {
  "use strict";

  /**
   * The rows of a team, by its slug.
   * @param {any} index
   * @param {string} slug
   * @returns {number[]}
   */
  function rowsOf(index, slug) {
    const owner = index.owner_slugs.indexOf(slug);
    return owner < 0 ? [] : index.name.map((/** @type {string} */ _, /** @type {number} */ row) => row).filter((/** @type {number} */ row) => index.owner[row] === owner);
  }

  milepost.homeTeam = { rowsOf };
  if (typeof document === "undefined") return;
  const panel = /** @type {HTMLElement | null} */ (document.querySelector("#my-team"));
  const slug = milepost.saved.get("team");
  if (!panel || !slug) return;

  /**
   * @param {string} name
   * @param {Record<string, any>} properties
   * @param {...(Node | string)} children
   */
  function make(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  /** @param {number} days */
  function date(days) {
    if (days < 0) return make("span", { className: "muted", textContent: "not seen" });
    const at = new Date(days * 86400000);
    return make("time", { dateTime: at.toISOString().slice(0, 10), textContent: milepost.packing.dayText(days) });
  }

  /** @param {number} row */
  function tr(row) {
    const index = milepost.index;
    const { root, end } = document.body.dataset;
    const word = (/** @type {string} */ column) => index.words[column][index[column][row]] ?? "";
    const name = make("a", { className: "name", dir: "auto", href: root + "catalog/" + (index.slug[row] || index.name[row]) + "/" + end, textContent: index.name[row] });
    const first = make("td", {}, name, make("span", { dir: "auto", textContent: index.about[row] }));
    const cells = [word("lifecycle"), word("lang")].map((text, place) => make("td", { dir: "auto", className: place ? "hide-s" : "", textContent: text }));
    return make("tr", {}, first, ...cells, make("td", { className: "num" }, date(index.changed[row])), make("td", { className: "num" }, date(index.deployed[row])));
  }

  function show() {
    const index = (milepost.index ??= milepost.packing.unpack(milepost.packed));
    const rows = rowsOf(index, slug);
    if (!panel || rows.length === 0) return;
    const name = index.words.owner[index.owner_slugs.indexOf(slug)];
    const { root, end } = document.body.dataset;
    const set = (/** @type {string} */ selector, /** @type {string} */ text) => {
      const element = panel.querySelector(selector);
      if (element) element.textContent = text;
    };
    set("[data-name]", name);
    set("[data-count]", rows.length + (rows.length === 1 ? " service" : " services"));
    panel.querySelector("[data-page]")?.setAttribute("href", root + "teams/" + slug + "/" + end);
    panel.querySelector("tbody")?.append(...rows.slice(0, 12).map(tr));
    panel.hidden = false;
    const all = /** @type {HTMLElement | null} */ (document.querySelector("#all-teams"));
    if (all) all.hidden = true;
    milepost.packing.loadLater(index, "about", () =>
      panel.querySelectorAll("tbody tr td:first-child span").forEach((span, place) => (span.textContent = index.about[rows[place]])),
    );
  }

  milepost.load(panel.dataset.index ?? "").then(show);
})((globalThis.milepost ??= {}));
