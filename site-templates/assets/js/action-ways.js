// @ts-check
// What follows the form: the line for a terminal, the page at the host, and the guardrails.
(function (milepost) {
  "use strict";
  if (typeof document === "undefined" || !milepost.form) return;
  const { about, rules, form } = { ...milepost.form, form: document.querySelector("form[data-rules]") };
  const line = document.querySelector("[data-command]");
  const values = document.querySelector("[data-values]");
  const needed = document.querySelector("[data-needed]");
  const request = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a[data-request]"));
  const pipeline = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a[data-pipeline]"));
  const proposal = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a[data-proposal]"));
  /** Addresses longer than this are refused by the host. */
  const LONGEST = 7000;

  /** @param {{values: [string, string][], inputs: Record<string, string>, problems: [string, string][], needed: string}} state */
  function show(state) {
    if (needed) needed.textContent = state.needed;
    const shown = [...state.values];
    for (const name of rules.order) {
      const field = rules.fields[name];
      if (field.required && !shown.some(([one]) => one === name)) shown.push([name, "<" + field.label.charAt(0).toLowerCase() + field.label.slice(1) + ">"]);
    }
    shown.sort((a, b) => rules.order.indexOf(a[0]) - rules.order.indexOf(b[0]));
    if (line) line.textContent = about.manifest ? milepost.manifest.command(manifest(shown)) : milepost.shell.command(about, shown);
    values?.replaceChildren(...state.values.flatMap(([name, value]) => {
      const term = Object.assign(document.createElement("dt"), { textContent: rules.fields[name].label });
      const said = Object.assign(document.createElement("dd"), { textContent: value, className: "mono anywhere" });
      return [term, said];
    }));
    if (request && about.request) request.href = filled(state.values);
    if (pipeline && about.pipeline) pipeline.href = started(state.values);
    if (proposal && about.proposal) proposal.href = proposed(state);
    for (const item of document.querySelectorAll("[data-guard]")) guard(/** @type {HTMLElement} */ (item), state.inputs);
  }

  /** @param {[string, string][]} all */
  function filled(all) {
    const address = new URL(about.request);
    for (const [name, value] of all) {
      const field = about.fills?.[name];
      if (field) address.searchParams.set(field, value);
    }
    return address.href.length > LONGEST ? about.request : address.href;
  }

  /** The page of a new pipeline with these values. @param {[string, string][]} all */
  function started(all) {
    const address = new URL(about.pipeline);
    for (const [name, value] of all) address.searchParams.set("var[" + name + "]", value);
    return address.href.length > LONGEST ? about.pipeline : address.href;
  }

  /** @param {[string, string][]} all */
  const manifest = (all) => milepost.manifest.yaml(about.manifest, rules.order.map((/** @type {string} */ name) => ({ name, ...rules.fields[name] })), new Map(all));

  /** The page of a new file with the manifest. @param {{values: [string, string][], inputs: Record<string, string>}} state */
  function proposed({ values: all, inputs }) {
    const address = new URL(about.proposal);
    const name = /^[a-z0-9][a-z0-9.-]*$/.test(inputs["metadata.name"] ?? "") ? inputs["metadata.name"] : "request";
    address.searchParams.set("filename", about.manifest.kind.toLowerCase() + "-" + name + ".yaml");
    address.searchParams.set("value", manifest(all));
    return address.href.length > LONGEST ? about.proposal : address.href;
  }

  /**
   * A guardrail as far as it can be told here and now; the workflow has the last word.
   * @param {HTMLElement} item
   * @param {Record<string, string>} inputs
   */
  function guard(item, inputs) {
    const rule = JSON.parse(item.dataset.guard ?? "{}");
    const now = Date.now();
    const facts = milepost.form.services?.[inputs[rules.service] ?? ""]?.facts;
    const holds = (/** @type {any} */ one) => milepost.rules.evaluate(one, { inputs, now, facts });
    let state = "later";
    if (rule.kind === "unread") state = "no";
    if (rule.kind === "deny") state = { true: "no", false: "yes" }[String(holds(rule.rule))] ?? "later";
    if (rule.kind === "approve") state = { true: "wait", false: "yes" }[String(holds(rule.rule))] ?? "later";
    if (rule.kind === "freeze") {
      const frozen = rule.windows.some((/** @type {any} */ one) => Date.parse(one.from) <= now && now < Date.parse(one.until));
      const meant = rule.when === null ? true : holds(rule.when);
      state = !frozen || meant === false ? "yes" : meant === true ? "no" : "later";
    }
    if (rule.kind === "environment") state = { true: rule.waits ? "wait" : "later", false: "yes" }[String(rule.rule === null ? null : holds(rule.rule))] ?? "later";
    item.className = state === "yes" ? "" : state;
    /** @type {Record<string, string>} */
    const words = { yes: rule.kind === "approve" || rule.kind === "environment" ? "Not needed for this run" : "Holds", no: "Refuses this run", wait: rule.waits ?? "Waits for somebody", later: "Checked when it runs" };
    /** @type {Record<string, string>} */
    const icons = { yes: "pass", no: "fail", wait: "clock", later: "none" };
    item.querySelector("use")?.setAttribute("href", "#i-" + icons[state]);
    // What a refusal says is no news where nothing is refused.
    const says = /** @type {HTMLElement | null} */ (item.querySelector("[data-says]"));
    if (says) says.hidden = rule.kind === "deny" && state === "yes";
    const said = item.querySelector("[data-state]");
    if (said && said.textContent !== words[state]) said.textContent = words[state];
  }

  milepost.form.watch(show);
  form?.querySelector("button[type=submit]")?.removeAttribute("hidden");
  milepost.form.update();
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
