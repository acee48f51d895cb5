"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { spawnSync } = require("node:child_process");
const { shell, rules, check } = require("./milepost.cjs")("action-shell", "action-rules", "action-check");

const VALUES = ["", "plain", "two words", "it's", '"double"', "$HOME", "$(id)", "`id`", "a\nb\n", "\ttab", "back\\slash", "émoji 🚚", "-rf", "--", "!x!", "*", "~", "a;b&c|d>e", "#x", "\u001b[31m", "'\n'", "$'\\n'", "{a,b}", "a=b", "\r\n", "'", "\\"];
const hasBash = spawnSync("bash", ["--version"]).status === 0;

test("bash reads every value of a command back as it was", { skip: !hasBash }, () => {
  const about = { file: "roll back.yml", slug: "o/r", ref: "main" };
  const line = shell.command(about, VALUES.map((value, place) => ["in" + place, value]));
  // A function in the place of gh says what it was given.
  const { stdout } = spawnSync("bash", ["--norc", "-c", "gh() { printf '%s\\0' \"$@\"; }\n" + line], { env: { ...process.env, LC_ALL: "C.UTF-8" } });
  const given = stdout.toString("utf8").split("\0").slice(0, -1);
  assert.deepEqual(given.slice(0, 7), ["workflow", "run", "roll back.yml", "-R", "o/r", "--ref", "main"]);
  assert.deepEqual(given.slice(7), VALUES.flatMap((value, place) => ["-f", `in${place}=${value}`]));
});

test("what needs no quotes has none", () => {
  for (const [word, expected] of [["v1.18.1", "v1.18.1"], ["a b", "'a b'"], ["it's", "'it'\\''s'"], ["a\nb", "$'a\\nb'"], ["", "''"], ["~", "'~'"]]) {
    assert.equal(shell.quoted(word), expected);
  }
});

test("a rule is answered as far as the rest decides", () => {
  const facts = { "files.runbook": false, "files.base_images": ["node:22"], "scorecards.levels": { ready: "Gold" }, "delivery.fail_rate": 0.25 };
  const known = { inputs: { environment: "production", size: "20", dry: "false" }, now: Date.parse("2026-11-20T06:40:00Z"), facts };
  const fact = (/** @type {string} */ name) => ["fact", name];
  const input = (/** @type {string} */ name) => ["input", name];
  for (const [rule, expected] of [
    [["==", input("environment"), "production"], true],
    [["!=", input("nothing"), "x"], true],
    [["&&", ["==", input("environment"), "production"], ["?"]], undefined],
    [["&&", ["==", input("environment"), "dev"], ["?"]], false],
    [["||", ["==", input("environment"), "production"], ["?"]], true],
    [["!", ["?"]], undefined],
    [[">", ["int", input("size")], 10], true],
    [[">", ["int", input("environment")], 10], undefined],
    [[">", input("size"), 10], undefined],
    [["in", input("environment"), ["list", "dev", "production"]], true],
    [["startsWith", input("environment"), "prod"], true],
    [["<", ["now"], ["timestamp", "2027-01-01T00:00:00Z"]], true],
    [["?:", ["==", input("dry"), "true"], true, false], false],
    [["matches", input("environment"), "x"], undefined],
    [["!", fact("files.runbook")], true],
    [["in", "node:22", fact("files.base_images")], true],
    [[">", ["size", fact("files.base_images")], 1], false],
    [["==", ["entry", fact("scorecards.levels"), "ready"], "Gold"], true],
    [["==", ["entry", fact("scorecards.levels"), "other"], "Gold"], false],
    [["==", ["entry", fact("scorecards.levels"), "constructor"], "Gold"], false],
    [["entry", fact("scorecards.other"), "ready"], undefined],
    [["<", fact("delivery.fail_rate"), 0.5], true],
    [fact("toString"), undefined],
    [["&&", fact("files.docs"), false], false],
    [["getHours", ["now"]], 6],
    [["getMinutes", ["now"]], 40],
    [["getDayOfWeek", ["now"]], 5],
    [["getDate", ["now"]], 20],
    [["getDayOfMonth", ["now"]], 19],
    [["getMonth", ["now"]], 10],
    [["getFullYear", ["now"]], 2026],
    [["getHours", "x"], undefined],
  ]) {
    assert.equal(rules.evaluate(rule, known), expected, JSON.stringify(rule));
  }
});

const field = (/** @type {any} */ more) => ({ id: "in-x", kind: "string", label: "Reason", required: false, format: null, pattern: null, says: null, example: null, min: null, max: null, unit: null, options: [], needs: [], when: null, default: null, ...more });

test("what is wrong with a value says what it is, what is expected, and an example", () => {
  for (const [more, value, expected] of /** @type {[object, string, string][]} */ ([
    [{ required: true }, " ", "Fill in “Reason”."],
    [{ required: true, example: "INC-1" }, "", "Fill in “Reason”, for example “INC-1”."],
    [{ min: 10, max: 200, example: "INC-2291: duplicates" }, "broken", "“broken” is 6 characters; it takes 10 to 200 characters, for example “INC-2291: duplicates”."],
    [{ max: 2 }, "🚚🚚", ""],
    [{ max: 1 }, "🚚🚚", "“🚚🚚” is 2 characters; it takes at most 1 characters."],
    [{ pattern: "[a-z]+", says: "small letters" }, "Ab", "“Ab” is not small letters."],
    [{ pattern: "a|b" }, "ab", "“ab” is not of the form a|b."],
    [{ pattern: "(" }, "x", ""],
    [{ kind: "number" }, "12x", "“12x” is no number."],
    [{ kind: "number" }, "0x10", "“0x10” is no number."],
    [{ kind: "number", min: 5, max: 500, unit: "GB" }, "501", "501 is out of range; it takes 5 to 500 GB."],
    [{ kind: "number" }, "1.5", ""],
    [{ kind: "choice", options: ["a", "b"] }, "c", "“c” is none of the options: a, b."],
    [{}, "", ""],
  ])) {
    assert.equal(check.problem(field(more), value), expected);
  }
  assert.match(check.problem(field({ format: "service" }), "nope", ["carrier-sync"]), /no service in the catalog/);
});

test("a field is there when its condition and those before it say so", () => {
  const form = { order: ["state", "percent", "note"], service: null, fields: { state: field({}), percent: field({ when: ["==", ["input", "state"], "share"] }), note: field({ needs: ["state"] }) } };
  assert.deepEqual(check.presence(form, { state: "", percent: "", note: "" }), { state: "there", percent: "absent", note: "waits" });
  assert.deepEqual(check.presence(form, { state: "share", percent: "", note: "" }), { state: "there", percent: "there", note: "there" });
});
