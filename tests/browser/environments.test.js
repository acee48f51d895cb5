// Environments: what the matrix shows is what the data say, and a sentence counts what its list shows.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { site } from './harness/opened.js';
import { read } from './harness/parsed.js';
import { urlOf } from './harness/site.js';

const data = JSON.parse(site.read('data/environments.json'));
const tabs = site.pages.filter((page) => /^catalog\/[^/]+\/environments\/index\.html$/.test(page));
/** So many commits a list names; the rest is a number below it. */
const NAMED = 25;

/** The services by the address of their tab, as the data have them. */
const services = new Map(data.services.map((service) => [service.page, service]));

describe('the matrix', () => {
  test('each cell is what the data say, with a shape and words', async () => {
    const found = await read('environments/index.html', (document) => {
      const table = document.querySelector('table.envs');
      const names = [...table.querySelectorAll('thead th')].slice(1).map((head) => head.firstElementChild.textContent);
      return [...table.querySelectorAll('tbody tr')].map((row) => ({
        page: new URL(row.querySelector('th a').href).pathname.slice(1),
        cells: [...row.querySelectorAll('td')].map((cell, at) => ({
          name: names[at],
          version: cell.querySelector('a')?.textContent ?? null,
          since: cell.querySelector('time')?.dateTime ?? null,
          state: cell.dataset.state ?? null,
          words: cell.querySelector('.st')?.textContent.trim() ?? null,
          icon: cell.querySelector('.st use')?.getAttribute('href') ?? null,
        })),
      }));
    });
    assert.ok(found.length > 20, `${found.length} services`);
    const states = new Map();
    for (const row of found) {
      const service = services.get(row.page.replace(/#.*$/, ''));
      assert.ok(service, row.page);
      for (const cell of row.cells) {
        const known = service.deployed.find((one) => one.family === null && one.environment.toLowerCase() === cell.name.toLowerCase());
        assert.equal(cell.version, known ? (known.version ?? known.sha.slice(0, 7)) : null, `${row.page} ${cell.name}`);
        if (!known) continue;
        assert.equal(cell.since, known.since);
        const { state, ahead, behind } = known.drift;
        assert.equal(cell.state, state === 'reference' ? null : state, `${row.page} ${cell.name}`);
        const words = { reference: null, same: 'same', ahead: `${ahead?.count} ahead`, behind: `${behind?.count} behind`, apart: `${ahead?.count} ahead, ${behind?.count} behind`, unknown: 'not known' }[state];
        assert.equal(cell.words, words, `${row.page} ${cell.name}`);
        if (cell.icon) states.set(state, cell.icon);
      }
    }
    assert.ok(states.has('same') && states.has('ahead') && states.has('behind'), [...states.keys()].join(' '));
    assert.equal(new Set(states.values()).size, states.size, 'each state has a shape of its own');
  });

  test('a team’s page has the team’s services and no others', async () => {
    const rows = await read('environments/by/team/tracking/index.html', (document) => [...document.querySelectorAll('table.envs tbody th span')].map((team) => team.textContent));
    assert.ok(rows.length > 3 && new Set(rows).size === 1, rows.join(', '));
  });
});

describe('how far versions are apart', () => {
  test('the number in each sentence is that of the data, and of the rows below it', async () => {
    let seen = 0;
    for (const page of tabs) {
      const service = services.get(urlOf(page));
      const panels = await read(page, (document) =>
        [...document.querySelectorAll('section.panel:has([data-gap])')].map((panel) => ({
          sentence: panel.querySelector('[data-gap]').textContent,
          lists: [...panel.querySelectorAll('table')].map((table) => ({ count: Number(table.dataset.count), rows: [...table.querySelectorAll('tbody tr')].map((row) => row.querySelector('td').textContent.trim()) })),
          more: panel.querySelector('footer')?.textContent ?? '',
        })),
      );
      const drifts = [...service.deployed.filter((one) => one.family === null).map((one) => one.drift), service.known.unreleased?.drift].filter((drift) => drift?.ahead);
      for (const panel of panels) {
        const numbers = [...panel.sentence.matchAll(/(\d+)(?= commits? (?:ahead|behind)| behind)/g)].map((found) => Number(found[1]));
        if (panel.lists.length === 0) continue;
        seen += 1;
        assert.deepEqual(numbers, panel.lists.map((list) => list.count), `${page}: ${panel.sentence}`);
        for (const list of panel.lists) {
          assert.equal(list.rows.length, Math.min(list.count, NAMED), `${page}: ${panel.sentence}`);
          if (list.count > NAMED) assert.match(panel.more, new RegExp(`${list.count - NAMED} more`));
          const known = drifts.flatMap((drift) => [drift.ahead, drift.behind]).some((side) => side.count === list.count && side.newest.every((sha, at) => sha.startsWith(list.rows[at])));
          assert.ok(known, `${page}: ${panel.sentence} names commits that the data do not`);
        }
      }
    }
    assert.ok(seen > 10, `${seen} sentences`);
  });

  test('what nobody can compare is said, with the reason', () => {
    const reasons = new Set(data.services.flatMap((service) => service.deployed.map((one) => one.drift.unknown)).filter(Boolean));
    assert.ok(reasons.has('commit_not_read') && reasons.has('nothing_in_production'), [...reasons].join(' '));
  });

  test('every lane of the timeline ends in what runs now', async () => {
    const found = await read('catalog/carrier-sync/environments/index.html', (document) =>
      [...document.querySelectorAll('table[data-chart=lanes] tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent)),
    );
    const service = services.get('catalog/carrier-sync/environments/');
    for (const one of service.deployed) {
      const newest = found.find((row) => row[1] === one.environment);
      assert.equal(newest?.[2], one.version ?? one.sha.slice(0, 7), one.environment);
    }
  });
});

describe('the Actions tab', () => {
  test('each action that asks for a service opens with its name', async () => {
    const rows = await read('catalog/carrier-sync/actions/index.html', (document) => [...document.querySelectorAll('ul.actions a')].map((link) => link.href).filter((href) => href.includes('/actions/')));
    const asking = rows.filter((href) => new URL(href).search);
    assert.ok(asking.length > 0, rows.join(' '));
    for (const href of asking) assert.match(decodeURIComponent(new URL(href).search), /carrier-sync/);
  });
});
