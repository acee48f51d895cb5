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

test('while somebody scrolls, no frame shows an empty list', async () => {
  await visitMany(async (tab) => {
    await tab.locator('main fieldset[data-facet=has] input').first().check();
    const more = tab.getByRole('button', { name: /more/i });
    for (let presses = 0; presses < 10 && (await more.isVisible()); presses += 1) await more.click();
    assert.equal(await shown(tab), MOST);
    const { frames, blank } = await tab.evaluate(scroll);
    assert.ok(frames > 20, `${frames} frames`);
    assert.ok(blank * 10 <= frames, `${blank} of ${frames} frames have a gap`);
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

/** Runs in the page. Scrolls through the list in steps of most of a screen, and looks at each frame for a place without a row. */
async function scroll() {
  const list = document.querySelector('#rows');
  const frame = () => new Promise((done) => requestAnimationFrame(() => done(undefined)));
  const told = { frames: 0, blank: 0 };
  const end = list.getBoundingClientRect().bottom + scrollY - innerHeight;
  for (let top = list.getBoundingClientRect().top + scrollY; top < end; top += innerHeight * 0.8) {
    scrollTo(0, top);
    await frame();
    told.frames += 1;
    // Below the bars that stay at the top.
    const heights = Array.from({ length: 8 }, (_, place) => ((place + 2) * innerHeight) / 10);
    const isDrawn = (y) => {
      const row = document.elementFromPoint(innerWidth / 2, y)?.closest('#rows tr');
      return row?.querySelector('a.name')?.checkVisibility({ contentVisibilityAuto: true }) === true;
    };
    if (!heights.every(isDrawn)) told.blank += 1;
  }
  return told;
}
