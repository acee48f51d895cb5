"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { results } = require("./milepost.cjs")("search-results");

const hit = (/** @type {string} */ kind, /** @type {string} */ owner) => ({ kind, owner, title: "", href: "", line: "", path: "", verb: "", page: -1, section: 0 });
const hits = [hit("Services", "Tracking"), hit("Services", "Billing"), hit("Teams", "")];

test("the address holds the query and the filters, and gives them back", () => {
  const state = { query: "POST /v2/x & y", kinds: ["APIs", "Services"], owners: ["Team A"] };
  assert.deepEqual(results.read(results.write(state)), state);
  assert.equal(results.write({ query: " ", kinds: [], owners: [] }), "");
});

test("values of one filter are alternatives, filters add up, and a count leaves its own filter out", () => {
  const state = { query: "x", kinds: ["Services"], owners: ["Billing", "Tracking"] };
  assert.equal(results.narrowed(hits, state, "").length, 2);
  assert.deepEqual(results.counts(hits, { ...state, owners: [] }, "kind"), [["Services", 2], ["Teams", 1]]);
  assert.deepEqual(results.counts(hits, { query: "x", kinds: [], owners: ["Nobody"] }, "owner"), [["Billing", 1], ["Tracking", 1], ["Nobody", 0]]);
});
