// @ts-check
// The line that starts an action in a terminal; `src/site/actions/terminal.rs` writes the same before anything is typed.
(function (milepost) {
  "use strict";
  /** @type {Record<string, string>} */
  const ESCAPES = { "\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

  /**
   * A word as bash reads it back unchanged.
   * @param {string} word
   * @returns {string}
   */
  function quoted(word) {
    if (/^[A-Za-z0-9_./:@%+,-]+$/.test(word)) return word;
    // A pasted tab completes and a pasted line break runs, so neither may stand there as it is.
    if (/[\u0000-\u001f\u007f-\u009f]/.test(word)) {
      return "$'" + [...word].map((c) => ESCAPES[c] ?? (/[\u0000-\u001f\u007f-\u009f]/.test(c) ? "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0") : c)).join("") + "'";
    }
    return "'" + word.replaceAll("'", "'\\''") + "'";
  }

  /**
   * The command with these values, a value a line.
   * @param {{file: string, slug: string, ref: string | null}} about
   * @param {[string, string][]} values
   */
  function command(about, values) {
    const first = "gh workflow run " + quoted(about.file);
    const place = "  -R " + quoted(about.slug) + (about.ref ? " --ref " + quoted(about.ref) : "");
    return [first, place, ...values.map(([name, value]) => "  -f " + quoted(name) + "=" + quoted(value))].join(" \\\n");
  }

  milepost.shell = { quoted, command };
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
