// Search: names at once, paths of APIs, what pages say; by keyboard, from a folder, and asking nobody else.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { complaints } from './harness/axe.js';
import { NARROW, visit } from './harness/browser.js';
import { browser, server, site } from './harness/opened.js';

const TEAMS = server.url('teams/');
const options = (tab) => tab.locator('.palette [role=option]');

/** Opens the palette and types, and waits until it shows what was typed. */
async function find(tab, words) {
  await tab.keyboard.press('Control+k');
  await tab.locator('.palette input').fill(words);
  await tab.locator(`.palette .keys a[href$="?q=${encodeURIComponent(words)}"]`).waitFor();
}

/** The titles of the rows. */
const titles = (tab) => options(tab).locator('b').allInnerTexts();

/** A long word that descriptions say and no name holds. */
function unnamed() {
  const { services: all } = JSON.parse(site.read('data/catalog.json'));
  const names = all.map(({ name }) => name.toLowerCase()).join(' ');
  const said = all.flatMap(({ description }) => (description ?? '').toLowerCase().match(/[a-z]{9,}/g) ?? []);
  const word = said.find((one) => !names.includes(one.slice(0, 5)));
  assert.ok(word, 'a long word that is in no name');
  return word;
}

/** The names of services, as the catalog shows them. */
async function services() {
  return visit(browser, server.url('catalog/'), {}, (tab) => tab.locator('main tbody tr a.name').allTextContents());
}

test('a service’s whole name lists it first, and Enter opens its page', async () => {
  const name = (await services()).find((one) => /^[a-z]+-[a-z]+$/.test(one));
  await visit(browser, TEAMS, {}, async (tab, { troubles }) => {
    await find(tab, name);
    assert.equal((await titles(tab))[0], name);
    // Leaving cuts off the parts of the index that are still on their way, and the browser says so.
    await tab.waitForLoadState('networkidle');
    await tab.keyboard.press('Enter');
    await tab.waitForURL(/\/catalog\//);
    assert.equal((await tab.locator('h1').innerText()).trim(), name);
    assert.deepEqual(troubles, []);
  });
});

test('a service’s name, with or without the word, leads to its runbook itself', async () => {
  for (const [words, row] of [['carrier-sync', 1], ['carrier-sync runbook', 0]]) {
    await visit(browser, TEAMS, {}, async (tab) => {
      await find(tab, words);
      assert.match((await titles(tab))[row], /Runbook/);
      // Leaving cuts off the parts of the index that are still on their way.
      await tab.waitForLoadState('networkidle');
      for (let down = 0; down < row; down += 1) await tab.keyboard.press('ArrowDown');
      await tab.keyboard.press('Enter');
      await tab.waitForURL(/\/catalog\/carrier-sync\/docs\/runbook\/$/);
    });
  }
});

test('a name with one wrong letter is among the first three', async () => {
  const plain = (await services()).filter((one) => /^[a-z]{5,}-[a-z]{4,}$/.test(one)).slice(0, 8);
  assert.ok(plain.length > 3);
  await visit(browser, TEAMS, {}, async (tab) => {
    for (const name of plain) {
      const typed = `${name.slice(0, 2)}${name.slice(3)}`;
      await find(tab, typed);
      assert.ok((await titles(tab)).slice(0, 3).includes(name), `${typed} for ${name}: ${await titles(tab)}`);
    }
  });
});

test('the path of an operation finds it, and leads to its section', async () => {
  const { url } = site.fullest('catalog/*/api/*');
  const { verb, path, id } = await visit(browser, server.url(url), {}, (tab) => tab.locator('article.op').first().evaluate((article) => ({
    verb: article.querySelector('.verb').textContent, path: article.querySelector('h3 code').textContent, id: article.id })));
  await visit(browser, TEAMS, {}, async (tab) => {
    await find(tab, `${verb} ${path}`);
    const row = options(tab).filter({ has: tab.locator('.verb') }).first();
    await row.waitFor();
    assert.equal((await titles(tab))[0], `${verb} ${path}`);
    await tab.keyboard.press('Enter');
    await tab.waitForURL((address) => address.hash === `#${id}`);
    assert.ok(await tab.locator(`#${id}`).isVisible());
  });
});

test('the palette is a dialog: arrows move, the field keeps the focus, Escape closes and gives the focus back', async () => {
  await visit(browser, TEAMS, {}, async (tab) => {
    const opener = tab.locator('[data-find]');
    await opener.focus();
    await opener.press('Enter');
    const input = tab.locator('.palette input');
    await input.fill('a');
    await options(tab).nth(2).waitFor();
    const chosen = () => tab.evaluate(() => {
      const field = document.activeElement;
      const option = document.getElementById(field.getAttribute('aria-activedescendant'));
      return { isField: field.matches('.palette input[role=combobox][aria-expanded=true]'), place: [...document.querySelectorAll('.palette [role=option]')].indexOf(option), isSelected: option?.getAttribute('aria-selected') };
    });
    assert.deepEqual(await chosen(), { isField: true, place: 0, isSelected: 'true' });
    await tab.keyboard.press('ArrowDown');
    assert.equal((await chosen()).place, 1);
    const walkedTo = tab.locator('.palette [aria-selected=true] b');
    const title = await walkedTo.textContent();
    await tab.waitForLoadState('networkidle');
    assert.equal(await walkedTo.textContent(), title, 'it stays chosen when more is found');
    for (let up = (await chosen()).place; up >= 0; up -= 1) await tab.keyboard.press('ArrowUp');
    assert.equal((await chosen()).place, (await options(tab).count()) - 1, 'round the end');
    assert.equal(await tab.locator('.palette [aria-selected=true]').count(), 1);
    await tab.keyboard.press('Escape');
    assert.equal(await tab.locator('dialog[open]').count(), 0);
    assert.ok(await opener.evaluate((element) => element === document.activeElement));
  });
});

test('Tab reaches the ways on from a service, and they stay inside the dialog', async () => {
  await visit(browser, TEAMS, {}, async (tab) => {
    await find(tab, (await services()).find((one) => /^[a-z]+-[a-z]+$/.test(one)));
    for (let stop = 0; stop < 12; stop += 1) {
      await tab.keyboard.press('Tab');
      // The browser's own bar may be a stop between the last and the first.
      assert.ok(await tab.evaluate(() => document.activeElement === document.body || document.activeElement.closest('dialog') !== null));
    }
    assert.ok((await tab.locator('.palette .quick a').count()) > 1);
  });
});

test('what was found is said to those who do not see it', async () => {
  await visit(browser, TEAMS, {}, async (tab) => {
    await find(tab, 'carrier');
    await tab.waitForFunction(() => /^\d+ results?$/.test(document.querySelector('.palette [role=status]').textContent));
    await find(tab, 'zzqqzz');
    await tab.waitForFunction(() => document.querySelector('.palette [role=status]').textContent.includes('zzqqzz'));
  });
});

test('what was opened from search comes again before anything is typed', async () => {
  await visit(browser, TEAMS, {}, async (tab) => {
    const name = (await services()).find((one) => /^[a-z]+-[a-z]+$/.test(one));
    await find(tab, name);
    await tab.keyboard.press('Enter');
    await tab.waitForURL(/\/catalog\//);
    await tab.keyboard.press('/');
    await tab.locator('.palette .gh', { hasText: 'Opened lately' }).waitFor();
    assert.equal((await titles(tab))[0], name);
  });
});

test('the palette and the results have nothing that axe finds', async () => {
  for (const colorScheme of ['light', 'dark']) {
    for (const viewport of [undefined, NARROW]) {
      await visit(browser, TEAMS, { colorScheme, ...(viewport && { viewport }) }, async (tab) => {
        await find(tab, 'carrier');
        assert.deepEqual(await complaints(tab), []);
      });
      await visit(browser, server.url('search/?q=carrier'), { colorScheme, ...(viewport && { viewport }) }, async (tab) => {
        await tab.locator('.hit').first().waitFor();
        assert.deepEqual(await complaints(tab), []);
      });
    }
  }
});

test('the page of results reads what pages say, marks the words, and asks no other origin', async () => {
  await visit(browser, server.url('search/?q=carrier'), {}, async (tab, { requests, troubles }) => {
    await tab.locator('.hits mark').first().waitFor();
    // The full text is read a moment after the names are shown.
    await tab.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('search-words.')));
    await tab.waitForLoadState('networkidle');
    assert.deepEqual(requests.filter((request) => !request.startsWith(server.origin) && !request.startsWith('data:')), []);
    assert.ok(requests.filter((request) => request.includes('search-')).length < 40, `${requests.length} requests`);
    assert.deepEqual(troubles, []);
    assert.deepEqual(await tab.evaluate(() => globalThis.policyViolations), []);
  });
});

test('a filter stands in the address, narrows the results, and Back takes it away', async () => {
  await visit(browser, server.url('search/?q=carrier'), {}, async (tab) => {
    // What pages say comes last, after the names and the operations.
    await tab.locator('#found section[aria-label=Docs]').waitFor();
    const sections = tab.locator('#found .stack > section');
    const before = await sections.count();
    assert.ok(before > 1);
    const box = tab.locator('#found input[name=kind]').first();
    const kind = await box.getAttribute('value');
    await box.check();
    await tab.waitForFunction(() => document.querySelectorAll('#found .stack > section').length === 1);
    assert.equal(new URL(tab.url()).searchParams.get('kind'), kind);
    await tab.goBack();
    await tab.waitForFunction((count) => document.querySelectorAll('#found .stack > section').length === count, before);
  });
});

test('a word with one wrong letter leads to the one that pages say', async () => {
  const word = unnamed();
  await visit(browser, server.url(`search/?q=${word.slice(0, 6)}${word.slice(7)}`), {}, async (tab) => {
    const link = tab.locator('main a', { has: tab.locator('strong', { hasText: word.slice(0, 6) }) });
    await link.click();
    await tab.locator('.hits mark').first().waitFor();
  });
});

/** The first words of a paragraph that one page of documentation says and no other, and the page's title. */
function sentence() {
  const plain = (html) => html.replace(/<[^>]*>/g, '').replace(/&[a-z0-9#]+;/g, ' ').split(/[^\p{Alphabetic}\p{N}]+/u).filter(Boolean);
  const said = new Map();
  for (const page of site.types().get('catalog/*/docs/*')) {
    const html = site.read(page);
    const title = plain(html.match(/<h1[^>]*>(.*?)<\/h1>/s)[1]).join(' ');
    for (const [, paragraph] of html.matchAll(/<p>(.*?)<\/p>/gs)) {
      const words = plain(paragraph).slice(0, 10).join(' ');
      said.set(words, [...(said.get(words) ?? []), title]);
    }
  }
  const [words, [title]] = [...said].find(([text, titles]) => titles.length === 1 && text.split(' ').length === 10);
  return { words, title };
}

test('a page of documentation is found by a sentence in it, in the palette and on the page of results', async () => {
  const { title, words } = sentence();
  await visit(browser, TEAMS, {}, async (tab, { troubles }) => {
    await find(tab, words);
    const row = tab.locator('.palette [role=group][aria-label=Docs] [role=option]').first();
    await row.waitFor();
    assert.equal((await row.locator('b').innerText()).split(/[^\p{Alphabetic}\p{N}]+/u).filter(Boolean).join(' '), title);
    const shown = await row.locator('b').innerText();
    await tab.waitForLoadState('networkidle');
    await row.click();
    await tab.waitForURL(/\/docs\//);
    assert.equal((await tab.locator('h1').innerText()).trim(), shown);
    assert.deepEqual(troubles, []);
  });
  await visit(browser, server.url(`search/?q=${encodeURIComponent(words)}`), {}, async (tab) => {
    const hit = tab.locator('section[aria-label=Docs] li', { has: tab.locator('mark') }).first();
    await hit.waitFor();
    assert.ok((await hit.locator('mark').count()) > 5, words);
  });
});

test('actions, checks and golden paths are found by name, and an action from the service that it is for', async () => {
  const named = async (url, selector) => visit(browser, server.url(url), {}, async (tab) => (await tab.locator(selector).first().innerText()).trim());
  const { actions: all } = JSON.parse(site.read('data/actions.json'));
  const filled = all.find(({ fields, inputs }) => (fields ?? inputs ?? []).some(({ format }) => format === 'service'));
  const check = await named(site.fullest('scorecards/checks/*').url, 'h1');
  const path = await named(site.fullest('golden-paths/*').url, 'h1');
  await visit(browser, TEAMS, {}, async (tab) => {
    for (const [name, group] of [[all[0].title, 'Actions'], [check, 'Checks'], [path, 'Golden paths']]) {
      await find(tab, name);
      assert.equal((await titles(tab))[0], name);
      assert.equal(await tab.locator('.palette .gh').first().innerText(), group);
    }
    const verb = filled.title.split(' ')[0].toLowerCase();
    const service = (await services()).find((one) => /^[a-z]+-[a-z]+$/.test(one));
    await find(tab, `${verb} ${service}`);
    const row = options(tab).filter({ hasText: filled.title }).first();
    await row.click();
    await tab.waitForURL(/\/actions\/.*\?/);
    assert.equal([...new URL(tab.url()).searchParams.values()][0], service);
  });
});

test('where nothing is found the palette says so, asks what was meant, and leads elsewhere', async () => {
  const word = unnamed();
  await visit(browser, TEAMS, {}, async (tab) => {
    await find(tab, `${word.slice(0, 6)}${word.slice(7)}`);
    const row = tab.locator('.palette [role=group][aria-label="Did you mean"] [role=option]');
    await row.waitFor();
    assert.equal(await tab.locator('.palette [aria-selected=true]').count(), 0, 'Enter asks for all results');
    await row.click();
    await tab.locator('.hits mark').first().waitFor();
  });
});

test('an address with a wrong letter leads to a page that names the service it sounds like', async () => {
  const name = (await services()).find((one) => /^[a-z]{4,}-[a-z]{4,}$/.test(one));
  await visit(browser, server.url(`catalog/${name.slice(0, -1)}q/`), {}, async (tab) => {
    const near = tab.locator('[data-near] a', { hasText: name });
    await near.first().click();
    assert.equal((await tab.locator('h1').innerText()).trim(), name);
  });
});

test('search works from a folder', async () => {
  const folder = process.env.MILEPOST_FILE_SITE;
  assert.ok(folder, 'MILEPOST_FILE_SITE is not set: it names a site that was built with --file-urls');
  const name = (await services()).find((one) => /^[a-z]+-[a-z]+$/.test(one));
  await visit(browser, pathToFileURL(join(folder, 'teams', 'index.html')).href, {}, async (tab) => {
    await find(tab, name);
    assert.equal((await titles(tab))[0], name);
    await tab.keyboard.press('Enter');
    await tab.waitForURL(/index\.html/);
    assert.equal((await tab.locator('h1').innerText()).trim(), name);
  });
  await visit(browser, `${pathToFileURL(join(folder, 'search', 'index.html')).href}?q=${unnamed()}`, {}, async (tab, { requests }) => {
    await tab.locator('.hits mark').first().waitFor();
    assert.ok(requests.some((request) => request.includes('search-texts.')), 'the texts were read');
    assert.match(await tab.locator('.hit').first().getAttribute('href'), /index\.html/);
  });
});
