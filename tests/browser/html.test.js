// Every page is valid HTML, not only one of each type: this is cheap, and people's text is in all of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { ids } from './harness/links.js';
import { siteUnderTest } from './harness/site.js';

const site = siteUnderTest();
// The rules of the HTML standard; what assistive technology needs is axe's to judge, on the page as it lives.
const rules = {
  // The policy of the pages allows no style attribute, so one would do nothing.
  'no-inline-style': ['error', { allowedProperties: [] }],
};
const validator = new HtmlValidate(new StaticConfigLoader({ root: true, extends: ['html-validate:standard'], rules }));

test('html-validate finds no error on any page', async () => {
  const found = [];
  for (const page of site.pages) {
    const report = await validator.validateString(site.read(page), page);
    for (const { messages } of report.results) {
      found.push(...messages.filter(({ severity }) => severity === 2).map(({ ruleId, message, line, column }) => `${page}:${line}:${column} ${ruleId}: ${message}`));
    }
  }
  assert.deepEqual(found.slice(0, 40), [], `${found.length} errors`);
});

test('no id stands twice on a page', () => {
  for (const page of site.pages) {
    const all = ids(site.read(page));
    const twice = all.filter((id, place) => all.indexOf(id) !== place);
    assert.deepEqual(twice, [], page);
  }
});
