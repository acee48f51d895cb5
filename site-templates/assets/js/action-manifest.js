// @ts-check
// The manifest that asks a platform for something; `src/site/actions/manifest.rs` writes the same before anything is typed.
(function (milepost) {
  "use strict";
  const SPECIAL = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

  /** A text of JSON is one of YAML, where what some readers take for a break or refuse is escaped too. @param {string} text */
  const quoted = (text) => JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
  /** @param {string} name */
  const key = (name) => (/^[A-Za-z][A-Za-z0-9_-]*$/.test(name) && !SPECIAL.includes(name.toLowerCase()) ? name : quoted(name));

  /**
   * Numbers and switches as they are; all else in quotes, so that no text is taken for something else.
   * @param {string} kind
   * @param {string} given
   */
  function scalar(kind, given) {
    const plain = given.trim();
    if (kind === "boolean" && (plain === "true" || plain === "false")) return plain;
    if (kind === "number" && /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(plain)) return plain;
    return quoted(given);
  }

  /**
   * The manifest with these values, by the names of the fields.
   * @param {{apiVersion: string, kind: string}} head
   * @param {{path: string[], kind: string, list: boolean, name: string}[]} fields
   * @param {Map<string, string>} values
   */
  function yaml(head, fields, values) {
    const lines = ["apiVersion: " + quoted(head.apiVersion), "kind: " + quoted(head.kind)];
    /** @type {string[]} */
    let open = [];
    let hasSpec = false;
    for (const field of fields) {
      const given = values.get(field.name) ?? "";
      if (field.path.length === 0 || given.trim() === "") continue;
      const parents = field.path.slice(0, -1);
      let shared = 0;
      while (shared < parents.length && parents[shared] === open[shared]) shared += 1;
      for (let depth = shared; depth < parents.length; depth += 1) lines.push("  ".repeat(depth) + key(parents[depth]) + ":");
      open = parents;
      hasSpec ||= field.path[0] === "spec";
      const start = "  ".repeat(parents.length) + key(field.path[parents.length]) + ":";
      if (field.list) {
        const items = given.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
        lines.push(start, ...items.map((item) => "  ".repeat(parents.length + 1) + "- " + quoted(item)));
      } else lines.push(start + " " + scalar(field.kind, given));
    }
    if (!hasSpec) lines.push("spec: {}");
    return lines.join("\n") + "\n";
  }

  /** The line that hands a manifest to the cluster that one is signed in to. @param {string} text */
  const command = (text) => "kubectl apply -f - <<'END'\n" + text + "END";

  milepost.manifest = { yaml, command };
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
