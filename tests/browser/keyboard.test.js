// Everything is reached with the keyboard, and what has the focus is seen.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { visit } from './harness/browser.js';
import { browser, openedOnce, server, site } from './harness/opened.js';

for (const { type, url } of site.fullestOfEach()) {
  describe(type, () => {
    const opened = openedOnce(url);

    test('the first Tab shows the way to the content, and Enter goes there', async () => {
      const { tab } = opened;
      await tab.keyboard.press('Tab');
      const first = tab.locator(':focus');
      assert.equal((await first.innerText()).trim(), 'Skip to content');
      assert.ok((await first.boundingBox()).y >= 0, 'it is on the screen');
      await tab.keyboard.press('Enter');
      // Where main itself takes no focus, the next stop tells that the way led there.
      if (await tab.evaluate(() => document.activeElement === document.body)) await tab.keyboard.press('Tab');
      assert.ok(await tab.evaluate(() => document.activeElement.closest('main') !== null), 'the focus is in main');
    });

    test('a slash goes to the search', async () => {
      const { tab } = opened;
      await tab.evaluate(() => document.activeElement.blur());
      await tab.keyboard.press('/');
      const field = await tab.evaluate(() => document.activeElement.outerHTML.slice(0, 120));
      assert.match(field, /^<input[^>]+(type="search"|role="combobox")/);
      await tab.keyboard.type('/x');
      assert.equal(await tab.evaluate(() => document.activeElement.value), '/x', 'a slash in the field is a slash');
    });
  });
}

test('n and p turn the pages of documentation, and brackets do the same to the tabs of a service', async () => {
  const docs = site.types().get('catalog/*/docs/*').find((page) => /class="pn"[^>]*><a[^>]*rel="prev"/.test(site.read(page)) && /rel="next"/.test(site.read(page)));
  await visit(browser, server.url(docs.replace('index.html', '')), {}, async (tab) => {
    const start = tab.url();
    const next = await tab.locator('.pn [rel=next]').evaluate((link) => link.href);
    await tab.keyboard.press('n');
    await tab.waitForURL(next);
    await tab.keyboard.press('p');
    await tab.waitForURL(start);
  });
  await visit(browser, server.url(docs.split('docs/')[0]), {}, async (tab) => {
    const start = tab.url();
    await tab.keyboard.press(']');
    await tab.waitForURL(/\/docs\//);
    await tab.goBack();
    await tab.waitForURL(start);
    await tab.keyboard.press('[');
    assert.equal(tab.url(), start, 'before the first tab there is none');
  });
});

test('on a service page the focus is always seen and never under the top bar', async () => {
  await visit(browser, server.url(site.fullest('catalog/*').url), {}, async (tab) => {
    const stops = await tab.locator('a[href], button, input, select, summary, [tabindex="0"]').count();
    for (let stop = 0; stop < stops + 5; stop += 1) {
      await tab.keyboard.press('Tab');
      const problem = await tab.evaluate(() => {
        const element = document.activeElement;
        if (element === document.body) return undefined;
        // A field may leave its ring to the form or label that frames it.
        const framed = [element, element.closest('form'), element.closest('label')].filter(Boolean).map((one) => getComputedStyle(one));
        const box = element.getBoundingClientRect();
        const name = element.outerHTML.slice(0, 90);
        if (!framed.some((style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)) return `${name} shows no ring`;
        const onTop = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        if (!element.closest('header') && onTop?.closest('header')) return `${name} is under the top bar`;
        return undefined;
      });
      assert.equal(problem, undefined);
    }
  });
});
