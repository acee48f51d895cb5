// @ts-check
// Pictures of who needs whom: the neighbours of a box stand out while the pointer or the focus is on it.
(function (milepost) {
  "use strict";

  /**
   * The boxes beside one, and the arrows between them.
   * @param {{from: string, to: string}[]} arrows
   * @param {string} node
   */
  function beside(arrows, node) {
    const nodes = new Set([node]);
    const near = arrows.map(({ from, to }) => {
      const isNear = from === node || to === node;
      if (isNear) nodes.add(from).add(to);
      return isNear;
    });
    return { nodes, near };
  }

  milepost.graph = { beside };
  if (typeof document === "undefined") return;
  for (const svg of /** @type {NodeListOf<SVGElement>} */ (document.querySelectorAll("svg[data-graph]"))) {
    const boxes = /** @type {SVGElement[]} */ ([...svg.querySelectorAll("[data-node]")]);
    const paths = /** @type {SVGElement[]} */ ([...svg.querySelectorAll("[data-from]")]);
    const arrows = paths.map((path) => ({ from: path.dataset.from ?? "", to: path.dataset.to ?? "" }));
    /** @type {string | undefined} */
    let fixed;

    /** @param {string | undefined} node */
    const show = (node) => {
      const { nodes, near } = node === undefined ? { nodes: new Set(), near: [] } : beside(arrows, node);
      for (const box of boxes) {
        box.classList.toggle("dim", node !== undefined && !nodes.has(box.dataset.node ?? ""));
        box.classList.toggle("lit", box.dataset.node === node);
      }
      paths.forEach((path, place) => {
        path.classList.toggle("dim", node !== undefined && !near[place]);
        path.classList.toggle("lit", node !== undefined && near[place]);
      });
    };
    const on = (/** @type {Event} */ event) => {
      const box = /** @type {Element} */ (event.target).closest?.("[data-node]");
      show(box instanceof SVGElement ? box.dataset.node : fixed);
    };
    for (const name of ["pointerover", "focusin"]) svg.addEventListener(name, on);
    for (const name of ["pointerleave", "focusout"]) svg.addEventListener(name, () => show(fixed));
    const wanted = new URLSearchParams(location.search).get("focus")?.toLowerCase();
    const asked = wanted ? boxes.find((box) => box.dataset.key === wanted) : undefined;
    if (asked) {
      fixed = asked.dataset.node;
      show(fixed);
      asked.scrollIntoView({ block: "center", inline: "center" });
    }
  }
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
