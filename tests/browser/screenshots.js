// Takes the pictures of docs/images/: node screenshots.js SITE FOLDER
//
// Every type of page, its fullest example, wide and narrow, light and dark: what fits on the first screen.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, NARROW, visit, WIDE } from './harness/browser.js';
import { withPalette } from './harness/png.js';
import { serve } from './harness/server.js';
import { Site } from './harness/site.js';

const [folder, images] = process.argv.slice(2);
const site = new Site(folder);
const server = await serve(folder);
const browser = await launch();
mkdirSync(images, { recursive: true });
const taken = new Set();

for (const type of site.types().keys()) {
  const { url } = site.fullest(type);
  for (const [width, viewport] of [['desktop', WIDE], ['mobile', NARROW]]) {
    for (const colorScheme of ['light', 'dark']) {
      const name = `${nameOf(type)}-${width}-${colorScheme}.png`;
      await visit(browser, server.url(url), { viewport, colorScheme }, async (tab) => {
        await tab.evaluate(() => document.fonts.ready);
        const png = withPalette(await tab.screenshot({ animations: 'disabled', caret: 'hide' }));
        writeFileSync(join(images, name), png);
        console.log(`${name} ${(png.length / 1000).toFixed(0)} kB`);
      });
      taken.add(name);
    }
  }
}

// A type of page that is gone takes its pictures with it.
for (const name of readdirSync(images)) {
  if (/-(desktop|mobile)-(light|dark)\.png$/.test(name) && !taken.has(name)) rmSync(join(images, name));
}
await browser.close();
await server.close();

/** `catalog/*` is a service; other members are named by their family: `teams/*` is `teams-one`. */
function nameOf(type) {
  const names = { 'catalog/*': 'service', 'teams/*': 'team', 'catalog/*/delivery': 'service-delivery', 'catalog/*/delivery/*': 'service-deployments' };
  return names[type] ?? type.replaceAll('/*', '-one').replaceAll('/', '-');
}
