"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { query, facets, rows, catalogPage, homeTeam, packing } = require("./milepost.cjs")("packing", "catalog-index", "catalog-query", "catalog-facets", "catalog-rows", "catalog-page", "home-team");

const TODAY = 20777; // 20 Nov 2026
const index = {
  as_of: TODAY,
  words: { owner: ["Billing", "Team Tracking"], system: ["Money"], level: ["Bronze", "Silver", "Gold"], path: ["Behind", "On"], type: ["service"], lifecycle: ["deprecated", "production"], tier: ["1", "10", "2"], lang: ["Go", "Rust"], data: ["internal", "personal"] },
  owner_slugs: ["billing", "tracking"],
  name: ["billing-ledger", "carrier-sync", "label-printer", "route-planner"],
  slug: ["", "", "", "route-planner~2"],
  about: ["Ledger", "Pulls events", "Prints", "Plans"],
  tags: ["money", "events ingest", "print", ""],
  owner: [0, 1, 1, -1],
  system: [0, -1, -1, -1],
  type: [0, 0, 0, 0],
  level: [2, 1, 0, -1],
  path: [1, 1, 0, -1],
  lifecycle: [1, 1, 0, -1],
  tier: [0, 2, 1, -1],
  lang: [1, 1, 0, 0],
  data: [1, 0, -1, -1],
  has: [0b00111, 0b00101, 0b00000, 0b10000],
  changed: [TODAY, TODAY - 5, TODAY - 40, TODAY - 400],
  deployed: [TODAY - 1, TODAY - 29, TODAY - 31, -1],
};
const prepared = facets.prepare(index);
const names = (/** @type {string} */ text) => facets.filter(prepared, query.parse(text)).rows.map((row) => index.name[row]);

test("each key of the filter finds what it names", () => {
  const [billing, carrier, label, route] = index.name;
  for (const [text, expected] of /** @type {[string, string[]][]} */ ([
    ["", [billing, carrier, label, route]],
    ["carrier", [carrier]],
    ["ledger money", [billing]],
    ["tracking", [carrier, label]],
    ["owner:tracking", [carrier, label]],
    ['owner:"team tracking"', [carrier, label]],
    ["owner:none", [route]],
    ["owner:none,billing", [billing, route]],
    ["-owner:none", [billing, carrier, label]],
    ["lang:rust lifecycle:production", [billing, carrier]],
    ["tier:1", [billing]],
    ["tier:<3", [billing, carrier]],
    ["tier:>=2", [carrier, label]],
    ["has:runbook", [billing, carrier]],
    ["has:runbook,docs", [billing]],
    ["has:nonsense", []],
    ["tag:events", [carrier]],
    ["tag:event", []],
    ["deployed:<30d", [billing, carrier]],
    ["deployed:>30d", [label, route]],
    ["deployed:never", [route]],
    ["changed:<1w", [billing, carrier]],
    ["changed:<2y", [billing, carrier, label, route]],
    ["changed:2026-11", [billing, carrier]],
    ["system:money", [billing]],
    ["data:personal", [billing]],
    ["-data:none", [billing, carrier]],
    ["type:website", []],
    ["level:gold", [billing]],
    ["level:<gold", [carrier, label, route]],
    ["level:>=silver", [billing, carrier]],
    ["level:none", [route]],
    ["level:<platinum", []],
    ["path:on", [billing, carrier]],
    ["path:behind,none", [label, route]],
  ])) {
    assert.deepEqual(names(text), expected, text);
  }
});

test("a facet counts with the others' ticks and without its own", () => {
  const terms = query.parse("owner:billing lang:rust");
  const { failed } = facets.filter(prepared, terms);
  assert.deepEqual(Object.fromEntries(facets.counts(prepared, terms, failed, "owner")), { billing: 1, tracking: 1 });
  assert.deepEqual(Object.fromEntries(facets.counts(prepared, terms, failed, "lang")), { rust: 1 });
  assert.deepEqual(Object.fromEntries(facets.counts(prepared, terms, failed, "tier")), { 1: 1 });
});

test("counting agrees with filtering for every single tick", () => {
  for (const start of ["", "lang:rust", "owner:tracking lang:go", "has:runbook", "carrier"]) {
    const terms = query.parse(start);
    const { failed } = facets.filter(prepared, terms);
    for (const key of ["owner", "lifecycle", "tier", "lang", "type", "data", "has", "tag"]) {
      const others = ["has", "tag"].includes(key) ? terms : terms.filter((one) => one.key !== key);
      for (const [value, count] of facets.counts(prepared, terms, failed, key)) {
        const ticked = query.toggled(others, key, value, true);
        assert.equal(facets.filter(prepared, ticked).rows.length, count, `${start} + ${key}:${value}`);
      }
    }
  }
});

test("the filter that hides most is known", () => {
  const terms = query.parse("owner:tracking lang:rust tier:1");
  const { rows: found, without } = facets.filter(prepared, terms);
  assert.equal(found.length, 0);
  assert.deepEqual(without, [1, 0, 1]);
});

test("columns sort by value, and nothing comes last either way", () => {
  const order = (/** @type {string} */ sort) => rows.sorted(index, [0, 1, 2, 3], sort);
  assert.deepEqual(order("tier"), [0, 1, 2, 3]);
  assert.deepEqual(order("-tier"), [2, 1, 0, 3]);
  assert.deepEqual(order("deployed"), [2, 1, 0, 3]);
  assert.deepEqual(order("-deployed"), [0, 1, 2, 3]);
  assert.deepEqual(order("-name"), [3, 2, 1, 0]);
  assert.deepEqual(order("nonsense"), [0, 1, 2, 3]);
});

test("levels, golden paths and lead times sort by what they stand for", () => {
  // Gold, Silver, none reached, and no scorecard; two On, one Behind; known, too few and not known.
  const glance = { ...index, ranks: [3, 2, 0, -1], lead: [600, 90, 0, -1] };
  const order = (/** @type {string} */ sort) => rows.sorted(glance, [0, 1, 2, 3], sort);
  assert.deepEqual([order("level"), order("-level")], [[1, 0, 2, 3], [0, 1, 2, 3]]);
  assert.deepEqual([order("path"), order("-path")], [[0, 1, 2, 3], [2, 0, 1, 3]]);
  assert.deepEqual([order("lead"), order("-lead")], [[1, 0, 2, 3], [0, 1, 2, 3]]);
});

test("a line of weeks is drawn as the program draws it", () => {
  assert.deepEqual(rows.line("09 4"), ["M3,20h0L9,2M21,12h0", [21, 12]]);
  assert.deepEqual(rows.line("09 "), ["M3,20h0L9,2", null]);
});

test("an address and its state are the same", () => {
  for (const search of ["", "?q=owner%3Atracking+tier%3A1", "?q=x&sort=-deployed&view=cards"]) {
    assert.equal(catalogPage.write(catalogPage.read(search)), search);
  }
});

test("my team's rows are those of its slug", () => {
  assert.deepEqual(homeTeam.rowsOf(index, "tracking"), [1, 2]);
  assert.deepEqual(homeTeam.rowsOf(index, "gone"), []);
});

test("five thousand services are filtered and counted well within a keystroke", () => {
  /** @type {Record<string, any>} */
  const many = { ...index, name: [], slug: [], about: [], tags: [], owner: [], system: [], type: [], lifecycle: [], tier: [], lang: [], data: [], has: [], changed: [], deployed: [] };
  for (let row = 0; row < 5000; row++) {
    for (const key of Object.keys(many)) if (Array.isArray(many[key]) && key !== "owner_slugs") many[key].push(/** @type {Record<string, any>} */ (index)[key][row % 4]);
  }
  const big = facets.prepare(many);
  const terms = query.parse("carrier owner:tracking");
  const { rows: found, failed } = facets.filter(big, terms);
  assert.equal(found.length, 1250);
  assert.equal(facets.counts(big, terms, failed, "owner").get("tracking"), 1250);
});

test("a length of time reads as it does in the page's own rows", () => {
  for (const [minutes, text] of /** @type {[number, string][]} */ (require("./lengths.json"))) {
    assert.equal(rows.lengthText(minutes), text);
    assert.equal(rows.lengthText(minutes, ","), text.replace(".", ","));
  }
});

test("a day reads as it does in the page's own rows", () => {
  for (const [pattern, today, first] of [
    ["d M y", "20 Nov 2026", "1 Jan 1970"],
    ["M d, y", "Nov 20, 2026", "Jan 1, 1970"],
    ["dd.m.y", "20.11.2026", "01.01.1970"],
    ["dd/m/y", "20/11/2026", "01/01/1970"],
  ]) {
    assert.equal(packing.dayText(TODAY, pattern), today);
    assert.equal(packing.dayText(0, pattern), first);
  }
});
