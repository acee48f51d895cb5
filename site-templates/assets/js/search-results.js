// @ts-check
// The page of results: the address is the state, the kinds and owners beside it narrow what was found.
(function (milepost) {
  "use strict";
  /** How many of a kind are shown before somebody asks for more. */
  const STEP = 10;
  const MOST_OWNERS = 12;
  /** How long fingers rest before files are loaded. */
  const REST = 100;

  /**
   * @typedef {{kind: string, owner: string, title: string, href: string, line: string, path: string, verb: string, page: number, section: number}} Hit
   * A hit whose `page` is not -1 is known by its number only: its texts are loaded when it is shown.
   * @typedef {{query: string, kinds: string[], owners: string[]}} State
   */

  /**
   * The state that an address asks for.
   * @param {string} search
   * @returns {State}
   */
  function read(search) {
    const asked = new URLSearchParams(search);
    return { query: asked.get("q") ?? "", kinds: asked.getAll("kind"), owners: asked.getAll("owner") };
  }

  /**
   * The address of a state.
   * @param {State} state
   */
  function write(state) {
    const asked = new URLSearchParams();
    if (state.query.trim()) asked.set("q", state.query.trim());
    for (const kind of state.kinds) asked.append("kind", kind);
    for (const owner of state.owners) asked.append("owner", owner);
    const text = asked.toString();
    return text ? "?" + text : "";
  }

  /**
   * The hits that the state lets through; one key can be left out, to count its own values.
   * @param {Hit[]} hits
   * @param {State} state
   * @param {"kind" | "owner" | ""} without
   */
  function narrowed(hits, state, without) {
    const { kinds, owners } = state;
    return hits.filter(
      (hit) => (without === "kind" || kinds.length === 0 || kinds.includes(hit.kind)) && (without === "owner" || owners.length === 0 || owners.includes(hit.owner)),
    );
  }

  /**
   * How many hits each value would leave, the most first; chosen values stay, even with none.
   * @param {Hit[]} hits
   * @param {State} state
   * @param {"kind" | "owner"} key
   * @returns {[string, number][]}
   */
  function counts(hits, state, key) {
    /** @type {Map<string, number>} */
    const found = new Map((key === "kind" ? state.kinds : state.owners).map((value) => [value, 0]));
    for (const hit of narrowed(hits, state, key)) if (hit[key]) found.set(hit[key], (found.get(hit[key]) ?? 0) + 1);
    return [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  }

  milepost.results = { read, write, narrowed, counts };
  if (typeof document === "undefined" || !document.querySelector("#found")) return;
  const { make, ready, link } = milepost.search;
  const $ = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const [place, az, said] = ["found", "az", "said"].map($);
  const field = /** @type {HTMLInputElement} */ ($("q"));
  let state = read(location.search);
  /** @type {any[]} */
  let entries = [];
  /** @type {Map<string, number>} */
  let shown = new Map();

  /**
   * Everything that has the words in its name, and the operations and pages that say them: these come a moment later.
   * @param {string} query
   * @param {(hits: Hit[], meant: string, isWhole: boolean) => void} tell
   */
  async function search(query, tell) {
    const taste = { team: milepost.saved.get("team"), recent: [] };
    /** @type {any[]} */
    const named = milepost.head.find(entries, query, taste).map((/** @type {any} */ found) => found.entry);
    const names = named.map(nameHit);
    tell(names, "", false);
    const mine = turn;
    await new Promise((done) => setTimeout(done, REST));
    if (mine !== turn) return;
    const [operations, pages] = await Promise.all([milepost.operations.find(query), milepost.fullText.find(query)]);
    const has = new Set(named);
    const said = pages.found.filter((/** @type {any} */ { page }) => !has.has(entries[page]));
    const hits = [...names, ...operations.map(operationHit), ...said.map(pageHit)];
    tell(hits, hits.length === 0 ? pages.meant || milepost.head.near(entries, query) : "", true);
  }

  /** @param {any} entry @returns {Hit} */
  function nameHit(entry) {
    const path = [entry.group.one, entry.sort !== entry.group.one ? entry.sort : "", entry.owner].filter(Boolean).join(" · ");
    return { kind: entry.group.label, owner: entry.owner, title: entry.name, href: link(entry.address), line: entry.about, path, verb: "", page: -1, section: 0 };
  }

  /** @param {any} found @returns {Hit} */
  function operationHit({ operation }) {
    const path = [operation.api, operation.owner].filter(Boolean).join(" · ");
    return { kind: "Operations", owner: operation.owner, title: operation.path, href: link(operation.address), line: operation.summary, path, verb: operation.verb, page: -1, section: 0 };
  }

  /**
   * The first pages are those of the index of names, in its order.
   * @param {any} found
   * @returns {Hit}
   */
  function pageHit({ page, section, kind, owner }) {
    if (entries[page]) return { ...nameHit(entries[page]), page, section };
    return { kind, owner, title: "", href: "", line: "", path: "", verb: "", page, section };
  }

  /**
   * Fills in what a page says, which its own file holds.
   * @param {Hit} hit
   * @param {string[]} words
   */
  async function fill(hit, words) {
    const { title, address, of, sections } = await milepost.fullText.open(hit.page);
    const [heading, id, text] = sections[hit.section] ?? ["", "", ""];
    const line = milepost.fullText.excerpt(text, words);
    const isNamed = hit.page < entries.length;
    Object.assign(hit, isNamed ? { line } : { line, title, href: link(address + (id && "#" + id)), path: [of, heading].filter(Boolean).join(" › ") }, { page: -1 });
  }

  let turn = 0;

  function show() {
    const query = state.query.trim();
    az.hidden = query !== "";
    place.hidden = query === "";
    const mine = ++turn;
    if (query) search(query, (hits, meant, isWhole) => mine === turn && draw(query, hits, meant, isWhole)).catch(() => (said.textContent = "Some files of the index could not be loaded."));
  }

  /**
   * @param {string} query
   * @param {Hit[]} hits
   * @param {string} meant
   * @param {boolean} isWhole
   */
  async function draw(query, hits, meant, isWhole) {
    const mine = turn;
    const words = milepost.fold.words(query);
    const left = narrowed(hits, state, "");
    // What the filters ask for may be among what is still on its way.
    if (!isWhole && left.length === 0) return;
    const groups = [...Map.groupBy(left, (/** @type {Hit} */ hit) => hit.kind)];
    const wanted = groups.flatMap(([kind, list]) => list.slice(0, shown.get(kind) ?? STEP)).filter((hit) => hit.page >= 0);
    await Promise.all(wanted.map((hit) => fill(hit, words)));
    if (mine !== turn) return;
    const sections = groups.map(([kind, list]) => section(kind, list, words));
    const back = focused();
    place.classList.toggle("split", hits.length > 0);
    place.replaceChildren(...(hits.length > 0 ? [filters(hits)] : []), make("div", { class: "stack" }, ...(left.length > 0 ? sections : [nothing(query, hits.length, meant)])));
    if (next.kind) /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll('section[aria-label="' + CSS.escape(next.kind) + '"] .hit'))[next.place]?.focus();
    else if (back) /** @type {HTMLElement | null} */ (place.querySelector(back))?.focus();
    clearTimeout(later);
    later = setTimeout(() => (said.textContent = left.length === 1 ? "1 result" : left.length + " results"), 400);
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let later;
  /** Where the focus goes on when somebody asked for more of a kind. */
  let next = { kind: "", place: 0 };

  /** How what has the focus is found again when the results are drawn anew; nothing where they have it not. */
  function focused() {
    const one = /** @type {HTMLElement | null} */ (document.activeElement);
    if (!one || !place.contains(one)) return "";
    if (one instanceof HTMLInputElement) return 'input[name="' + one.name + '"][value="' + CSS.escape(one.value) + '"]';
    return one.classList.contains("hit") ? '.hit[href="' + CSS.escape(one.getAttribute("href") ?? "") + '"]' : "";
  }

  /**
   * @param {string} kind
   * @param {Hit[]} list
   * @param {string[]} words
   */
  function section(kind, list, words) {
    const count = shown.get(kind) ?? STEP;
    const items = list.slice(0, count).map((hit) => {
      const title = make("a", { class: "hit", href: hit.href, dir: "auto" }, ...(hit.verb ? [make("span", { class: "verb" }, hit.verb), " "] : []), ...milepost.list.marked(hit.title, words));
      const line = hit.line ? [make("p", { dir: "auto" }, ...milepost.list.marked(hit.line, words))] : [];
      return make("li", {}, title, make("span", { class: "muted small", dir: "auto" }, hit.path), ...line);
    });
    const heading = make("h2", {}, kind, " ", make("small", {}, String(list.length)));
    const made = make("section", { class: "panel", "aria-label": kind }, make("header", {}, heading), make("ul", { class: "hits" }, ...items));
    if (list.length > count) {
      const more = make("button", { type: "button", class: "btn compact" }, "Show more");
      more.addEventListener("click", () => {
        shown.set(kind, count + STEP * 5);
        // The focus goes on where the list ended.
        next = { kind, place: count };
        show();
      });
      made.append(make("footer", {}, more));
    }
    return made;
  }

  /**
   * @param {string} query
   * @param {number} without
   * @param {string} meant
   */
  function nothing(query, without, meant) {
    const text = make("p", {}, make("strong", {}, "Nothing found for ‘" + query + "’" + (without > 0 ? " with these filters." : ".")));
    const made = make("section", { class: "panel empty", "aria-label": "Nothing found" }, text);
    if (without > 0) {
      const all = make("button", { type: "button", class: "btn" }, "Show all " + without);
      all.addEventListener("click", () => change({ ...state, kinds: [], owners: [] }, true));
      made.append(all);
    } else {
      if (meant) made.append(make("p", {}, "Did you mean ", make("a", { href: link("search/?q=" + encodeURIComponent(meant)) }, make("strong", {}, meant)), "?"));
      const code = /** @type {HTMLAnchorElement | null} */ (document.querySelector("#code"));
      const ways = [make("a", { href: link("search/") }, "Every name from A to Z")];
      if (code) ways.push(make("a", { href: code.href + encodeURIComponent(query) }, code.textContent ?? ""));
      if (milepost.searchIndex.ask) ways.push(make("a", { href: milepost.searchIndex.ask }, "Ask the platform team"));
      made.append(make("p", {}, ...ways.flatMap((way, place) => (place > 0 ? [" · ", way] : [way]))));
    }
    return made;
  }

  /** @param {Hit[]} hits */
  function filters(hits) {
    const sets = [facet(hits, "kind", "Kind", 20), facet(hits, "owner", "Owner", MOST_OWNERS)].filter((set) => set !== undefined);
    return make("section", { class: "panel facets", "aria-label": "Filters", id: "facets" }, ...sets);
  }

  /**
   * @param {Hit[]} hits
   * @param {"kind" | "owner"} key
   * @param {string} label
   * @param {number} most
   */
  function facet(hits, key, label, most) {
    const values = counts(hits, state, key).slice(0, most);
    if (values.length === 0) return undefined;
    const chosen = key === "kind" ? state.kinds : state.owners;
    const boxes = values.map(([value, count]) => {
      const box = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", name: key, value }));
      box.checked = chosen.includes(value);
      box.addEventListener("change", () => {
        const list = box.checked ? [...chosen, value] : chosen.filter((one) => one !== value);
        change(key === "kind" ? { ...state, kinds: list } : { ...state, owners: list }, true);
      });
      return make("label", { class: "fc" }, box, make("span", { dir: "auto" }, value), make("span", { class: "num" }, String(count)));
    });
    return make("fieldset", {}, make("legend", {}, label), ...boxes);
  }

  /**
   * @param {State} wanted
   * @param {boolean} isNew
   */
  function change(wanted, isNew) {
    state = wanted;
    next.kind = "";
    history[isNew ? "pushState" : "replaceState"](null, "", location.pathname + write(state) + location.hash);
    show();
  }

  function begin() {
    entries = milepost.head.unpack(milepost.searchIndex);
    field.addEventListener("input", () => {
      shown = new Map();
      change({ ...state, query: field.value }, false);
    });
    field.form?.addEventListener("submit", (event) => {
      event.preventDefault();
      /** @type {HTMLElement | null} */ (place.querySelector(".hit"))?.focus();
    });
    addEventListener("popstate", () => {
      state = read(location.search);
      field.value = state.query;
      show();
    });
    change({ ...state, query: field.value }, false);
  }

  /** What finds is loaded when somebody looks for something: the names from A to Z need none of it. */
  function start() {
    if (milepost.fresh?.search) ready().then(begin, () => (said.textContent = "Search could not be loaded."));
  }

  field.value = state.query;
  if (state.query) start();
  else field.addEventListener("focus", start, { once: true });
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
