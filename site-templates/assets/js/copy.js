// @ts-check
// Copies commands and links.
(function (milepost) {
  "use strict";

  /**
   * Puts a text on the clipboard and says so.
   * @param {string} text
   * @param {string} done
   */
  async function text(text, done) {
    try {
      await navigator.clipboard.writeText(text);
      milepost.saved.tell(done);
    } catch {
      milepost.saved.tell("The browser did not let us copy.");
    }
  }

  milepost.copy = { text };
  if (typeof document === "undefined" || !navigator.clipboard) return;
  for (const block of document.querySelectorAll(".code")) {
    const code = block.querySelector("code");
    if (!code) continue;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "copy", textContent: "Copy" });
    button.addEventListener("click", () => {
      const lines = /** @type {HTMLElement} */ (code.cloneNode(true));
      // What nobody types: comments of ours, prompts and what commands printed.
      const printed = lines.querySelectorAll(".h-o");
      for (const other of [...lines.querySelectorAll(".tok-c"), ...printed]) other.remove();
      const typed = (lines.textContent ?? "").split("\n").map((line) => line.trimEnd());
      const plain = typed.filter((line) => line || !printed.length).join("\n").trim();
      text(plain, "Copied.");
    });
    block.classList.add("has-copy");
    block.append(button);
  }
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
