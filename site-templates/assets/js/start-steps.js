// @ts-check
// Your first deploy: the boxes that a reader ticks, kept in this browser alone.
(function (milepost) {
  "use strict";
  const { get, set, tell } = milepost.saved;
  const KEY = "start";

  /**
   * The steps that were ticked, of those that there are.
   * @param {string} saved
   * @param {string[]} known
   * @returns {string[]}
   */
  const ticked = (saved, known) => saved.split(" ").filter((id) => known.includes(id));

  /**
   * What stands beside the steps.
   * @param {number} done
   * @param {number} all
   * @returns {string}
   */
  const progress = (done, all) => (done === all ? "All " + all + " steps are done." : done + " of " + all + " steps are done.");

  const list = typeof document === "undefined" ? null : document.querySelector("[data-steps]");
  if (list) {
    const boxes = /** @type {HTMLInputElement[]} */ ([...list.querySelectorAll("input[type=checkbox]")]);
    const known = boxes.map((box) => box.value);
    const said = document.querySelector("[data-progress]");
    const again = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-again]"));

    const show = () => {
      const done = boxes.filter((box) => box.checked).length;
      if (said) said.textContent = progress(done, boxes.length);
      if (again) again.hidden = done === 0;
    };
    const keep = () => {
      set(KEY, boxes.filter((box) => box.checked).map((box) => box.value).join(" "));
      show();
    };
    const before = ticked(get(KEY), known);
    for (const box of boxes) {
      box.checked = before.includes(box.value);
      box.addEventListener("change", keep);
    }
    again?.addEventListener("click", () => {
      for (const box of boxes) box.checked = false;
      keep();
      tell("No step is ticked any more");
      boxes[0]?.focus();
    });
    show();
  }
  milepost.start = { ticked, progress };
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
