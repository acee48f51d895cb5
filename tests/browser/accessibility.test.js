// axe finds nothing, on every type of page, wide and narrow, light and dark.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import axe from 'axe-core';
import { NARROW, WIDE } from './harness/browser.js';
import { openedOnce, site } from './harness/opened.js';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

for (const { type, page, url } of site.samples()) {
  describe(`${type} (${page})`, () => {
    const opened = openedOnce(url);
    for (const viewport of [WIDE, NARROW]) {
      for (const colorScheme of ['light', 'dark']) {
        test(`axe finds nothing at ${viewport.width}, ${colorScheme}`, async () => {
          const { tab } = opened;
          await tab.setViewportSize(viewport);
          await tab.emulateMedia({ colorScheme });
          if (!(await tab.evaluate(() => 'axe' in globalThis))) await tab.evaluate(axe.source);
          const results = await tab.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags, resultTypes: ['violations'] }), TAGS);
          const found = results.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary.replace(/\s+/g, ' ').slice(0, 200)}`));
          assert.deepEqual(found, []);
        });
      }
    }
  });
}
