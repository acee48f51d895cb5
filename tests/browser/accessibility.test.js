// axe finds nothing, on every type of page, wide and narrow, light and dark.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { complaints } from './harness/axe.js';
import { NARROW, WIDE } from './harness/browser.js';
import { openedOnce, site } from './harness/opened.js';

for (const { type, page, url } of site.samples()) {
  describe(`${type} (${page})`, () => {
    const opened = openedOnce(url);
    for (const viewport of [WIDE, NARROW]) {
      for (const colorScheme of ['light', 'dark']) {
        test(`axe finds nothing at ${viewport.width}, ${colorScheme}`, async () => {
          const { tab } = opened;
          await tab.setViewportSize(viewport);
          await tab.emulateMedia({ colorScheme });
          assert.deepEqual(await complaints(tab), []);
        });
      }
    }
  });
}
