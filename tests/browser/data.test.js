// Every file of data is what its own schema says, by a validator that knows nothing of us.

import assert from 'node:assert/strict';
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
