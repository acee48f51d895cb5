// @ts-check
// On the page for addresses where there is none: services whose names sound like the last word of the address.
(function (milepost) {
  "use strict";
  const FEW = 3;

  /**
   * The word of an address that somebody most likely meant as a name: `/catalog/carrier-synk/` is `carrier-synk`.
   * @param {string} path
   */
  function meant(path) {
    const parts = path.split("/").filter((part) => part && !/^index\.html?$/.test(part));
    // Below a service stand its tabs, so that the name may be the part after the list.
    const list = parts.findIndex((part) => part === "catalog");
    const word = (list >= 0 && parts[list + 1]) || parts[parts.length - 1] || "";
    try {
      return decodeURIComponent(word).replace(/\.html?$/, "");
    } catch {
      return "";
    }
  }

  milepost.notFound = { meant };
  if (typeof document === "undefined") return;
  const place = document.querySelector("[data-near]");
  const word = meant(location.pathname);
  if (!place || !word || !milepost.fresh?.search) return;
  const { script, index } = milepost.fresh.search;
  // What finds names, without the style of what shows them.
  Promise.all([milepost.load(script), milepost.load(index)]).then(() => {
    const all = milepost.head.unpack(milepost.searchIndex).filter((entry) => entry.group.one === "service");
    const taste = { team: "", recent: [] };
    const of = (/** @type {string} */ query) => (query ? milepost.head.find(all, query, taste) : []);
    const exact = of(word);
    const found = exact.length > 0 ? exact : of(milepost.head.near(all, word));
    if (found.length === 0) return;
    const links = found.slice(0, FEW).flatMap(({ entry }, place) => [place > 0 ? ", " : "", milepost.search.make("a", { href: milepost.search.link(entry.address), dir: "auto" }, entry.name)]);
    place.replaceChildren("Services that sound similar: ", ...links, ".");
  }, () => {});
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
