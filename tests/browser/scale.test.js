// The catalog at 5,000 services: what a keystroke draws and asks for. The list is the demo's, so many times over.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visit } from './harness/browser.js';
import { multiply } from './harness/many.js';
import { browser, server, site } from './harness/opened.js';

const CATALOG = server.url(site.fullest('catalog').url);
const SERVICES = 5_000;
/** What the page ever holds, what it draws while somebody types, and what follows when the fingers rest. */
const [MOST, TYPED, RESTED] = [500, 25, 100];

const shown = (tab) => tab.locator('main tbody tr').count();

/** Opens the catalog with a list of so many services, and gives it to `look`. */
async function visitMany(look) {
  await visit(browser, CATALOG, {}, async (tab, told) => {
    await tab.addInitScript(multiply, SERVICES);
    await tab.reload();
    assert.equal(await tab.evaluate(() => globalThis.milepost.index.name.length), SERVICES);
    await look(tab, told);
  });
}

test('a keystroke draws a screenful, a rest one step more, and neither asks for anything', async () => {
  await visitMany(async (tab, { requests, troubles }) => {
    await tab.waitForLoadState('networkidle');
    requests.length = 0;
    await tab.evaluate(watch);
    const field = tab.locator('main input[type=search][data-search]');
    await field.focus();
    for (const letter of 'e-') {
      await tab.evaluate(() => (globalThis.drawn = 0));
      // In one go: what is drawn before the next frame is what the keystroke cost.
      const atOnce = await field.evaluate((input, letter) => {
        input.value += letter;
        input.dispatchEvent(new Event('input', { bubbles: true }));
        return document.querySelectorAll('main tbody tr').length;
      }, letter);
      assert.ok(atOnce > 0 && atOnce <= TYPED, `${atOnce} rows at once`);
      await tab.waitForFunction((least) => document.querySelectorAll('main tbody tr').length === least, RESTED);
      const drawn = await tab.evaluate(() => globalThis.drawn);
      assert.ok(drawn <= RESTED, `${drawn} rows drawn for one letter`);
    }
    assert.deepEqual(requests, []);
    assert.deepEqual(troubles, []);
  });
});

test('however often more are asked for, the page holds 500 rows, and says of how many', async () => {
  await visitMany(async (tab) => {
    const box = tab.locator('main fieldset[data-facet=has] input').first();
    await box.check();
    const more = tab.getByRole('button', { name: /more/i });
    for (let presses = 0; presses < 10 && (await more.isVisible()); presses += 1) await more.click();
    assert.equal(await shown(tab), MOST);
    const said = await tab.locator('#count').innerText();
    assert.match(said, /of 5\u202f000 services\. The first 500 are listed\./);
  });
});

test('Back brings back as many rows as were there', async () => {
  await visitMany(async (tab) => {
    const boxes = tab.locator('main fieldset[data-facet=has] input');
    await boxes.nth(0).check();
    const more = tab.getByRole('button', { name: /more/i });
    await more.click();
    await more.click();
    const before = await tab.locator('main tbody a.name').allTextContents();
    assert.equal(before.length, 3 * RESTED);
    await boxes.nth(1).check();
    await tab.goBack();
    assert.deepEqual(await tab.locator('main tbody a.name').allTextContents(), before);
  });
});

/** Runs in the page. Counts the rows that are put into the list. */
function watch() {
  globalThis.drawn = 0;
  new MutationObserver((changes) => {
    for (const change of changes) globalThis.drawn += [...change.addedNodes].filter((node) => node.nodeName === 'TR').length;
  }).observe(document.querySelector('#rows'), { childList: true });
}
