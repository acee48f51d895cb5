"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { feedback, start } = require("./milepost.cjs")("saved", "feedback", "start-steps");

test("a browser says its name and its number, and nothing else", () => {
  for (const [agent, name] of /** @type {[string, string][]} */ ([
    ["Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox 132"],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", "Chrome 131"],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.51", "Edge 131"],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15", "Safari 18"],
    ["curl/8.0", ""],
    ["", ""],
  ])) {
    assert.equal(feedback.browser(agent), name, agent);
  }
});

test("the browser's name comes into the field that is meant for it", () => {
  const link = "https://git.example/a/issues/new?template=f.yml&page=%2Fx%2F";
  const filled = new URL(feedback.withBrowser(link, "browser", "Firefox 132"));
  assert.deepEqual([...filled.searchParams], [["template", "f.yml"], ["page", "/x/"], ["browser", "Firefox 132"]]);
});

test("in a description it stands before what the host takes for commands", () => {
  const body = "Page: /x/\nBuild: milepost 1\n/label ~\"docs\"\n/label ~\"portal\"";
  const link = "https://git.example/a/-/issues/new?" + new URLSearchParams({ "issue[description]": body });
  const filled = new URL(feedback.withBrowser(link, "issue[description]", "Firefox 132"));
  assert.equal(filled.searchParams.get("issue[description]"), "Page: /x/\nBuild: milepost 1\nBrowser: Firefox 132\n/label ~\"docs\"\n/label ~\"portal\"");
  const plain = new URL(feedback.withBrowser("https://git.example/new?body=Page%3A+%2Fx%2F", "body", "Safari 18"));
  assert.equal(plain.searchParams.get("body"), "Page: /x/\nBrowser: Safari 18");
});

test("only steps that there are stay ticked", () => {
  assert.deepEqual(start.ticked("get-access gone find-it", ["get-access", "deploy", "find-it"]), ["get-access", "find-it"]);
  assert.deepEqual(start.ticked("", ["get-access"]), []);
  assert.equal(start.progress(0, 7), "0 of 7 steps are done.");
  assert.equal(start.progress(7, 7), "All 7 steps are done.");
});
