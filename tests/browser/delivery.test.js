// Delivery: every figure recomputes from the records that it leads to, and what cannot be placed is not.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { site } from './harness/opened.js';
import { read } from './harness/parsed.js';
import { urlOf } from './harness/site.js';

const tabs = site.pages.filter((page) => /^catalog\/[^/]+\/delivery\/index\.html$/.test(page));

/** between the two values around the place, in whole seconds. */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return Math.floor((low + high) / 2 + 0.5);
}

/** Half up, as the figures are. */
const rounded = (part, whole) => Math.floor((2 * part + whole) / (2 * whole));

/** Runs in the browser: a page's window, its tiles and its deployments. */
function records(document) {
  const window = document.querySelector('[data-window]');
  const figure = (element) => element?.querySelector('data')?.value;
  const tiles = Object.fromEntries([...document.querySelectorAll('a.tile[data-metric]')].map((tile) => [tile.dataset.metric, { raw: figure(tile), text: tile.textContent.replace(/\s+/g, ' '), hasMeter: !!tile.querySelector('.meter') }]));
  const rows = [...document.querySelectorAll('tr[data-class]')].map((row) => ({
    id: row.id,
    kind: row.dataset.class,
    at: row.querySelector('time').dateTime,
    failed: 'failed' in row.dataset,
    rework: 'rework' in row.dataset,
    leads: [...row.querySelectorAll('data.lt')].map((lead) => Number(lead.value)),
    recovery: row.querySelector('data.rt') && { after: Number(row.querySelector('data.rt').value), at: row.querySelector('data.rt').parentElement.querySelector('time').dateTime },
  }));
  const older = [...document.querySelectorAll('#evidence ~ *, section[aria-labelledby=evidence] footer a')].map((link) => link.getAttribute?.('href')).filter((href) => /deployments\/[^.]*$/.test(href ?? ''));
  return { from: window?.dataset.from, to: window?.dataset.to, tiles, rows, older };
}

/** Every deployment of a service: those of its tab and those of the pages of earlier years. */
async function everything(page) {
  const found = await read(page, records);
  for (const href of found.older) {
    const other = new URL(href, `http://x/${urlOf(page)}`).pathname.slice(1);
    found.rows.push(...(await read(`${other}index.html`, records)).rows);
  }
  return found;
}

/** What the five figures of a service must be, by its records alone; nothing where there is no record. */
function recomputed({ from, to, rows }) {
  const inside = (at) => from <= at && at < to;
  const shown = rows.filter((row) => inside(row.at));
  const forward = shown.filter((row) => row.kind === 'forward');
  const deployed = shown.filter((row) => row.kind === 'forward' || row.kind === 'rollback');
  const leads = forward.flatMap((row) => row.leads);
  const recoveries = rows.filter((row) => row.recovery && inside(row.recovery.at)).map((row) => row.recovery.after);
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  const rate = (part, whole) => (whole.length ? rounded(part.length * 1000, whole.length) : undefined);
  return {
    deployment_frequency: rounded(forward.length * 700, days),
    change_lead_time: leads.length ? median(leads) : undefined,
    failed_deployment_recovery_time: recoveries.length ? median(recoveries) : undefined,
    change_fail_rate: rate(forward.filter((row) => row.failed), forward),
    deployment_rework_rate: rate(deployed.filter((row) => row.rework), deployed),
  };
}

describe('the five figures of a service', () => {
  test('there are services with a Delivery tab', () => assert.ok(tabs.length > 5, `${tabs.length} tabs`));

  for (const page of tabs) {
    test(`recompute from the records of ${page}`, async () => {
      const found = await everything(page);
      const expected = recomputed(found);
      for (const [metric, { raw, text }] of Object.entries(found.tiles)) {
        if (raw === undefined) {
          assert.match(text, /Unknown/, `${metric} is neither a figure nor unknown`);
          continue;
        }
        assert.equal(Number(raw), expected[metric], `${metric} of ${page}`);
      }
      assert.equal(Object.keys(found.tiles).length, 5);
      assert.equal(new Set(found.rows.map((row) => row.id)).size, found.rows.length, 'every deployment has a name of its own');
    });
  }

  test('each figure is a link to its section, and each section links to records', async () => {
    for (const page of tabs.slice(0, 4)) {
      const broken = await read(page, (document) => {
        const leads = (link) => document.getElementById(link.getAttribute('href').slice(1));
        const tiles = [...document.querySelectorAll('a.tile[data-metric]')].filter((tile) => !leads(tile));
        const sections = [...document.querySelectorAll('section.metric > header a')].filter((link) => !leads(link));
        return [...tiles, ...sections].map((link) => link.outerHTML.slice(0, 100));
      });
      assert.deepEqual(broken, []);
    }
  });
});

test('a figure with too few records says so, and has no step', async () => {
  let few = 0;
  for (const page of tabs) {
    const { tiles } = await read(page, records);
    for (const [metric, tile] of Object.entries(tiles)) {
      const isFew = /too few to place/.test(tile.text);
      assert.ok(!(isFew && tile.hasMeter), `${metric} of ${page} is placed, though it rests on too few`);
      if (isFew) {
        few += 1;
        assert.match(tile.text, /n = \d+, too few to place/);
      }
    }
  }
  assert.ok(few > 0, 'the example has a service with too few records');
});

test('the median of a metric is that of the services that are listed', async () => {
  for (const page of site.pages.filter((page) => /^delivery\/metrics\/[^/]+\/index\.html$/.test(page))) {
    const listed = [];
    let shown;
    const further = site.pages.filter((other) => other === page || (other.startsWith(page.replace('index.html', '')) && other !== page));
    for (const one of further) {
      const found = await read(one, (document) => ({
        values: [...document.querySelectorAll('table[data-services] tbody tr')].map((row) => Number(row.querySelector('td:nth-child(3) data').value)),
        shown: document.querySelector('[data-figure] data')?.value,
      }));
      listed.push(...found.values);
      shown ??= found.shown;
    }
    if (shown === undefined) assert.deepEqual(listed, [], page);
    else assert.equal(Number(shown), median(listed), page);
  }
});

describe('charts', () => {
  for (const { page } of site.samples().filter(({ page }) => /^delivery\/(28d\/)?index|^catalog\/[^/]+\/delivery\/index|^delivery\/metrics/.test(page))) {
    test(`of ${page} have a name, and draw what their tables hold`, async () => {
      const charts = await read(page, (document) => [...document.querySelectorAll('table[data-chart]')].map((table) => {
        const id = table.dataset.chart;
        const drawings = [...document.querySelectorAll(`svg[aria-labelledby^="${id}-"]`)];
        const column = (place) => [...table.querySelectorAll('tbody tr')].map((row) => row.children[place]?.querySelector('data')?.value).reverse();
        return {
          id,
          names: drawings.map((drawing) => drawing.getAttribute('aria-labelledby').split(' ').map((part) => document.getElementById(part)?.textContent ?? '')),
          lines: drawings.map((drawing) => [...drawing.querySelectorAll('path.l.l1')].map((path) => path.getAttribute('d'))),
          bars: drawings.map((drawing) => [...drawing.querySelectorAll('path.bar')].map((path) => path.getAttribute('d')).join('')),
          values: column(1).map((value) => (value === undefined ? undefined : Number(value))),
        };
      }));
      assert.ok(charts.length > 0);
      for (const { id, names, lines, bars, values } of charts) {
        assert.ok(names.length > 0, `${id} has no drawing`);
        assert.ok(names.every(([title, description]) => title.length > 3 && description.length > 10), `${id} has no name`);
        if (id === 'lead-chart' || id === 'fails-chart' || id === 'rework-chart') lines.forEach((drawn) => followsValues(id, drawn, values));
        if (id === 'frequency-chart') bars.forEach((drawn) => assert.equal(drawn.match(/M/g)?.length ?? 0, values.filter((value) => value > 0).length, id));
      }
    });
  }
});

/** The heights of a line are those of the table's values, on a plain or a logarithmic scale: one straight rule holds for all. */
function followsValues(id, drawn, values) {
  const heights = drawn.flatMap((path) => path.slice(1).split('L').map((point) => Number(point.split(' ')[1])));
  const isLog = id === 'lead-chart';
  // A week that stands alone between gaps is a dot and no line.
  const inLine = values.filter((value, place) => value !== undefined && (values[place - 1] !== undefined || values[place + 1] !== undefined));
  const expected = inLine.map((value) => (isLog ? Math.log(Math.max(60, value)) : value));
  assert.equal(heights.length, expected.length, `${id} draws as many values as its table holds`);
  const [least, most] = [expected.indexOf(Math.min(...expected)), expected.indexOf(Math.max(...expected))];
  if (expected.length < 3 || expected[least] === expected[most]) return;
  const slope = (heights[most] - heights[least]) / (expected[most] - expected[least]);
  expected.forEach((value, place) => {
    const height = heights[least] + (value - expected[least]) * slope;
    assert.ok(Math.abs(height - heights[place]) < 0.6, `${id}: value ${place} is drawn at ${heights[place]} and belongs at ${height.toFixed(1)}`);
  });
}

test('wherever a standing is named, its source is one click away', async () => {
  for (const { page } of site.samples().filter(({ page }) => /^delivery\/(index|28d)|\/delivery\/index/.test(page))) {
    const links = await read(page, (document) => [...document.querySelectorAll('main a')].map((link) => link.getAttribute('href')));
    assert.ok(links.some((href) => /method\//.test(href)), page);
  }
  const method = site.read('delivery/method/index.html');
  for (const words of ['CC BY 4.0', 'Apache-2.0', 'Less than one hour', 'On demand', 'dora.dev']) assert.ok(method.includes(words), words);
});
