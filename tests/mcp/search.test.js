// The search of the tools against the search of the portal's own page: the same first results.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { runInThisContext } from 'node:vm';
import { ask, connected, data, text } from './harness/portal.js';

const QUERIES = ['roll back', 'runbook', 'database', 'retry', 'carrier feed', 'customs declaration', 'kubernetes', 'staging', 'deploy', 'k8s', 'secret rotat', 'payments', 'release notes', 'parcl', 'session', 'idempotency key', 'GET /parcels', 'feeds'];

let client;
/** The portal's scripts, as a browser has them: `load` reads files of the folder. */
let portal;
before(async () => {
  client = await connected();
  const at = 'https://portal.example.org/';
  globalThis.location = { href: at };
  globalThis.document = { body: { dataset: { root: '' } }, currentScript: null };
  portal = createRequire(import.meta.url)('../js/milepost.cjs')('packing', 'search-fold', 'search-head', 'search-shards', 'search-text');
  portal.load = async (path) => {
    document.currentScript = { src: new URL(path, at).href };
    runInThisContext(text(path));
  };
  await portal.load('freshness.js');
  await portal.load(portal.fresh.search.index);
});
after(() => client.close());

test('pages of documentation come in the order of the page of results', async () => {
  let compared = 0;
  for (const query of QUERIES) {
    const { found } = await portal.fullText.find(query);
    const docs = found.filter((one) => one.kind === 'Docs');
    const expected = [];
    for (const one of docs.slice(0, 10)) {
      const { address, sections } = await portal.fullText.open(one.page);
      const id = sections[one.section]?.[1];
      expected.push(address + (id ? `#${id}` : ''));
    }
    const { answer } = await ask(client, 'search_docs', { query, limit: 10 });
    assert.deepEqual(answer.pages.map((page) => page.link), expected, query);
    assert.equal(answer.count, docs.length, query);
    compared += expected.length;
  }
  assert.ok(compared > 80, `${compared} results were compared`);
});

test('names come in the order of the palette', async () => {
  const entries = portal.head.unpack(portal.searchIndex);
  const catalog = data('catalog');
  const pages = new Set([...catalog.services, ...catalog.teams, ...catalog.entities].map((one) => one.page));
  for (const query of ['carrier', 'carier sync', 'tracking', 'gateway', 'db', 'api', 'payments', 'identity', 'route', 'movement']) {
    const expected = portal.head.find(entries, query, { team: '', recent: [] }).map((found) => found.entry.address).filter((address) => pages.has(address));
    const { answer } = await ask(client, 'find_entities', { query, limit: 10 });
    assert.deepEqual(answer.entities.map((one) => one.page), expected.slice(0, 10), query);
    assert.ok(expected.length > 0, query);
  }
});
