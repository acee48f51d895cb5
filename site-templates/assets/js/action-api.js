// @ts-check
// What is asked of the host's API, and what its answers mean in the portal's words. No page in here.
(function (milepost) {
  "use strict";

  /**
   * @typedef {{file: string, repository: string, ref: string, api: string, workflow: string, read: string}} About
   * @typedef {{text: string, link?: {text: string, href: string}, after?: string}} Said
   * @typedef {{id: number, url: string}} Started
   */

  /** So long a run is looked for where the host does not name it. */
  const LOOKED_FOR = 60000;

  /** An error in words that a page may show. */
  class Refused extends Error {
    /** @param {Said} said */
    constructor(said) {
      super(said.text);
      this.said = said;
    }
  }

  /** @param {About} about */
  const base = (about) => about.api + "/repos/" + about.repository.split("/").map(encodeURIComponent).join("/");
  /** @param {About} about */
  const dispatches = (about) => base(about) + "/actions/workflows/" + encodeURIComponent(about.file) + "/dispatches";
  /** @param {About} about */
  const host = (about) => new URL(about.api).host;

  /**
   * Asks the API. The token goes into a header and nowhere else; nothing is cached, followed or remembered.
   * @param {string} address
   * @param {string} token
   * @param {any} [body]
   */
  function ask(address, token, body) {
    return fetch(address, {
      method: body ? "POST" : "GET",
      headers: { Accept: "application/vnd.github+json", Authorization: "Bearer " + token, ...(body ? { "Content-Type": "application/json" } : {}) },
      body: body ? JSON.stringify(body) : undefined,
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
    });
  }

  /** What an answer says of itself. @param {Response} answer @returns {Promise<string>} */
  async function message(answer) {
    try {
      return String((await answer.clone().json()).message ?? "");
    } catch {
      return "";
    }
  }

  /** Until when the host asks us to wait, in milliseconds; 0 where it does not ask. @param {Response} answer @param {string} text @param {number} now */
  function waitUntil(answer, text, now) {
    const after = Number(answer.headers.get("retry-after"));
    const spent = answer.headers.get("x-ratelimit-remaining") === "0";
    if (answer.status !== 429 && !(answer.status === 403 && (after > 0 || spent || /rate limit/i.test(text)))) return 0;
    const reset = Number(answer.headers.get("x-ratelimit-reset")) * 1000;
    return after > 0 ? now + after * 1000 : reset > now ? reset : now + 60000;
  }

  /** An instant as a clock shows it. @param {number} instant */
  const clock = (instant) => new Date(instant).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

  /**
   * A refusal in the portal's words.
   * @param {About} about
   * @param {Response} answer
   * @param {string} tokens the page that makes a token
   * @param {boolean} isStarted whether a run was started before
   * @returns {Promise<Said>}
   */
  async function refusal(about, answer, tokens, isStarted) {
    const text = await message(answer);
    const until = waitUntil(answer, text, Date.now());
    if (until) return { text: "GitHub asks us to wait until " + clock(until) + "." + (isStarted ? "" : " Nothing was started.") };
    switch (answer.status) {
      case 401: return { text: "GitHub did not accept this token. It may have expired. ", link: { text: "Create one", href: tokens }, after: " or run it in a terminal." };
      case 403: return { text: "This token may not start workflows in " + about.repository + ". It needs Actions: read and write there." };
      case 404: return { text: "GitHub says there is no " + about.file + " in " + about.repository + ", or this token cannot see that repository." };
      case 400:
      case 422: return { text: "GitHub refused an input: " + text.replace(/\.$/, "") + ". The workflow may have changed since " + about.read + ". ", link: { text: "Open it", href: about.workflow } };
      default: return { text: "GitHub answered with " + answer.status + (text ? ": " + text.replace(/\.$/, "") : "") + "." + (isStarted ? "" : " Nothing was started.") };
    }
  }

  /** @param {About} about @returns {Said} */
  function silence(about) {
    return { text: host(about) + " did not answer. We do not know whether the run started. ", link: { text: "See runs", href: about.workflow }, after: " before trying again." };
  }

  /**
   * Starts a run. Servers from before 2026 do not know `return_run_details`: some ignore it and some refuse it.
   * @param {About} about
   * @param {string} token
   * @param {Record<string, string>} inputs
   * @param {string} tokens
   * @returns {Promise<Started | null>} the run; nothing where the server started one and does not say which
   */
  async function start(about, token, inputs, tokens) {
    const body = { ref: about.ref, inputs };
    let answer;
    try {
      answer = await ask(dispatches(about), token, { ...body, return_run_details: true });
      if ((answer.status === 400 || answer.status === 422) && /return_run_details|permitted key/i.test(await message(answer))) {
        answer = await ask(dispatches(about), token, body);
      }
    } catch {
      throw new Refused(silence(about));
    }
    if (!answer.ok) throw new Refused(await refusal(about, answer, tokens, false));
    if (answer.status === 204) return null;
    try {
      const told = await answer.json();
      return told.workflow_run_id ? { id: Number(told.workflow_run_id), url: String(told.html_url ?? "") } : null;
    } catch {
      return null;
    }
  }

  /**
   * Looks for a run that was started by hand since an instant: the first that there is.
   * @param {About} about
   * @param {string} token
   * @param {number} since
   * @param {(wait: number) => Promise<void>} pause
   * @returns {Promise<Started | null>}
   */
  async function find(about, token, since, pause) {
    const address = base(about) + "/actions/workflows/" + encodeURIComponent(about.file) + "/runs?event=workflow_dispatch&per_page=10";
    for (const began = Date.now(); Date.now() - began < LOOKED_FOR; ) {
      await pause(3000);
      try {
        const answer = await ask(address, token);
        if (!answer.ok) continue;
        // The host's clock and this one differ by a few seconds.
        const found = ((await answer.json()).workflow_runs ?? []).filter((/** @type {any} */ run) => Date.parse(run.created_at) >= since - 5000);
        const first = found.at(-1);
        if (first) return { id: Number(first.id), url: String(first.html_url ?? "") };
      } catch {
        // The next look may go through.
      }
    }
    return null;
  }

  /**
   * A run with its jobs, and how long the host wants us to wait before we look again.
   * @param {About} about
   * @param {string} token
   * @param {number} id
   */
  async function look(about, token, id) {
    const answer = await ask(base(about) + "/actions/runs/" + id, token);
    if (!answer.ok) return { answer, run: null, jobs: [], wait: waitUntil(answer, await message(answer), Date.now()) };
    const jobs = await ask(base(about) + "/actions/runs/" + id + "/jobs?per_page=100", token);
    const wait = Math.max(...[answer, jobs].map((one) => Number(one.headers.get("x-poll-interval")) || 0)) * 1000;
    return { answer, run: await answer.json(), jobs: jobs.ok ? (await jobs.json()).jobs ?? [] : [], wait };
  }

  /** Why a job failed, where this token may read it. @param {About} about @param {string} token @param {any} job @returns {Promise<string>} */
  async function reason(about, token, job) {
    try {
      const answer = await ask(base(about) + "/check-runs/" + job.id + "/annotations", token);
      const found = answer.ok ? (await answer.json()).find((/** @type {any} */ one) => one.annotation_level === "failure") : null;
      return String(found?.message ?? "").split("\n")[0];
    } catch {
      return "";
    }
  }

  /** A length of time: `38 s`, `2 min 04 s`. @param {number} ms */
  function length(ms) {
    const seconds = Math.max(0, Math.round(ms / 1000));
    return seconds < 60 ? seconds + " s" : Math.floor(seconds / 60) + " min " + String(seconds % 60).padStart(2, "0") + " s";
  }

  /**
   * The bar of steps: waiting, and then each job; of a single job its steps.
   * @param {any} run
   * @param {any[]} jobs
   * @param {number} now
   * @returns {{name: string, state: "done" | "now" | "todo" | "bad", words: string}[]}
   */
  function steps(run, jobs, now) {
    const at = (/** @type {string | null} */ text, /** @type {number} */ other) => (text ? Date.parse(text) : other);
    const isQueued = ["queued", "requested", "waiting", "pending"].includes(run.status) && !jobs.some((job) => job.status !== "queued");
    const began = Math.min(...jobs.filter((job) => job.status !== "queued" && job.started_at).map((job) => Date.parse(job.started_at)));
    const queued = length((Number.isFinite(began) ? began : now) - Date.parse(run.created_at));
    const list = jobs.length === 1 && (jobs[0].steps ?? []).length > 0 ? jobs[0].steps : jobs;
    const part = (/** @type {any} */ one) => {
      const took = length(at(one.completed_at, now) - at(one.started_at, now));
      if (one.status === "completed") {
        const isBad = ["failure", "timed_out", "cancelled"].includes(one.conclusion);
        return { name: one.name, state: isBad ? "bad" : "done", words: isBad ? one.conclusion.replace("_", " ") + " after " + took : one.conclusion === "skipped" ? "skipped" : took };
      }
      if (one.status === "in_progress") return { name: one.name, state: "now", words: "running, " + took };
      if (one.status === "waiting") return { name: one.name, state: "now", words: "waits for approval" };
      return { name: one.name, state: "todo", words: "not started" };
    };
    return [{ name: "Queued", state: isQueued ? "now" : "done", words: queued }, ...list.map(part)];
  }

  milepost.api = { Refused, start, find, look, reason, refusal, silence, steps, length };
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
