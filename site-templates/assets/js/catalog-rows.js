// @ts-check
// The order of rows, and their places in the page.
(function (milepost) {
  "use strict";
  /** How many rows appear at once, and how many the page ever holds. */
  const STEP = 100;
  const MOST = 500;
  const COLUMNS = ["name", "owner", "level", "path", "lead", "deployed", "tier"];
  /** Where a service may stand on a golden path, in the order of the column, and the tone of each. */
  const STATES = ["On", "Behind", "Unsupported", "Drifted", "Left", "Off", "Exempt", "Unknown"];
  const TONES = ["ok", "warn", "bad", "warn", "bad"];

  /**
   * The rows in the order that a column asks for, `-` before it meaning the other way round; nothing always comes last.
   * @param {any} index
   * @param {number[]} rows
   * @param {string} sort
   * @returns {number[]}
   */
  function sorted(index, rows, sort) {
    const column = sort.replace("-", "");
    if (!COLUMNS.includes(column) || sort === "name") return rows;
    const words = column === "level" ? null : index.words[column];
    const figures = column === "path" ? words.map((/** @type {string} */ word) => STATES.indexOf(word)) : words && ranks(words);
    // No level is nothing, and too few changes are no length of time.
    const plain = index[column === "level" ? "ranks" : column];
    const value = (/** @type {number} */ row) => (column === "name" ? row : figures ? (figures[plain[row]] ?? -1) : plain[row] || -1);
    return [...rows].sort((a, b) => {
      const [left, right] = [value(a), value(b)];
      if (left < 0 || right < 0) return left < 0 && right < 0 ? a - b : left < 0 ? 1 : -1;
      return left === right ? a - b : sort === column ? left - right : right - left;
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
   * A length of time as pages write it: `48 min`, `9.4 h`, `1.4 d`.
   * @param {number} minutes
   * @param {string} [point]
   */
  function lengthText(minutes, point = ".") {
    if (minutes < 60) return minutes + " min";
    const [unit, name] = minutes < 1440 ? [60, "h"] : minutes < 525600 ? [1440, "d"] : [525600, "y"];
    const value = minutes / unit;
    return value.toFixed(value < 10 ? 1 : 0).replace(".", point) + " " + name;
  }

  /**
   * Puts what a service is below its name.
   * @param {Element} tr
   * @param {string} text
   */
  function describe(tr, text) {
    const about = tr.children[0].children[1];
    if (about) Object.assign(about, { textContent: text, hidden: !text });
  }

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

  /** @param {string} textContent */
  function muted(textContent) {
    return make("span", { className: "muted", textContent });
  }

  /**
   * Fills the cells of level, golden path and lead time.
   * @param {any} index
   * @param {number} row
   * @param {HTMLCollection} cells
   * @param {{states: DocumentFragment}} page
   */
  function glance(index, row, cells, page) {
    const [rank, code] = [index.ranks[row], index.rung[row]];
    if (rank >= 0) {
      const bars = make("i", { ariaHidden: "true" });
      for (let place = 0; place < ((code >> 1) & 255); place++) bars.append(make("b", { className: place < rank ? "on" : "" }));
      const name = make("span", { dir: "auto", textContent: rank ? index.words.level[index.level[row]] : "No level" });
      cells[2].append(make("data", { value: rank }, make("span", { className: rank ? "level" : "level none muted" }, bars, code & 1 ? "at least " : "", name)));
    }
    const state = index.words.path[index.path[row]];
    if (state) {
      const place = STATES.indexOf(state);
      const shape = /** @type {Element} */ (page.states.querySelector("." + (TONES[place] ?? "off"))?.cloneNode(true));
      shape.append(make("span", { dir: "auto", textContent: index.words.golden[index.golden[row]].slice(state.length + 1) }));
      cells[3].append(make("data", { value: place }, shape));
    }
    const minutes = index.lead[row];
    cells[4].append(minutes > 0 ? make("span", { className: "spark" }, make("data", { className: "lt", value: minutes * 60, textContent: lengthText(minutes, document.body.dataset.point) })) : muted(minutes < 0 ? "not known" : "too few"));
  }

  /**
   * The path of a line of weeks, and where it ends; the program draws the same from the same letters.
   * @param {string} letters
   */
  function line(letters) {
    let path = "";
    /** @type {number[] | null} */
    let end = null;
    [...letters].forEach((letter, week) => {
      const before = end;
      end = letter === " " ? null : [3 + week * 6, 20 - 2 * Number(letter)];
      if (end) path += (before ? "L" : "M") + end + (before ? "" : "h0");
    });
    return /** @type {[string, number[] | null]} */ ([path, end]);
  }

  /**
   * Draws a line of weeks beside the lead time.
   * @param {Element} tr
   * @param {string} letters
   * @param {{spark: HTMLTemplateElement}} page
   */
  function draw(tr, letters, page) {
    const box = tr.querySelector(".spark");
    const [path, end] = line(letters);
    if (!path || !box || box.children[1]) return;
    const svg = /** @type {Element} */ (page.spark.content.firstElementChild?.cloneNode(true));
    const [stroke, dot] = svg.children;
    stroke.setAttribute("d", path);
    if (end) dot.setAttribute("transform", "translate(" + end + ")");
    else dot.remove();
    box.prepend(svg);
  }

  /**
   * Fills a copy of the page's row template.
   * @param {any} index
   * @param {number} row
   * @param {{template: HTMLTemplateElement, orphan: HTMLTemplateElement, spark: HTMLTemplateElement, states: DocumentFragment, root: string, end: string}} page
   */
  function fill(index, row, page) {
    const tr = /** @type {HTMLTableRowElement} */ (page.template.content.firstElementChild?.cloneNode(true));
    const cells = tr.children;
    const [link] = cells[0].children;
    // Of two services with one name the address tells where each is from.
    const [, from] = index.slug[row].split("~");
    link.textContent = index.name[row] + (from ? " (" + from + ")" : "");
    /** @type {HTMLAnchorElement} */ (link).href = page.root + "catalog/" + (index.slug[row] || index.name[row]) + "/" + page.end;
    describe(tr, index.about[row]);
    const owner = index.owner[row];
    if (owner < 0) {
      tr.className = "flagged";
      cells[1].append(page.orphan.content.cloneNode(true));
    } else {
      const slug = index.owner_slugs[owner];
      const name = make(slug ? "a" : "span", { dir: "auto", textContent: index.words.owner[owner] });
      if (slug) name.href = page.root + "teams/" + slug + "/" + page.end;
      cells[1].append(name);
    }
    glance(index, row, cells, page);
    draw(tr, index.lines[row], page);
    const day = index.deployed[row];
    cells[5].append(day < 0 ? muted("not seen") : make("time", { dateTime: new Date(day * 86400000).toISOString().slice(0, 10), textContent: milepost.packing.dayText(day) }));
    cells[6].textContent = index.words.tier[index.tier[row]] ?? "";
    return tr;
  }

  milepost.rows = { STEP, MOST, lengthText, make, sorted, describe, line, draw, fill };
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
