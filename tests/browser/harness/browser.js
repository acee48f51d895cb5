// Debian's Chromium, and a page that remembers what went wrong in it.

import { chromium } from 'playwright-core';

/** Starts the browser; `CHROMIUM` names it where it is not Debian's. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    // Containers give no user namespaces, and the pages are our own.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--force-color-profile=srgb', '--font-render-hinting=none'],
  });
}

export const WIDE = { width: 1440, height: 900 };
export const MIDDLE = { width: 768, height: 1024 };
export const NARROW = { width: 390, height: 844 };

/** Opens a page in a context of its own and gives it to `look`, with its troubles and its requests. */
export async function visit(browser, url, options, look) {
  const { tab, troubles, requests, close } = await open(browser, url, options);
  try {
    return await look(tab, { troubles, requests });
  } finally {
    await close();
  }
}

/** Opens a page in a context of its own, with what went wrong in it and what it asked for; `close` ends it. */
export async function open(browser, url, options) {
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce', timezoneId: 'UTC', locale: 'en-GB', ...options });
  const opened = { tab: undefined, troubles: [], requests: [], close: () => context.close() };
  try {
    const tab = await context.newPage();
    opened.tab = tab;
    tab.setDefaultTimeout(30_000);
    tab.on('console', (message) => { if (['error', 'warning'].includes(message.type())) opened.troubles.push(`console: ${message.text()}`); });
    tab.on('pageerror', (error) => opened.troubles.push(`exception: ${error.message}`));
    tab.on('request', (request) => opened.requests.push(request.url()));
    tab.on('requestfailed', (request) => opened.troubles.push(`request failed: ${request.url()}`));
    await tab.addInitScript(() => {
      globalThis.policyViolations = [];
      addEventListener('securitypolicyviolation', (event) => globalThis.policyViolations.push(`${event.violatedDirective}: ${event.blockedURI}`));
    });
    await tab.goto(url, { waitUntil: 'load' });
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** Takes an opened tab to another page, as if it had just been opened there. */
export async function turnTo(opened, url, { viewport = WIDE } = {}) {
  // What the page before still had under way is not this page's trouble.
  await opened.tab.goto('about:blank');
  opened.troubles.length = 0;
  opened.requests.length = 0;
  await opened.tab.setViewportSize(viewport);
  await opened.tab.emulateMedia({ colorScheme: 'light', media: 'screen', reducedMotion: 'reduce' });
  await opened.tab.goto(url, { waitUntil: 'load' });
}

/** The colour behind everything, as the browser computes it. */
export function background(page) {
  return page.evaluate(() => {
    const colour = (element) => getComputedStyle(element).backgroundColor;
    const clear = 'rgba(0, 0, 0, 0)';
    return colour(document.body) === clear ? colour(document.documentElement) : colour(document.body);
  });
}

/** Runs in the page. What nobody sees yet has neither its place nor its size, and what is too wide is cut off at it. */
export function layOutAll() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { content-visibility: visible !important }');
  document.adoptedStyleSheets = [sheet];
}
