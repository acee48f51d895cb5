"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { packing } = require("./milepost.cjs")("packing", "catalog-index");
const written = require("./packed.json");

test("what the program writes in few letters reads as it was", () => {
  assert.deepEqual(packing.numbers(written.numbers, 9), [-1, 0, 78, 79, 80, 987, 988, 989, 70_000]);
  assert.deepEqual(packing.numbers(written.runs, 8), [3, 3, 3, 3, 3, -1, -1, -1]);
  assert.deepEqual(packing.lists(written.lists, 3), [[], [0, 100], [5]]);
  assert.deepEqual(packing.texts(written.texts, 5), ["billing-ledger", "billing-portal", "خدمة الملصقات 📦", "خدمة الملصقات 📫", ""]);
  assert.deepEqual(packing.words(written.words), ["Go", "Google"]);
  assert.deepEqual(packing.texts(written.long, 1), ["x".repeat(300)]);
  const { step, isDone } = packing.reader(written.steps);
  assert.deepEqual(Array.from({ length: 8 }, step), [0, 44, 45, 2_024, 2_025, 91_124, 91_125, 4_294_967_295]);
  assert.ok(isDone());
  assert.deepEqual(["Carrier Sync (v2)", "api.v1", "", "Café"].map(packing.plainSlug), written.slugs);
});

test("an index is unpacked into columns", () => {
  const index = packing.unpack({
    count: 2, as_of: 100, words: { owner: "$#0Team Tracking", lang: written.words, level: "$#'Gold", golden: "$#*On go 2" }, owner_slug: {}, tag_words: "%#$a#$b", later: [],
    name: written.texts, slug: { 1: "other" }, places: { owner: "r$%", lang: "e#$", level: "e$#", rung: "e**", golden: "e#$" }, days: { changed: "e#&" }, tags: "#%#$", about: "One\nTwo", lead: "#%", lines: "09\n",
  });
  assert.deepEqual(index.slug, ["billing-ledger", "other"]);
  assert.deepEqual(index.owner_slugs, ["team-tracking"]);
  assert.deepEqual([index.owner, index.lang, index.changed], [[0, 0], [-1, 0], [-1, 98]]);
  assert.deepEqual(index.tags, ["", "a b"]);
  assert.deepEqual(index.about, ["One", "Two"]);
  assert.deepEqual([index.lead, index.lines], [[-1, 1], ["09", ""]]);
  assert.deepEqual([index.ranks, index.path, index.words.path], [[1, 0], [-1, 0], ["On"]]);
});

test("what the first file has no room for comes after it, all of it by one call", async () => {
  const milepost = require("./milepost.cjs")("packing", "catalog-index");
  const packed = { count: 2, as_of: 0, words: { owner: "#", golden: "#" }, name: "#&one#&two", slug: {}, owner_slug: {}, places: { rung: "v##", golden: "v##", level: "v##" }, days: {}, tags: "", tag_words: "", lead: "##", later: ["catalog-later.js"], about: "", lines: "" };
  const index = milepost.packing.unpack(packed);
  assert.deepEqual(index.tags, ["", ""]);
  milepost.load = async () => (milepost.about(0, "a\nb"), milepost.lines(0, "12\n34"), milepost.tags("%#$a#$b", "#%#$"));
  await new Promise((done) => milepost.packing.loadLater(index, () => done(undefined)));
  assert.deepEqual([index.tags, index.about, index.lines, index.later], [["", "a b"], ["a", "b"], ["12", "34"], []]);
});
