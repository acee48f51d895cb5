"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { theme, freshness, keys } = require("./milepost.cjs")("saved", "theme", "freshness", "keys");

test("the theme goes round", () => {
  assert.deepEqual(["system", "light", "dark"].map(theme.next), ["light", "dark", "system"]);
});

test("an age is told in the unit that people use", () => {
  const minute = 60000;
  for (const [age, words] of /** @type {[number, string][]} */ ([[20000, "just now"], [24 * minute, "24 min ago"], [90 * minute, "2 h ago"], [47 * 60 * minute, "47 h ago"], [72 * 60 * minute, "3 days ago"], [-5 * minute, ""]])) {
    assert.equal(freshness.ago(age), words);
  }
});

test("only real data that missed a run are called old", () => {
  const fresh = { observed: "2026-11-18T06:40:00Z", text: "Wed 18 Nov 2026, 06:40 UTC", read: "1", known: "1", whole: true, example: false };
  const at = (/** @type {string} */ text) => Date.parse(text);
  assert.equal(freshness.stale(fresh, at("2026-11-19T08:00:00Z")), "");
  assert.match(freshness.stale(fresh, at("2026-11-20T08:00:00Z")), /^This data is 2 days old\. Figures below are from Wed 18 Nov/);
  assert.equal(freshness.stale({ ...fresh, example: true }, at("2027-11-20T08:00:00Z")), "");
  assert.equal(freshness.stale({ ...fresh, observed: null }, at("2027-11-20T08:00:00Z")), "");
});

test("keys mean something alone or after g", () => {
  assert.equal(keys.meaning("", "/"), "search");
  assert.equal(keys.meaning("g", "c"), "go c");
  assert.equal(keys.meaning("", "g"), "wait");
  assert.equal(keys.meaning("", "q"), "");
});
