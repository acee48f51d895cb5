// Strangers write into files what should run in the browser of whoever reads the portal. The whole program turns
// them into pages, and a real browser opens every one: nothing runs, and nothing is asked of anybody else.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ATTACKS, makeRepositories } from './attacks/organisation.js';
import { launch } from './harness/browser.js';
import { serve } from './harness/server.js';
import { Site, urlOf } from './harness/site.js';

const AT_ONCE = 4;
let folder, site, server, browser, payloads;

before(async () => {
  const program = process.env.MILEPOST_PROGRAM;
  assert.ok(program, 'MILEPOST_PROGRAM is not set: it names the built program');
  folder = mkdtempSync(join(tmpdir(), 'milepost-attacks-'));
  payloads = makeRepositories(join(folder, 'clones'));
  writeFileSync(join(folder, 'metrics-config.toml'), '[organisation]\nname = "Lumen Freight"\n[site]\nvisibility = "internal"\n[[source]]\nid = "clones"\nkind = "git"\nclones = ["clones"]\n');
  execFileSync(program, ['run', '--quiet'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  site = new Site(join(folder, 'site'));
  server = await serve(site.folder);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
  if (folder) rmSync(folder, { recursive: true });
});

test(`of ${ATTACKS} attacks none runs anything and none asks anything of anybody`, async () => {
  assert.ok(ATTACKS >= 200, `${ATTACKS} attacks`);
  // Lists and tabs say again what other pages say, and every kind of page has one for each attack: a browser reads them
  // all, and opens a third of each kind, each attack in another kind than its neighbours.
  const isSaidElsewhere = (page) => /^(catalog\/by|delivery\/teams)\/|^catalog\/[^/]+\/[^/]+\//.test(page);
  const seen = new Map();
  const isOpened = (page) => {
    const kind = page.replace(/(?<=\/)[^/]+/g, '*');
    if (!seen.has(kind)) seen.set(kind, { number: seen.size, pages: 0 });
    const { number, pages } = seen.get(kind);
    seen.get(kind).pages += 1;
    return !isSaidElsewhere(page) && (pages === 0 || (number + pages) % 3 === 0);
  };
  const opened = new Set(site.pages.filter(isOpened));
  const addresses = [...opened].map(urlOf);
  assert.ok(addresses.length > payloads.length, `${addresses.length} of ${site.pages.length} pages`);
  // What the catalog's own search is given is hostile, too.
  addresses.push(...payloads.filter((_, number) => number % 4 === 0).map((payload) => `catalog/?q=${encodeURIComponent(payload)}`));
  const found = [];
  await Promise.all(Array.from({ length: AT_ONCE }, () => open(addresses, found)));
  const context = await browser.newContext();
  const reader = await context.newPage();
  for (const page of site.pages.filter((one) => !opened.has(one))) {
    for (const wrong of await reader.evaluate(inspect, { html: site.read(page), base: server.url(urlOf(page)) })) found.push(`${wrong} on ${page}`);
  }
  await context.close();
  assert.deepEqual(found.slice(0, 20), [], `${found.length} of them`);
});

/** Opens pages until none is left, and says what they did that they should not. */
async function open(addresses, found) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.exposeFunction('pwned', (number) => found.push(`ran ${number} on ${page.url()}`));
  page.on('dialog', (dialog) => { found.push(`a dialog on ${page.url()}`); dialog.dismiss(); });
  page.on('popup', () => found.push(`a window from ${page.url()}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(server.origin) && !url.startsWith('data:image/svg+xml,%3Csvg')) found.push(`asked ${url} from ${page.url()}`);
  });
  for (let address = addresses.pop(); address !== undefined; address = addresses.pop()) {
    const url = server.url(address);
    await page.goto(url, { waitUntil: 'load' });
    for (const wrong of await page.evaluate(inspect)) found.push(`${wrong} on ${address}`);
    const isMoved = page.url().split(/[?#]/)[0] !== url.split(/[?#]/)[0];
    if (isMoved && !site.isOldAddress(`${address}index.html`)) found.push(`${address} led to ${page.url()}`);
  }
  await context.close();
}

test('no page names a file of this machine', () => {
  for (const file of site.files) assert.ok(!site.read(file).includes('root:x:0:0'), `${file} holds what a link out of a repository leads to`);
});

/** What a page must not hold, as the browser reads it: the page that is open, or the text of one. */
function inspect(other) {
  const page = other ? new DOMParser().parseFromString(other.html, 'text/html') : document;
  const base = new URL(other?.base ?? location.href);
  const wrong = [];
  const loads = ['href', 'src', 'action', 'formaction', 'data', 'poster', 'background', 'xlink:href', 'srcset', 'cite'];
  const foreign = ['applet', 'base', 'embed', 'foreignobject', 'frame', 'iframe', 'marquee', 'object', 'portal', 'style'];
  for (const element of page.querySelectorAll('*')) {
    const name = element.localName.toLowerCase();
    for (const { name: attribute, value } of element.attributes) {
      if (attribute.startsWith('on') || ['style', 'srcdoc', 'ping'].includes(attribute)) wrong.push(`${name} ${attribute}`);
      if (!loads.includes(attribute)) continue;
      let url;
      try { url = new URL(value, base); } catch { wrong.push(`${name} ${attribute}=${value}`); continue; }
      const isLink = name === 'a' && attribute === 'href' && ['http:', 'https:', 'mailto:'].includes(url.protocol);
      const isIcon = name === 'link' && element.rel === 'icon' && value.startsWith('data:image/svg+xml,');
      if (url.origin !== base.origin && !isLink && !isIcon) wrong.push(`${name} ${attribute}=${value}`);
    }
    // The page for unknown addresses carries its style along.
    if (foreign.includes(name) && !(name === 'style' && base.pathname.endsWith('/404.html') && element.parentElement === page.head)) wrong.push(name);
    if (name === 'script' && !element.src && element !== page.head.querySelector('script')) wrong.push(`a script: ${element.textContent.slice(0, 60)}`);
    if (name === 'meta' && element.httpEquiv === 'refresh' && new URL(element.content.replace(/^.*?url=/, ''), base).origin !== base.origin) wrong.push('a refresh');
  }
  if (page.head.querySelectorAll('meta[http-equiv="Content-Security-Policy"]').length !== 1) wrong.push('no policy of its own, or two');
  if (!other) {
    for (const element of page.querySelectorAll('[tabindex], a, button, summary, input')) {
      element.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
      element.dispatchEvent(new FocusEvent('focus'));
    }
  }
  return wrong;
}
