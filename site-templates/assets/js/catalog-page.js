// @ts-check
// The catalog's page: the address is the state, everything shown follows from it.
(function (milepost) {
  "use strict";
  const LABELS = { lang: "language", data: "data class" };

  /**
   * The state that an address asks for.
   * @param {string} search
   */
  function read(search) {
    const asked = new URLSearchParams(search);
    return {
      terms: milepost.query.parse(asked.get("q") ?? ""),
      sort: asked.get("sort") ?? "name",
      view: asked.get("view") === "cards" ? "cards" : "table",
    };
  }

  /**
   * The address of a state.
   * @param {{terms: any[], sort: string, view: string}} state
   */
  function write(state) {
    const asked = new URLSearchParams();
    if (state.terms.length) asked.set("q", milepost.query.format(state.terms));
    if (state.sort !== "name") asked.set("sort", state.sort);
    if (state.view === "cards") asked.set("view", "cards");
    const text = asked.toString();
    return text ? "?" + text : "";
  }

  milepost.catalogPage = { read, write };
  if (typeof document === "undefined" || !milepost.index) return;
  const $ = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
  const index = milepost.index;
  let prepared = milepost.facets.prepare(index);
  const page = {
    template: /** @type {HTMLTemplateElement} */ ($("#row")),
    orphan: /** @type {HTMLTemplateElement} */ ($("#no-owner")),
    spark: /** @type {HTMLTemplateElement} */ ($("#spark")),
    states: /** @type {HTMLTemplateElement} */ ($("#states")).content,
    root: document.body.dataset.root ?? "",
    end: document.body.dataset.end ?? "",
  };
  const table = $("#services");
  const body = $("#rows");
  const field = /** @type {HTMLInputElement} */ ($("#q"));
  const form = $("#facets");
  let state = read(location.search);
  /** @type {number[]} */
  let rows = [];
  let shown = 0;
  let isFirst = true;
  const number = (/** @type {number} */ value) => String(value).replace(/\B(?=(\d{3})+$)/g, document.body.dataset.thousands || "\u202f");

  const address = () => location.pathname + write(state) + location.hash;

  /** @param {boolean} isNew */
  function go(isNew) {
    // Back brings back as many rows as there were.
    if (isNew) {
      history.replaceState({ shown }, "");
      history.pushState(null, "", address());
    }
    show(!isNew);
  }

  /** Whether the column of a facet is still on its way. */
  const isLate = (/** @type {string} */ key) => key === "tag" && index.later[0];

  /** @type {NodeListOf<HTMLElement>} */
  const views = document.querySelectorAll("[data-view][aria-pressed]");
  /** A screenful: what appears at once while somebody types. */
  const FEW = 25;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let later;

  /**
   * @param {boolean} isTyping
   * @param {number} [least]
   */
  function show(isTyping, least = 0) {
    // What is asked of tags waits for them: until then the list would be said to be empty.
    if (state.terms.some((/** @type {any} */ term) => isLate(term.key))) return showChips();
    const found = milepost.facets.filter(prepared, state.terms);
    rows = milepost.rows.sorted(index, found.rows, state.sort);
    // The page arrives with the first rows in their order; only another state needs new ones.
    const isAsDelivered = isFirst && !state.terms.length && state.sort === "name";
    isFirst = false;
    shown = isAsDelivered ? body.children.length : 0;
    if (!isAsDelivered) {
      body.replaceChildren();
      more(isTyping ? FEW : Math.max(milepost.rows.STEP, least));
    }
    // While somebody types, a screenful of rows comes first; the others, the counts and the address follow when the fingers rest.
    clearTimeout(later);
    if (isTyping) later = setTimeout(() => rest(found), 200);
    else showFacets(found);
    showChips();
    showWords(found);
    table.dataset.view = state.view;
    for (const button of views) {
      button.setAttribute("aria-pressed", String(button.dataset.view === state.view));
    }
    const column = state.sort.replace("-", "");
    for (const head of table.querySelectorAll("th")) {
      const isIt = head.classList.contains("c-" + column);
      if (isIt) head.setAttribute("aria-sort", state.sort.startsWith("-") ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
  }

  /** @param {{rows: number[], without: number[], failed: Uint32Array}} found */
  function rest(found) {
    history.replaceState(null, "", address());
    if (shown < milepost.rows.STEP) more(milepost.rows.STEP - shown);
    showFacets(found);
    showWords(found);
  }

  /** @param {number} count */
  function more(count) {
    const until = Math.min(rows.length, shown + count, milepost.rows.MOST);
    const part = document.createDocumentFragment();
    for (; shown < until; shown++) part.append(milepost.rows.fill(index, rows[shown], page));
    body.append(part);
  }

  const boxes = () =>
    [...form.querySelectorAll("fieldset")].map((set) => ({
      key: set.dataset.facet ?? "",
      labels: [...set.querySelectorAll("label.fc")].map((label) => ({
        label,
        input: /** @type {HTMLInputElement} */ (label.querySelector("input")),
        figure: /** @type {HTMLElement} */ (label.querySelector(".num")),
        count: -1,
      })),
    }));
  let ticks = boxes();

  /** @param {{failed: Uint32Array}} found */
  function showFacets(found) {
    for (const { key, labels } of ticks) {
      const counts = milepost.facets.counts(prepared, state.terms, found.failed, key);
      const term = state.terms.find((/** @type {any} */ one) => one.key === key && !one.not);
      for (const tick of labels) {
        const count = isLate(key) ? tick.count : (counts.get(tick.input.value) ?? 0);
        tick.input.checked = Boolean(term?.values.includes(tick.input.value));
        if (count === tick.count) continue;
        tick.count = count;
        tick.label.classList.toggle("zero", count === 0);
        tick.figure.textContent = number(count);
      }
    }
  }

  function showChips() {
    const chips = [];
    for (const term of state.terms.filter((/** @type {any} */ one) => one.key)) {
      const chip = /** @type {HTMLElement} */ (/** @type {HTMLTemplateElement} */ ($("#chip")).content.firstElementChild?.cloneNode(true));
      const [key, value, button] = chip.children;
      const words = term.values.join(" or ");
      key.textContent = (term.not ? "not " : "") + (LABELS[/** @type {"lang"} */ (term.key)] ?? term.key);
      value.textContent = words;
      button.setAttribute("aria-label", "Remove filter: " + term.key + " " + words);
      button.addEventListener("click", () => remove(term));
      chips.push(chip);
    }
    $("#chips").replaceChildren(...chips);
    const active = state.terms.length;
    $("#clear").hidden = !active;
    $("#fold summary").textContent = active ? "Filters, " + active + " active" : "Filters";
    if (document.activeElement !== field) field.value = free();
  }

  /** The words of the query that no chip shows. */
  function free() {
    return milepost.query.format(state.terms.filter((/** @type {any} */ term) => !term.key));
  }

  /** @param {any} term */
  function remove(term) {
    state.terms = state.terms.filter((/** @type {any} */ one) => one !== term);
    if (!term.key) field.value = "";
    go(true);
    field.focus();
  }

  /** @param {{rows: number[], without: number[]}} found */
  function showWords(found) {
    const total = index.name.length;
    const best = found.without.reduce((most, count, place) => (count > (found.without[most] ?? 0) ? place : most), -1);
    const term = state.terms[best];
    const words = term ? (term.not ? "not " : "") + (term.key ? term.key + ":" : "") + term.values.join(",") : "";
    const hint = term ? number(found.without[best]) + (found.without[best] === 1 ? " matches without “" : " match without “") + words + "”." : "";
    const isEmpty = found.rows.length === 0;
    $("#empty").hidden = !isEmpty;
    table.hidden = isEmpty;
    $("#empty [data-why]").textContent = hint || (state.terms.length > 1 ? "Each filter alone leaves some; together they leave none." : "");
    const button = $("#empty [data-remove]");
    button.hidden = !term;
    button.onclick = () => remove(term);
    const strong = milepost.rows.make("strong", { className: "ink2", textContent: number(found.rows.length) + " of " + number(total) });
    const listed = Math.min(found.rows.length, Math.max(shown, milepost.rows.STEP));
    const beyond = found.rows.length > listed ? " The first " + number(listed) + " are listed." : "";
    $("#count").replaceChildren("Showing ", strong, " services." + beyond + (isEmpty || !hint || !state.terms.length ? "" : " " + hint.replace(" match ", " more match ").replace(" matches ", " more matches ")));
    $("#more").hidden = listed >= Math.min(found.rows.length, milepost.rows.MOST);
  }

  field.addEventListener("input", () => {
    const typed = milepost.query.parse(field.value);
    // Keys that are still being typed stay in the field; finished ones become chips when the field is left.
    state.terms = [...state.terms.filter((/** @type {any} */ term) => term.key && !term.typed), ...typed.map((/** @type {any} */ term) => ({ ...term, typed: true }))];
    go(false);
  });
  field.addEventListener("change", () => {
    state.terms = milepost.query.parse(milepost.query.format(state.terms));
    field.value = free();
    go(true);
  });
  form.addEventListener("change", (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const key = input.closest("fieldset")?.dataset.facet;
    if (!key || input.type !== "checkbox") return;
    state.terms = milepost.query.toggled(state.terms, key, input.value, input.checked);
    go(true);
  });
  form.addEventListener("input", (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (!input.matches("[data-narrow]")) return;
    const wanted = input.value.toLowerCase();
    for (const label of /** @type {HTMLElement} */ (input.closest("details")).querySelectorAll("label.fc")) {
      /** @type {HTMLElement} */ (label).hidden = !(label.textContent ?? "").toLowerCase().includes(wanted);
    }
  });
  // A long list is made when somebody unfolds it: hundreds of boxes would slow every letter down.
  form.addEventListener(
    "toggle",
    (event) => {
      const rest = /** @type {HTMLTemplateElement | null} */ (/** @type {HTMLElement} */ (event.target).querySelector(":scope>template"));
      if (!rest) return;
      rest.replaceWith(rest.content);
      ticks = boxes();
      showFacets(milepost.facets.filter(prepared, state.terms));
    },
    true,
  );
  table.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("[data-sort]");
    if (!button) return;
    const column = /** @type {HTMLElement} */ (button).dataset.sort ?? "name";
    // Newest first is what people ask of days.
    const first = column === "changed" || column === "deployed" ? "-" + column : column;
    const other = first.startsWith("-") ? column : "-" + column;
    state.sort = state.sort === first ? other : first;
    go(true);
  });
  for (const button of views) {
    button.addEventListener("click", () => {
      state.view = button.dataset.view ?? "table";
      go(true);
    });
  }
  $("#clear").addEventListener("click", () => {
    state.terms = [];
    field.value = "";
    go(true);
  });
  $("#more").addEventListener("click", () => {
    const first = shown;
    more(milepost.rows.STEP);
    showWords(milepost.facets.filter(prepared, state.terms));
    /** @type {HTMLElement | null} */ (body.children[first]?.querySelector(".name"))?.focus();
  });
  addEventListener("popstate", (event) => {
    state = read(location.search);
    field.value = free();
    show(false, event.state?.shown);
  });

  // On narrow screens the filters are folded away; they are the same form, so nothing is there twice.
  const narrow = matchMedia("(max-width: 1100px)");
  const place = () => (narrow.matches ? $("#fold").append(form) : $(".split").prepend(form));
  narrow.addEventListener("change", place);
  place();
  show(false);

  // What has files of its own comes last: until then words are looked for in everything else.
  milepost.packing.loadLater(index, () => {
    prepared = milepost.facets.prepare(index);
    if (state.terms.some((/** @type {any} */ term) => !term.key || term.key === "tag")) return show(true);
    showFacets(milepost.facets.filter(prepared, state.terms));
    [...body.children].forEach((tr, place) => {
      milepost.rows.describe(tr, index.about[rows[place]]);
      milepost.rows.draw(tr, index.lines[rows[place]], page);
    });
  });
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
