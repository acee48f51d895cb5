"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { notFound } = require("./milepost.cjs")("not-found");

test("the word of an address that was meant as a name", () => {
  for (const [path, word] of /** @type {[string, string][]} */ ([
    ["/catalog/carrier-synk/", "carrier-synk"],
    ["/a/b/portal/catalog/carrier-synk/delivery/index.html", "carrier-synk"],
    ["/carrier-synk.html", "carrier-synk"],
    ["/teams/trackin/", "trackin"],
    ["/%D8%AE%D8%AF%D9%85%D8%A9/", "خدمة"],
    ["/%zz/", ""],
    ["/index.html", ""],
    ["/", ""],
  ])) {
    assert.equal(notFound.meant(path), word, path);
  }
});
