// A small portal of repositories that a test writes itself, built by the whole program.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { serve } from './server.js';
import { Site } from './site.js';

/** The environment of a terminal, and not of a workflow that runs these tests. */
const ENVIRONMENT = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GITHUB_')));

/** Builds the portal of these repositories, each with the address that it was cloned from, and serves it. */
export async function portalOf(repositories, config) {
  const program = process.env.MILEPOST_PROGRAM;
  if (!program) throw new Error('MILEPOST_PROGRAM is not set: it names the built program');
  const folder = mkdtempSync(join(tmpdir(), 'milepost-portal-'));
  for (const [origin, files] of Object.entries(repositories)) {
    const place = join(folder, 'clones', origin.split('/').at(-1));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(place, path)), { recursive: true });
      writeFileSync(join(place, path), text);
    }
    const git = (...words) => execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=a@example.com', ...words], { cwd: place, stdio: 'pipe' });
    git('init', '-q', '-b', 'main');
    git('remote', 'add', 'origin', origin);
    git('add', '-A');
    git('commit', '-q', '-m', 'First');
  }
  writeFileSync(join(folder, 'metrics-config.toml'), `[organisation]\nname = "Lumen Freight"\n[site]\nvisibility = "internal"\n[[source]]\nid = "clones"\nkind = "git"\nclones = ["clones"]\n${config}`);
  execFileSync(program, ['run', '--quiet'], { cwd: folder, env: ENVIRONMENT, stdio: ['ignore', 'ignore', 'inherit'] });
  const site = new Site(join(folder, 'site'));
  const server = await serve(site.folder);
  return {
    site,
    server,
    /** What the program says in one of the repositories, and how it ends. */
    program(repository, words) {
      const done = spawnSync(program, words, { cwd: join(folder, 'clones', repository), env: { ...ENVIRONMENT, NO_COLOR: '1' }, encoding: 'utf8' });
      return { code: done.status, text: done.stdout, trouble: done.stderr };
    },
    async close() {
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}
