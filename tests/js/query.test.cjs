"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { query } = require("./milepost.cjs")("catalog-query");

const term = (/** @type {string} */ key, /** @type {string[]} */ values, not = false) => ({ key, values, not });

test("a query is words and keys with values", () => {
  for (const [text, expected] of /** @type {[string, Term[]][]} */ ([
    ["", []],
    ["Carrier sync", [term("", ["carrier"]), term("", ["sync"])]],
    ["owner:tracking", [term("owner", ["tracking"])]],
    ["OWNER:Tracking,Billing", [term("owner", ["tracking", "billing"])]],
    ["owner:a owner:b", [term("owner", ["a", "b"])]],
    ['system:"Big, one" x', [term("system", ["big, one"]), term("", ["x"])]],
    ['lang:"c++",go', [term("lang", ["c++", "go"])]],
    ["-lang:rust", [term("lang", ["rust"], true)]],
    ["deployed:<30d", [term("deployed", ["<30d"])]],
    ["nokey:x", [term("", ["nokey:x"])]],
    ['"two words"', [term("", ["two words"])]],
    ["owner:", [term("", ["owner:"])]],
    ['" owner:', [term("", ['"']), term("", ["owner:"])]],
  ])) {
    assert.deepEqual(query.parse(text), expected, text);
  }
});

test("what is written reads back the same", () => {
  for (const text of ["carrier owner:a,b -lang:rust tier:<2", 'system:"big one" has:runbook,api', 'type:"-x" "a:b"', "مرحبا owner:ünï"]) {
    const terms = query.parse(text);
    assert.deepEqual(query.parse(query.format(terms)), terms, text);
  }
});

test("a tick puts a value in and takes it out, and leaves the rest", () => {
  const start = query.parse("word owner:a -owner:z");
  const more = query.toggled(start, "owner", "b", true);
  assert.equal(query.format(more), "word owner:a,b -owner:z");
  assert.equal(query.format(query.toggled(more, "owner", "a", false)), "word owner:b -owner:z");
  assert.equal(query.format(query.toggled(start, "owner", "a", false)), "word -owner:z");
  assert.equal(query.format(start), "word owner:a -owner:z");
});
