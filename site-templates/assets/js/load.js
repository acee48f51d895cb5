// @ts-check
// Loads further scripts of the site, each once, and nothing else: where the browser knows trusted types, no script
// of these pages can name one that lies elsewhere.
(function (milepost) {
  "use strict";
  if (typeof document === "undefined") return;
  /** @type {Map<string, Promise<void>>} */
  const loads = new Map();
  const { root = "" } = document.body.dataset;
  const here = new URL(root || ".", location.href).href;

  /**
   * The address itself, where it lies below the portal's front page.
   * @param {string} address
   */
  function below(address) {
    if (!new URL(address, location.href).href.startsWith(here)) throw new TypeError(address + " is no part of this portal");
    return address;
  }

  const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("milepost", { createScriptURL: below });

  /**
   * Loads a script of the site, once.
   * @param {string} path
   * @returns {Promise<void>}
   */
  function load(path) {
    const known = loads.get(path);
    if (known) return known;
    const loading = new Promise((/** @type {(value: void) => void} */ done, failed) => {
      const script = document.createElement("script");
      script.src = policy ? policy.createScriptURL(root + path) : below(root + path);
      script.addEventListener("load", () => done());
      script.addEventListener("error", () => {
        loads.delete(path);
        failed(new Error(path));
      });
      document.head.append(script);
    });
    loads.set(path, loading);
    return loading;
  }

  milepost.load = load;
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
