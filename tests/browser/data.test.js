// Every file of data is what its own schema says, by a validator that knows nothing of us.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import { siteUnderTest } from './harness/site.js';

const site = siteUnderTest();
const schemas = site.files.filter((path) => path.startsWith('data/schema/'));
const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
for (const path of schemas) ajv.addSchema(JSON.parse(site.read(path)), path.slice('data/schema/'.length));

const data = site.files.filter((path) => path.startsWith('data/') && path.endsWith('.json') && !schemas.includes(path));

test('every file of data names a schema that lies beside it', () => {
  for (const path of data) {
    const named = JSON.parse(site.read(path)).$schema;
    const at = new URL(named, `https://portal.example.org/${path}`).pathname.slice(1);
    assert.ok(schemas.includes(at), `${path} names ${named}`);
  }
});

test('every file of data holds what its schema asks for, and nothing besides', () => {
  assert.ok(data.length > 40, `${data.length} files`);
  const wrong = [];
  for (const path of data) {
    const value = JSON.parse(site.read(path));
    const validate = ajv.getSchema(value.$schema.split('/').pop());
    if (!validate(value)) wrong.push(`${path}: ${validate.errors.slice(0, 3).map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`).join('; ')}`);
  }
  assert.deepEqual(wrong.slice(0, 5), []);
});

test('the program of the manual follows the hashes of the history, and sees every change', () => {
  const manual = readFileSync(new URL('../../docs/reference/milepost-actions.md', import.meta.url), 'utf8');
  const [, program] = manual.match(/```python\n(.*?)```/s);
  const folder = mkdtempSync(join(tmpdir(), 'milepost-history-'));
  try {
    writeFileSync(join(folder, 'verify.py'), program);
    const verify = (text, ...hashes) => {
      writeFileSync(join(folder, 'runs.csv'), text);
      const found = spawnSync('python3', [join(folder, 'verify.py'), join(folder, 'runs.csv'), ...hashes], { encoding: 'utf8' });
      return { code: found.status, said: found.stdout + found.stderr };
    };
    const all = site.read('data/action-runs.csv');
    const actions = JSON.parse(site.read('data/actions.json')).actions.filter((action) => action.runs.head);
    assert.ok(actions.length > 5, `${actions.length} actions have runs`);
    const heads = actions.map((action) => action.runs.head);
    const whole = verify(all, ...heads);
    assert.equal(whole.code, 0, whole.said);
    assert.match(whole.said, /^\d{3,} runs, 0 wrong;/);
    for (const action of actions) assert.equal(verify(site.read(`data/actions/${action.slug}.csv`), action.runs.head).code, 0, action.slug);
    const rows = site.read('data/actions/rollback.csv').split('\r\n');
    const middle = rows.findIndex((row, at) => at > 20 && row.includes(',success,'));
    const head = actions.find((action) => action.slug === 'rollback').runs.head;
    const changed = rows.with(middle, rows[middle].replace(',success,', ',failure,'));
    assert.match(verify(changed.join('\r\n')).said, /, 1 wrong;/);
    assert.equal(verify(rows.toSpliced(middle, 1).join('\r\n')).code, 1, 'a row is missing');
    assert.equal(verify(rows.toSpliced(1, 1).join('\r\n'), head).code, 1, 'the last row is missing, and its hash was kept');
    assert.equal(verify(rows.toSpliced(1, 1).join('\r\n')).code, 0, 'by itself the chain does not tell that');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
