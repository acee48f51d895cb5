// @ts-check
// The list of the keys, and the box that switches those of one letter off.
(function (milepost) {
  "use strict";
  const KEYS = [
    ["/", "search, or the field of this page"],
    ["Ctrl K", "search from anywhere"],
    ["?", "this list"],
    ["g h", "Home"],
    ["g c", "Catalog"],
    ["g d", "Docs"],
    ["g p", "Golden paths"],
    ["g s", "Scorecards"],
    ["g m", "Delivery"],
    ["g a", "Actions"],
    ["g t", "Teams"],
    ["g e", "Platform health"],
    ["j k", "next and previous row"],
    ["n p", "next and previous page, or tab"],
    ["f", "first filter"],
    ["x", "clear filters"],
    ["t", "theme"],
    ["y", "copy a link to this view"],
  ];

  /** @type {HTMLDialogElement | undefined} */
  let dialog;

  function showKeys() {
    if (!dialog) {
      dialog = document.createElement("dialog");
      dialog.className = "keys-dialog";
      dialog.setAttribute("aria-labelledby", "keys-title");
      const title = Object.assign(document.createElement("h2"), { id: "keys-title", textContent: "Keys" });
      const rows = Object.assign(document.createElement("dl"), { className: "kv" });
      for (const [key, words] of KEYS) {
        const term = document.createElement("dt");
        for (const part of key.split(" ")) term.append(Object.assign(document.createElement("kbd"), { textContent: part }), " ");
        rows.append(term, Object.assign(document.createElement("dd"), { textContent: words }));
      }
      const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: milepost.saved.get("keys") !== "off" });
      box.addEventListener("change", () => milepost.saved.set("keys", box.checked ? "" : "off"));
      const label = document.createElement("label");
      label.append(box, "Use single-letter keys");
      const close = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: "Close" });
      close.addEventListener("click", () => dialog?.close());
      dialog.append(title, rows, label, close);
      document.body.append(dialog);
    }
    dialog.showModal();
  }

  milepost.showKeys = showKeys;
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
