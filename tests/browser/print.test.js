// On paper: light, without the bars of the screen, nothing cut, not too many sheets.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { visit } from './harness/browser.js';
import { browser, openedOnce, server, site } from './harness/opened.js';

for (const { type, url } of site.fullestOfEach()) {
  describe(type, () => {
    const opened = openedOnce(url);

    test('prints light, without top bar and buttons, panels whole', async () => {
      const { tab } = opened;
      await tab.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const colours = await tab.evaluate(() => ({ ink: getComputedStyle(document.body).color, paper: getComputedStyle(document.body).backgroundColor }));
      assert.ok(brightness(colours.ink) < 0.3, `the ink is ${colours.ink}`);
      assert.ok(brightness(colours.paper) > 0.9, `the paper is ${colours.paper}`);
      assert.equal(await tab.locator('header.top').isVisible(), false);
      assert.deepEqual(await tab.locator('button:visible:not(th button)').allInnerTexts(), []);
      const cut = await tab.evaluate(() => [...document.querySelectorAll('main .panel')]
        .filter((panel) => panel.getBoundingClientRect().height < 900 && getComputedStyle(panel).breakInside === 'auto')
        .map((panel) => panel.outerHTML.slice(0, 80)));
      assert.deepEqual(cut, []);
    });
  });
}

for (const [type, most] of [['catalog/*', 3], ['weekly/*', 2]]) {
  test(`${type} fits on ${most} sheets`, async () => {
    await visit(browser, server.url(site.fullest(type).url), {}, async (tab) => {
      const pdf = (await tab.pdf({ format: 'A4' })).toString('latin1');
      const sheets = pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length;
      assert.ok(sheets >= 1 && sheets <= most, `${sheets} sheets`);
    });
  });
}

/** From 0, black, to 1, white; what is clear is the paper itself. */
function brightness(colour) {
  const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
  return alpha === 0 ? 1 : (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}
