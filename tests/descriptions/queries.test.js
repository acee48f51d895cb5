// The GraphQL queries that the collector sends, against GitHub's public schema.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { buildSchema, parse, validate } from 'graphql';

const queries = new URL('../../collectors/src/github/queries/', import.meta.url);
const read = (name) => readFileSync(new URL(name, queries), 'utf8');
// The published schema defines two fields twice, which a strict reader refuses.
const schema = buildSchema(readFileSync(new URL('node_modules/@octokit/graphql-schema/schema.graphql', import.meta.url), 'utf8'), { assumeValidSDL: true });

const described = read('described.graphql');
for (const [name, text] of [
  ['owner', read('owner.graphql') + described],
  ['one', read('one.graphql') + described],
  ['history', read('history.graphql')],
  ['known', read('known.graphql')],
  ['reverted', read('reverted.graphql')],
  ['teams', read('teams.graphql')],
]) {
  test(`the query ${name} is one that GitHub takes`, () => {
    const problems = validate(schema, parse(text));
    assert.deepEqual(problems.map((problem) => problem.message), []);
  });
}

test('a query with a wrong field is found out', () => {
  assert.equal(validate(schema, parse('query { repository(owner: "a", name: "b") { nonsense } }')).length, 1);
});
