// Loads browser scripts as the browser does: each adds to one global.
"use strict";
const path = require("node:path");
const folder = path.join(__dirname, "../../site-templates/assets/js");

module.exports = (/** @type {string[]} */ ...names) => {
  for (const name of names) require(path.join(folder, name + ".js"));
  return globalThis.milepost;
};
