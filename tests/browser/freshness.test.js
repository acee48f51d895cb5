// A page says how old its data are, and what was not read.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { visit } from './harness/browser.js';
import { browser, server, site } from './harness/opened.js';

const HOUR = 3_600_000;

/** What the demo says of itself in the one file that changes with every collection. */
const said = JSON.parse(/\.fresh = (\{.*\});/s.exec(site.read('freshness.js'))[1]);

/** Opens a page as it would be with other facts, at so many hours after the collection. */
async function withFacts(page, facts, hours, look) {
  const context = await browser.newContext();
  try {
    const tab = await context.newPage();
    await tab.clock.setFixedTime(Date.parse(said.observed) + hours * HOUR);
    const body = `(globalThis.milepost ??= {}).fresh = ${JSON.stringify({ ...said, ...facts })};\n`;
    // A page that changes with each collection holds the facts itself, and heeds what is there before it.
    await tab.addInitScript((fresh) => (globalThis.milepost = { fresh }), { ...said, ...facts });
    await tab.route('**/freshness.js', (route) => route.fulfill({ body, contentType: 'text/javascript' }));
    await tab.goto(server.url(page));
    return await look(tab);
  } finally {
    await context.close();
  }
}

test('every page has the bar, and reads the one file or holds what is in it', () => {
  const without = site.pages.filter((page) => page !== '404.html' && !site.isOldAddress(page)).filter((page) => {
    const html = site.read(page);
    return !/\sdata-stale[\s>=]/.test(html) || !/<script[^>]+src="?[^" >]*freshness\.js|<body data-facts="\{/.test(html);
  });
  assert.deepEqual(without, []);
});

// One file of markup and one script serve all pages, which the test above holds them to.
for (const type of ['home', 'catalog', 'catalog/*', 'delivery', 'teams/*']) {
  const { url } = site.fullest(type);
  describe(type, () => {
    test('data of two days ago raise the bar', async () => {
      await withFacts(url, { example: false }, 50, async (tab) => {
        const bar = tab.locator('[data-stale]');
        assert.ok(await bar.isVisible());
        assert.match(await bar.innerText(), /2 days old/);
        assert.equal(await bar.getByRole('link').count(), 1);
      });
    });

    test('data of this morning do not', async () => {
      await withFacts(url, { example: false }, 5, async (tab) => assert.equal(await tab.locator('[data-stale]').isVisible(), false));
    });

    test('an example says that it is one, however old', async () => {
      await withFacts(url, {}, 5000, async (tab) => {
        assert.equal(said.example, true);
        assert.match(await tab.locator('body').innerText(), /example data/i);
        assert.equal(await tab.locator('[data-stale]').isVisible(), false);
      });
    });

    test('what was not read is said and leads to Platform health', async () => {
      await withFacts(url, { whole: false, read: '209', known: '212' }, 5, async (tab) => {
        const link = tab.getByRole('link', { name: '209 of 212 repositories read' });
        await link.click();
        assert.match(new URL(tab.url()).pathname, /^\/health\/(index\.html)?$/);
        assert.equal(await tab.locator('h1').innerText(), 'Platform health');
      });
    });
  });
}

test('each repository that was not read stands on Platform health with a reason', async () => {
  await visit(browser, server.url('health/'), {}, async (tab) => {
    const missing = Number(said.known.replace(/\D/g, '')) - Number(said.read.replace(/\D/g, ''));
    const rows = tab.getByRole('region', { name: /repositories not read/i }).locator('tbody tr');
    assert.equal(await rows.count(), missing);
    for (const row of await rows.all()) assert.ok((await row.locator('td').nth(1).innerText()).trim().length > 5, await row.innerText());
  });
});
