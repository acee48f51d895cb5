// @ts-check
// My team on Home: its services, from the same list that the catalog filters.
(function (milepost) {
  "use strict";
  /** So many services are shown; the team's page has all. */
  const MOST = 12;

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

  const $ = (/** @type {string} */ selector) => /** @type {HTMLTemplateElement} */ (document.querySelector(selector));
  const { root = "", end = "" } = document.body.dataset;
  const page = { template: $("#row"), orphan: $("#no-owner"), spark: $("#spark"), states: $("#states").content, root, end };

  function show() {
    const index = (milepost.index ??= milepost.packing.unpack(milepost.packed));
    const rows = rowsOf(index, slug);
    if (!panel || rows.length === 0) return;
    const name = index.words.owner[index.owner_slugs.indexOf(slug)];
    const set = (/** @type {string} */ selector, /** @type {string} */ text) => {
      const element = panel.querySelector(selector);
      if (element) element.textContent = text;
    };
    set("[data-name]", name);
    set("[data-count]", rows.length + (rows.length === 1 ? " service" : " services"));
    panel.querySelector("[data-page]")?.setAttribute("href", root + "teams/" + slug + "/" + end);
    const body = /** @type {HTMLElement} */ (panel.querySelector("tbody"));
    const shown = rows.slice(0, MOST);
    body.append(...shown.map((row) => milepost.rows.fill(index, row, page)));
    panel.hidden = false;
    const all = /** @type {HTMLElement | null} */ (document.querySelector("#all-teams"));
    if (all) all.hidden = true;
    milepost.packing.loadLater(index, () =>
      [...body.children].forEach((tr, place) => {
        milepost.rows.describe(tr, index.about[shown[place]]);
        milepost.rows.draw(tr, index.lines[shown[place]], page);
      }),
    );
  }

  milepost.load(panel.dataset.index ?? "").then(show);
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
