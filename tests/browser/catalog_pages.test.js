// The pages around the catalog: what a person asks first is on the first screen, and pictures answer the pointer.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visit } from './harness/browser.js';
import { browser, server, site } from './harness/opened.js';

/** Where the first element that says something like this stands. */
const depth = (tab, text) => tab.locator('main').getByText(text).first().evaluate((element) => element.getBoundingClientRect().top);

test('a service says on its first screen whose it is, who is on call, how to run it, how to deploy it and where its runbook is', async () => {
  await visit(browser, server.url('catalog/carrier-sync/'), {}, async (tab) => {
    for (const text of ['Tracking', 'is on call until', 'Run it locally', 'Deploy it', 'Runbook']) {
      assert.ok((await depth(tab, text)) < 900, `${text} is below the first 900 pixels`);
    }
  });
});

test('owner, runbook and API of a service are two clicks from Home', async () => {
  await visit(browser, server.url(''), {}, async (tab) => {
    await tab.goto(server.url('catalog/?q=carrier-sync'));
    await tab.locator('#rows a.name').first().click();
    await tab.waitForURL('**/catalog/carrier-sync/**');
    const main = tab.locator('main');
    for (const name of ['Tracking', /Runbook/, /API/]) assert.ok((await main.getByRole('link', { name }).count()) > 0, String(name));
  });
});

test('from Home an action about a service of my team is two clicks away, filled in', async () => {
  await visit(browser, server.url('teams/tracking/'), {}, async (tab) => {
    await tab.getByRole('button', { name: /my team/ }).click();
    await tab.goto(server.url(''));
    await tab.locator('#my-team a.name').filter({ hasText: /^carrier-sync$/ }).click();
    const button = tab.locator('.phead .btns').getByRole('link', { name: 'Roll back carrier-sync' });
    assert.ok((await button.boundingBox()).y < 300, 'it stands in the head of the page');
    await button.click();
    // The field is there before the script of the page has filled it in.
    await tab.waitForFunction(() => document.querySelector('#in-service')?.value === 'carrier-sync');
  });
});

test('what was retired says since when and what took its place, to its callers too, and the successor says so', async () => {
  await visit(browser, server.url('catalog/edi-bridge/'), {}, async (tab) => {
    assert.match(await tab.locator('.note').first().innerText(), /^edi-bridge was retired on 11 Oct 2026\.\s+Its successor is carrier-sync\./);
    assert.equal(await tab.locator('.phead .btns').getByRole('link', { name: /Deploy/ }).count(), 0);
    await tab.goto(server.url('catalog/brand-assets/'));
    assert.equal(await tab.locator('.phead .btns').getByRole('link', { name: /Deploy|Roll back/ }).count(), 0, 'what nobody ever deployed');
    await tab.goto(server.url('catalog/weight-rules/dependencies/'));
    assert.match(await tab.locator('[aria-labelledby=called]').first().innerText(), /retired, replaced by carrier-sync/);
    await tab.goto(server.url('catalog/carrier-sync/'));
    assert.match(await tab.locator('[aria-labelledby=ab]').innerText(), /Replaces\s+edi-bridge/);
  });
});

test('a service without owner says so in red, with the fix', async () => {
  await visit(browser, server.url('catalog/route-planner/'), {}, async (tab) => {
    const note = tab.locator('.note.bad').first();
    assert.match(await note.innerText(), /Nobody owns route-planner\.[\s\S]*Add an owner to milepost\.yaml/);
  });
});

test('a tab of a service is a page or a panel, and the current one says that it is', async () => {
  await visit(browser, server.url('catalog/carrier-sync/dependencies/'), {}, async (tab) => {
    const tabs = tab.locator('nav.tabs a');
    assert.equal(await tabs.locator('xpath=self::*[@aria-current]').count(), 1);
    assert.match(await tab.locator('nav.tabs a[aria-current=page]').innerText(), /Dependencies/);
    for (const href of await tabs.evaluateAll((links) => links.map((link) => link.href))) {
      await tab.goto(href);
      const id = new URL(href).hash.slice(1);
      if (id) assert.equal(await tab.locator(`[id="${id}"]`).count(), 1, href);
    }
  });
});

test('the pointer on a box leaves its neighbours and dims the rest, and an address can ask for that', async () => {
  await visit(browser, server.url('graph/'), {}, async (tab) => {
    const boxes = tab.locator('svg[data-graph] [data-node]');
    const dim = () => tab.locator('svg[data-graph] [data-node].dim').count();
    assert.equal(await dim(), 0);
    await boxes.first().hover();
    assert.ok((await dim()) < (await boxes.count()));
    assert.equal(await tab.locator('svg[data-graph] [data-node].lit').count(), 1);
    await tab.mouse.move(2, 2);
    assert.equal(await dim(), 0);
    await tab.goto(server.url('graph/?focus=access'));
    assert.equal(await tab.locator('svg[data-graph] .lit[data-key=access]').count(), 1);
  });
});

test('every arrow of a picture stands in the table below it', async () => {
  for (const page of site.types().get('systems/*') ?? []) {
    const html = site.read(page);
    const arrows = (html.match(/data-from=/g) ?? []).length;
    const table = /Who needs whom, table[\s\S]*?<\/table>/.exec(html)?.[0] ?? '';
    assert.equal(Math.max((table.match(/<tr>/g) ?? []).length - 1, 0), arrows, page);
  }
});
