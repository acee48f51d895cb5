// A web server as plain as the ones that portals are put on: files, folders, and a page for what is not there.

import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};

/** What is smaller when it is compressed. */
const TEXT = /^(text\/|application\/(json|xml)|image\/svg)/;

/** Serves a folder below a base path such as `/` or `/a/b/portal/`; nothing else has an address. */
export async function serve(folder, base = '/', { compressed = false } = {}) {
  const server = createServer((request, response) => {
    answer(folder, base, new URL(request.url, 'http://localhost').pathname).then(
      ({ status, headers, body }) => {
        const isPacked = compressed && TEXT.test(headers['content-type'] ?? '');
        const packing = isPacked ? { 'content-encoding': 'gzip' } : {};
        response.writeHead(status, { 'cache-control': 'no-store', ...headers, ...packing }).end(isPacked ? gzipSync(body) : body);
      },
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    url: (path) => origin + base + path,
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }),
  };
}

async function answer(folder, base, address) {
  const path = decodeURIComponent(address);
  if (!path.startsWith(base)) return { status: 404, headers: {}, body: 'outside the base path' };
  const file = normalize(join(folder, path.slice(base.length)));
  if (file !== normalize(folder) && !file.startsWith(normalize(folder + sep))) return { status: 400, headers: {}, body: 'outside the folder' };
  const facts = await stat(file).catch(() => undefined);
  if (facts?.isDirectory() && !path.endsWith('/')) return { status: 301, headers: { location: `${address}/` }, body: '' };
  const found = facts?.isDirectory() ? join(file, 'index.html') : file;
  const body = await readFile(found).catch(() => undefined);
  if (body) return { status: 200, headers: { 'content-type': TYPES[extname(found)] ?? 'application/octet-stream' }, body };
  const missing = await readFile(join(folder, '404.html')).catch(() => 'not found');
  return { status: 404, headers: { 'content-type': TYPES['.html'] }, body: missing };
}
