// @ts-check
// Operations of APIs: found by their paths, whatever stands in the place of a parameter.
(function (milepost) {
  "use strict";
  const VERBS = ["get", "post", "put", "patch", "delete", "head", "options", "trace", "rpc", "query", "mutation", "subscription", "send", "receive", "publish", "subscribe"];
  /** How many files one query may load. */
  const MOST_FILES = 4;

  /** @typedef {{verb: string, path: string, summary: string, id: string, api: string, owner: string, ownerPage: string, address: string}} Operation */

  /**
   * What a query asks of operations: a verb, the words of a path, and those that are written together as one.
   * @param {string} query
   */
  function asked(query) {
    const path = query.replace(/https?:\/\/[^/\s]+/, "");
    const words = milepost.fold.words(path);
    const verb = VERBS.includes(words[0]) && words.length > 1 ? words[0] : "";
    const joined = path.split(/[^\p{L}\p{N}_-]+/u).map((part) => milepost.fold.words(part).join(""));
    return { verb, words: verb ? words.slice(1) : words, joined };
  }

  /**
   * How well an operation answers; nothing where a word is found neither in it nor in its API's name, or all are in that.
   * @param {Operation} operation
   * @param {{verb: string, words: string[]}} query
   */
  function worth(operation, query) {
    const { fold, words } = milepost.fold;
    const path = words(operation.path);
    const parts = words(operation.path.replace(/([a-z0-9])([A-Z])/g, "$1 $2"));
    const others = [...words(operation.id), ...parts, ...words(operation.summary)];
    const api = words(operation.api);
    const hasParameter = operation.path.includes("{");
    let sum = 0;
    let isAsked = false;
    for (const word of query.words) {
      if (path.includes(word)) sum += 60;
      else if (path.some((/** @type {string} */ own) => own.startsWith(word))) sum += 45;
      else if (others.some((/** @type {string} */ own) => own.startsWith(word))) sum += 25;
      // `/parcels/123` asks for `/parcels/{id}`.
      else if (hasParameter && /\d/.test(word)) sum += 20;
      else if (api.includes(word)) {
        sum += 20;
        continue;
      } else return 0;
      isAsked = true;
    }
    if (!isAsked) return 0;
    const named = path.filter((/** @type {string} */ word) => query.words.includes(word)).length;
    const isVerb = query.verb !== "" && fold(operation.verb) === query.verb;
    if (query.verb !== "" && !isVerb) sum /= 2;
    return (sum / query.words.length) * 3 + (isVerb ? 80 : 0) + 150 * (named / Math.max(path.length, 1)) - operation.path.length / 20;
  }

  /**
   * The operations that a file holds.
   * @param {any} held
   * @returns {Operation[]}
   */
  function unpack(held) {
    return held.operations.map((/** @type {any[]} */ [page, verb, path, anchor, summary, id]) => {
      const [api, address, owner, ownerPage] = held.pages[page];
      return { verb, path, summary, id, api, owner, ownerPage, address: address + (anchor && "#" + anchor) };
    });
  }

  /**
   * The operations for a query, best first.
   * @param {string} query
   * @returns {Promise<{operation: Operation, score: number}[]>}
   */
  async function find(query) {
    const wanted = asked(query);
    // A package's words stand before the name of a procedure, and many share them: joined words say most, then the longest.
    const naming = (/** @type {string[]} */ all) => all.filter((word) => word.length > 2 && !/^v\d/.test(word) && word !== "api" && word !== wanted.verb).sort((a, b) => b.length - a.length);
    const long = [...new Set([...naming(wanted.joined), ...naming(wanted.words)])];
    if (long.length === 0) return [];
    const { shards } = milepost;
    const { operations } = await shards.parts();
    const files = new Set(long.flatMap((word) => shards.holding(operations, word, true).slice(0, 2).map((/** @type {string[]} */ part) => part[1])));
    const held = await Promise.all([...files].slice(0, MOST_FILES).map((hash) => shards.get("search-operations", hash)));
    /** @type {Map<string, {operation: Operation, score: number}>} */
    const found = new Map();
    for (const operation of held.flatMap(unpack)) {
      const score = worth(operation, wanted);
      if (score > 0) found.set(operation.address, { operation, score });
    }
    return [...found.values()].sort((a, b) => b.score - a.score || (a.operation.path < b.operation.path ? -1 : 1));
  }

  milepost.operations = { asked, worth, unpack, find };
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
