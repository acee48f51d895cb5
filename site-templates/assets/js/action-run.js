// @ts-check
// Starts a run from the page with the person's own token, which stays in this file's memory, and follows it to its end.
(function (milepost) {
  "use strict";
  if (typeof document === "undefined" || !milepost.form || !milepost.form.about.api) return;
  const { about, rules, services } = milepost.form;
  const place = document.querySelector("[data-here]");
  const template = /** @type {HTMLTemplateElement | null} */ (document.querySelector("template[data-here-form]"));
  if (!place || !template) return;
  // Inside somebody else's page nobody can see who asks for the token.
  if (window.top !== window.self) {
    place.textContent = "Running from this page does not work inside another page. Open it by itself.";
    return;
  }
  place.replaceChildren(template.content.cloneNode(true));

  /** @template {Element} T @param {string} what @returns {T} */
  const part = (what) => /** @type {T} */ (document.querySelector("[data-" + what + "]"));
  const field = /** @type {HTMLInputElement} */ (part("token"));
  const keep = /** @type {HTMLInputElement} */ (part("keep"));
  const button = /** @type {HTMLButtonElement} */ (part("run"));
  const why = /** @type {HTMLElement} */ (part("why"));
  const trouble = /** @type {HTMLElement} */ (part("trouble"));
  const live = /** @type {HTMLElement} */ (part("live"));
  const tokens = button.dataset.tokens ?? "";
  const KEY = "mp.token";
  let isBusy = false;

  const kept = {
    get() {
      try { return sessionStorage.getItem(KEY) ?? ""; } catch { return ""; }
    },
    set(/** @type {string} */ token) {
      try {
        if (token) sessionStorage.setItem(KEY, token);
        else sessionStorage.removeItem(KEY);
      } catch { /* Some browsers refuse; the field still holds it. */ }
    },
  };
  field.value = kept.get();
  keep.checked = field.value !== "";

  /** Says something with a link in it, if there is one. @param {Element} element @param {any} said */
  function say(element, said) {
    const parts = [said.text];
    if (said.link && /^https?:\/\//.test(said.link.href)) parts.push(Object.assign(document.createElement("a"), { href: said.link.href, textContent: said.link.text }));
    if (said.after) parts.push(said.after);
    element.replaceChildren(...parts);
  }

  /** @param {any} said */
  function refuse(said) {
    trouble.hidden = false;
    say(/** @type {Element} */ (trouble.querySelector("p")), said);
  }

  /** The button names the act and its object. @param {Record<string, string>} inputs */
  function label(inputs) {
    const service = inputs[rules.service] ?? "";
    const environment = rules.order.find((/** @type {string} */ name) => rules.fields[name].format === "environment");
    const act = service ? about.title.replace(/\ban? service\b/, service) : about.title;
    return act + (service && !act.includes(service) ? " for " + service : "") + (environment && inputs[environment] ? " in " + inputs[environment] : "");
  }

  milepost.form.watch((/** @type {any} */ state) => {
    /** @type {HTMLElement} */ (button.querySelector("span")).textContent = label(state.inputs);
    const isReady = state.problems.length === 0 && !isBusy;
    if (isReady) button.removeAttribute("aria-disabled");
    else button.setAttribute("aria-disabled", "true");
    why.textContent = state.needed;
    why.className = state.isWrong ? "small bad" : "small ink2";
  });

  keep.addEventListener("change", () => kept.set(keep.checked ? field.value : ""));
  field.addEventListener("input", () => keep.checked && kept.set(field.value));
  part("forget").addEventListener("click", () => {
    field.value = "";
    keep.checked = false;
    kept.set("");
    milepost.saved.tell("Forgotten.");
    field.focus();
  });

  /** A pause that a hidden page prolongs: nobody looks. @param {number} ms */
  const pause = (ms) => new Promise((/** @type {(value?: any) => void} */ done) => setTimeout(() => {
    if (!document.hidden) return done();
    document.addEventListener("visibilitychange", () => done(), { once: true });
  }, ms));

  /** Asks before the run, where that was wanted or the most depends on it. @param {Record<string, string>} inputs @returns {Promise<boolean>} */
  function confirmed(inputs) {
    const service = inputs[rules.service] ?? "";
    const environment = rules.order.map((/** @type {string} */ name) => (rules.fields[name].format === "environment" ? inputs[name] : "")).find(Boolean) ?? "";
    const isGrave = services?.[service]?.tier === "1" && /^(prod|production|live)\b/i.test(environment);
    if (!about.confirm && !isGrave) return Promise.resolve(true);
    const dialog = /** @type {HTMLDialogElement} */ (part("confirm"));
    const question = about.confirm ? about.confirm.replace(/\{([^}]*)\}/g, (/** @type {string} */ whole, /** @type {string} */ name) => inputs[name] || (name in inputs ? "(nothing)" : whole)) : label(inputs) + "?";
    /** @type {HTMLElement} */ (dialog.querySelector("[data-question]")).textContent = question;
    const typed = /** @type {HTMLInputElement} */ (dialog.querySelector("input"));
    const yes = /** @type {HTMLButtonElement} */ (dialog.querySelector("[value=yes]"));
    typed.value = "";
    /** @type {HTMLElement} */ (typed.closest("label")).hidden = !isGrave;
    /** @type {HTMLElement} */ (dialog.querySelector("[data-name]")).textContent = service;
    const judge = () => (yes.disabled = isGrave && typed.value !== service);
    typed.oninput = judge;
    judge();
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue === "yes"), { once: true }));
  }

  /** What was said last, so that only changes are said. */
  let announced = "";
  /** @param {string} text */
  function announce(text) {
    if (text === announced) return;
    announced = text;
    part("announce").textContent = text;
  }

  /** @param {{name: string, state: string, words: string}[]} steps */
  function draw(steps) {
    part("steps").replaceChildren(...steps.map(({ name, state, words }) => {
      const item = Object.assign(document.createElement("li"), { className: state });
      const bold = Object.assign(document.createElement("b"), { textContent: name });
      item.append(bold, words);
      return item;
    }));
  }

  /** @param {string} token @param {{id: number, url: string}} started */
  async function follow(token, started) {
    const link = /** @type {HTMLAnchorElement} */ (part("run-link"));
    if (/^https?:\/\//.test(started.url)) Object.assign(link, { href: started.url, textContent: "Run " + started.id + " on GitHub", hidden: false });
    for (let looked = 0; ; looked += 1) {
      let seen;
      try {
        seen = await milepost.api.look(about, token, started.id);
      } catch {
        say(part("said"), { text: "The run was started, and " + new URL(about.api).host + " does not answer any more. ", link: { text: "See runs", href: about.workflow } });
        return;
      }
      if (!seen.run) {
        const said = await milepost.api.refusal(about, seen.answer, tokens, true);
        say(part("said"), said);
        if (seen.wait === 0) return;
        announce(said.text);
        await pause(seen.wait - Date.now());
        part("said").textContent = "";
        continue;
      }
      const steps = milepost.api.steps(seen.run, seen.jobs, Date.now());
      draw(steps);
      if (seen.run.status === "completed") return finish(token, seen.run, seen.jobs, steps);
      const current = steps.find((/** @type {any} */ step) => step.state === "now");
      announce(current ? current.name + (current.name === "Queued" ? "" : ": " + current.words.replace(/, .*/, "")) : "Running");
      await pause(Math.max(seen.wait, looked < 5 ? 3000 : looked < 15 ? 5000 : 10000));
    }
  }

  /** @param {string} token @param {any} run @param {any[]} jobs @param {any[]} steps */
  async function finish(token, run, jobs, steps) {
    const took = milepost.api.length(Date.parse(run.updated_at) - Date.parse(run.run_started_at ?? run.created_at));
    if (run.conclusion === "success") {
      announce("Finished after " + took + ".");
      return say(part("said"), { text: "Finished after " + took + "." });
    }
    const job = jobs.find((one) => ["failure", "timed_out", "cancelled"].includes(one.conclusion));
    const bad = steps.find((step) => step.state === "bad");
    const reason = job ? await milepost.api.reason(about, token, job) : "";
    const text = (bad ? "Stopped at ‘" + bad.name + "’ after " + took : "Ended as " + run.conclusion + " after " + took) + (reason ? ": " + reason.replace(/\.$/, "") : "") + ". ";
    announce(text.trim());
    say(part("said"), { text, link: { text: "Log", href: job?.html_url ?? run.html_url } });
  }

  async function run() {
    if (isBusy) return;
    const ready = milepost.form.ready();
    if (!ready) return;
    trouble.hidden = true;
    const token = field.value.trim();
    if (token === "") {
      refuse({ text: "A token is needed to run it here. The terminal and GitHub’s own page need none." });
      return field.focus();
    }
    if (!(await confirmed(ready.inputs))) return;
    isBusy = true;
    milepost.form.update();
    const since = Date.now();
    try {
      let started = await milepost.api.start(about, token, Object.fromEntries(ready.values), tokens);
      live.hidden = false;
      draw([{ name: "Queued", state: "now", words: "" }]);
      live.scrollIntoView({ block: "nearest" });
      if (!started) {
        say(part("said"), { text: "Started. Looking for your run…" });
        announce("Started. Looking for your run…");
        started = await milepost.api.find(about, token, since, pause);
      }
      if (started) {
        part("said").textContent = "";
        await follow(token, started);
      } else {
        announce("Not found after 60 s.");
        say(part("said"), { text: "Not found after 60 s. ", link: { text: "Open the list of runs", href: about.workflow } });
      }
    } catch (error) {
      refuse(error instanceof milepost.api.Refused ? error.said : milepost.api.silence(about));
    } finally {
      isBusy = false;
      milepost.form.update();
    }
  }

  button.addEventListener("click", run);
  milepost.form.update();
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
