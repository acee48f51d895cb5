// What a form says of its guardrails and what `milepost action check` says where the workflow runs are the same,
// as far as the page can tell: of inputs, the catalog, files, scorecards and time.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, visit } from './harness/browser.js';
import { portalOf } from './harness/portal.js';

const WORKFLOW = `on:
  workflow_dispatch:
    inputs:
      service: {type: string, required: true}
      environment: {type: choice, options: [production, staging], required: true}
      size: {type: number, default: 5}
      dry: {type: boolean}
jobs: {run: {runs-on: ubuntu-24.04, steps: [{run: "true"}]}}
`;

const RULES = {
  size: "deny: 'inputs.environment == \"staging\" && int(inputs.size) > 10'",
  dry: "deny: 'inputs.dry == \"false\" && inputs.environment == \"staging\"'",
  tier: "deny: 'entity.tier == \"1\" && inputs.environment == \"production\"'",
  owner: "deny: 'entity.owner.name == \"\"'",
  tags: "deny: '\"frozen\" in entity.tags'",
  label: "deny: 'entity.labels[\"data\"] == \"personal\"'",
  runbook: "deny: '!files.runbook && inputs.environment == \"production\"'",
  images: "deny: '\"docker.io/library/node:22\" in files.base_images'",
  failing: "deny: '\"has-runbook\" in scorecards.failing'",
  level: "deny: 'scorecards.levels[\"ready\"] != \"Silver\" && inputs.environment == \"production\"'",
  hours: "deny: 'now.getHours() < 6 || now.getHours() > 16'",
  weekend: "deny: 'now.getDayOfWeek() in [0, 6]'",
  day: "deny: 'now.getMonth() == 11 && now.getDate() > 20'",
  until: "deny: 'now < timestamp(\"2026-11-19T00:00:00Z\")'",
  freeze: "freeze: [{from: 2026-12-18, until: 2027-01-04}]\n    when: 'inputs.environment == \"production\" && entity.tier != \"3\"'",
  approval: "approve: 'inputs.environment == \"production\" && !files.runbook'\n    by: owner",
  actor: "deny: 'actor.login == \"mallory\"'",
  quota: 'quota: {count: 2, per: day, by: service}',
};

/** What only the place where the workflow runs can tell. */
const LATER = new Set(['actor', 'quota']);

const CONFIG = `
[[rule]]
id = "has-readme"
title = "Has a README"
why = "To begin somewhere."
pass = 'files.readme'
[[rule]]
id = "has-runbook"
title = "Has a runbook"
why = "To begin somewhere at night."
pass = 'files.runbook'
[[scorecard]]
id = "ready"
title = "Ready"
[[scorecard.level]]
name = "Bronze"
rules = ["has-readme"]
[[scorecard.level]]
name = "Silver"
rules = ["has-runbook"]
`;

const action = `title: Do it\nworkflow: .github/workflows/do.yml\ninputs:\n  service: {format: service}\nguardrails:\n${Object.entries(RULES).map(([id, rule]) => `  - id: ${id}\n    title: ${id}\n    message: It is ${id}.\n    ${rule}\n`).join('')}`;
const service = (name, more, files) => ({ 'milepost.yaml': `name: ${name}\ntype: service\n${more}`, 'README.md': `# ${name}\n`, ...files });
let portal, browser;

before(async () => {
  portal = await portalOf({
    'https://github.com/lumenfreight/platform': { 'README.md': '# Platform\n', '.github/workflows/do.yml': WORKFLOW, 'milepost.actions/do.yaml': action },
    'https://github.com/lumenfreight/alpha': service('alpha', 'tier: 1\nowner: tracking\ntags: [frozen]\n', { Dockerfile: 'FROM docker.io/library/node:22\n' }),
    'https://github.com/lumenfreight/beta': service('beta', 'tier: 3\nlabels: {data: personal}\n', { 'docs/runbook.md': '# When it breaks\n' }),
  }, CONFIG);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await portal?.close();
});

const NOW = ['2026-11-20T10:00:00Z', '2026-11-21T18:30:00Z', '2026-12-24T05:59:59Z', '2027-01-04T00:00:00Z', '2026-11-18T12:00:00Z'];

test('the page and the check agree on each guardrail, of each service, in each environment, at each instant', async () => {
  const runs = join(portal.site.folder, '../runs.json');
  writeFileSync(runs, JSON.stringify({ workflow_runs: [1, 2].map((id) => ({ id, created_at: '2026-11-20T09:00:00Z', display_title: 'do service=alpha' })) }));
  const told = { yes: 0, no: 0, wait: 0, later: 0 };
  for (const now of NOW) {
    await visit(browser, portal.server.url('actions/do/'), {}, async (tab) => {
      await tab.clock.setFixedTime(new Date(now));
      for (const name of ['alpha', 'beta']) {
        for (const [environment, size] of [['production', '5'], ['staging', '11']]) {
          await tab.locator('#in-service').selectOption(name);
          await tab.locator(`[data-field=environment] input[value=${environment}]`).check();
          await tab.locator('#in-size').fill(size);
          const shown = Object.fromEntries(await tab.locator('[data-guard]').evaluateAll((all) => all.map((one) => [one.querySelector('b').textContent, one.className || 'yes'])));
          const words = ['action', 'check', 'do', '--data', '../../site/data', '--runs', '../../runs.json', '--actor', 'mallory', '--now', now];
          const { code, text, trouble } = portal.program('platform', [...words, ...[`service=${name}`, `environment=${environment}`, `size=${size}`].flatMap((pair) => ['--input', pair])]);
          const checked = Object.fromEntries(text.trim().split('\n').map((line) => [line.slice(9).trim().split(':')[0].trim(), line.slice(0, 9).trim()]));
          for (const id of Object.keys(RULES)) {
            const expected = { holds: 'yes', refused: 'no', approval: 'wait' }[checked[id]];
            const where = `${id} of ${name} in ${environment} at ${now}: ${text}${trouble}`;
            assert.ok(expected, where);
            told[shown[id]] += 1;
            assert.equal(shown[id], LATER.has(id) ? 'later' : expected, where);
          }
          assert.equal(checked.actor, 'refused');
          assert.equal(checked.quota, name === 'alpha' && Date.parse('2026-11-20T09:00:00Z') > Date.parse(now) - 86_400_000 ? 'refused' : 'holds');
          assert.equal(code, 1);
        }
      }
    });
  }
  assert.ok(told.yes > 100 && told.no > 40 && told.wait >= 5, JSON.stringify(told));
});

test('what is not known refuses the run, and the page says that it is checked later', async () => {
  await visit(browser, portal.server.url('actions/do/'), {}, async (tab) => {
    const state = (id) => tab.locator('[data-guard]').filter({ has: tab.locator('b', { hasText: new RegExp(`^${id}$`) }) }).getAttribute('class');
    for (const id of ['tags', 'label', 'images', 'failing', 'actor', 'quota']) assert.equal(await state(id), 'later', id);
  });
  const inputs = ['--input', 'service=alpha', '--input', 'environment=staging'];
  const { code, text } = portal.program('platform', ['action', 'check', 'do', '--now', NOW[0], ...inputs]);
  assert.equal(code, 1);
  for (const id of ['tags', 'label', 'images', 'failing', 'actor', 'quota']) assert.match(text, new RegExp(`^unknown +${id}:`, 'm'));
  for (const id of ['runbook', 'level', 'hours', 'freeze']) assert.match(text, new RegExp(`^holds +${id}$`, 'm'), 'what decides without it is told');
});

test('a service of which nothing is published is unknown, and no reason to go on', () => {
  const { code, trouble } = portal.program('platform', ['action', 'check', 'do', '--data', '../../site/data', '--input', 'service=nobody', '--input', 'environment=staging']);
  assert.notEqual(code, 0);
  assert.match(trouble, /nobody\.json/);
});
