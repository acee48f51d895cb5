"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { fold, head, finder, list } = require("./milepost.cjs")("saved", "packing", "search-fold", "search-head", "search-list", "search-finder");
const held = require("./search-head.json");
const written = { ...held, tabs: /** @type {[string, string][]} */ (held.tabs) };

const NOBODY = { team: "", recent: [] };

/** Entries as the index has them, from names. */
function entries(/** @type {any[]} */ ...rows) {
  return rows.map(([name, more = {}]) => {
    const group = { label: "Services", one: "service", icon: "layers", order: 0, ...more.group };
    return { name, address: "catalog/" + name + "/", folded: head.plain(name), alias: "", words: fold.words(name), owner: "", ownerWords: [], ownerPage: "", sort: "", marks: 0, tabs: 0, runbook: "", repository: "", about: "", ...more, group };
  });
}

const names = (/** @type {any} */ found) => found.map((/** @type {any} */ { entry }) => entry.name);

test("a text is compared without accents and capitals, word by word", () => {
  assert.deepEqual(fold.words("Café-Route v2, ΟΔΟΣ"), ["cafe", "route", "v2", "οδοσ"]);
  assert.deepEqual(fold.words("配送状況 API"), ["配送", "送状", "状況", "api"]);
  assert.deepEqual(fold.words("…"), []);
});

test("words are near when one letter differs, is missing, is too many, or two changed places", () => {
  for (const [a, b, near] of /** @type {[string, string, boolean][]} */ ([["customs", "custms", true], ["customs", "cusotms", true], ["customs", "customs", true], ["customs", "customss", true], ["customs", "costums", false], ["rates", "gates", true], ["a", "abc", false]])) {
    assert.equal(fold.isNear(a, b), near, a + " " + b);
  }
});

test("what was found is marked where it stands, with its accents", () => {
  const parts = (/** @type {string} */ text, /** @type {any} */ words) => fold.marked(text, words).map(({ text, isMarked }) => (isMarked ? "[" + text + "]" : text)).join("");
  assert.equal(parts("Café-route caf", ["caf"]), "[Caf]é-route [caf]");
  assert.equal(parts("shipment-tracker", ["ment"]), "ship[ment]-tracker");
  assert.equal(parts("📦 parcel", ["par"]), "📦 [par]cel");
  assert.equal(parts("nothing", ["x"]), "nothing");
});

test("an index is unpacked into entries with their addresses", () => {
  const [sync, notify, hub, pull, alone, person] = head.unpack(written);
  assert.deepEqual([sync.address, sync.owner, sync.ownerPage, sync.repository, sync.sort], ["catalog/carrier-sync/", "Tracking", "teams/tracking/", "https://github.com/lumenfreight/carrier-sync", "library"]);
  assert.deepEqual([notify.address, notify.alias, notify.repository], ["catalog/notify-hub/", "notify hub", "https://github.com/lumenfreight/notify-hub"]);
  // Below the second service, then below the first: with the owner that each has.
  assert.deepEqual([hub.address, hub.owner, hub.ownerPage], ["catalog/notify-hub/api/openapi/", "Tracking", "teams/tracking/"]);
  assert.deepEqual([pull.address, pull.owner], ["catalog/carrier-sync/api/grpc/", "Tracking"]);
  assert.deepEqual([alone.address, alone.owner], ["entities/api/rates/", ""]);
  assert.deepEqual([person.address, person.group.label, person.ownerPage, person.repository], ["teams/tracking/#mb", "People", "", ""]);
  assert.equal(sync.about, "Pulls status events from 38 carriers");
});

test("the whole name comes first, then beginnings, then words, then parts of words", () => {
  const all = entries(["track"], ["tracker-ui"], ["parcel-track"], ["backtracker"], ["other"]);
  assert.deepEqual(names(head.find(all, "track", NOBODY)), ["track", "tracker-ui", "parcel-track", "backtracker"]);
  assert.deepEqual(names(head.find(all, "Parcel Track", NOBODY)), ["parcel-track"]);
});

test("one wrong letter still finds the name, among the first three", () => {
  const all = entries(["customs-gateway"], ["custom-labels"], ["carrier-sync"], ["carrier-rates"]);
  for (const typed of ["custms-gateway", "customs-gatewya", "carrier-snyc", "carriersync", "carier-sync"]) {
    const wanted = typed.startsWith("cust") ? "customs-gateway" : "carrier-sync";
    assert.ok(names(head.find(all, typed, NOBODY)).slice(0, 3).includes(wanted), typed);
  }
  // However many longer names hold the same words.
  const many = entries(["east-alert-balancer"], ["north-alert-balancer"], ["south-alert-balancer"], ["alert-balancer"]);
  for (const typed of ["alrt-balancer", "alert-balancr", "alertbalancer"]) assert.equal(names(head.find(many, typed, NOBODY))[0], "alert-balancer", typed);
  assert.deepEqual(head.find(all, "zzzz", NOBODY), []);
  assert.deepEqual(head.find(all, " - ", NOBODY), []);
});

test("mine, vital and lately opened come before their equals; what is on its way out comes after", () => {
  const all = entries(["rates-a", { marks: 2 }], ["rates-b"], ["rates-c", { marks: 1 }], ["rates-d", { ownerPage: "teams/mine/" }]);
  assert.deepEqual(names(head.find(all, "rates", { team: "mine", recent: [] })), ["rates-d", "rates-c", "rates-b", "rates-a"]);
  assert.equal(names(head.find(all, "rates", { team: "", recent: ["catalog/rates-b/"] }))[0], "rates-b");
  assert.equal(names(head.find(all, "rates-a", { team: "mine", recent: [] }))[0], "rates-a", "an exact name beats every liking");
});

test("an action that does what was typed comes before names that only begin so, but not before a whole name", () => {
  const actions = { label: "Actions", one: "action", order: 7 };
  const all = entries(["deploy-bot"], ["Deploy a service", { group: actions, starts: { field: null, rows: null } }], ["carrier-sync"]);
  assert.deepEqual(names(head.find(all, "deploy", NOBODY)), ["Deploy a service", "deploy-bot"]);
  assert.deepEqual(names(head.find(all, "deploy-bot", NOBODY)), ["deploy-bot"]);
  assert.equal(names(head.find(all, "service", NOBODY))[0], "Deploy a service");
});

test("a word finds what is called by its synonym, after what is called like it", () => {
  globalThis.milepost.searchIndex = { synonyms: [["k8s", "kubernetes"]] };
  const all = entries(["kubernetes-proxy"], ["k8s-jobs"]);
  assert.deepEqual(names(head.find(all, "k8s", NOBODY)), ["k8s-jobs", "kubernetes-proxy"]);
  assert.equal(head.near(all, "kubernets"), "kubernetes");
  assert.equal(head.near(all, "zzzz"), "");
});

test("a question about a thing leads to the way that it asks for", () => {
  assert.deepEqual(finder.asked("who owns customs?"), [{ rest: "customs", wanted: "owner" }, { rest: "owns", wanted: "customs" }]);
  assert.deepEqual(finder.asked("carrier-sync"), []);
  const [sync] = head.unpack(written);
  const all = head.unpack(written);
  const actions = all.filter((entry) => entry.starts);
  const ways = finder.ways(sync, written.tabs, (address) => "../" + address, actions);
  assert.deepEqual(ways.map(({ label, href }) => [label, href]), [
    ["API", "../catalog/carrier-sync/api/"],
    ["Runbook", "../catalog/carrier-sync/docs/runbook/"],
    ["Deploy", "../actions/deploy/"],
    ["Roll back", "../actions/roll-back/?service=carrier-sync"],
    ["Tracking", "../teams/tracking/"],
    ["Repository", "https://github.com/lumenfreight/carrier-sync"],
  ]);
  const labels = (/** @type {any} */ entry) => finder.ways(entry, written.tabs, String, actions).map(({ label }) => label);
  assert.ok(!labels(all[1]).includes("Deploy") && labels(all[1]).includes("Roll back"), "an action of another repository is not for this service");
  assert.deepEqual(finder.ways(all[5], written.tabs, String, actions), [], "nobody is deployed");
});

test("a runbook is below the page of its service, or elsewhere at an address with its name", () => {
  const outside = { ...written, groups: written.groups.map((group, place) => (place ? group : { ...group, runbooks: "$#@https://books.example/*/night", runbook: "e#$" })) };
  const runbooks = (/** @type {any} */ index) => head.unpack(index).slice(0, 2).map(({ runbook }) => runbook);
  assert.deepEqual(runbooks(written), ["catalog/carrier-sync/docs/runbook/", ""]);
  assert.deepEqual(runbooks(outside), ["", "https://books.example/notify-hub/night"]);
});

test("rows stand in groups where their best one stands, and arrows go round the ends", () => {
  const row = (/** @type {string} */ title, /** @type {string} */ group) => ({ title, group, line: "", side: "", href: "", icon: "", ways: [], key: "" });
  assert.deepEqual(list.grouped([row("a", "x"), row("b", "y"), row("c", "x")]).map(([label, rows]) => [label, rows.map(({ title }) => title)]), [["x", ["a", "c"]], ["y", ["b"]]]);
  assert.deepEqual([list.stepped(2, 1, 3), list.stepped(0, -1, 3), list.stepped(-1, 1, 3), list.stepped(-1, 1, 0)], [0, 2, 0, -1]);
});
