// Pages, links and places in the navigation that the organisation added to its portal.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visit } from './harness/browser.js';
import { browser, server } from './harness/opened.js';

test('the top bar and the foot of every page lead to the pages of one’s own, which lead on', async () => {
  await visit(browser, server.url('teams/'), {}, async (tab) => {
    assert.equal(await tab.locator('footer').getByRole('link', { name: 'How we work' }).count(), 1);
    const chat = tab.locator('footer').getByRole('link', { name: 'Ask the platform team' });
    assert.equal(await chat.getAttribute('rel'), 'noreferrer');
    await tab.locator('header.top').getByRole('link', { name: 'How we work' }).click();
    assert.equal(await tab.locator('h1').innerText(), 'How we work');
    assert.equal(await tab.locator('header.top [aria-current=page]').innerText(), 'How we work');
    await tab.locator('main').getByRole('link', { name: 'when it breaks', exact: true }).click();
    await tab.locator('main').getByRole('link', { name: 'How we work', exact: true }).last().click();
    assert.match(tab.url(), /#what-we-promise-each-other$/);
    await tab.locator('main').getByRole('link', { name: 'The catalog', exact: true }).click();
    assert.equal(new URL(tab.url()).pathname, new URL(server.url('catalog/')).pathname);
  });
});

test('search finds words of a page of one’s own', async () => {
  await visit(browser, server.url('search/?q=culprits'), {}, async (tab) => {
    await tab.getByRole('link', { name: /When it breaks/ }).first().waitFor();
  });
});

for (const width of [981, 1180, 1181, 1279, 1280, 1440]) {
  test(`the top bar keeps to one line at ${width}`, async () => {
    await visit(browser, server.url('pages/'), { viewport: { width, height: 800 } }, async (tab) => {
      const heights = await tab.locator('header.top nav a:visible').evaluateAll((links) => links.map((link) => {
        const range = document.createRange();
        range.selectNodeContents(link);
        return [link.textContent, Math.round(range.getBoundingClientRect().height)];
      }));
      for (const [label, height] of heights) assert.ok(height < 30, `${label} is ${height} pixels high`);
    });
  });
}
