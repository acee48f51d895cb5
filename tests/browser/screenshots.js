// Takes pictures of every type of page: node screenshots.js SITE IMAGES ALL
//
// Into ALL goes every type, an example of it, whole, wide and narrow, light and dark, and what appears only when
// somebody does something: for whoever looks at the portal. Into IMAGES go the first screens of the few that README and
// manual show: those are committed, so they are few and have a palette.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, layOutAll, NARROW, open, WIDE } from './harness/browser.js';
import { withPalette } from './harness/png.js';
import { serve } from './harness/server.js';
import { Site, urlOf } from './harness/site.js';

/** A page as high as this shows what it is; a longer one is cut. */
const HIGHEST = 6_000;
/** The types that README and manual show, by the names of their pictures. */
const SHOWN = new Set(['my-team', 'catalog', 'service', 'service-scorecard', 'golden-paths', 'delivery', 'actions-one', 'docs-page', 'environments', 'weekly-one']);
const NAMES = { 'catalog/*': 'service', 'teams/*': 'team', 'catalog/*/docs/*': 'docs-page' };
/** What stands on no page of its own: the name of its picture, the type of page, and what is done there. */
const DONE = [
  ['my-team', 'home', pickTeam],
  ['search-palette', 'home', (tab) => find(tab, '[data-find-here]', 'roll back')],
  ['search-results', 'search', (tab) => find(tab, 'main input', 'carrier')],
  ['catalog-cards', 'catalog', (tab) => tab.locator('[data-view=cards][aria-pressed]').click()],
  ['catalog-none', 'catalog', (tab) => find(tab, 'main input[data-search]', 'zzzz')],
];

/** The demo's own examples, which have something of everything; where a site has none, the fullest page of the type. */
const EXAMPLES = ['catalog/carrier-sync/', 'teams/tracking/', 'golden-paths/rust-service/', 'actions/rollback/', 'weekly/2026-w47/'];

const QUIET = { animations: 'disabled', caret: 'hide' };

const [folder, images, all] = process.argv.slice(2);
const site = new Site(folder);
const server = await serve(folder);
const browser = await launch();
for (const place of [images, all]) mkdirSync(place, { recursive: true });
const taken = new Set();

const types = site.types();
for (const type of types.keys()) await take(nameOf(type), type, async () => {});
for (const [name, type, act] of DONE) await take(name, type, act);

// A type of page that is gone takes its pictures with it.
for (const place of [images, all]) {
  for (const name of readdirSync(place)) {
    if (/-(desktop|mobile)-(light|dark)\.png$/.test(name) && !taken.has(join(place, name))) rmSync(join(place, name));
  }
}
await browser.close();
await server.close();

async function take(name, type, act) {
  const url = exampleOf(type);
  for (const [width, viewport] of [['desktop', WIDE], ['mobile', NARROW]]) {
    const { tab, close } = await open(browser, server.url(url), { viewport });
    await tab.evaluate(() => document.fonts.ready);
    await act(tab);
    await tab.evaluate(layOutAll);
    for (const colorScheme of ['light', 'dark']) {
      await tab.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const file = `${name}-${width}-${colorScheme}.png`;
      if (SHOWN.has(name)) keep(images, file, withPalette(await tab.screenshot(QUIET)));
      // What is below the first screen is drawn only where there is a screen for it.
      const height = Math.min(await tab.evaluate(() => document.documentElement.scrollHeight), HIGHEST);
      await tab.setViewportSize({ ...viewport, height });
      keep(all, file, await tab.screenshot(QUIET));
      await tab.setViewportSize(viewport);
    }
    await close();
  }
}

function keep(place, file, png) {
  writeFileSync(join(place, file), png);
  taken.add(join(place, file));
  console.log(`${file} ${(png.length / 1000).toFixed(0)} kB`);
}

async function find(tab, field, words) {
  await tab.locator(field).first().click();
  await tab.keyboard.type(words);
  // Files of the search are loaded, and its list settles.
  await tab.waitForLoadState('networkidle');
  await tab.waitForTimeout(300);
}

/** An example of a type of page. */
function exampleOf(type) {
  const pages = types.get(type);
  const page = EXAMPLES.flatMap((start) => pages.filter((page) => page.startsWith(start))).sort((a, b) => site.size(b) - site.size(a))[0];
  return page ? urlOf(page) : site.fullest(type).url;
}

async function pickTeam(tab) {
  const slug = exampleOf('teams/*').split('/')[1];
  await tab.evaluate((team) => localStorage.setItem('mp.team', team), slug);
  await tab.reload({ waitUntil: 'networkidle' });
}

// A tab of a service is `service-delivery`; other members are named by their family: one of the actions is `actions-one`.
function nameOf(type) {
  return NAMES[type] ?? type.replace(/^catalog\/\*\//, 'service/').replaceAll('/*', '-one').replaceAll('/', '-');
}
