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
export const NARROW = { width: 390, height: 844 };

/** Opens a page in a context of its own and gives it to `look`, with its troubles and its requests. */
export async function visit(browser, url, options, look) {
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce', timezoneId: 'UTC', locale: 'en-GB', ...options });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const troubles = [];
    const requests = [];
    page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) troubles.push(`console: ${message.text()}`); });
    page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`));
    page.on('request', (request) => requests.push(request.url()));
    page.on('requestfailed', (request) => troubles.push(`request failed: ${request.url()}`));
    await page.addInitScript(() => {
      globalThis.policyViolations = [];
      addEventListener('securitypolicyviolation', (event) => globalThis.policyViolations.push(`${event.violatedDirective}: ${event.blockedURI}`));
    });
    await page.goto(url, { waitUntil: 'load' });
    return await look(page, { troubles, requests });
  } finally {
    await context.close();
  }
}

/** The colour behind everything, as the browser computes it. */
export function background(page) {
  return page.evaluate(() => {
    const colour = (element) => getComputedStyle(element).backgroundColor;
    const clear = 'rgba(0, 0, 0, 0)';
    return colour(document.body) === clear ? colour(document.documentElement) : colour(document.body);
  });
}
