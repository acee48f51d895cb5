// Everything can be read without JavaScript, and nothing that needs it is shown.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NARROW, visit, WIDE } from './harness/browser.js';
import { browser, openedOnce, server, site } from './harness/opened.js';

for (const { type, page, url } of site.samples()) {
  describe(`${type} (${page})`, () => {
    const opened = openedOnce(url, { javaScriptEnabled: false });

    for (const viewport of [WIDE, NARROW]) {
      test(`shows its heading, its content and no dead control, at ${viewport.width}`, async () => {
        const { tab } = opened;
        await tab.setViewportSize(viewport);
        assert.ok(await tab.locator('h1').isVisible(), 'the heading');
        assert.ok((await tab.locator('main').innerText()).trim().length > 40, 'the content');
        assert.equal(await tab.locator('main svg[role=img]:not(:has(title))').count(), 0, 'pictures without a name');
        assert.deepEqual(await tab.evaluate(dead), []);
      });
    }
  });
}

for (const { type, url } of site.fullestOfEach()) {
  test(`${type} shows the same tables as with JavaScript`, async () => {
    const tables = (options) => visit(browser, server.url(url), options, (tab) => tab.locator('main table, main [role=table]').count());
    assert.equal(await tables({ javaScriptEnabled: false }), await tables({}));
  });
}

/** Runs in the page. Controls that are visible and do nothing: buttons that submit nothing, fields of no form, links to nowhere. */
function dead() {
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const acts = (element) => {
    const form = element.form ?? element.closest('form');
    const submits = form?.hasAttribute('action') && (form.querySelector('button:not([type=button]), input[type=submit]') || form.querySelectorAll('input').length === 1);
    return submits && element.type !== 'button';
  };
  const opens = (element) => element.hasAttribute('popovertarget') || element.hasAttribute('commandfor');
  return [...document.querySelectorAll('button, input, select, textarea, [role=button], a[href="#"], a:not([href])')]
    .filter((element) => isSeen(element) && !acts(element) && !opens(element))
    .map((element) => element.outerHTML.slice(0, 120));
}
