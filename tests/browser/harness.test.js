// The tests' own tools see what they are there to see.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { crawl, overHttp } from './harness/crawl.js';
import { ids, isForeign, references } from './harness/links.js';
import { withPalette } from './harness/png.js';
import { serve } from './harness/server.js';
import { Site, typeOf, urlOf } from './harness/site.js';

/** Serves pages that are made up for a test. */
async function withPages(pages, base, look) {
  const folder = mkdtempSync(join(tmpdir(), 'milepost-'));
  try {
    for (const [path, text] of Object.entries(pages)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const server = await serve(folder, base);
    try {
      return await look(server, folder);
    } finally {
      await server.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the crawler sees a broken link, a broken fragment and a way out of the site, and nothing else', async () => {
  const pages = {
    'index.html': '<a href="teams/">1</a><a href="gone/">2</a><a href="teams/#gone">3</a><a href="/elsewhere">4</a><a href="https://example.org">5</a>',
    'teams/index.html': '<h1 id="here">x</h1><a href="../?q=a%20b">6</a><a href="#here">7</a><img src="../missing.png"><!-- <a href="comment/"> -->',
  };
  await withPages(pages, '/a/b/', async (server) => {
    const { broken, pages: reached } = await crawl(server.url(''), overHttp);
    const about = (word) => broken.filter((line) => line.includes(word)).length;
    assert.equal(broken.length, 4, broken.join('\n'));
    assert.deepEqual(['gone/', '#gone', '/elsewhere', 'missing.png'].map(about), [1, 1, 1, 1]);
    assert.deepEqual([...reached].sort(), ['index.html', 'teams/index.html']);
  });
});

test('the server keeps to its folder and its base path', async () => {
  await withPages({ 'index.html': 'home', 'teams/index.html': 'teams', '404.html': 'lost' }, '/portal/', async (server) => {
    const get = async (path) => { const response = await fetch(server.origin + path, { redirect: 'manual' }); return [response.status, await response.text()]; };
    assert.deepEqual(await get('/portal/'), [200, 'home']);
    assert.deepEqual(await get('/portal/teams/'), [200, 'teams']);
    assert.deepEqual(await get('/portal/teams'), [301, '']);
    assert.deepEqual(await get('/portal/nothing/'), [404, 'lost']);
    assert.equal((await get('/'))[0], 404);
    assert.equal((await get('/portal/%2e%2e/%2e%2e/etc/passwd'))[0], 404);
  });
});

test('references and ids are what the browser would see', () => {
  const html = '<a id=one href="a?x=1&amp;y=2">x</a><script src=s.js>var a = \'<a href="no/">\';</script><img srcset="i.png 1x, j.png 2x"><p id="two" id-like="no">';
  assert.deepEqual(references(html), ['a?x=1&y=2', 's.js', 'i.png', 'j.png']);
  assert.deepEqual(ids(html), ['one', 'two']);
  for (const [reference, foreign] of [['https://a.b/', true], ['//a.b/', true], ['mailto:a@b', true], ['a/', false], ['#x', false]]) assert.equal(isForeign(reference), foreign, reference);
});

test('pages are told apart by type, and each type is shown by its fullest and its emptiest page', async () => {
  const rows = [['index.html', 'home', ''], ['404.html', '404', '404.html'], ['catalog/index.html', 'catalog', 'catalog/'], ['catalog/a/index.html', 'catalog/*', 'catalog/a/'],
    ['catalog/a/delivery/index.html', 'catalog/*/delivery', 'catalog/a/delivery/'], ['catalog/by/letter/a/index.html', 'catalog/by', 'catalog/by/letter/a/']];
  for (const [page, type, url] of rows) assert.deepEqual([typeOf(page), urlOf(page)], [type, url], page);
  await withPages({ 'index.html': 'x', 'catalog/a/index.html': 'x', 'catalog/b/index.html': 'xxx', 'catalog/c/index.html': 'xx' }, '/', (_, folder) => {
    const chosen = new Site(folder).samples().map(({ page }) => page);
    assert.deepEqual(chosen, ['catalog/b/index.html', 'catalog/a/index.html', 'index.html']);
  });
});

test('a picture keeps its colours in a palette', () => {
  const chunk = (type, body) => { const out = Buffer.alloc(12 + body.length); out.writeUInt32BE(body.length, 0); out.write(type, 4, 'latin1'); body.copy(out, 8); return out; };
  const header = Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0]);
  // Two rows of two pixels; the second row is the difference to the one above (filter 2).
  const rows = Buffer.from([0, 255, 0, 0, 0, 255, 0, 2, 0, 0, 0, 1, 1, 1]);
  const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
  const small = withPalette(png);
  assert.equal(small[25], 3, 'it has a palette');
  const palette = small.subarray(small.indexOf('PLTE') + 4);
  const colours = [0, 1, 2].map((place) => [...palette.subarray(place * 3, place * 3 + 3)].join());
  assert.deepEqual(colours.sort(), ['0,255,0', '1,0,1', '255,0,0'].sort());
});
