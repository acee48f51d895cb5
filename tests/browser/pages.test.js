// What holds for every type of page as it is opened: nothing foreign, nothing broken, nothing too wide.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { layOutAll, NARROW, WIDE } from './harness/browser.js';
import { openedOnce, server, site } from './harness/opened.js';

for (const { type, page, url } of site.samples()) {
  describe(`${type} (${page})`, () => {
    const opened = openedOnce(url);

    test('asks no other origin for anything and complains of nothing', async () => {
      const { tab, troubles, requests } = opened;
      await tab.waitForLoadState('networkidle');
      const foreign = requests.filter((request) => !request.startsWith(server.origin) && !request.startsWith('data:'));
      assert.deepEqual(foreign, []);
      assert.deepEqual(troubles, []);
      assert.deepEqual(await tab.evaluate(() => globalThis.policyViolations), []);
      assert.ok(requests.length <= 7, `${requests.length} requests, the page and at most 6 more: ${requests.join(' ')}`);
    });

    test('carries a policy that lets nothing in by default', async () => {
      const policy = await opened.tab.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
      assert.match(policy, /default-src 'none'/);
      assert.match(policy, /require-trusted-types-for 'script'; trusted-types milepost/);
      assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)/);
    });

    test('has one h1, the landmarks, a language and a title of its own', async () => {
      const { tab } = opened;
      assert.equal(await tab.locator('h1').count(), 1);
      for (const landmark of ['main', 'header', 'footer', 'nav']) assert.ok((await tab.locator(landmark).count()) > 0, landmark);
      assert.ok(await tab.locator('html').getAttribute('lang'));
      assert.ok((await tab.title()).length > 3);
    });

    for (const viewport of [WIDE, NARROW]) {
      test(`has nothing to press that is smaller than 24 pixels, at ${viewport.width}`, async () => {
        await opened.tab.setViewportSize(viewport);
        await opened.tab.evaluate(layOutAll);
        assert.deepEqual(await opened.tab.evaluate(smallTargets), []);
      });
    }

    test('is not wider than a phone of 320 pixels', async () => {
      const { tab } = opened;
      await tab.setViewportSize({ width: 320, height: 640 });
      await tab.evaluate(layOutAll);
      assert.ok((await tab.evaluate(() => document.documentElement.scrollWidth)) <= 320, await widest(tab));
    });
  });
}

test('no two pages have the same title', () => {
  const titles = new Map();
  for (const page of [...site.types().values()].flat()) {
    const title = /<title[^>]*>([^<]*)<\/title>/.exec(site.read(page))?.[1] ?? '';
    titles.set(title, [...(titles.get(title) ?? []), page]);
  }
  assert.deepEqual([...titles].filter(([, pages]) => pages.length > 1), []);
});

async function widest(tab) {
  return tab.evaluate(() => {
    const over = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > 320.5);
    return over.slice(0, 5).map((element) => `${element.tagName}.${element.className} reaches ${element.getBoundingClientRect().right}`).join('; ');
  });
}

/**
 * Runs in the page. WCAG 2.5.8: a link inside a sentence is as high as its line, and a link that stands
 * alone as text may be, where a circle of 24 pixels around it meets nothing else to press.
 */
function smallTargets() {
  const pressed = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], [role=option]';
  // A submit button that only the Enter key presses is no target: nobody sees it, and Tab passes it by.
  const isForEnter = (element) => element.matches('.vh[type=submit][tabindex="-1"]');
  const isSeen = (element) => !isForEnter(element) && element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getClientRects().length > 0;
  const box = (element) => (element.closest('label') ?? element).getBoundingClientRect();
  const isOnScreen = (element) => box(element).bottom > 0 && box(element).right > 0;
  const isSmall = (element) => box(element).width < 23.5 || box(element).height < 23.5;
  const isText = (element) => element.tagName === 'A' && getComputedStyle(element).display.startsWith('inline');
  const isInSentence = (element) => [...element.parentElement.childNodes].some((node) => node !== element && node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== '');
  const centre = ({ left, right, top, bottom }) => ({ x: (left + right) / 2, y: (top + bottom) / 2 });
  const distance = ({ x, y }, { left, right, top, bottom }) => Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0));
  const targets = [...document.querySelectorAll(pressed)].filter((element) => isSeen(element) && isOnScreen(element));
  const hasRoom = (element) => targets.every((other) => {
    if (other === element || other.contains(element) || element.contains(other)) return true;
    const here = centre(box(element));
    const there = centre(box(other));
    return distance(here, box(other)) >= 12 && (!isSmall(other) || Math.hypot(here.x - there.x, here.y - there.y) >= 24);
  });
  return targets
    .filter((element) => isSmall(element) && !(isText(element) && (isInSentence(element) || hasRoom(element))))
    .map((element) => `${element.outerHTML.slice(0, 90)} is ${box(element).width.toFixed(1)} × ${box(element).height.toFixed(1)}`);
}
