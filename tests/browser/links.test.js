// Every link leads somewhere, wherever the portal is put.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { ids, isForeign, references } from './harness/links.js';
import { serve } from './harness/server.js';
import { siteUnderTest } from './harness/site.js';

const site = siteUnderTest();

for (const base of ['/', '/a/b/portal/']) {
  test(`no internal link is broken when the site is served under ${base}`, async () => {
    const server = await serve(site.folder, base);
    try {
      const { pages, broken } = await crawl(server.url(''), async (url) => {
        const response = await fetch(url);
        const isPage = (response.headers.get('content-type') ?? '').startsWith('text/html');
        return { found: response.ok, url: response.url, html: isPage ? await response.text() : (await response.arrayBuffer(), undefined) };
      });
      assert.deepEqual(broken, []);
      const unreached = site.pages.filter((page) => page !== '404.html' && !pages.has(page));
      assert.deepEqual(unreached, [], 'pages that no link leads to');
    } finally {
      await server.close();
    }
  });
}

test('no internal link is broken when the site is opened from a folder', async () => {
  const folder = process.env.MILEPOST_FILE_SITE;
  assert.ok(folder, 'MILEPOST_FILE_SITE is not set: it names a site that was built with --file-urls');
  const root = pathToFileURL(join(folder, 'index.html')).href;
  const { broken } = await crawl(root, (url) => {
    const path = fileURLToPath(url.split(/[?#]/)[0]);
    // A browser shows the list of a folder's files, not its index.html.
    const found = existsSync(path) && statSync(path).isFile();
    return { found, url, html: found && path.endsWith('.html') ? readFileSync(path, 'utf8') : undefined };
  });
  assert.deepEqual(broken, []);
});

/** Follows every link inside the root and tells which lead nowhere, and from where. */
async function crawl(root, open) {
  const seen = new Map();
  const queue = [{ url: root, from: 'the start' }];
  const broken = [];
  const fragments = [];
  const folder = root.replace(/[^/]*$/, '');
  while (queue.length > 0) {
    const { url, from } = queue.shift();
    const address = url.split('#')[0];
    const plain = address.split('?')[0];
    if (url.includes('#')) fragments.push({ url, from });
    if (seen.has(plain)) continue;
    seen.set(plain, undefined);
    const answer = await open(address);
    if (!answer.found) broken.push(`${from} → ${url}`);
    if (answer.html === undefined) continue;
    seen.set(plain, new Set(ids(answer.html)));
    for (const reference of references(answer.html)) {
      if (isForeign(reference)) continue;
      const target = new URL(reference, answer.url).href;
      if (!target.startsWith(folder)) broken.push(`${address} → ${reference}, which leads out of the site`);
      else queue.push({ url: target, from: address });
    }
  }
  for (const { url, from } of fragments) {
    const [page, fragment] = [url.split(/[?#]/)[0], decodeURIComponent(url.split('#')[1])];
    const anchors = seen.get(page);
    if (anchors && fragment !== '' && fragment !== 'top' && !anchors.has(fragment)) broken.push(`${from} → ${url}, where nothing has that id`);
  }
  const pages = new Set([...seen.keys()].filter((url) => seen.get(url)).map((url) => asFile(url.slice(folder.length))));
  return { pages, broken };
}

function asFile(address) {
  const path = decodeURIComponent(address);
  return path === '' || path.endsWith('/') ? `${path}index.html` : path;
}
