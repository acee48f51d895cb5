// Follows every link of a site, as a browser resolves them.

import { ids, isForeign, references } from './links.js';

/** Opens an address of a server. */
export async function overHttp(url) {
  const response = await fetch(url);
  const isPage = (response.headers.get('content-type') ?? '').startsWith('text/html');
  const text = await response.text();
  return { found: response.ok, url: response.url, html: isPage ? text : undefined };
}

/** Follows every link inside the root and tells which lead nowhere, and from where. */
export async function crawl(root, open) {
  const seen = new Map();
  const queue = [{ url: root, from: 'the start' }];
  const broken = [];
  const fragments = [];
  const folder = root.replace(/[^/]*$/, '');
  while (queue.length > 0) {
    const { url, from } = queue.shift();
    const address = url.split('#')[0];
    const plain = address.split('?')[0];
    if (url.includes('#')) fragments.push({ url, from });
    if (seen.has(plain)) continue;
    seen.set(plain, undefined);
    const answer = await open(address);
    if (!answer.found) {
      broken.push(`${from} → ${url}`);
      continue;
    }
    if (answer.html === undefined) continue;
    seen.set(plain, new Set(ids(answer.html)));
    for (const reference of references(answer.html)) {
      if (isForeign(reference)) continue;
      const target = new URL(reference, answer.url).href;
      if (!target.startsWith(folder)) broken.push(`${address} → ${reference}, which leads out of the site`);
      else queue.push({ url: target, from: address });
    }
  }
  for (const { url, from } of fragments) {
    const [page, fragment] = [url.split(/[?#]/)[0], decodeURIComponent(url.split('#')[1])];
    const anchors = seen.get(page);
    if (anchors && fragment !== '' && fragment !== 'top' && !anchors.has(fragment)) broken.push(`${from} → ${url}, where nothing has that id`);
  }
  const pages = new Set([...seen.keys()].filter((url) => seen.get(url)).map((url) => asFile(url.slice(folder.length))));
  return { pages, broken };
}

function asFile(address) {
  const path = decodeURIComponent(address);
  return path === '' || path.endsWith('/') ? `${path}index.html` : path;
}
