// What a page's policy keeps even our own scripts from doing: no text becomes a script, none comes from elsewhere.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visit } from './harness/browser.js';
import { browser, server } from './harness/opened.js';

test('no text becomes markup or a script, and none is loaded from elsewhere', async () => {
  await visit(browser, server.url('teams/'), {}, async (tab, { requests }) => {
    await tab.waitForLoadState('networkidle');
    const before = requests.length;
    const refused = await tab.evaluate(() => {
      const script = document.createElement('script');
      const tries = {
        'a script’s address': () => (script.src = 'https://evil.example/x.js'),
        'a script’s text': () => (script.text = 'globalThis.ran = true'),
        'markup': () => (document.body.innerHTML = '<img src=x onerror="globalThis.ran = true">'),
        'another policy': () => globalThis.trustedTypes.createPolicy('other', { createScriptURL: (address) => address }),
      };
      const outcome = async ([name, attempt]) => {
        try {
          await attempt();
          return `${name} was taken`;
        } catch (error) {
          return error instanceof TypeError ? '' : `${name}: ${error}`;
        }
      };
      return Promise.all(Object.entries(tries).map(outcome));
    });
    assert.deepEqual(refused, Array(4).fill(''));
    assert.equal(await tab.evaluate(() => globalThis.ran), undefined);
    assert.equal(requests.length, before);
  });
});
