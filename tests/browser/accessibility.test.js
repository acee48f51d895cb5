// axe finds nothing, on every type of page: on desks, tablets and phones, light and dark.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { complaints } from './harness/axe.js';
import { MIDDLE, NARROW, WIDE } from './harness/browser.js';
import { openedOnce, site } from './harness/opened.js';

const fullest = new Set(site.fullestOfEach().map(({ page }) => page));

for (const { type, page, url } of site.samples()) {
  describe(`${type} (${page})`, () => {
    const opened = openedOnce(url);
    // What breaks in the middle is what is too much for it: the emptiest page of a type is spared that.
    for (const viewport of fullest.has(page) ? [WIDE, MIDDLE, NARROW] : [WIDE, NARROW]) {
      test(`axe finds nothing at ${viewport.width}, light, nor in the colours of the dark`, async () => {
        const { tab } = opened;
        await tab.setViewportSize(viewport);
        await tab.emulateMedia({ colorScheme: 'light' });
        assert.deepEqual(await complaints(tab), []);
        // Nothing but colours follows the scheme, so nothing else is asked twice.
        await tab.emulateMedia({ colorScheme: 'dark' });
        assert.deepEqual(await complaints(tab, { onlyColours: true }), []);
      });
    }
  });
}
