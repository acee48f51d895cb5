// Lighthouse, where somebody has installed it: it is large, and the project does not depend on it.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Its categories, and the least that a page has to score. */
const LEAST = new Map([['performance', 98], ['accessibility', 100], ['best-practices', 100], ['seo', 95]]);

/** Scores pages, each a name and an address, and says a row for each category of each. */
export async function lighthouse(pages, say) {
  const run = await found();
  if (!run) {
    say({ thing: 'Lighthouse', figure: null, note: `not installed: npm install --prefix ${process.env.LIGHTHOUSE ?? 'FOLDER'} lighthouse@12` });
    return;
  }
  const { port, stop } = await chromium();
  try {
    for (const [name, address] of pages) {
      const { lhr } = await run(address, { port, logLevel: 'error', output: 'json', onlyCategories: [...LEAST.keys()] });
      for (const [key, least] of LEAST) {
        const { score, auditRefs } = lhr.categories[key];
        const short = auditRefs.filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 0.9);
        say({ thing: `${name}: Lighthouse, ${key}`, figure: Math.round(score * 100), least, note: short.map(({ id }) => id).join(', ') });
      }
    }
  } finally {
    await stop();
  }
}

/** Its entry, from the folder that `LIGHTHOUSE` names. */
async function found() {
  try {
    const near = createRequire(join(process.env.LIGHTHOUSE ?? '.', 'package.json'));
    return (await import(pathToFileURL(near.resolve('lighthouse')).href)).default;
  } catch {
    return undefined;
  }
}

/** A Chromium that listens for whoever measures it. */
async function chromium() {
  const profile = mkdtempSync(join(tmpdir(), 'milepost-lighthouse-'));
  const program = spawn(process.env.CHROMIUM ?? '/usr/bin/chromium', ['--headless=new', '--no-sandbox', '--disable-dev-shm-usage', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const port = await new Promise((resolve, reject) => {
    let said = '';
    program.on('exit', () => reject(new Error(`Chromium ended: ${said}`)));
    program.stderr.on('data', (bytes) => {
      said += bytes;
      const [, number] = /ws:\/\/[^:]+:(\d+)\//.exec(said) ?? [];
      if (number) resolve(Number(number));
    });
  });
  const stop = () => new Promise((resolve) => {
    program.removeAllListeners('exit');
    program.on('exit', () => { rmSync(profile, { recursive: true, force: true, maxRetries: 5 }); resolve(); });
    program.kill();
  });
  return { port, stop };
}
