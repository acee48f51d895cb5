// The forms of other portals: of a Backstage Template, a Port action, a Kratix Promise and a pipeline of GitLab.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, test } from 'node:test';
import { visit } from './harness/browser.js';
import { github } from './harness/github.js';
import { browser, server } from './harness/opened.js';
import { portalOf } from './harness/portal.js';

const HOSTILE = 'it\'s "$HOME" `id` $(id)\n-rf \\n 🚚\t!x';
const api = await github();
after(() => api.close());

/** What a line does in bash, where a function takes the place of the program that it begins with. */
function inBash(program, line) {
  const { stdout, status } = spawnSync('bash', ['--norc', '-c', `${program}() { printf '%s\\0' "$@"; [ "$3" != - ] || cat; }\n${line}`], { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  assert.equal(status, 0);
  return stdout.toString('utf8').split('\0');
}

test('a Backstage Template is a form of several pages, whose answers reach the inputs that it names', async () => {
  await visit(browser, server.url('actions/make-topic/'), {}, async (tab, { troubles }) => {
    assert.deepEqual(await tab.locator('form .grouptitle').allInnerTexts(), ['The topic', 'How long it lives']);
    const labels = await tab.locator('[data-field]:visible').evaluateAll((all) => all.map((one) => one.getAttribute('data-field')));
    assert.deepEqual(labels, ['name', 'team', 'format', 'keep']);
    assert.ok((await tab.locator('#in-team option').count()) > 10, 'the teams of the catalog are offered');
    assert.match(await tab.locator('[data-field=format]').innerText(), /avro\s+Checked against its schema/);
    await tab.locator('#in-name').fill('Shipments');
    await tab.locator('#in-name').blur();
    await tab.locator('#in-team').selectOption('tracking');
    assert.match(await tab.locator('#in-name-e').innerText(), /“Shipments” is not of the form .*, for example “shipments\.delayed”\.$/);
    await tab.locator('#in-name').fill('shipments.delayed');
    await tab.locator('[data-field=keep] input[value=forever]').check();
    const reason = tab.locator('#in-reason');
    assert.equal(await reason.evaluate((one) => one.tagName), 'TEXTAREA');
    await reason.fill(HOSTILE);
    const given = inBash('gh', await tab.locator('[data-command]').textContent());
    const inputs = { name: 'shipments.delayed', team: 'tracking', format: 'avro', keep: 'forever', reason: HOSTILE, requested_by: 'form' };
    assert.deepEqual(given.slice(0, -1), ['workflow', 'run', 'make-topic.yml', '-R', 'lumenfreight/platform', '--ref', 'main', ...Object.entries(inputs).flatMap(([name, value]) => ['-f', `${name}=${value}`])]);
    await api.connect(tab);
    await tab.locator('#tok').fill('github_pat_a1B2c3D4e5F6g7H8i9J0');
    await tab.locator('[data-run]').click();
    await tab.locator('[data-live]').waitFor({ state: 'visible' });
    assert.deepEqual(api.asked[0].body.inputs, inputs);
    assert.deepEqual(troubles, []);
  });
});

test('a Port action is a form in its own order, about a service of the catalog', async () => {
  await visit(browser, `${server.url('actions/restart-service/')}?service=carrier-sync`, {}, async (tab) => {
    assert.equal(await tab.locator('h1').innerText(), 'Restart a service');
    const fields = await tab.locator('[data-field]').evaluateAll((all) => all.map((one) => one.getAttribute('data-field')));
    assert.deepEqual(fields, ['service', 'environment', 'pause', 'reason']);
    assert.equal(await tab.locator('#in-service').inputValue(), 'carrier-sync');
    await tab.locator('[data-field=environment] input[value=staging]').check();
    await tab.locator('#in-pause').fill('200');
    await tab.locator('#in-reason').fill('It leaks memory again');
    assert.match(await tab.locator('#in-pause-e').innerText(), /^200 is out of range; it takes 5 to 120\.$/);
    await tab.locator('#in-pause').fill('30');
    const given = inBash('gh', await tab.locator('[data-command]').textContent());
    assert.deepEqual(given.slice(7, -1), ['-f', 'service=carrier-sync', '-f', 'environment=staging', '-f', 'pause=30', '-f', 'reason=It leaks memory again']);
  });
});

test('a Kratix Promise is a form that writes a manifest, for a terminal and for a pull request', async () => {
  await visit(browser, server.url('actions/postgresql/'), {}, async (tab) => {
    assert.equal(await tab.locator('[data-needed]').innerText(), 'Still needed: “Name” and “Team”.');
    await tab.locator('[id="in-metadata.name"]').fill('ledger');
    await tab.locator('[data-field="spec.team"] input').fill('billing');
    await tab.locator('[data-field="spec.size"] input[value=large]').check();
    await tab.locator('[data-field="spec.backups"] input').uncheck();
    assert.equal(await tab.locator('[data-needed]').textContent(), '');
    const manifest = 'apiVersion: "platform.lumenfreight.example/v1"\nkind: "Database"\nmetadata:\n  name: "ledger"\n  namespace: "default"\nspec:\n  team: "billing"\n  size: "large"\n  backups: false\n';
    const line = () => tab.locator('[data-command]').textContent();
    assert.deepEqual(inBash('kubectl', await line()), ['apply', '-f', '-', manifest]);
    const proposal = new URL(await tab.locator('a[data-proposal]').getAttribute('href'));
    assert.equal(proposal.origin + proposal.pathname, 'https://github.com/lumenfreight/platform/new/main/requests');
    assert.deepEqual(Object.fromEntries(proposal.searchParams), { filename: 'database-ledger.yaml', value: manifest });
    await tab.locator('[data-field="spec.team"] input').fill('"$(id)" END');
    assert.match(await tab.locator('[data-field="spec.team"] .err').innerText(), /is not of the form/);
    assert.ok(inBash('kubectl', await line())[3].includes('team: "\\"$(id)\\" END"\n'), 'nothing that somebody typed is run');
  });
});

test('a pipeline of GitLab is a form that fills the page on which it is started', async () => {
  const portal = await portalOf({
    'https://gitlab.example.com/finance/month-end': {
      'README.md': '# Month end\n\nCloses the books.\n',
      '.gitlab-ci.yml': 'variables:\n  DEBUG: "0"\n  MONTH:\n    description: Which month, such as 2026-11\n  WHERE:\n    description: Where to\n    value: staging\n    options: [staging, production]\nclose:\n  script: [./close]\n',
    },
  }, '[actions]\noffer = "all"\nrun_here = true\n');
  try {
    const [action] = JSON.parse(portal.site.read('data/actions.json')).actions;
    await visit(browser, portal.server.url(action.page), {}, async (tab, { troubles }) => {
      const fields = await tab.locator('[data-field]').evaluateAll((all) => all.map((one) => one.getAttribute('data-field')));
      assert.deepEqual(fields, ['MONTH', 'WHERE'], 'what has no description is the pipeline’s own');
      assert.equal(await tab.locator('#tok, [data-command]').count(), 0, 'nothing is started from here, and no line of another host is shown');
      await tab.locator('[data-field=MONTH] input').fill('2026-11 & more');
      await tab.locator('[data-field=WHERE] input[value=production]').check();
      const page = new URL(await tab.getByRole('link', { name: 'Open the prefilled pipeline' }).getAttribute('href'));
      assert.equal(page.origin + page.pathname, 'https://gitlab.example.com/finance/month-end/-/pipelines/new');
      assert.deepEqual(Object.fromEntries(page.searchParams), { ref: 'main', 'var[MONTH]': '2026-11 & more', 'var[WHERE]': 'production' });
      assert.deepEqual(troubles, []);
    });
  } finally {
    await portal.close();
  }
});
