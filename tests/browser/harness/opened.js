// What every test file needs: the site, a server, a browser; closed when the file is through.

import { after, before } from 'node:test';
import { launch, open, turnTo } from './browser.js';
import { serve } from './server.js';
import { siteUnderTest } from './site.js';

export const site = siteUnderTest();
export const server = await serve(site.folder);
export const browser = await launch();

after(async () => {
  await browser.close();
  await server.close();
});

/** One tab for each set of options: a new one costs more than most of what is asked of a page. */
const tabs = new Map();

/**
 * Opens a page once for all tests of a `describe`, which look at it one after the other; a test that
 * changes the page is the last, or changes it back.
 */
export function openedOnce(url, options = {}) {
  const shared = {};
  before(async () => {
    const key = JSON.stringify(options);
    if (tabs.has(key)) await turnTo(tabs.get(key), server.url(url), options);
    else tabs.set(key, await open(browser, server.url(url), options));
    Object.assign(shared, tabs.get(key));
  });
  return shared;
}
