// Actions: a control for each input, nothing started while something is wrong, a line that follows, and a run to its end.

import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import { visit } from './harness/browser.js';
import { github } from './harness/github.js';
import { browser, server, site } from './harness/opened.js';

const TOKEN = 'github_pat_a1B2c3D4e5F6g7H8i9J0';
const ROLLBACK = `${server.url('actions/rollback/')}?service=carrier-sync&environment=staging&release=v1.0.0&reason=INC-2291%3A+duplicates`;
const api = await github();
after(() => api.close());
beforeEach(() => {
  api.asked.length = 0;
  Object.assign(api.say, { refusal: null, isOld: false, knowsField: true, ends: 'success', hides: false, limit: null });
});

test('each input has one control of its type, with its default, its options and its mark', async () => {
  const actions = JSON.parse(site.read('data/actions.json')).actions;
  assert.ok(actions.length >= 8);
  for (const action of actions) {
    await visit(browser, server.url(action.page), {}, async (tab) => {
      for (const input of action.inputs) {
        const block = tab.locator(`[data-field="${input.name}"]`);
        if (input.fixed) {
          assert.equal(await block.count(), 0, `${action.slug} asks for ${input.name}, which is always the same`);
          assert.ok((await tab.locator('[data-command]').textContent()).includes(`-f ${input.name}=${input.default}`));
          continue;
        }
        assert.equal(await block.count(), 1, `${action.slug} ${input.name}`);
        const controls = block.locator('input,select,textarea');
        const type = await controls.first().evaluate((one) => (one.tagName === 'INPUT' ? one.type : one.tagName.toLowerCase()));
        const allowed = { boolean: ['checkbox'], number: ['text'], choice: ['radio', 'select'], environment: ['radio', 'select', 'text'], string: ['text', 'select', 'textarea'] }[input.type];
        assert.ok(allowed.includes(type), `${action.slug} ${input.name} is a ${type}`);
        if (input.type === 'number') assert.equal(await controls.first().getAttribute('inputmode'), 'decimal');
        if (input.type === 'boolean') assert.equal(await controls.first().isChecked(), input.default === 'true');
        else if (input.default) assert.equal(await block.evaluate((one) => one.querySelector('input:checked')?.value ?? one.querySelector('select,input').value), input.default);
        const offered = await block.evaluate((one) => [...one.querySelectorAll('input[type=radio],select option')].map((option) => option.value).filter(Boolean));
        for (const { value } of input.options) assert.ok(offered.includes(value), `${action.slug} ${input.name} offers ${value}`);
        if (input.type !== 'boolean') assert.match(await block.innerText(), input.required ? /required/ : /optional/);
      }
    });
  }
});

test('without scripts the page says what it takes, and how to start it elsewhere', async () => {
  await visit(browser, server.url('actions/provision-database/'), { javaScriptEnabled: false }, async (tab) => {
    const text = await tab.locator('main').innerText();
    for (const words of ['Running from this page needs JavaScript. Use the terminal or GitHub.', 'gh workflow run provision-database.yml', "-f service='<service>'", 'Open the workflow’s page', 'postgresql', 'What it may be']) assert.ok(text.includes(words), words);
    assert.equal(await tab.locator('main input:visible, main select:visible').count(), 0);
  });
});

test('a service is filled in by the link from its page', async () => {
  await visit(browser, server.url('catalog/carrier-sync/'), {}, async (tab) => {
    await tab.getByRole('link', { name: 'Roll back a service' }).first().click();
    await tab.waitForURL('**/actions/rollback/**');
    assert.equal(await tab.locator('#in-service').inputValue(), 'carrier-sync');
    assert.ok((await tab.locator('#in-release-o option').count()) > 0, 'its releases are suggested');
    assert.ok((await tab.locator('[data-runs=production]').innerText()).length > 0, 'what runs in production is shown');
  });
});

test('what is wrong starts nothing, is summed up, gets the focus, and is lost nowhere', async () => {
  await visit(browser, ROLLBACK, {}, async (tab, { requests }) => {
    await api.connect(tab);
    await tab.locator('#tok').fill(TOKEN);
    const reason = tab.locator('#in-reason');
    await reason.fill('broken');
    await tab.locator('[data-run]').click({ force: true });
    const summary = tab.locator('[data-summary]');
    assert.match(await summary.innerText(), /One input needs a change before this can run\./);
    assert.ok(await summary.evaluate((one) => one === document.activeElement));
    assert.equal(await reason.getAttribute('aria-invalid'), 'true');
    assert.match(await tab.locator('#in-reason-e').innerText(), /“broken” is 6 characters; it takes 10 to 200 characters, for example “INC-2291/);
    assert.match(await tab.locator('[data-why]').innerText(), /^Fix “Reason” first\.$/);
    await summary.getByRole('link').click();
    assert.ok(await reason.evaluate((one) => one === document.activeElement));
    assert.deepEqual(requests.filter((url) => url.includes('api.github.com')), []);
    assert.equal(api.asked.length, 0);
    assert.equal(await reason.inputValue(), 'broken');
    await reason.fill('INC-2291: duplicates');
    assert.equal(await summary.isVisible(), false);
    assert.equal(await reason.getAttribute('aria-invalid'), null);
  });
});

test('nothing complains while somebody types for the first time', async () => {
  await visit(browser, server.url('actions/rollback/'), {}, async (tab) => {
    const why = tab.locator('[data-why]');
    assert.equal(await why.innerText(), 'Still needed: “Service”, “Environment” and “Reason”.');
    assert.equal(await why.getAttribute('class'), 'small ink2');
    await tab.locator('#in-reason').pressSequentially('abc');
    assert.equal(await tab.locator('.err:visible').count(), 0);
    await tab.keyboard.press('Tab');
    assert.equal(await tab.locator('.err:visible').count(), 1);
    assert.equal(await why.innerText(), 'Fix “Reason” first.');
    assert.equal(await why.getAttribute('class'), 'small bad');
  });
});

test('the line for a terminal follows each change', async () => {
  await visit(browser, ROLLBACK, {}, async (tab) => {
    const line = () => tab.locator('[data-command]').textContent();
    assert.match(await line(), /^gh workflow run rollback\.yml \\\n {2}-R lumenfreight\/platform --ref main \\\n {2}-f service=carrier-sync \\\n/);
    await tab.locator('#in-reason').fill("it's $HOME `id`\u{1F69A}");
    assert.ok((await line()).includes("-f reason='it'\\''s $HOME `id`\u{1F69A}'"), await line());
    await tab.locator('#in-dry_run').check();
    assert.match(await line(), /-f dry_run=true/);
  });
});

test('a field comes and goes with what it depends on', async () => {
  await visit(browser, server.url('actions/toggle-flag/'), {}, async (tab) => {
    const percent = tab.locator('[data-field=percent]');
    assert.equal(await percent.isVisible(), false);
    await tab.locator('[data-field=state] input[value=share]').check();
    assert.equal(await percent.isVisible(), true);
    await tab.locator('[data-field=state] input[value=off]').check();
    assert.equal(await percent.isVisible(), false);
  });
});

test('a guardrail says what it makes of what is filled in', async () => {
  await visit(browser, server.url('actions/provision-database/'), {}, async (tab) => {
    const size = tab.locator('.guard li').first();
    assert.match(await size.innerText(), /Checked when it runs|Holds/);
    await tab.locator('[data-field=environment] input[value=staging]').check();
    await tab.locator('#in-size_gb').fill('300');
    assert.match(await size.innerText(), /needs a word with the platform team\.\s+Refuses this run/);
    await tab.locator('#in-size_gb').fill('100');
    assert.match(await size.innerText(), /^Within the team’s quota\s+Holds$/);
  });
});

test('what protects an environment stands at the choice and among the guardrails', async () => {
  await visit(browser, ROLLBACK, {}, async (tab) => {
    const guard = (name) => tab.locator('.guard li', { hasText: `Environment ${name}` });
    assert.match(await tab.locator('[data-field=environment] .opt', { hasText: 'production' }).innerText(), /Needs approval/);
    assert.match(await guard('production').innerText(), /Its reviewers are asked after you start, and nobody approves a run of their own\s+Not needed for this run/);
    assert.match(await guard('staging').innerText(), /Only some branches or tags may run there\s+Checked when it runs/);
    await tab.locator('[data-field=environment] input[value=production]').check();
    assert.match(await guard('production').innerText(), /Waits for somebody$/);
    assert.match(await guard('staging').innerText(), /Not needed for this run$/);
  });
});

test('the history says who let a run go on, and what nobody was asked for', async () => {
  await visit(browser, server.url('actions/rollback/history/'), {}, async (tab) => {
    const head = await tab.locator('table.cards thead th').allInnerTexts();
    const column = head.findIndex((text) => /^approval$/i.test(text.trim()));
    const rows = await tab.locator('table.cards tbody tr').evaluateAll((all, at) => all.map((row) => ({ with: row.cells[1].innerText, by: row.cells[3].innerText, result: row.dataset.result, said: row.cells[at].innerText.trim() })), column);
    const production = rows.filter((row) => /production/.test(row.with) && row.result !== 'cancelled');
    assert.ok(production.length > 5 && rows.length > production.length);
    for (const row of production) {
      assert.match(row.said, row.result === 'failure' ? /^Rejected by \S+ production$/ : /^\S+ production$/);
      assert.ok(!row.said.split(' ').includes(row.by.trim()), 'nobody approves a run of their own');
    }
    for (const row of rows.filter((row) => !production.includes(row))) assert.equal(row.said, 'nobody was asked');
    const { runs } = JSON.parse(site.read('data/actions.json')).actions.find((action) => action.slug === 'rollback');
    assert.ok((await tab.locator('main').innerText()).includes(runs.head), 'the last hash stands on the page');
  });
});

/** Fills in the token, starts the run and waits for what is asked. */
async function start(tab) {
  await api.connect(tab);
  await tab.clock.install();
  await tab.locator('#tok').fill(TOKEN);
  await tab.locator('[data-run]').click();
  await tab.locator('[data-confirm] [value=yes]').click();
}

/** Lets time pass until the page says something. */
async function until(tab, locator, words) {
  for (let turn = 0; turn < 40; turn += 1) {
    if (words.test(await tab.locator(locator).first().textContent())) return;
    await tab.clock.fastForward(3_100);
    await new Promise((done) => { setTimeout(done, 60); });
  }
  assert.match(await tab.locator(locator).first().textContent(), words);
}

test('a run goes from the form to its end, and each change is said once', async () => {
  await visit(browser, ROLLBACK, {}, async (tab, { troubles }) => {
    await tab.evaluate(() => {
      globalThis.said = [];
      new MutationObserver(() => globalThis.said.push(document.querySelector('[data-announce]').textContent)).observe(document.querySelector('[data-announce]'), { childList: true });
    });
    await start(tab);
    await until(tab, '[data-said]', /Finished after 38 s\./);
    const said = await tab.evaluate(() => globalThis.said);
    assert.deepEqual(said, ['Queued', 'Checks: running', 'Put it back: running', 'Finished after 38 s.']);
    assert.deepEqual(await tab.locator('[data-steps] li').evaluateAll((all) => all.map((one) => one.className)), ['done', 'done', 'done']);
    assert.match(await tab.locator('[data-run-link]').getAttribute('href'), /\/actions\/runs\/42$/);
    const [first] = api.asked;
    assert.equal(first.path, '/repos/lumenfreight/platform/actions/workflows/rollback.yml/dispatches');
    assert.deepEqual(first.body, { ref: 'main', inputs: { service: 'carrier-sync', environment: 'staging', release: 'v1.0.0', reason: 'INC-2291: duplicates', dry_run: 'false' }, return_run_details: true });
    assert.deepEqual(troubles, []);
  });
});

test('the token is in a header to the host and nowhere else', async () => {
  await visit(browser, ROLLBACK, {}, async (tab, { troubles, requests }) => {
    await start(tab);
    await until(tab, '[data-said]', /Finished/);
    const found = await tab.evaluate(() => ({ local: JSON.stringify({ ...localStorage }), session: JSON.stringify({ ...sessionStorage }), cookie: document.cookie, html: document.documentElement.outerHTML }));
    for (const [place, text] of Object.entries(found)) assert.ok(!text.includes(TOKEN), place);
    assert.ok(!requests.some((url) => url.includes(TOKEN)) && !troubles.some((text) => text.includes(TOKEN)) && !tab.url().includes(TOKEN));
    assert.ok(api.asked.length > 3 && api.asked.every(({ url, authorization }) => authorization === `Bearer ${TOKEN}` && !url.includes(TOKEN)));
    await tab.locator('[data-keep]').check();
    assert.deepEqual(await tab.evaluate(() => ({ ...sessionStorage })), { 'mp.token': TOKEN });
    await tab.locator('[data-forget]').click();
    assert.deepEqual(await tab.evaluate(() => [{ ...sessionStorage }, document.querySelector('#tok').value]), [{}, '']);
  });
});

test('inside another page there is no field for a token', async () => {
  // A page of the same server that has no policy of its own; from about:blank Chromium loads no local address.
  await visit(browser, server.url('freshness.js'), {}, async (tab) => {
    const address = server.url('actions/rollback/');
    await tab.setContent(`<iframe src="${address}" width="900" height="700"></iframe>`);
    await tab.waitForLoadState('networkidle');
    const frame = tab.frames().find((one) => one.url() === address);
    const said = await frame.evaluate(() => document.querySelector('[data-here]').textContent);
    assert.match(said, /^Running from this page does not work inside another page/);
    assert.equal(await frame.evaluate(() => document.querySelectorAll('#tok').length), 0);
  });
});

describe('each refusal in its words', () => {
  for (const [name, refusal, words] of [
    ['401', [401, { message: 'Bad credentials' }], 'GitHub did not accept this token. It may have expired. Create one or run it in a terminal.'],
    ['403', [403, { message: 'Resource not accessible by personal access token' }], 'This token may not start workflows in lumenfreight/platform. It needs Actions: read and write there.'],
    ['404', [404, { message: 'Not Found' }], 'GitHub says there is no rollback.yml in lumenfreight/platform, or this token cannot see that repository.'],
    ['422', [422, { message: "Provided value 'x' for input 'environment' not in the list of allowed values" }], /^GitHub refused an input: Provided value 'x' for input 'environment' not in the list of allowed values\. The workflow may have changed since \d\d:\d\d UTC\. Open it$/],
    ['429', [429, { body: { message: 'slow down' }, headers: { 'retry-after': '600' } }], /^GitHub asks us to wait until \d\d:\d\d\. Nothing was started\.$/],
    ['a spent rate', [403, { body: { message: 'API rate limit exceeded' }, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '4102444800' } }], /^GitHub asks us to wait until \d\d:\d\d\. Nothing was started\.$/],
    ['silence', 'silence', 'api.github.com did not answer. We do not know whether the run started. See runs before trying again.'],
  ]) {
    test(name, async () => {
      await visit(browser, ROLLBACK, {}, async (tab) => {
        api.say.refusal = refusal;
        await start(tab);
        const trouble = tab.locator('[data-trouble]');
        await trouble.waitFor({ state: 'visible' });
        const text = (await trouble.innerText()).trim();
        if (words instanceof RegExp) assert.match(text, words);
        else assert.equal(text, words);
        assert.equal(await tab.locator('[data-live]').isVisible(), false);
        assert.equal(await tab.locator('#in-reason').inputValue(), 'INC-2291: duplicates');
      });
    });
  }
});

test('a server that does not know the field is asked without it', async () => {
  await visit(browser, ROLLBACK, {}, async (tab) => {
    api.say.knowsField = false;
    await start(tab);
    await until(tab, '[data-said]', /Finished/);
    const posts = api.asked.filter(({ method }) => method === 'POST');
    assert.deepEqual(posts.map(({ body }) => 'return_run_details' in body), [true, false]);
  });
});

test('a server that does not name the run has it looked for', async () => {
  await visit(browser, ROLLBACK, {}, async (tab) => {
    api.say.isOld = true;
    await start(tab);
    await until(tab, '[data-said]', /Finished/);
    assert.equal(api.asked.filter(({ path }) => path.endsWith('/workflows/rollback.yml/runs')).length, 1);
  });
});

test('a run that is not found is said to be started all the same', async () => {
  await visit(browser, ROLLBACK, {}, async (tab) => {
    Object.assign(api.say, { isOld: true, hides: true });
    await start(tab);
    await until(tab, '[data-said]', /^Not found after 60 s\. Open the list of runs$/);
    assert.match(await tab.locator('[data-said] a').getAttribute('href'), /\/lumenfreight\/platform\/actions\/workflows\/rollback\.yml$/);
  });
});

test('a run that fails says where, after how long and why', async () => {
  await visit(browser, ROLLBACK, {}, async (tab) => {
    api.say.ends = 'failure';
    await start(tab);
    await until(tab, '[data-said]', /^Stopped at ‘Checks’ after 38 s: migration 0042 cannot be reversed\. Log$/);
  });
});

test('a host that asks for patience while a run is followed gets it, and the run is followed to its end', async () => {
  await visit(browser, ROLLBACK, {}, async (tab) => {
    api.say.limit = [429, { body: { message: 'slow down' }, headers: { 'retry-after': '90' } }];
    await start(tab);
    await until(tab, '[data-said]', /^GitHub asks us to wait until \d\d:\d\d\.$/);
    const asked = api.asked.length;
    api.say.limit = null;
    await tab.clock.fastForward(80_000);
    await new Promise((done) => { setTimeout(done, 200); });
    assert.equal(api.asked.length, asked, 'nothing is asked before that');
    await until(tab, '[data-said]', /Finished after 38 s\./);
    assert.equal(api.asked.filter(({ method }) => method === 'POST').length, 1);
  });
});

test('whom to help next stands in the order of the formula, and each row leads to a form that knows the service', async () => {
  await visit(browser, server.url('golden-paths/'), {}, async (tab) => {
    const rows = await tab.locator('[aria-label="Whom to help next, table"] tbody tr').evaluateAll((all) => all.map((row) => {
      const cells = [...row.cells].map((cell) => cell.innerText.trim());
      return { service: row.querySelector('a.name').innerText, why: cells[5], effort: cells[6], value: Number(cells[7].replace(',', '')), href: row.querySelector('a.offer')?.href };
    }));
    assert.ok(rows.length >= 5);
    for (const [at, row] of rows.entries()) {
      assert.ok(at === 0 || rows[at - 1].value >= row.value, `${row.service} stands below less`);
      const [, dependants, tier] = /^(?:(\d+) dependants?)?(?:, )?(?:tier (\d))?$/.exec(row.why) ?? assert.fail(row.why);
      const [, hours] = /^≈ (\d+) h$/.exec(row.effort) ?? [];
      const worth = (Number(dependants ?? 0) + 1) * ({ 1: 4, 2: 2 }[tier] ?? 1);
      if (hours) assert.ok(Math.abs(worth / Number(hours) - row.value) < 0.06, `${row.service}: ${row.why}, ${row.effort} is not ${row.value}`);
      assert.ok(row.href, `${row.service} is offered nothing`);
      await tab.goto(row.href);
      assert.equal(await tab.locator('#in-service').inputValue(), row.service);
      assert.equal(await tab.locator('[data-why]').innerText(), '', 'nothing else is needed');
    }
  });
});

test('the most important service of production is named by hand', async () => {
  await visit(browser, ROLLBACK.replace('staging', 'production'), {}, async (tab) => {
    await api.connect(tab);
    await tab.locator('#tok').fill(TOKEN);
    await tab.locator('[data-run]').click();
    const yes = tab.locator('[data-confirm] [value=yes]');
    assert.equal(await yes.isDisabled(), true);
    await tab.locator('[data-confirm] input').fill('carrier-sync');
    assert.equal(await yes.isDisabled(), false);
    await tab.locator('[data-confirm] [value=no]').click();
    assert.equal(api.asked.length, 0);
  });
});

test('the list and the history are filtered as somebody types or chooses', async () => {
  await visit(browser, server.url('actions/'), {}, async (tab) => {
    const rows = tab.locator('[data-words]:visible');
    const all = await rows.count();
    await tab.locator('[data-filter]').fill('database');
    assert.ok((await rows.count()) > 0 && (await rows.count()) < all);
    await tab.goto(`${server.url('actions/history/')}?result=failure`);
    const results = await tab.locator('[data-words]:visible td:first-child').allInnerTexts();
    assert.ok(results.length > 0 && results.every((text) => text.trim() === 'Failed'), String(results));
  });
});
