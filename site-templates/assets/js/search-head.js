// @ts-check
// The head index: the name of everything, found while somebody types. `src/site/search/head.rs` writes it.
(function (milepost) {
  "use strict";

  /**
   * @typedef {{label: string, one: string, icon: string, order: number}} Group
   * @typedef {{group: Group, name: string, address: string, folded: string, alias: string, words: string[], owner: string, ownerWords: string[], ownerPage: string,
   *   sort: string, marks: number, tabs: number, runbook: string, repository: string, about: string, plain: string, row: number, starts?: Starts}} Entry
   * @typedef {{field: string | null, rows: Set<number> | null}} Starts Which input of an action takes a service's name, and for which services it is: all without a list.
   * @typedef {{team: string, recent: string[]}} Taste
   * @typedef {{entry: Entry, score: number}} Found
   */
  const VITAL = 1;
  const LEAVING = 2;
  /** What it is worth that an action does what the query begins with. */
  const VERB = 80;

  /**
   * The entries that a packed index holds.
   * @param {any} packed
   * @returns {Entry[]}
   */
  function unpack(packed) {
    const { numbers, texts, plainSlug } = milepost.packing;
    const { isPlain } = milepost.fold;
    const lists = milepost.packing.words;
    const owners = lists(packed.owners);
    const ownerWords = owners.map(milepost.fold.words);
    const ownerPages = texts(packed.owner_pages, owners.length);
    const hosts = lists(packed.hosts);
    /** @type {Entry[]} */
    const entries = [];
    /** @type {number[]} */
    let ownersOfServices = [];
    packed.groups.forEach((/** @type {any} */ group, /** @type {number} */ order) => {
      const { count } = group;
      const about = group.about.split("\n");
      const [sorts, runbooks] = [group.sorts, group.runbooks].map(lists);
      const column = (/** @type {string} */ key) => numbers(group[key], count);
      const [owner, sort, marks, tabs, host, runbook] = ["owner", "sort", "marks", "tabs", "host", "runbook"].map(column);
      const start = entries.length;
      // What lies below the pages of services: those come first, so their places are those of their entries.
      const [of, tail] = ["of", "tail"].map((key) => (group[key] ? column(key) : []));
      const tails = group.tails ? lists(group.tails) : [];
      let at = 0;
      if (order === 0) ownersOfServices = owner;
      const is = { label: group.label, one: group.one, icon: group.icon, order };
      texts(group.name, count).forEach((/** @type {string} */ name, /** @type {number} */ row) => {
        const alias = milepost.fold.fold(group.alias[row] ?? "");
        const words = milepost.fold.words(name);
        const step = of[row] ?? -1;
        if (step >= 0) at += step % 2 ? -(step + 1) / 2 : step / 2;
        const address = step < 0 ? (group.address[row] ?? group.folder + (group.slug[row] ?? plainSlug(name)) + "/") : entries[at].address + tails[tail[row]];
        const own = (group.alias[row] ?? name).toLowerCase();
        const by = owner[row] === owners.length ? ownersOfServices[at] : owner[row];
        entries.push({
          group: is,
          name,
          address,
          folded: isPlain(name) ? words.join(" ") : plain(name),
          alias: alias && plain(alias),
          words: alias ? [...new Set([...words, ...milepost.fold.words(alias)])] : words,
          owner: owners[by] ?? "",
          ownerWords: ownerWords[by] ?? [],
          ownerPage: ownerPages[by] ?? "",
          sort: sorts[sort[row]] ?? "",
          marks: marks[row],
          tabs: tabs[row],
          runbook: (runbooks[runbook[row]] ?? "").replace("@", address).replaceAll("*", own),
          repository: host[row] < 0 ? "" : hosts[host[row]] + "/" + (group.repository[row] ?? name),
          about: about[row] ?? "",
          plain: own,
          row,
        });
      });
      for (const [row, field, rows] of group.starts ?? []) entries[start + row].starts = { field, rows: rows && new Set(milepost.packing.lists(rows, 1)[0]) };
    });
    return entries;
  }

  /**
   * A name as it is compared whole: every sign between its words counts as the same.
   * @param {string} text
   */
  function plain(text) {
    return milepost.fold.fold(text).replace(/[^\p{Alphabetic}\p{N}]+/gu, " ").trim();
  }

  /**
   * How well a word is found in an entry; nothing where it is not.
   * @param {Entry} entry
   * @param {string} word
   * @param {string[]} others what means the same
   */
  function worth(entry, word, others) {
    let best = 0;
    for (const own of entry.words) {
      if (own === word) return 60;
      if (own.startsWith(word)) best = 45;
    }
    if (best === 0 && (entry.folded.includes(word) || entry.alias.includes(word))) best = 28;
    if (best > 0) return best;
    if (others.some((other) => entry.words.includes(other))) return 40;
    if (entry.ownerWords.some((own) => own.startsWith(word))) return 12;
    if (word.length > 2 && (entry.group.one.toLowerCase().startsWith(word) || entry.group.label.toLowerCase() === word || entry.sort.toLowerCase().startsWith(word))) return 8;
    return 0;
  }

  /**
   * Whether a word is found in an entry but for one letter.
   * @param {Entry} entry
   * @param {string} word
   */
  function isAlmost(entry, word) {
    return word.length > 3 && entry.words.some((own) => own.length > 3 && milepost.fold.isNear(own, word));
  }

  /**
   * What an entry is worth for a query: whole names before beginnings, these before words, words before near misses.
   * @param {Entry} entry
   * @param {string} whole
   * @param {string[]} sought
   * @param {string[][]} others
   * @param {boolean} isLenient
   */
  function score(entry, whole, sought, others, isLenient) {
    if (entry.folded === whole || entry.alias === whole) return 2000;
    // All of the name but for a letter, whether it is one word to its reader and two to us or the other way round: before
    // longer names that hold the same words.
    const joined = isLenient ? sought.join("") : "";
    if (joined.length > 3 && milepost.fold.isNear(entry.folded.replaceAll(" ", ""), joined)) return 800;
    let sum = 0;
    for (let place = 0; place < sought.length; place++) {
      const word = sought[place];
      const value = worth(entry, word, others[place]) || (isLenient && isAlmost(entry, word) ? 15 : 0);
      if (value === 0) return 0;
      sum += value;
    }
    const isPrefix = entry.folded.startsWith(whole) || (entry.alias !== "" && entry.alias.startsWith(whole));
    const mean = sum / sought.length;
    return (isPrefix ? 1000 : 100) + 5 * mean - Math.min(entry.folded.length, 60) / 10;
  }

  /**
   * The entries for a query, best first.
   * @param {Entry[]} entries
   * @param {string} query
   * @param {Taste} taste
   * @returns {Found[]}
   */
  function find(entries, query, taste) {
    const sought = milepost.fold.words(query);
    const whole = plain(query);
    if (sought.length === 0) return [];
    const found = collect(entries, whole, sought, taste, false);
    // Near misses cost more, so they are looked for only where little else is found.
    return found.length > 7 ? found : merge(found, collect(entries, whole, sought, taste, true));
  }

  /**
   * @param {Entry[]} entries
   * @param {string} whole
   * @param {string[]} sought
   * @param {Taste} taste
   * @param {boolean} isLenient
   */
  function collect(entries, whole, sought, taste, isLenient) {
    /** @type {Found[]} */
    const found = [];
    const others = sought.map(milepost.fold.synonyms);
    for (const entry of entries) {
      const value = score(entry, whole, sought, others, isLenient);
      if (value > 0) found.push({ entry, score: value + liking(entry, taste) + (isAsked(entry, sought) ? VERB : 0) });
    }
    return found.sort((a, b) => b.score - a.score || a.entry.group.order - b.entry.group.order || (a.entry.name < b.entry.name ? -1 : 1));
  }

  /**
   * @param {Found[]} first
   * @param {Found[]} second
   */
  function merge(first, second) {
    const has = new Set(first.map((one) => one.entry));
    return [...first, ...second.filter((one) => !has.has(one.entry))];
  }

  /**
   * What moves an entry among its equals: mine, vital, seen lately; what is on its way out comes last.
   * @param {Entry} entry
   * @param {Taste} taste
   */
  function liking(entry, taste) {
    const isMine = taste.team !== "" && entry.ownerPage === "teams/" + taste.team + "/";
    return (isMine ? 12 : 0) + (entry.marks & VITAL ? 8 : 0) + (entry.marks & LEAVING ? -14 : 0) + (taste.recent.includes(entry.address) ? 16 : 0) - 4 * entry.group.order;
  }

  /**
   * Whether an action does what the query begins with: its name begins with a verb.
   * @param {Entry} entry
   * @param {string[]} sought
   */
  function isAsked(entry, sought) {
    return entry.starts !== undefined && sought[0].length > 2 && entry.words[0]?.startsWith(sought[0]);
  }

  /**
   * What somebody may have meant: each word by the name that is but a letter away; nothing where none is.
   * @param {Entry[]} entries
   * @param {string} query
   */
  function near(entries, query) {
    const words = milepost.fold.words(query);
    const one = (/** @type {string} */ word) => entries.flatMap((entry) => entry.words).find((own) => own.length > 3 && milepost.fold.isNear(own, word));
    const meant = words.map((/** @type {string} */ word) => one(word) ?? word).join(" ");
    return meant === words.join(" ") ? "" : meant;
  }

  milepost.head = { unpack, find, plain, near };
})((globalThis.milepost ??= /** @type {Milepost} */ ({})));
