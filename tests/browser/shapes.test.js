// What a state is can be told without its colour: each has a shape of its own, and a word.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visit } from './harness/browser.js';
import { browser, server, site } from './harness/opened.js';

/** The marks of what passes, needs a look, fails, does not apply, and is not known. */
const STATES = ['pass', 'warn', 'fail', 'none', 'ask'];
/** How many of the pixels that either of two marks paints the other must leave out. */
const APART = 0.15;

test('without colours the marks of states can still be told apart', async () => {
  const drawings = drawn();
  assert.deepEqual([...drawings.keys()].sort(), [...STATES].sort());
  const painted = await visit(browser, server.url('404.html'), {}, async (tab) => {
    await tab.goto('about:blank');
    return tab.evaluate(paint, [[...drawings], lines()]);
  });
  for (const [name, pixels] of painted) assert.ok(pixels.length > 40, `${name} paints ${pixels.length} pixels`);
  for (const [one, here] of painted) {
    for (const [other, there] of painted) {
      if (one >= other) continue;
      const shared = here.filter((pixel) => there.includes(pixel)).length;
      const apart = 1 - shared / (here.length + there.length - shared);
      assert.ok(apart > APART, `${one} and ${other} differ in ${(apart * 100).toFixed(0)} % of their pixels`);
    }
  }
});

test('every mark of a state has a word beside it', async () => {
  for (const type of ['catalog/*', 'catalog/*/scorecard', 'scorecards/*/matrix/*', 'health']) {
    const silent = await visit(browser, server.url(site.fullest(type).url), {}, (tab) => tab.evaluate(unnamed, STATES));
    assert.deepEqual(silent, [], type);
  }
});

/** The marks as pages carry them, by name. */
function drawn() {
  const found = new Map();
  for (const { page } of site.samples()) {
    for (const [, name, drawing] of site.read(page).matchAll(/<symbol id="i-([a-z]+)"[^>]*>(.*?)<\/symbol>/gs)) {
      if (STATES.includes(name)) found.set(name, drawing);
    }
  }
  return found;
}

/** How the style draws what a mark's own drawing leaves open. */
function lines() {
  const [path] = /assets\/style\.[^"]*\.css/.exec(site.read('index.html'));
  return /(?:^|[},\s])symbol\{([^}]*)\}/.exec(site.read(path))[1];
}

/** Runs in the page. Which pixels of a square of 32 each drawing paints dark, in black on white. */
async function paint([drawings, lines]) {
  const size = 32;
  const pixelsOf = async (drawing) => {
    const flat = `<g style="${lines}">${drawing}</g>`.replaceAll('currentColor', '#000').replaceAll('var(--surface)', '#fff');
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="${size}" height="${size}">${flat}</svg>`)}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, size, size);
    pen.drawImage(image, 0, 0);
    const { data } = pen.getImageData(0, 0, size, size);
    return [...Array(size * size).keys()].filter((at) => data[at * 4] < 128);
  };
  return Promise.all(drawings.map(async ([name, drawing]) => [name, await pixelsOf(drawing)]));
}

/** Runs in the page. Marks in `main` that stand where no text is: neither seen nor read aloud. */
function unnamed(states) {
  const uses = [...document.querySelectorAll('main svg use')].filter((use) => states.some((state) => use.getAttribute('href') === `#i-${state}`));
  const speaks = (element) => element.textContent.trim() !== '' || element.getAttribute('aria-label') !== null;
  return uses.map((use) => use.closest('td, th, li, dd, dt, p, a, h2, h3, summary, span[class], div')).filter((around) => around && !speaks(around))
    .map((around) => around.outerHTML.slice(0, 120));
}
