// @ts-check
// The order of rows, and their places in the page.
(function (milepost) {
  "use strict";
  /** How many rows appear at once, and how many the page ever holds. */
  const STEP = 100;
  const MOST = 500;
  const COLUMNS = ["name", "owner", "type", "lifecycle", "lang", "changed", "deployed", "tier"];

  /**
   * The rows in the order that a column asks for, `-` before it meaning the other way round; nothing always comes last.
   * @param {any} index
   * @param {number[]} rows
   * @param {string} sort
   * @returns {number[]}
   */
  function sorted(index, rows, sort) {
    const isDown = sort.startsWith("-");
    const column = sort.replace("-", "");
    if (!COLUMNS.includes(column) || sort === "name") return rows;
    const sign = isDown ? -1 : 1;
    const isWord = column in index.words;
    // Words stand in their order, so their places compare as they do; tiers with figures compare by them.
    const figures = isWord ? ranks(index.words[column]) : [];
    const value = (/** @type {number} */ row) => (column === "name" ? row : isWord ? (figures[index[column][row]] ?? -1) : index[column][row]);
    return [...rows].sort((a, b) => {
      const [left, right] = [value(a), value(b)];
      if (left < 0 || right < 0) return left < 0 && right < 0 ? a - b : left < 0 ? 1 : -1;
      return left === right ? a - b : (left - right) * sign;
    });
  }

  /**
   * The rank of each word: by its figure where it starts with one, else by its letters.
   * @param {string[]} words
   * @returns {number[]}
   */
  function ranks(words) {
    const order = words.map((_, place) => place);
    order.sort((a, b) => words[a].localeCompare(words[b], "en", { numeric: true, sensitivity: "base" }));
    const found = new Array(words.length);
    order.forEach((place, rank) => (found[place] = rank));
    return found;
  }

  /**
   * Puts what a service is below its name.
   * @param {Element} tr
   * @param {string} text
   */
  function describe(tr, text) {
    const about = tr.children[0].children[1];
    if (about) {
      about.textContent = text;
      /** @type {HTMLElement} */ (about).hidden = !text;
    }
  }

  /**
   * Fills a copy of the page's row template.
   * @param {any} index
   * @param {number} row
   * @param {{template: HTMLTemplateElement, orphan: HTMLTemplateElement, root: string, end: string}} page
   */
  function fill(index, row, page) {
    const tr = /** @type {HTMLTableRowElement} */ (page.template.content.firstElementChild?.cloneNode(true));
    const cells = tr.children;
    const [link] = cells[0].children;
    link.textContent = index.name[row];
    /** @type {HTMLAnchorElement} */ (link).href = page.root + "catalog/" + (index.slug[row] || index.name[row]) + "/" + page.end;
    describe(tr, index.about[row]);
    const owner = index.owner[row];
    if (owner < 0) {
      tr.className = "flagged";
      cells[1].append(page.orphan.content.cloneNode(true));
    } else {
      const slug = index.owner_slugs[owner];
      const name = document.createElement(slug ? "a" : "span");
      name.dir = "auto";
      name.textContent = index.words.owner[owner];
      if (slug) /** @type {HTMLAnchorElement} */ (name).href = page.root + "teams/" + slug + "/" + page.end;
      cells[1].append(name);
    }
    ["type", "lifecycle", "lang"].forEach((key, place) => (cells[place + 2].textContent = index.words[key][index[key][row]] ?? ""));
    ["changed", "deployed"].forEach((key, place) => {
      const cell = cells[place + 5];
      if (index[key][row] >= 0) {
        const time = document.createElement("time");
        time.dateTime = new Date(index[key][row] * 86400000).toISOString().slice(0, 10);
        time.textContent = milepost.packing.dayText(index[key][row]);
        cell.append(time);
      } else if (key === "deployed") {
        cell.append(Object.assign(document.createElement("span"), { className: "muted", textContent: "not seen" }));
      }
    });
    cells[7].textContent = index.words.tier[index.tier[row]] ?? "";
    return tr;
  }

  milepost.rows = { STEP, MOST, COLUMNS, sorted, describe, fill };
})((globalThis.milepost ??= {}));
