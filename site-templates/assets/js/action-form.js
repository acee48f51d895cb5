// @ts-check
// The form of an action: prefilled from the address, checked field by field, and told to everything that depends on it.
(function (milepost) {
  "use strict";
  if (typeof document === "undefined") return;
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-rules]"));
  if (!form) return;

  const rules = JSON.parse(form.dataset.rules ?? "{}");
  const about = JSON.parse(form.dataset.about ?? "{}");
  const services = JSON.parse(form.dataset.services ?? "null");
  const summary = /** @type {HTMLElement} */ (document.querySelector("[data-summary]"));
  /** Fields that were left once, or sent: only these complain. @type {Set<string>} */
  const seen = new Set();
  /** @type {((state: {values: [string, string][], inputs: Record<string, string>, problems: [string, string][], needed: string}) => void)[]} */
  const watchers = [];

  /** @param {string} name @returns {HTMLElement | null} */
  const block = (name) => form.querySelector('[data-field="' + CSS.escape(name) + '"]');
  /** @param {string} name @returns {(HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement)[]} */
  const controls = (name) => [...(block(name)?.querySelectorAll("input[name],select[name],textarea[name]") ?? [])].map((one) => /** @type {HTMLInputElement} */ (one));

  /** @param {string} name */
  function value(name) {
    // What nobody is asked is always sent as it is.
    if (rules.fields[name].fixed) return rules.fields[name].default ?? "";
    const all = controls(name);
    const first = all[0];
    if (!first) return "";
    if (first instanceof HTMLInputElement && first.type === "checkbox") return String(first.checked);
    if (first instanceof HTMLInputElement && first.type === "radio") return all.find((one) => /** @type {HTMLInputElement} */ (one).checked)?.value ?? "";
    return first.value;
  }

  /** @param {string} name @param {string} wanted */
  function fill(name, wanted) {
    const all = controls(name);
    for (const one of all) {
      if (one instanceof HTMLSelectElement) {
        if ([...one.options].some((option) => option.value === wanted)) one.value = wanted;
      } else if (one instanceof HTMLInputElement && one.type === "checkbox") one.checked = wanted === "true";
      else if (one instanceof HTMLInputElement && one.type === "radio") one.checked = one.value === wanted;
      else one.value = wanted;
    }
  }

  /** What the catalog has for a field. @param {string} name @returns {string[]} */
  function known(name) {
    if (rules.fields[name].format !== "service") return [];
    return services ? Object.keys(services) : milepost.index?.name ?? [];
  }

  function state() {
    /** @type {Record<string, string>} */
    const inputs = {};
    for (const name of rules.order) inputs[name] = value(name);
    const there = milepost.check.presence(rules, inputs);
    /** @type {[string, string][]} */
    const values = [];
    /** @type {[string, string][]} */
    const problems = [];
    for (const name of rules.order) {
      const field = rules.fields[name];
      if (there[name] === "absent") {
        // A field that is not there is sent as its default: the workflow decides what that means.
        inputs[name] = field.default ?? "";
      } else {
        const problem = milepost.check.problem(field, inputs[name], known(name));
        if (problem) problems.push([name, problem]);
      }
      const isDefault = inputs[name] === (field.default ?? "");
      if (inputs[name] !== "" || !isDefault) values.push([name, inputs[name]]);
    }
    return { inputs, there, values, problems };
  }

  /** Says what is wrong with a field, or that nothing is. @param {string} name @param {string} text */
  function complain(name, text) {
    const error = /** @type {HTMLElement} */ (block(name)?.querySelector("[data-error]"));
    if (!error) return;
    error.hidden = text === "";
    /** @type {HTMLElement} */ (error.querySelector("span")).textContent = text;
    for (const one of controls(name)) {
      if (text) one.setAttribute("aria-invalid", "true");
      else one.removeAttribute("aria-invalid");
    }
  }

  /** @param {[string, string][]} problems */
  function summarise(problems) {
    summary.hidden = problems.length === 0;
    if (summary.hidden) return;
    const count = problems.length === 1 ? "One input needs" : problems.length + " inputs need";
    /** @type {HTMLElement} */ (summary.querySelector("strong")).textContent = count + " a change before this can run.";
    const list = /** @type {HTMLElement} */ (summary.querySelector("ul"));
    list.replaceChildren(...problems.map(([name, text]) => {
      const link = Object.assign(document.createElement("a"), { href: "#" + rules.fields[name].id, textContent: rules.fields[name].label + ": " + text });
      link.addEventListener("click", (event) => {
        event.preventDefault();
        controls(name)[0]?.focus();
      });
      const item = document.createElement("li");
      item.append(link);
      return item;
    }));
  }

  /** What a choice of service changes: what runs in each environment, and which releases there are. @param {Record<string, string>} inputs */
  function follow(inputs) {
    const service = services?.[inputs[rules.service] ?? ""];
    for (const name of rules.order) {
      const format = rules.fields[name].format;
      if (format === "environment") {
        for (const option of block(name)?.querySelectorAll("[data-runs]") ?? []) {
          // What a choice says of itself stands before what runs there; `production` also means `production-eu`.
          const place = option.getAttribute("data-runs") ?? "";
          const own = option.getAttribute("data-says") ?? option.textContent ?? "";
          option.setAttribute("data-says", own);
          const runs = Object.entries(service?.runs ?? {}).find(([name]) => name === place || name.startsWith(place + "-"));
          option.textContent = own || (runs ? String(runs[1]) : "");
        }
      }
      const list = block(name)?.querySelector("datalist");
      if (format === "release" && list && list.dataset.of !== inputs[rules.service]) {
        list.dataset.of = inputs[rules.service];
        list.replaceChildren(...(service?.releases ?? []).map((/** @type {string} */ tag) => new Option(tag, tag)));
      }
      if (format === "service" && list && list.childElementCount === 0 && milepost.index) {
        list.replaceChildren(...milepost.index.name.map((/** @type {string} */ one) => new Option(one, one)));
      }
    }
  }

  function update() {
    const found = state();
    follow(found.inputs);
    for (const name of rules.order) {
      const element = block(name);
      if (!element) continue;
      element.hidden = found.there[name] === "absent";
      for (const one of controls(name)) one.disabled = found.there[name] !== "there";
      const needs = element.querySelector("[data-needs]");
      if (needs) /** @type {HTMLElement} */ (needs).hidden = found.there[name] !== "waits";
      complain(name, seen.has(name) ? found.problems.find(([of]) => of === name)?.[1] ?? "" : "");
    }
    // The summary shrinks as things are mended, and appears only when somebody asked for the run.
    if (!summary.hidden) summarise(found.problems);
    const all = { ...found, ...missing(found.problems) };
    for (const watcher of watchers) watcher(all);
    return all;
  }

  /**
   * What stands in the way: what is wrong in fields that somebody was in, else calmly what is still to come.
   * @param {[string, string][]} problems
   * @returns {{needed: string, isWrong: boolean}}
   */
  function missing(problems) {
    const wrong = problems.filter(([name]) => seen.has(name));
    const shown = (wrong.length > 0 ? wrong : problems).map(([name]) => "“" + rules.fields[name].label + "”");
    if (shown.length === 0) return { needed: "", isWrong: false };
    const more = shown.length > 3 ? " and " + (shown.length - 2) + " more" : "";
    const few = more ? shown.slice(0, 2) : shown;
    const list = few.length > 1 && !more ? few.slice(0, -1).join(", ") + " and " + few[few.length - 1] : few.join(", ");
    return { needed: wrong.length > 0 ? "Fix " + list + more + " first." : "Still needed: " + list + more + ".", isWrong: wrong.length > 0 };
  }

  /** Checks everything; what is wrong is told and gets the focus. */
  function ready() {
    for (const name of rules.order) seen.add(name);
    const found = update();
    summarise(found.problems);
    if (found.problems.length > 0) summary.focus();
    return found.problems.length === 0 ? found : null;
  }

  for (const [name, wanted] of new URLSearchParams(location.search)) {
    const own = rules.order.find((/** @type {string} */ one) => one.toLowerCase() === name.toLowerCase());
    if (own) fill(own, wanted);
  }
  form.addEventListener("input", () => update());
  form.addEventListener("change", () => update());
  form.addEventListener("focusout", (event) => {
    const name = /** @type {HTMLElement} */ (event.target).closest("[data-field]")?.getAttribute("data-field");
    // Going from one radio button to the next is not leaving the field.
    if (!name || block(name)?.contains(/** @type {Node | null} */ (event.relatedTarget))) return;
    seen.add(name);
    update();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ready();
  });

  milepost.form = { rules, about, services, update, ready, watch: (/** @type {any} */ watcher) => watchers.push(watcher) };
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
