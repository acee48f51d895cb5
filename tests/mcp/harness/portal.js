// The portal under test, and the official client that asks it.

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the built portal, which `cargo xtask test` names. */
export const folder = named('MILEPOST_SITE');
/** The program that answers. */
export const program = named('MILEPOST_PROGRAM');

function named(variable) {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: run \`cargo xtask test --only agents\``);
  return value;
}

export const text = (path) => readFileSync(join(folder, path), 'utf8');
export const data = (name) => JSON.parse(text(`data/${name}.json`));

/** The rows of a table, as objects; a cell may hold commas, quotes and line breaks. */
export function rows(path) {
  const cells = [...text(path).matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^,\r\n]*))/g)];
  const table = [[]];
  for (const [whole, quoted, plain] of cells) {
    if (whole.startsWith('\r\n')) table.push([]);
    table.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
  }
  const [head, ...lines] = table;
  return lines.filter((line) => line.length === head.length).map((line) => Object.fromEntries(head.map((name, place) => [name, line[place]])));
}

/** Every file of a folder with its size and the moment it was changed. */
export function stamps(root, below = '') {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const path = join(below, entry.name);
    if (entry.isDirectory()) return stamps(root, path);
    const { size, mtimeMs, ctimeMs } = statSync(join(root, path));
    return [`${path} ${size} ${mtimeMs} ${ctimeMs}`];
  });
}

/** A client that is connected to a portal. */
export async function connected(site = folder) {
  const client = new Client({ name: 'milepost-tests', version: '1.0.0' });
  await client.connect(new StdioClientTransport({ command: program, args: ['mcp', '--site', site], stderr: 'pipe' }));
  return client;
}

/** Asks, and gives the structured answer; the client has held it against the tool's own schema. */
export async function ask(client, name, given = {}) {
  const result = await client.callTool({ name, arguments: given });
  if (result.isError) throw new Error(result.content[0].text);
  return { ...result.structuredContent, text: result.content[0].text };
}

/** What a refusal says. */
export async function refused(client, name, given) {
  const result = await client.callTool({ name, arguments: given });
  if (!result.isError) throw new Error(`${name} answered: ${result.content[0].text.slice(0, 200)}`);
  return result.content[0].text;
}

/** Whether the page behind an address lies in the folder. */
export function leadsSomewhere(address) {
  const path = address.split(/[?#]/)[0];
  return existsSync(join(folder, path === '' || path.endsWith('/') ? `${path}index.html` : path));
}
