// @ts-check
// The list below a search field: shown in groups, walked with the arrows, told to those who do not see it.
(function (milepost) {
  "use strict";

  /**
   * @typedef {{label: string, href: string, icon: string}} Way
   * @typedef {{title: string, line: string, side: string, href: string, icon: string, group: string, verb?: string, ways: Way[], key: string}} Row
   * @typedef {{rows: Row[], words: string[], total: number, note: string, all: string, allHref: string}} View
   */
  /** How long fingers rest before somebody is told what was found. */
  const REST = 400;

  /**
   * The rows by group, each group where its best row stands.
   * @param {Row[]} rows
   * @returns {[string, Row[]][]}
   */
  function grouped(rows) {
    /** @type {Map<string, Row[]>} */
    const groups = new Map();
    for (const row of rows) groups.set(row.group, [...(groups.get(row.group) ?? []), row]);
    return [...groups];
  }

  /**
   * The place after a step, round the ends.
   * @param {number} place
   * @param {number} step
   * @param {number} count
   */
  function stepped(place, step, count) {
    return count === 0 ? -1 : (place + step + count) % count;
  }

  /**
   * An icon by its drawing.
   * @param {string} drawing
   */
  function icon(drawing) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("class", "i");
    svg.setAttribute("aria-hidden", "true");
    // The drawings are ours, and yet nothing here is ever read as HTML.
    for (const [, tag, rest] of drawing.matchAll(/<(\w+)([^>]*)>/g)) {
      const part = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [, name, value] of rest.matchAll(/([\w-]+)="([^"]*)"/g)) part.setAttribute(name, value);
      svg.append(part);
    }
    return svg;
  }

  /**
   * A text with the words that were looked for marked in it.
   * @param {string} text
   * @param {string[]} words
   */
  function marked(text, words) {
    const { make } = milepost.search;
    return milepost.fold.marked(text, words).map((/** @type {{text: string, isMarked: boolean}} */ part) => (part.isMarked ? make("mark", {}, part.text) : part.text));
  }

  /**
   * Gives a field its list.
   * @param {any} parts
   * @param {(row: Row) => void} chosen
   */
  function attach(parts, chosen) {
    const { input, listbox, note, quick, status, all, count } = parts;
    const { make } = milepost.search;
    /** @type {Row[]} */
    let rows = [];
    /** @type {HTMLElement[]} */
    let options = [];
    let active = -1;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let later;
    // What somebody walked to stays chosen when more is found for the same words.
    let walked = { words: "", href: "" };

    /** @param {View} view */
    function show(view) {
      const groups = grouped(view.rows);
      rows = groups.flatMap(([, list]) => list);
      options = [];
      const nodes = groups.map(([label, list]) => {
        const made = list.map((row) => option(row, view.words));
        options.push(...made);
        return make("div", { role: "group", "aria-label": label }, make("div", { class: "gh", "aria-hidden": "true" }, label), ...made);
      });
      listbox.replaceChildren(...nodes);
      options.forEach((one, place) => (one.id = listbox.id + "-" + place));
      note.textContent = view.note;
      note.hidden = !view.note;
      count.textContent = view.total > rows.length ? rows.length + " of " + view.total : "";
      all.textContent = view.all;
      all.href = view.allHref;
      // What leads elsewhere is not what Enter was meant for.
      const kept = walked.words === input.value ? rows.findIndex((row) => row.href === walked.href) : -1;
      activate(kept >= 0 ? kept : rows.length > 0 && view.words.length > 0 && !view.note ? 0 : -1);
      clearTimeout(later);
      const said = view.words.length === 0 ? "" : view.note || (view.total === 1 ? "1 result" : view.total + " results");
      later = setTimeout(() => (status.textContent = said), REST);
    }

    /**
     * @param {Row} row
     * @param {string[]} words
     */
    function option(row, words) {
      const title = make("b", { dir: "auto" }, ...(row.verb ? [make("span", { class: "verb" }, row.verb), " "] : []), ...marked(row.title, words));
      const middle = make("div", {}, title, make("span", { dir: "auto" }, row.line));
      const side = make("span", { class: "rt hide-s" }, make("span", { dir: "auto" }, row.side));
      const made = make("div", { class: "res", role: "option", "aria-selected": "false" }, make("span", { class: "ic" }, icon(milepost.searchIndex.icons[row.icon] ?? "")), middle, side);
      made.addEventListener("mousemove", () => activate(options.indexOf(made)));
      made.addEventListener("click", (event) => open(row, event.ctrlKey || event.metaKey));
      made.addEventListener("mousedown", (event) => event.preventDefault());
      return made;
    }

    /** @param {number} place */
    function activate(place) {
      if (place === active && options[place]?.getAttribute("aria-selected") === "true") return;
      options[active]?.setAttribute("aria-selected", "false");
      active = place;
      const one = options[place];
      one?.setAttribute("aria-selected", "true");
      if (one) input.setAttribute("aria-activedescendant", one.id);
      else input.removeAttribute("aria-activedescendant");
      const ways = rows[place]?.ways ?? [];
      quick.hidden = ways.length === 0;
      quick.setAttribute("aria-label", "Of " + (rows[place]?.title ?? ""));
      quick.replaceChildren(...ways.map((way) => make("a", { class: "chip", href: way.href }, icon(milepost.searchIndex.icons[way.icon] ?? ""), way.label)));
      // Last, since it lays out what was changed until here.
      one?.scrollIntoView({ block: "nearest" });
    }

    /**
     * @param {Row} row
     * @param {boolean} isElsewhere
     */
    function open(row, isElsewhere) {
      chosen(row);
      if (isElsewhere) globalThis.open(row.href, "_blank", "noopener");
      else location.href = row.href;
    }

    input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && options.length > 0) {
        event.preventDefault();
        activate(active < 0 && step < 0 ? options.length - 1 : stepped(active, step, options.length));
        walked = { words: input.value, href: rows[active].href };
      } else if (event.key === "Enter" && rows[active] && !event.isComposing) {
        event.preventDefault();
        open(rows[active], event.ctrlKey || event.metaKey);
      }
    });
    return { show };
  }

  milepost.list = { attach, grouped, stepped, icon, marked };
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
