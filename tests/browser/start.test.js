// Your first deploy is ticked off in this browser alone, and the form for feedback is filled in.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visit } from './harness/browser.js';
import { browser, server } from './harness/opened.js';

test('what is ticked stays ticked, is counted, and can be begun again', async () => {
  await visit(browser, server.url('start/'), {}, async (tab, { requests }) => {
    const boxes = tab.locator('main input[type=checkbox]');
    const all = await boxes.count();
    assert.ok(all > 3, `${all} steps`);
    assert.equal(await tab.locator('[data-progress]').innerText(), `0 of ${all} steps are done.`);
    assert.equal(await tab.getByRole('button', { name: 'Begin again' }).isVisible(), false);
    await boxes.nth(0).check();
    await tab.getByRole('checkbox', { name: /Find it here/ }).check();
    assert.equal(await tab.locator('[data-progress]').innerText(), `2 of ${all} steps are done.`);
    const asked = requests.length;
    await tab.reload();
    assert.equal(await boxes.nth(0).isChecked(), true);
    assert.equal(await tab.getByRole('checkbox', { name: /Find it here/ }).isChecked(), true);
    assert.equal(await boxes.nth(1).isChecked(), false);
    assert.ok(requests.slice(asked).every((url) => url.startsWith(server.url(''))), 'nothing is asked elsewhere');
    await tab.getByRole('button', { name: 'Begin again' }).click();
    assert.equal(await boxes.nth(0).isChecked(), false);
    assert.equal(await tab.evaluate(() => localStorage.getItem('mp.start')), null);
  });
});

test('without JavaScript every step is there and no box is', async () => {
  await visit(browser, server.url('start/'), { javaScriptEnabled: false }, async (tab) => {
    assert.ok(await tab.getByRole('heading', { name: 'Find it here' }).isVisible());
    assert.equal(await tab.locator('main input:visible').count(), 0);
  });
});

test('the link for feedback says which page it is and adds the browser’s name alone', async () => {
  const link = async (options) => visit(browser, server.url('teams/'), options, async (tab) => {
    const anchor = tab.getByRole('link', { name: 'Feedback on this page' });
    return new URL(await anchor.getAttribute('href'));
  });
  const [plain, filled] = [await link({ javaScriptEnabled: false }), await link({})];
  assert.equal(plain.searchParams.get('page'), '/teams/');
  assert.equal(plain.searchParams.get('title'), 'Feedback: Teams');
  assert.equal(plain.searchParams.get('browser'), null);
  assert.match(filled.searchParams.get('browser'), /^Chrome \d+$/);
  filled.searchParams.delete('browser');
  assert.equal(filled.href, plain.href);
});

test('a page of documentation asks whether it was useful', async () => {
  await visit(browser, server.url('pages/'), {}, async (tab) => {
    const asked = tab.locator('.useful');
    const title = async (name) => new URL(await asked.getByRole('link', { name, exact: true }).getAttribute('href')).searchParams.get('title');
    assert.equal(await title('Yes'), 'Useful: How we work');
    assert.equal(await title('No'), 'Not useful: How we work');
  });
});
