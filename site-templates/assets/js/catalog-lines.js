// @ts-check
// The line of lead times beside each service, drawn from letters.
(function (milepost) {
  "use strict";

  /**
   * The path of a line of weeks, and where it ends; the program draws the same from the same letters.
   * @param {string} letters
   */
  function line(letters) {
    let path = "";
    /** @type {number[] | null} */
    let end = null;
    [...letters].forEach((letter, week) => {
      const before = end;
      end = letter === " " ? null : [3 + week * 6, 20 - 2 * Number(letter)];
      if (end) path += before ? "L" + end.join(" ") : "M" + end.join(" ") + "h0";
    });
    return { path, end: /** @type {number[] | null} */ (end) };
  }

  /**
   * Draws a line of weeks beside the lead time.
   * @param {Element} tr
   * @param {string} letters
   * @param {HTMLTemplateElement} template
   */
  function draw(tr, letters, template) {
    const box = tr.querySelector(".spark");
    const { path, end } = line(letters);
    if (!path || !box || box.children[1]) return;
    const svg = /** @type {Element} */ (template.content.firstElementChild?.cloneNode(true));
    const [stroke, dot] = svg.children;
    stroke.setAttribute("d", path);
    if (end) ["cx", "cy"].forEach((key, place) => dot.setAttribute(key, String(end[place])));
    else dot.remove();
    box.prepend(svg);
  }

  milepost.weekLine = { line, draw };
})((globalThis.milepost ??= {}));
