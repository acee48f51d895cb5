// The manifest that a form writes is the one that the page was built with: the same cases are in `src/site/actions/manifest.rs`.
"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { manifest } = require("./milepost.cjs")("action-manifest");
const cases = require("./manifest.json");


test("the browser writes the same manifest as the build", () => {
  for (const { head, fields, yaml } of cases) {
    const values = new Map(fields.map((field) => [field.name, field.value]));
    assert.strictEqual(manifest.yaml(head, fields, values), yaml);
  }
});

test("nothing that is filled in ends the text that a shell is given", () => {
  const field = { name: "spec.a", path: ["spec", "a"], kind: "string", list: false };
  const line = manifest.command(manifest.yaml({ apiVersion: "v1", kind: "K" }, [field], new Map([["spec.a", "x\nEND\n$(id) `id`"]])));
  const out = require("node:child_process").spawnSync("bash", ["-c", line.replace("kubectl apply -f -", "cat")], { encoding: "utf8" });
  if (out.error) return;
  assert.strictEqual(out.stdout, 'apiVersion: "v1"\nkind: "K"\nspec:\n  a: "x\\nEND\\n$(id) `id`"\n');
});
