// axe finds nothing, on every type of page, wide and narrow, light and dark.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { complaints } from './harness/axe.js';
import { NARROW, visit, WIDE } from './harness/browser.js';
import { browser, server, site } from './harness/opened.js';

for (const { type, page, url } of site.samples()) {
  describe(`${type} (${page})`, () => {
    for (const viewport of [WIDE, NARROW]) {
      for (const colorScheme of ['light', 'dark']) {
        test(`axe finds nothing at ${viewport.width}, ${colorScheme}`, async () => {
          await visit(browser, server.url(url), { viewport, colorScheme }, async (tab) => {
            assert.deepEqual(await complaints(tab), []);
          });
        });
      }
    }
  });
}
