// Every link leads somewhere, wherever the portal is put.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { crawl, overHttp } from './harness/crawl.js';
import { serve } from './harness/server.js';
import { siteUnderTest } from './harness/site.js';

const site = siteUnderTest();

for (const base of ['/', '/a/b/portal/']) {
  test(`no internal link is broken when the site is served under ${base}`, async () => {
    const server = await serve(site.folder, base);
    try {
      const { pages, broken } = await crawl(server.url(''), overHttp);
      assert.deepEqual(broken, []);
      const unreached = site.pages.filter((page) => page !== '404.html' && !pages.has(page) && !site.isOldAddress(page));
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
