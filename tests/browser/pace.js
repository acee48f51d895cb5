// What a visitor waits for, measured in Chromium on a slow network and a slow processor: node pace.js SITE
//
// Prints one row of JSON a line, which `cargo xtask budget` sets below what the site weighs. Each page is opened
// three times with nothing kept, and the middle figure counts. Figures of time hold for one machine alone.

import { middle, slowTab } from './harness/pace.js';
import { launch } from './harness/browser.js';
import { lighthouse } from './harness/lighthouse.js';
import { multiply } from './harness/many.js';
import { serve } from './harness/server.js';
import { Site, typeOf, urlOf } from './harness/site.js';

const SERVICES = 5_000;
const VISITS = 3;

/** The pages that stand for all others. */
const PAGES = new Map([
  ['Home', 'home'],
  ['Catalog', 'catalog'],
  ['A service', 'catalog/*'],
  ['Golden paths', 'golden-paths'],
  ['Delivery', 'delivery'],
  ['A page of docs', 'catalog/*/docs/*'],
  ['Platform health', 'health'],
]);
/** Those of them that Lighthouse is asked about. */
const SCORED = ['Home', 'Catalog', 'A service', 'Golden paths'];

const [folder] = process.argv.slice(2);
const site = new Site(folder);
const server = await serve(folder, '/', { compressed: true });
const browser = await launch();
for (const [name, type] of PAGES) {
  const page = fullest(type);
  if (page) await measure(name, page);
}
await typeInto(fullest('catalog'));
await browser.close();
await lighthouse(SCORED.map((name) => [name, server.url(urlOf(fullest(PAGES.get(name))))]), say);
await server.close();

/** @param {{thing: string, figure: number | null, unit?: string, most?: number, least?: number, note?: string}} row */
function say(row) {
  console.log(JSON.stringify(row));
}

/** The heaviest page of a type, without reading one. */
function fullest(type) {
  const pages = site.pages.filter((page) => typeOf(page) === type);
  return pages.toSorted((a, b) => site.size(b) - site.size(a) || (a < b ? -1 : 1))[0];
}

async function measure(name, page) {
  const visits = [];
  for (let count = 0; count < VISITS; count += 1) visits.push(await visit(page));
  const of = (key) => middle(visits.map((one) => one[key]));
  const foreign = visits.flatMap((one) => one.foreign);
  say({ thing: `${name}: requests of the first view, besides the page`, figure: of('requests'), most: 6, note: page });
  say({ thing: `${name}: requests to other origins`, figure: foreign.length, most: 0, note: foreign[0] });
  say({ thing: `${name}: bytes of the first view`, figure: of('bytes'), unit: 'B' });
  say({ thing: `${name}: largest contentful paint`, figure: of('lcp'), unit: 'ms', most: 1_000 });
  say({ thing: `${name}: cumulative layout shift`, figure: of('cls'), most: 0.02 });
  say({ thing: `${name}: interaction to next paint`, figure: of('inp'), unit: 'ms', most: 100 });
}

/** One visit with nothing kept: the page is opened, its theme changed, its search asked. */
async function visit(page) {
  const { tab, requests, bytes, close } = await slowTab(browser);
  await tab.goto(server.url(urlOf(page)), { waitUntil: 'networkidle' });
  const first = requests.filter((url) => !url.startsWith('data:'));
  const arrived = bytes();
  await tab.locator('[data-theme-button]').click();
  const box = tab.locator('main fieldset[data-facet] input').first();
  if (await box.isVisible()) await box.check();
  await tab.keyboard.press('/');
  await tab.keyboard.type('ca', { delay: 120 });
  await tab.waitForTimeout(400);
  const { lcp, cls, inp } = await tab.evaluate(() => globalThis.pace);
  const foreign = requests.filter((url) => !url.startsWith(server.origin) && !url.startsWith('data:'));
  await close();
  return { requests: first.length - 1, foreign, bytes: arrived, lcp, cls, inp };
}

/** Letters in the catalog's filter at five thousand services, which a smaller site is made to have. */
async function typeInto(page) {
  const { tab, close } = await slowTab(browser, { isNear: true });
  if ((await count()) < SERVICES) await tab.addInitScript(multiply, SERVICES);
  await tab.goto(server.url(urlOf(page)), { waitUntil: 'networkidle' });
  const took = [];
  for (const letter of 'e-carri') {
    took.push(await tab.locator('main input[type=search][data-search]').evaluate((input, letter) => {
      const began = performance.now();
      input.value += letter;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      // Forces the layout that the next frame would make.
      document.body.getBoundingClientRect();
      return performance.now() - began;
    }, letter));
    await tab.waitForTimeout(400);
  }
  say({ thing: `Catalog of ${SERVICES} services: slowest letter in the filter`, figure: Math.max(...took), unit: 'ms', most: 50, note: took.map((ms) => ms.toFixed(0)).join(' ') });
  await close();

  async function count() {
    await tab.goto(server.url(urlOf(page)), { waitUntil: 'load' });
    return tab.evaluate(() => globalThis.milepost.index.name.length);
  }
}
