// A server that speaks as much of GitHub's API as running an action needs, and can be told to refuse.

import { createServer } from 'node:http';

const HEADERS = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after, x-poll-interval, x-ratelimit-remaining, x-ratelimit-reset', 'content-type': 'application/json' };

/** How a run goes on, a state for each time that somebody looks. */
const STATES = ['queued', 'checks', 'working', 'done'];

export async function github() {
  const asked = [];
  /** What the next request to start a run is answered with, in place of a run. */
  const say = { refusal: null, isOld: false, knowsField: true, ends: 'success', hides: false, limit: null };
  let looks = 0;
  let started = null;

  const job = (name, status, conclusion, from, to) => ({ id: 7, name, status, conclusion, started_at: from, completed_at: to, html_url: 'https://github.com/lumenfreight/platform/actions/runs/42/job/7' });
  const at = (seconds) => new Date((started ?? Date.now()) + seconds * 1000).toISOString();

  function run() {
    const state = STATES[Math.min(looks, STATES.length - 1)];
    const isDone = state === 'done';
    return { id: 42, status: isDone ? 'completed' : state === 'queued' ? 'queued' : 'in_progress', conclusion: isDone ? say.ends : null, created_at: at(0), run_started_at: at(0), updated_at: at(38), html_url: 'https://github.com/lumenfreight/platform/actions/runs/42' };
  }

  function jobs() {
    const state = STATES[Math.min(looks, STATES.length - 1)];
    if (state === 'queued') return [job('Checks', 'queued', null, null, null), job('Put it back', 'queued', null, null, null)];
    if (state === 'checks') return [job('Checks', 'in_progress', null, at(4), null), job('Put it back', 'queued', null, null, null)];
    if (state === 'working') return [job('Checks', 'completed', 'success', at(4), at(25)), job('Put it back', 'in_progress', null, at(25), null)];
    if (say.ends === 'failure') return [job('Checks', 'completed', 'failure', at(0), at(38)), job('Put it back', 'completed', 'skipped', at(38), at(38))];
    return [job('Checks', 'completed', 'success', at(4), at(25)), job('Put it back', 'completed', 'success', at(25), at(38))];
  }

  function answer(method, path, body) {
    if (method === 'POST' && path.endsWith('/dispatches')) {
      if (say.refusal) return say.refusal;
      if (body.return_run_details && !say.knowsField) return [422, { message: '"return_run_details" is not a permitted key.' }];
      [looks, started] = [0, Date.now()];
      if (say.isOld) return [204, null];
      return [200, { workflow_run_id: 42, html_url: 'https://github.com/lumenfreight/platform/actions/runs/42' }];
    }
    if (/\/workflows\/[^/]+\/runs$/.test(path)) return [200, { workflow_runs: say.hides ? [] : [run()] }];
    if (say.limit) return say.limit;
    if (path.endsWith('/runs/42')) return [200, run()];
    if (path.endsWith('/runs/42/jobs')) return [200, { jobs: jobs() }, () => { looks += 1; }];
    if (path.endsWith('/check-runs/7/annotations')) return [200, [{ annotation_level: 'failure', message: 'migration 0042 cannot be reversed.\nmore' }]];
    return [404, { message: 'Not Found' }];
  }

  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part) => { text += part; });
    request.on('end', () => {
      const path = new URL(request.url, 'http://x').pathname;
      const body = text ? JSON.parse(text) : null;
      asked.push({ method: request.method, url: request.url, path, body, authorization: request.headers.authorization });
      const [status, said, after] = answer(request.method, path, body);
      const headers = said?.headers ?? {};
      response.writeHead(status, { ...HEADERS, ...headers }).end(said === null ? '' : JSON.stringify(said.body ?? said));
      after?.();
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const base = `http://127.0.0.1:${server.address().port}`;

  return {
    asked,
    say,
    /** Leads what a tab asks of the host to this server. `null` breaks the line. */
    async connect(tab) {
      await tab.route('https://api.github.com/**', async (route) => {
        if (say.refusal === 'silence') return route.abort('connectionfailed');
        const request = route.request();
        const url = new URL(request.url());
        const answered = await fetch(base + url.pathname + url.search, { method: request.method(), headers: await request.allHeaders(), body: request.postData() ?? undefined });
        return route.fulfill({ status: answered.status, headers: Object.fromEntries(answered.headers), body: Buffer.from(await answered.arrayBuffer()) });
      });
    },
    close: () => new Promise((done) => server.close(done)),
  };
}
