// Every page is valid HTML, not only one of each type: this is cheap, and people's text is in all of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { ids } from './harness/links.js';
import { siteUnderTest } from './harness/site.js';

const site = siteUnderTest();
const rules = {
  // The policy of the pages allows no style attribute, so one would do nothing.
  'no-inline-style': ['error', { allowedProperties: [] }],
  // Tables say their roles because a style may take them away.
  'no-redundant-role': 'off',
  // Matters of taste, or of tests of their own: a scrolling region is a div on purpose, a search field
  // submits itself, and no_javascript.test.js finds forms that do nothing.
  'prefer-native-element': 'off',
  'no-redundant-for': 'off',
  'wcag/h32': 'off',
};
const validator = new HtmlValidate(new StaticConfigLoader({ root: true, extends: ['html-validate:standard', 'html-validate:a11y'], rules }));

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
