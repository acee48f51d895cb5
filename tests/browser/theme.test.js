// Light and dark: as the system has it, until somebody chooses.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { background, visit } from './harness/browser.js';
import { browser, openedOnce, server, site } from './harness/opened.js';

const LIGHT = 'rgb(247, 247, 244)';
const DARK = 'rgb(15, 20, 18)';

for (const { type, url } of site.fullestOfEach()) {
  for (const javaScriptEnabled of [true, false]) {
    describe(`${type}, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, () => {
      const opened = openedOnce(url, { javaScriptEnabled });
      for (const [colorScheme, colour] of [['light', LIGHT], ['dark', DARK]]) {
        test(`is ${colorScheme} where the system is`, async () => {
          await opened.tab.emulateMedia({ colorScheme });
          assert.equal(await background(opened.tab), colour);
        });
      }
    });
  }
}

for (const [system, chosen, colour] of [['light', 'dark', DARK], ['dark', 'light', LIGHT]]) {
  test(`the button makes a ${system} page ${chosen}, and it stays so without a flash`, async () => {
    await visit(browser, server.url(''), { colorScheme: system }, async (tab) => {
      await choose(tab, chosen);
      assert.equal(await background(tab), colour);

      await tab.addInitScript(() => {
        globalThis.painted = [];
        const look = () => {
          if (document.body) globalThis.painted.push(getComputedStyle(document.body).backgroundColor);
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
      await tab.reload();
      await tab.waitForFunction(() => globalThis.painted.length > 5);
      assert.deepEqual([...new Set(await tab.evaluate(() => globalThis.painted))], [colour]);

      await tab.goto(server.url(site.fullest('catalog').url));
      assert.equal(await background(tab), colour, 'another page of the site');
    });
  });
}

test('the button leads back to what the system has', async () => {
  await visit(browser, server.url(''), { colorScheme: 'dark' }, async (tab) => {
    await choose(tab, 'light');
    await choose(tab, 'system');
    assert.equal(await background(tab), DARK);
  });
});

/** Presses the theme button until it says so. */
async function choose(tab, theme) {
  const button = tab.getByRole('button', { name: /^theme/i });
  for (let presses = 0; presses < 4; presses += 1) {
    if ((await button.getAttribute('aria-label')).includes(theme)) return;
    await button.click();
  }
  assert.fail(`the theme button never says ${theme}`);
}
