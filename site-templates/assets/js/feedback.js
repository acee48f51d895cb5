// @ts-check
// Adds the browser's name to links to the form for feedback, and nothing else. Nothing is sent: a link is followed, or it is not.
(function (milepost) {
  "use strict";

  /** Browsers that say more names than their own, the more telling first. */
  const NAMES = /** @type {const} */ ([["Edg", "Edge"], ["OPR", "Opera"], ["Firefox", "Firefox"], ["Chrome", "Chrome"], ["Version", "Safari"]]);

  /**
   * The name and the number of a browser, as far as it tells.
   * @param {string} agent
   * @returns {string}
   */
  function browser(agent) {
    for (const [sign, name] of NAMES) {
      const version = new RegExp(sign + "/(\\d+)").exec(agent)?.[1];
      if (version) return name + " " + version;
    }
    return "";
  }

  /**
   * A link with the browser's name in one of its parameters.
   * @param {string} href
   * @param {string} parameter
   * @param {string} name
   * @returns {string}
   */
  function withBrowser(href, parameter, name) {
    const url = new URL(href);
    const said = url.searchParams.get(parameter);
    // What stands after a command of the host's own is still read as text.
    url.searchParams.set(parameter, said ? said.replace(/\n(?=\/)|$/, "\nBrowser: " + name + "$&") : name);
    return url.href;
  }

  if (typeof document !== "undefined") {
    const name = browser(navigator.userAgent);
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-feedback]"))) {
      if (name) link.href = withBrowser(link.href, link.dataset.feedback ?? "", name);
    }
  }
  milepost.feedback = { browser, withBrowser };
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
