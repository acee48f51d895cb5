"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { graph } = require("./milepost.cjs")("graph");

test("beside a box are those that need it and those that it needs, and no others", () => {
  const arrows = [{ from: "0", to: "1" }, { from: "1", to: "2" }, { from: "2", to: "3" }];
  const { nodes, near } = graph.beside(arrows, "1");
  assert.deepEqual([[...nodes].sort(), near], [["0", "1", "2"], [true, true, false]]);
  assert.deepEqual([...graph.beside(arrows, "9").nodes], ["9"]);
});
