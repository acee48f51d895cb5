// The catalog's list: filters in the address, Back, the way out of an empty list, sorting by value.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visit } from './harness/browser.js';
import { browser, server, site } from './harness/opened.js';

const CATALOG = server.url(site.fullest('catalog').url);

/**
 * The names of the services that are shown, in their order. Not their inner text: that is empty for rows
 * that the browser has not painted yet (content-visibility), and which those are is a matter of timing.
 */
const names = (tab) => tab.locator('main tbody tr:visible a.name').allTextContents();

/** The filters that can be ticked and would leave something, as fieldset and value. */
const choices = (tab) => tab.evaluate(() => [...document.querySelectorAll('main fieldset input[type=checkbox]')]
  .filter((box) => !box.checked && box.checkVisibility() && Number(box.closest('label').querySelector('.num')?.textContent) > 0)
  .map((box) => ({ facet: box.name, value: box.value, count: Number(box.closest('label').querySelector('.num').textContent) })));

const box = (tab, { facet, value }) => tab.locator(`main fieldset input[name="${facet}"][value="${value}"]`);

const ticked = (tab) => tab.evaluate(() => [...document.querySelectorAll('main fieldset input:checked')].map((one) => `${one.name}:${one.value}`));

/** Ticks a filter of one facet and then one of another that still leaves something. */
async function tickTwo(tab) {
  const first = (await choices(tab)).find(({ facet, count }) => facet === 'owner' && count > 1) ?? (await choices(tab))[0];
  await box(tab, first).check();
  const second = (await choices(tab)).find(({ facet }) => facet !== first.facet);
  assert.ok(second, 'a second facet leaves something');
  await box(tab, second).check();
  return [first, second];
}

test('two filters stand in the address, and that address opens the same list elsewhere', async () => {
  await visit(browser, CATALOG, {}, async (tab) => {
    const all = await names(tab);
    const chosen = await tickTwo(tab);
    const query = new URL(tab.url()).searchParams.get('q');
    for (const { facet, value } of chosen) assert.ok(query.toLowerCase().includes(`${facet}:`) && query.toLowerCase().includes(value.toLowerCase()), query);
    const shown = await names(tab);
    assert.ok(shown.length > 0 && shown.length < all.length, `${shown.length} of ${all.length}`);

    const other = await tab.context().newPage();
    await other.goto(tab.url());
    assert.deepEqual(await names(other), shown);
    assert.deepEqual(await ticked(other), await ticked(tab));
    assert.equal((await ticked(other)).length, 2);
  });
});

test('the counts beside a facet say what ticking it would show', async () => {
  await visit(browser, CATALOG, {}, async (tab) => {
    const [choice] = (await choices(tab)).filter(({ count }) => count > 1);
    await box(tab, choice).check();
    assert.equal((await names(tab)).length, choice.count);
  });
});

test('Back brings back the rows of before, and Forward those of after', async () => {
  await visit(browser, CATALOG, {}, async (tab) => {
    const all = await names(tab);
    const [choice] = (await choices(tab)).filter(({ count }) => count < all.length);
    await box(tab, choice).check();
    const some = await names(tab);
    assert.notDeepEqual(some, all);
    await tab.goBack();
    assert.deepEqual(await names(tab), all);
    assert.deepEqual(await ticked(tab), []);
    await tab.goForward();
    assert.deepEqual(await names(tab), some);
  });
});

test('typing filters as it goes and does not fill the history', async () => {
  await visit(browser, CATALOG, {}, async (tab) => {
    // A plain name: the address holds what was typed in a form of its own, lower case and word by word.
    const name = (await names(tab)).findLast((one) => /^[a-z0-9-]+$/.test(one));
    const before = await tab.evaluate(() => history.length);
    await tab.locator('main input[type=search][data-search]').fill(name);
    await tab.waitForFunction((wanted) => new URLSearchParams(location.search).get('q')?.includes(wanted), name);
    assert.ok((await names(tab)).includes(name));
    assert.equal(await tab.evaluate(() => history.length), before);
  });
});

test('a list that is empty names the filter to remove, and one click removes it', async () => {
  await visit(browser, `${CATALOG}?q=zzz-nothing-is-called-this`, {}, async (tab) => {
    assert.deepEqual(await names(tab), []);
    const words = await tab.locator('#empty').innerText();
    assert.match(words, /No service matches/);
    assert.match(words, /zzz-nothing-is-called-this/);
    await tab.locator('#empty').getByRole('button').click();
    assert.ok((await names(tab)).length > 0);
    assert.equal(await tab.locator('#empty').isVisible(), false);
  });
});

test('the count is said to those who do not see the rows', async () => {
  await visit(browser, CATALOG, {}, async (tab) => {
    await tickTwo(tab);
    const said = await tab.locator('main [role=status]').first().innerText();
    assert.ok(said.includes(String((await names(tab)).length)), said);
  });
});

test('each column sorts by value, both ways, and says so', async () => {
  await visit(browser, CATALOG, {}, async (tab) => {
    const heads = await tab.locator('main thead th').count();
    for (let column = 0; column < heads; column += 1) {
      const head = tab.locator('main thead th').nth(column);
      const button = head.getByRole('button');
      if ((await button.count()) === 0) continue;
      const label = (await button.innerText()).trim();
      const seen = {};
      for (let presses = 0; presses < 3 && Object.keys(seen).length < 2; presses += 1) {
        if (presses > 0 || (await head.getAttribute('aria-sort')) === null) await button.click();
        seen[await head.getAttribute('aria-sort')] = await values(tab, column);
      }
      assert.deepEqual(Object.keys(seen).sort(), ['ascending', 'descending'], label);
      assert.equal(await tab.locator('main thead th[aria-sort]').count(), 1, `${label}: only one column is sorted`);
      for (const [order, cells] of Object.entries(seen)) assertSorted(cells, order, label);
    }
  });
});

test('the list can be sorted from the address', async () => {
  await visit(browser, CATALOG, {}, async (tab) => {
    await tab.locator('main thead th').nth(1).getByRole('button').click();
    const [shown, address] = [await names(tab), tab.url()];
    await tab.goto(address);
    assert.deepEqual(await names(tab), shown);
  });
});

/** What a column's cells say, as far as it can be ordered; cells that say nothing are left out. */
async function values(tab, column) {
  return tab.evaluate((at) => [...document.querySelectorAll('main tbody tr')].filter((row) => row.checkVisibility()).map((row) => {
    const cell = row.cells[at];
    const time = cell.querySelector('time');
    if (time) return Date.parse(time.dateTime);
    if (cell.querySelector('.muted')) return undefined;
    const data = cell.querySelector('data');
    if (data) return Number(data.value);
    if (cell.querySelector('.st.bad')) return undefined;
    const text = (cell.querySelector('a') ?? cell).innerText.trim();
    return text === '' ? undefined : /^\d[\d\s\u202f\u00a0.]*$/.test(text) ? Number(text.replace(/[\s\u202f\u00a0]/g, '')) : text.toLowerCase();
  }).filter((value) => value !== undefined), column);
}

function assertSorted(cells, order, label) {
  assert.ok(cells.length > 0, `${label} says nothing in any row`);
  const sign = order === 'ascending' ? 1 : -1;
  for (let place = 1; place < cells.length; place += 1) {
    const [before, after] = [cells[place - 1], cells[place]];
    if (typeof before !== typeof after) continue;
    // A newer day is a smaller age: a column of days may begin with either, as long as it keeps to it.
    const step = typeof before === 'number' ? before - after : before < after ? -1 : before > after ? 1 : 0;
    assert.ok(step * sign <= 0 || isOlderFirst(cells, sign), `${label} ${order}: ${before} stands before ${after}`);
  }
}

function isOlderFirst(cells, sign) {
  const areDays = cells.every((cell) => typeof cell === 'number' && cell > 1e11);
  return areDays && cells.every((cell, place) => place === 0 || (cells[place - 1] - cell) * sign >= 0);
}
