// @ts-check
// What a search field shows for what was typed: names at once, and the ways on from them.
(function (milepost) {
  "use strict";
  /** How many rows are shown before somebody asks for more. */
  const FEW = 8;
  const RECENT = 5;
  /** What only all of a name is worth. */
  const EXACT = 1500;
  /** How long fingers rest before files are loaded. */
  const REST = 80;
  /** How many pages of documentation stand beside names, and how many actions below one. */
  const DOCUMENTS = 3;
  const ACTIONS = 3;
  /** Words of questions that name nothing. */
  const SILENT = new Set(["a", "an", "the", "who", "what", "where", "which", "how", "is", "are", "does", "do", "of", "for", "to"]);
  const FILTER = /(^|\s)-?(owner|system|lifecycle|tier|type|lang|data|has|tag|deployed|changed):\S/;

  /**
   * The ways on from an entry: its further pages, what can be done with it, its owner, its repository.
   * @param {Entry} entry
   * @param {[string, string][]} tabs
   * @param {(address: string) => string} link
   * @param {Entry[]} actions
   * @returns {Way[]}
   */
  function ways(entry, tabs, link, actions) {
    /** @type {Way[]} */
    const found = [];
    tabs.forEach(([label, folder], bit) => entry.tabs & (1 << bit) && found.push({ label, href: link(entry.address + folder), icon: "link" }));
    if (entry.runbook) found.push({ label: "Runbook", href: link(entry.runbook), icon: "pager" });
    for (const { name, address, starts } of entry.group.one === "service" ? actions : []) {
      if (starts?.rows && !starts.rows.has(entry.row)) continue;
      found.push({ label: name, href: link(address + (starts?.field ? "?" + new URLSearchParams([[starts.field, entry.plain]]) : "")), icon: "rocket" });
    }
    if (entry.ownerPage) found.push({ label: entry.owner, href: link(entry.ownerPage), icon: "users" });
    if (entry.repository) found.push({ label: "Repository", href: entry.repository, icon: "repo" });
    return found;
  }

  /**
   * The ways that a query asks for by name, and the query without it: `carrier-sync runbook`, `who owns customs?`
   * @param {string} query
   * @returns {{rest: string, wanted: string}[]}
   */
  function asked(query) {
    const words = query.trim().split(/\s+/).map((word) => word.replace(/\?+$/, ""));
    const plain = words.filter((word) => !SILENT.has(word.toLowerCase()));
    return plain.flatMap((word, place) => {
      const rest = plain.filter((_, other) => other !== place).join(" ");
      const wanted = word.toLowerCase().replace(/^own(s|ed|ers?)?$/, "owner");
      return rest && wanted.length > 2 ? [{ rest, wanted }] : [];
    });
  }

  /**
   * What an entry shows in the list.
   * @param {Entry} entry
   * @param {(address: string) => string} link
   * @param {[string, string][]} tabs
   * @param {Entry[]} actions
   * @returns {Row}
   */
  function row(entry, link, tabs, actions) {
    const { group, name, about, owner, sort, address } = entry;
    const line = about || (sort && sort !== group.one ? group.one[0].toUpperCase() + group.one.slice(1) + ", " + sort : group.one[0].toUpperCase() + group.one.slice(1));
    return { title: name, line, side: owner, href: link(address), icon: group.icon, group: group.label, ways: ways(entry, tabs, link, actions.slice(0, ACTIONS)), key: address };
  }

  /**
   * The rows for a query of ways, such as the owner of a service.
   * @param {Entry[]} entries
   * @param {string} query
   * @param {any} taste
   * @param {(address: string) => string} link
   * @param {[string, string][]} tabs
   * @param {Entry[]} actions
   * @returns {Row[]}
   */
  function wayRows(entries, query, taste, link, tabs, actions) {
    for (const { rest, wanted } of asked(query)) {
      const best = milepost.head.find(entries, rest, taste).filter((/** @type {any} */ found) => found.score > 300).slice(0, 3);
      const rows = best.flatMap((/** @type {{entry: Entry}} */ { entry }) =>
        ways(entry, tabs, link, actions)
          .filter((way) => (way.href === link(entry.ownerPage) ? "owner" : way.label.toLowerCase()).startsWith(wanted))
          .map((way) => ({ title: entry.name + " › " + way.label, line: "", side: entry.group.one, href: way.href, icon: way.icon, group: "Go to", ways: [], key: "" })),
      );
      if (rows.length > 0) return rows.slice(0, 3);
    }
    return [];
  }

  /**
   * What an operation shows in the list.
   * @param {any} operation
   * @param {(address: string) => string} link
   * @returns {Row}
   */
  function operationRow(operation, link) {
    const line = [operation.api, operation.summary].filter(Boolean).join(" · ");
    const ways = operation.ownerPage ? [{ label: operation.owner, href: link(operation.ownerPage), icon: "users" }] : [];
    return { title: operation.path, verb: operation.verb, line, side: operation.owner, href: link(operation.address), icon: "term", group: "Operations", ways, key: "" };
  }

  /**
   * The pages of documentation that say nearly all of the words, the best first, each where it says them.
   * @param {string} query
   * @param {(address: string) => string} link
   * @returns {Promise<{rows: Row[], total: number, meant: string}>}
   */
  async function documents(query, link) {
    const { found, meant } = await milepost.fullText.find(query);
    const words = milepost.fold.words(query).filter((/** @type {string} */ word) => !SILENT.has(word));
    const all = found.filter((/** @type {any} */ one) => one.kind === "Docs" && one.matched >= words.length * 0.75);
    const rows = all.slice(0, DOCUMENTS).map(async (/** @type {any} */ { page, section, owner }) => {
      const { title, address, of, sections } = await milepost.fullText.open(page);
      const [heading, id] = sections[section] ?? ["", ""];
      return { title, line: [of, heading].filter(Boolean).join(" › "), side: owner, href: link(address + (id && "#" + id)), icon: "book", group: "Docs", ways: [], key: "" };
    });
    return { rows: await Promise.all(rows), total: all.length, meant };
  }

  /**
   * Where else to go when nothing is found.
   * @param {string} query
   * @param {string} meant
   * @param {(address: string) => string} link
   * @returns {Row[]}
   */
  function elsewhere(query, meant, link) {
    const { code, ask } = milepost.searchIndex;
    const rows = [];
    const more = { line: "", side: "", ways: [], key: "" };
    if (meant) rows.push({ ...more, title: meant, href: link("search/?q=" + encodeURIComponent(meant)), icon: "search", group: "Did you mean" });
    if (code) rows.push({ ...more, title: code[0] + " for ‘" + query + "’", href: code[1] + encodeURIComponent(query), icon: "repo", group: "Elsewhere" });
    if (ask) rows.push({ ...more, title: "Ask the platform team", href: ask, icon: "users", group: "Elsewhere" });
    return rows;
  }

  /** What was opened from search lately, the latest first: addresses in the index. */
  function recent() {
    return milepost.saved.get("recent").split("\n").filter(Boolean);
  }

  /** @param {string} address */
  function remember(address) {
    if (address) milepost.saved.set("recent", [address, ...recent().filter((one) => one !== address)].slice(0, RECENT).join("\n"));
  }

  /** @type {{rows: Row[], total: number, meant: string}} */
  const NONE = { rows: [], total: 0, meant: "" };

  /** @type {Entry[] | undefined} */
  let entries;

  /**
   * Makes a field find.
   * @param {any} parts
   * @param {(isOpen: boolean) => void} toggle
   */
  function attach(parts, toggle) {
    const all = (entries ??= milepost.head.unpack(milepost.searchIndex));
    const { tabs } = milepost.searchIndex;
    const actions = all.filter((entry) => entry.starts);
    const { link } = milepost.search;
    const { input } = parts;
    const list = milepost.list.attach(parts, (/** @type {Row} */ row) => {
      remember(row.key);
      toggle(false);
      input.closest("dialog")?.close();
    });
    const view = { words: [], note: "", all: "Everything from A to Z", allHref: link("search/") };

    function begin() {
      const rows = recent().flatMap((address) => all.filter((entry) => entry.address === address)).map((entry) => ({ ...row(entry, link, tabs, actions), group: "Opened lately" }));
      const nav = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll(".nav a")]);
      const pages = nav.map((one) => ({ title: one.textContent ?? "", line: "", side: "", href: one.href, icon: "link", group: "Go to", ways: [], key: "" }));
      list.show({ ...view, rows: [...rows, ...pages], total: 0 });
      toggle(false);
    }

    let turn = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let later;

    function update() {
      const query = input.value.trim();
      const mine = ++turn;
      clearTimeout(later);
      if (!query) return begin();
      const taste = { team: milepost.saved.get("team"), recent: recent() };
      const found = milepost.head.find(all, query, taste);
      const first = wayRows(all, query, taste, link, tabs, actions);
      if (FILTER.test(query)) first.unshift({ title: query, line: "Filter the catalog", side: "", href: link("catalog/?q=" + encodeURIComponent(query)), icon: "search", group: "Catalog", ways: [], key: "" });
      put(query, first, found, [], NONE);
      // Files are loaded when the fingers rest; what they hold takes its place beside the names.
      const load = async () => {
        const [more, said] = await Promise.all([milepost.operations.find(query).catch(() => []), documents(query, link).catch(() => NONE)]);
        if (mine === turn) put(query, first, found, more, said);
      };
      later = setTimeout(load, REST);
    }

    /**
     * @param {string} query
     * @param {Row[]} first
     * @param {{entry: Entry, score: number}[]} found
     * @param {{operation: any, score: number}[]} more
     * @param {{rows: Row[], total: number, meant: string}} said
     */
    function put(query, first, found, more, said) {
      const isPath = /[/{]/.test(query) || milepost.operations.asked(query).verb !== "";
      const operations = more.slice(0, isPath ? FEW : Math.max(2, FEW - first.length - found.length - said.rows.length)).map(({ operation }) => operationRow(operation, link));
      const names = found.slice(0, Math.max(isPath ? 0 : 3, FEW - first.length - operations.length - said.rows.length)).map(({ entry }) => row(entry, link, tabs, actions));
      // Documentation comes after the services and what can be done, and after whatever begins as was typed.
      const after = found.findIndex(({ entry, score }) => score < 1000 && entry.group.one !== "service" && !entry.starts);
      const place = after < 0 ? names.length : after;
      const beside = [...names.slice(0, place), ...said.rows, ...names.slice(place)];
      // Whoever types all of a name may be in a hurry: what to do when it breaks comes next.
      const book = found[0]?.score > EXACT && beside[0].ways.find((way) => way.icon === "pager");
      if (book) beside.splice(1, 0, { ...beside[0], ...book, title: "Runbook of " + beside[0].title, line: "", key: "" });
      const held = isPath ? [...operations, ...first, ...beside] : [...first, ...beside, ...operations];
      const total = first.length + found.length + more.length + said.total;
      const note = total === 0 ? "Nothing found for ‘" + query + "’." : "";
      const rows = total === 0 && said !== NONE ? elsewhere(query, said.meant || milepost.head.near(all, query), link) : held;
      list.show({ rows, words: milepost.fold.words(query), total, note, all: "All results for ‘" + (query.length > 20 ? query.slice(0, 19) + "…" : query) + "’", allHref: link("search/?q=" + encodeURIComponent(query)) });
      toggle(true);
    }

    input.addEventListener("input", update);
    input.addEventListener("focus", () => input.value && update());
    input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape" || input.getAttribute("aria-expanded") !== "true" || input.closest("dialog")) return;
      event.stopPropagation();
      toggle(false);
    });
    input.setAttribute("aria-expanded", String(Boolean(input.closest("dialog"))));
    update();
  }

  milepost.finder = { attach, ways, asked };
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
