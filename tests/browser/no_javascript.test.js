// Everything can be read without JavaScript, and nothing that needs it is shown.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NARROW, visit, WIDE } from './harness/browser.js';
import { browser, server, site } from './harness/opened.js';

for (const { type, page, url } of site.samples()) {
  describe(`${type} (${page})`, () => {
    for (const viewport of [WIDE, NARROW]) {
      test(`shows its heading, its content and no dead control, at ${viewport.width}`, async () => {
        await visit(browser, server.url(url), { viewport, javaScriptEnabled: false }, async (tab) => {
          assert.ok(await tab.locator('h1').isVisible(), 'the heading');
          assert.ok((await tab.locator('main').innerText()).trim().length > 40, 'the content');
          for (const picture of await tab.locator('main svg[role=img]').all()) {
            assert.ok(await picture.locator('title').count(), 'a picture without a name');
          }
          assert.deepEqual(await dead(tab), []);
        });
      });
    }

    test('shows the same tables as with JavaScript', async () => {
      const tables = (options) => visit(browser, server.url(url), options, (tab) => tab.locator('main table, main [role=table]').count());
      assert.equal(await tables({ javaScriptEnabled: false }), await tables({}));
    });
  });
}

/** Controls that are visible and do nothing: buttons that submit nothing, fields of no form, links to nowhere. */
async function dead(tab) {
  const found = [];
  for (const control of await tab.locator('button, input, select, textarea, [role=button], a[href="#"], a:not([href])').all()) {
    if (!(await control.isVisible())) continue;
    const html = await control.evaluate((element) => {
      const form = element.form ?? element.closest('form');
      const acts = form?.hasAttribute('action') && (form.querySelector('button:not([type=button]), input[type=submit]') || form.querySelectorAll('input').length === 1);
      const opens = element.hasAttribute('popovertarget') || element.hasAttribute('commandfor');
      return acts && element.type !== 'button' ? undefined : opens ? undefined : element.outerHTML.slice(0, 120);
    });
    if (html) found.push(html);
  }
  return found;
}
