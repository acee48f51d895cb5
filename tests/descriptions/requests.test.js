// The REST requests that the collector sends, and the answers that it reads, against GitHub's published
// description: prism refuses a request that the description does not have, and answers from it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '..', '..');

function patched() {
  const text = readFileSync(join(here, 'node_modules/@octokit/openapi/generated/api.github.com.json'), 'utf8');
  const description = JSON.parse(text);
  // The description calls `created` a single instant; GitHub's documentation of the same parameter has a range
  // in its search syntax, `2026-01-01..2026-01-31`.
  delete description.components.parameters.created.schema.format;
  // Only what the collector asks for, so that prism starts at once.
  const wanted = [
    '/orgs/{org}/properties/values',
    '/orgs/{org}/dependabot/alerts',
    '/orgs/{org}/code-scanning/alerts',
    '/orgs/{org}/secret-scanning/alerts',
    '/repos/{owner}/{repo}/actions/runs',
    '/repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
    '/repos/{owner}/{repo}/actions/runs/{run_id}/approvals',
    '/repos/{owner}/{repo}/actions/runs/{run_id}/jobs',
    '/orgs/{org}/installation',
  ];
  description.paths = Object.fromEntries(wanted.map((path) => [path, description.paths[path]]));
  // Made-up numbers are else mostly negative, which no id and no count is.
  const counted = (node) => {
    if (node === null || typeof node !== 'object') return;
    if (node.type === 'integer' && node.minimum === undefined) node.minimum = 1;
    Object.values(node).forEach(counted);
  };
  counted(description.components);
  counted(description.paths);
  const folder = join(root, 'target', 'xtask');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'api.github.com.json');
  writeFileSync(file, JSON.stringify(description));
  return file;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

async function prism(options) {
  const port = await freePort();
  const program = join(here, 'node_modules/@stoplight/prism-cli/dist/index.js');
  const child = spawn(process.execPath, [program, 'mock', '-h', '127.0.0.1', '-p', String(port), ...options, patched()], { stdio: ['ignore', 'pipe', 'pipe'] });
  await new Promise((listening, failed) => {
    let said = '';
    const hear = (words) => {
      said += words;
      if (said.includes('is listening')) listening();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', () => failed(new Error(said.slice(-2000))));
  });
  return { child, address: `127.0.0.1:${port}` };
}

// Prism's examples are those of the documentation; its dynamic answers have every field that may be null as null at times.
for (const [name, options] of [['the examples', []], ['made-up answers', ['-d']]]) {
  test(`every request is valid and ${name} are read`, { timeout: 900_000 }, async () => {
    const { child, address } = await prism(options);
    try {
      // The whole workspace, as all other tests are built: for one package alone Cargo would build the dependencies again.
      const arguments_ = ['test', '--locked', '--workspace', '--test', 'github', '--', '--ignored', '--exact', 'described::the_published_description_takes_every_request'];
      const cargo = spawn(process.env.CARGO ?? 'cargo', arguments_, { cwd: root, env: { ...process.env, MILEPOST_PRISM: address }, stdio: 'inherit' });
      const [code] = await once(cargo, 'exit');
      assert.equal(code, 0);
    } finally {
      child.kill();
    }
  });
}
