"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { shards, operations, fullText, packing } = require("./milepost.cjs")("packing", "search-fold", "search-shards", "search-operations", "search-text");

test("the files that may hold a word are found by their first words, in the order of signs", () => {
  /** @type {[string, string][]} */
  const parts = [["api", "1"], ["carrier", "2"], ["carrier", "3"], ["dock", "4"], ["\u{10400}", "5"]];
  const names = (/** @type {string} */ word, /** @type {boolean} */ isBeginning) => shards.holding(parts, word, isBeginning).map(([, hash]) => hash).join("");
  for (const [word, isBeginning, expected] of /** @type {[string, boolean, string][]} */ ([["aa", false, ""], ["api", false, "1"], ["booking", false, "1"], ["carrier", false, "123"], ["carr", true, "123"], ["zone", false, "4"], ["\ufb00", false, "4"], ["\u{10401}", false, "5"]])) {
    assert.equal(names(word, isBeginning), expected, word);
  }
});

const operation = (/** @type {string} */ verb, /** @type {string} */ path, more = {}) => ({ verb, path, summary: "", id: "", api: "", owner: "", ownerPage: "", address: path, ...more });

test("a path finds its operation before its neighbours, with a value in the place of a parameter too", () => {
  const all = [operation("GET", "/v2/shipments"), operation("POST", "/v2/shipments"), operation("GET", "/v2/shipments/{id}"), operation("GET", "/v2/shipments/{id}/label"), operation("GET", "/v2/docks")];
  const best = (/** @type {string} */ query) => {
    const wanted = operations.asked(query);
    const sorted = all.map((one) => /** @type {[number, string]} */ ([operations.worth(one, wanted), one.verb + " " + one.path])).filter(([worth]) => worth > 0).sort((a, b) => b[0] - a[0]);
    return sorted[0]?.[1] ?? "";
  };
  for (const [query, expected] of [
    ["POST /v2/shipments", "POST /v2/shipments"],
    ["/v2/shipments/{id}", "GET /v2/shipments/{id}"],
    ["/v2/shipments/4711", "GET /v2/shipments/{id}"],
    ["GET https://api.example.org/v2/shipments/4711/label", "GET /v2/shipments/{id}/label"],
    ["shipments label", "GET /v2/shipments/{id}/label"],
    ["/v2/nothing", ""],
  ]) {
    assert.equal(best(query), expected, query);
  }
});

test("a procedure is found by the parts of its name", () => {
  const buy = operation("RPC", "lumen.shop.v1.Shop/BuyOne", { id: "BuyOne" });
  for (const query of ["Shop/BuyOne", "buyone", "shop buy", "rpc one"]) assert.ok(operations.worth(buy, operations.asked(query)) > 0, query);
  assert.equal(operations.worth(buy, operations.asked("sell")), 0);
});

test("an operation is found by a word of its own and words of its API's name, and not by those of the name alone", () => {
  const zones = operation("SEND", "zone-requests.v1", { api: "North sensor_registry" });
  const worth = (/** @type {string} */ query) => operations.worth(zones, operations.asked(query));
  assert.ok(worth("sensor_registry zone") > 0);
  assert.ok(worth("zone") > worth("north zone"));
  for (const query of ["north sensor registry", "north x", "sens zone"]) assert.equal(worth(query), 0, query);
});

test("a file of operations is unpacked with its pages", () => {
  const held = { pages: [["Rates", "catalog/rates/api/rates/", "Carriers", "teams/carriers/"]], operations: [[0, "GET", "/quotes", "op-quotes", "Quotes", "getQuotes"]] };
  assert.deepEqual(operations.unpack(held), [{ verb: "GET", path: "/quotes", summary: "Quotes", id: "getQuotes", api: "Rates", owner: "Carriers", ownerPage: "teams/carriers/", address: "catalog/rates/api/rates/#op-quotes" }]);
});

/** A file of words as the program writes it. */
function file(/** @type {Record<string, [number, number][]>} */ words) {
  const digit = (/** @type {number} */ value) => String.fromCharCode(value + 35 + (value >= 57 ? 1 : 0));
  const line = (/** @type {[number, number][]} */ places) => {
    let last = 0;
    return digit(places.length) + places.map((/** @type {any} */ [section, worth]) => { const step = section - last; last = section; return digit(step) + digit(worth); }).join("");
  };
  const names = Object.keys(words).sort();
  return { words: digit(names.length) + names.map((name) => digit(0) + digit(name.length) + name).join(""), places: names.map((name) => line(words[name])).join("\n") };
}

test("the places of a word are read from its file", () => {
  const held = file({ rollback: [[0, 44], [7, 3]], route: [[2, 1]] });
  assert.deepEqual(packing.words(held.words), ["rollback", "route"]);
  assert.deepEqual(fullText.postings(held, (word) => word === "rollback"), [{ word: "rollback", sections: 2, places: [[0, 44], [7, 3]] }]);
});

test("a page that says all words comes before one that says some, and the section that says most is shown", () => {
  const word = (/** @type {[number, number][]} */ places, sections = places.length) => fullText.joined([{ posting: { word: "x", sections, places }, share: 1 }], 100);
  const found = fullText.ranked([word([[0, 40], [5, 10]]), word([[3, 20], [9, 40]])], [0, 5, 8]);
  assert.deepEqual(found.map(({ page, section, matched }) => [page, section, matched]), [[0, 0, 2]]);
  const some = fullText.ranked([word([[0, 10]]), word([[9, 40]])], [0, 5, 8]);
  assert.deepEqual(some.map(({ page, section }) => [page, section]), [[2, 1], [0, 0]]);
  const rare = word([[0, 10]], 1).get(0) ?? 0;
  assert.ok(rare > (word([[0, 10]], 90).get(0) ?? 0), "a rare word says more");
});

test("a section is on the last page that starts no later", () => {
  assert.deepEqual([0, 4, 5, 7, 8, 99].map((section) => fullText.pageOf([0, 5, 8], section)), [0, 0, 1, 1, 2, 2]);
});

test("an excerpt stands around the first word that was found and is cut between words", () => {
  const text = "Before a release ".repeat(20) + "the rollback is rehearsed " + "after a release ".repeat(20);
  const excerpt = fullText.excerpt(text, ["rollback"]);
  assert.match(excerpt, /^… .*the rollback is rehearsed.* …$/);
  assert.ok(excerpt.length < 320, String(excerpt.length));
  assert.equal(fullText.excerpt("Short.", ["none"]), "Short.");
});

test("a word has its other forms and its synonyms", () => {
  globalThis.milepost.searchIndex = { synonyms: [["k8s", "kubernetes"]] };
  assert.deepEqual(fullText.forms("k8s"), ["kubernetes"]);
  assert.deepEqual(fullText.forms("carrier"), ["carriers"]);
  assert.deepEqual(fullText.forms("carriers"), ["carrier"]);
});

test("the whole name of a procedure is looked for by what it says most, not by the words of its package", async () => {
  const { parts, holding, get } = shards;
  /** @type {string[]} */
  let asked = [];
  try {
    shards.parts = async () => ({ operations: [] });
    shards.holding = (/** @type {any} */ _, /** @type {string} */ word) => [[word, word + "-1"], [word, word + "-2"]];
    shards.get = async (/** @type {string} */ _, /** @type {string} */ file) => { asked.push(file); return { pages: [], operations: [] }; };
    for (const [query, files] of /** @type {[string, string][]} */ ([
      ["rpc acme.north_crate_store.v1.NorthCrateStore/GetCrate", "northcratestore-1 northcratestore-2 getcrate-1 getcrate-2"],
      ["north_crate_store zone", "northcratestore-1 northcratestore-2 zone-1 zone-2"],
      ["GET https://api.example.org/v2/cold-chain/4711", "coldchain-1 coldchain-2 4711-1 4711-2"],
    ])) {
      asked = [];
      await operations.find(query);
      assert.equal(asked.join(" "), files, query);
    }
  } finally {
    Object.assign(shards, { parts, holding, get });
  }
});
