// The one global that the pages' scripts share. It is never shipped: it tells the type checker what each part
// adds, so that one that takes another's is held against what that one makes. A script that adds something is
// named here; what the program writes into pages as data is `any` where no script says more of it.

// What search finds, by `search-head.js`.
interface SearchGroup { label: string; one: string; icon: string; order: number }
interface SearchStarts { field: string | null; rows: Set<number> | null }
interface Entry {
  group: SearchGroup; name: string; address: string; folded: string; alias: string; words: string[];
  owner: string; ownerWords: string[]; ownerPage: string; sort: string; marks: number; tabs: number; runbook: string;
  repository: string; about: string; plain: string; row: number; starts?: SearchStarts;
}
interface Taste { team: string; recent: string[] }

// What a list below a search field shows, by `search-list.js`.
interface Way { label: string; href: string; icon: string }
interface Row { title: string; line: string; side: string; href: string; icon: string; group: string; verb?: string; ways: Way[]; key: string }
interface View { rows: Row[]; words: string[]; total: number; note: string; all: string; allHref: string }

// A term of the catalog's filter, by `catalog-query.js`: an empty key is a free word.
interface Term { key: string; values: string[]; not: boolean }

interface Operation { verb: string; path: string; summary: string; id: string; api: string; owner: string; ownerPage: string; address: string }
interface Posting { word: string; sections: number; places: [number, number][] }
interface Fresh { observed: string | null; text: string | null; read: string; known: string; whole: boolean; example: boolean }
interface Hit { kind: string; owner: string; title: string; href: string; line: string; path: string; verb: string; page: number; section: number }
interface SearchState { query: string; kinds: string[]; owners: string[] }

// What somebody is told about a run, by `action-api.js`.
interface About { file: string; repository: string; ref: string; api: string; workflow: string; read: string }
interface Said { text: string; link?: { text: string; href: string }; after?: string }
interface Started { id: number; url: string }
interface FormState {
  needed: string; isWrong: boolean; inputs: Record<string, string>; there: Record<string, "there" | "waits" | "absent">;
  values: [string, string][]; problems: [string, string][];
}

type Children = (Node | string)[];

interface Milepost {
  // data that pages and their files register
  packed?: any;
  index: any;
  searchIndex: any;
  searchParts: any;
  fresh: any;
  about: (first: number, lines: string) => void;
  tags: (words: string, lists: string) => void;
  lines: (first: number, lines: string) => void;
  shard: (held: any) => void;
  // what every page has
  load: (path: string) => Promise<void>;
  saved: { get: (key: string) => string; set: (key: string, value: string) => void; tell: (text: string) => void };
  theme: { next: (theme: string) => string; cycle: () => void };
  freshness: { ago: (milliseconds: number) => string; stale: (fresh: Fresh, now: number) => string };
  keys: { meaning: (before: string, key: string) => string };
  showKeys: () => void;
  copy: { text: (text: string, done: string) => Promise<void> };
  notFound: { meant: (path: string) => string };
  feedback: { browser: (agent: string) => string; withBrowser: (href: string, parameter: string, name: string) => string };
  search: {
    open: () => void; ready: () => Promise<any>; link: (address: string) => string;
    make: (tag: string, attributes: Record<string, string>, ...children: Children) => HTMLElement;
  };
  start: { ticked: (saved: string, known: string[]) => string[]; progress: (done: number, all: number) => string };
  graph: { beside: (arrows: { from: string; to: string }[], node: string) => { nodes: Set<string>; near: boolean[] } };
  // the catalog
  packing: {
    reader: (text: string) => any; numbers: (text: string, count: number) => number[]; lists: (text: string, count: number) => number[][];
    texts: (packed: any, count: number) => string[]; words: (text: string) => string[]; plainSlug: (name: string) => string;
    dayText: (day: number, pattern?: string) => string;
    unpack: (packed: any) => any; put: (column: string[], first: number, lines: string) => void;
    loadLater: (index: any, done: () => void) => void;
  };
  query: {
    KEYS: string[]; parse: (text: string) => Term[]; format: (terms: Term[]) => string;
    toggled: (terms: Term[], key: string, value: string, isOn: boolean) => Term[];
  };
  facets: {
    HAS: string[]; prepare: (index: any) => any;
    filter: (prepared: any, terms: Term[]) => { rows: number[]; without: number[]; failed: Uint32Array };
    counts: (prepared: any, terms: Term[], failed: Uint32Array, key: string) => Map<string, number>;
    isWhen: (day: number, today: number, value: string) => boolean;
  };
  rows: {
    STEP: number; MOST: number; lengthText: (minutes: number, point?: string) => string;
    make: (name: string, properties: Record<string, any>, ...children: Children) => any;
    sorted: (index: any, rows: number[], sort: string) => number[]; describe: (tr: Element, text: string) => void;
    line: (letters: string) => [string, number[] | null]; draw: (tr: Element, letters: string, page: any) => void;
    fill: (index: any, row: number, page: any) => HTMLTableRowElement;
  };
  catalogPage: { read: (search: string) => { terms: Term[]; sort: string; view: string }; write: (state: { terms: Term[]; sort: string; view: string }) => string };
  homeTeam: { rowsOf: (index: any, slug: string) => number[] };
  // search
  fold: {
    isPlain: (text: string) => boolean; fold: (text: string) => string; words: (text: string) => string[]; isNear: (a: string, b: string) => boolean;
    marked: (text: string, sought: string[]) => { text: string; isMarked: boolean }[]; synonyms: (word: string) => string[];
  };
  head: {
    unpack: (packed: any) => Entry[]; find: (entries: Entry[], query: string, taste: Taste) => { entry: Entry; score: number }[];
    plain: (text: string) => string; near: (entries: Entry[], query: string) => string;
  };
  list: {
    attach: (parts: any, chosen: (row: Row) => void) => { show: (view: View) => void }; grouped: (rows: Row[]) => [string, Row[]][];
    stepped: (place: number, step: number, count: number) => number; icon: (drawing: string) => SVGSVGElement; marked: (text: string, words: string[]) => Children;
  };
  finder: {
    attach: (parts: any, toggle: (isOpen: boolean) => void) => void;
    ways: (entry: Entry, tabs: [string, string][], link: (address: string) => string, actions: Entry[]) => Way[];
    asked: (query: string) => { rest: string; wanted: string }[];
  };
  shards: {
    holding: (parts: [string, string][], word: string, isBeginning: boolean) => [string, string][]; compare: (a: string, b: string) => number;
    get: (stem: string, hash: string) => Promise<any>; parts: () => Promise<any>;
  };
  operations: {
    asked: (query: string) => { verb: string; words: string[] }; worth: (operation: Operation, query: { verb: string; words: string[] }) => number;
    unpack: (held: any) => Operation[]; find: (query: string) => Promise<{ operation: Operation; score: number }[]>;
  };
  fullText: {
    postings: (held: any, isWanted: (word: string) => boolean) => Posting[]; forms: (word: string) => string[];
    joined: (list: { posting: Posting; share: number }[], total: number) => Map<number, number>;
    ranked: (words: Map<number, number>[], starts: number[]) => { page: number; section: number; score: number; matched: number }[];
    pageOf: (starts: number[], section: number) => number; excerpt: (text: string, words: string[]) => string;
    find: (query: string) => Promise<{ found: any[]; meant: string }>;
    open: (page: number) => Promise<{ title: any; address: any; of: any; sections: any }>;
  };
  results: {
    read: (search: string) => SearchState; write: (state: SearchState) => string;
    narrowed: (hits: Hit[], state: SearchState, without: "kind" | "owner" | "") => Hit[];
    counts: (hits: Hit[], state: SearchState, key: "kind" | "owner") => [string, number][];
  };
  // forms of actions
  shell: { quoted: (word: string) => string; command: (about: { file: string; slug: string; ref: string | null }, values: [string, string][]) => string };
  rules: { evaluate: (rule: any, known: { inputs: Record<string, string>; now: number; facts?: Record<string, any> }) => any };
  check: { problem: (field: any, value: string, known?: string[]) => string; presence: (form: any, inputs: Record<string, string>) => Record<string, "there" | "waits" | "absent"> };
  manifest: {
    yaml: (head: { apiVersion: string; kind: string }, fields: { path: string[]; kind: string; list: boolean; name: string }[], values: Map<string, string>) => string;
    command: (text: string) => string;
  };
  form: { rules: any; about: any; services: any; update: () => FormState; ready: () => FormState | null; watch: (watcher: (state: FormState) => void) => number };
  api: {
    Refused: new (said: Said) => Error & { said: Said };
    start: (about: About, token: string, inputs: Record<string, string>, tokens: string) => Promise<Started | null>;
    find: (about: About, token: string, since: number, pause: (wait: number) => Promise<void>) => Promise<Started | null>;
    look: (about: About, token: string, id: number) => Promise<{ answer: Response; run: any; jobs: any; wait: number }>;
    reason: (about: About, token: string, job: any) => Promise<string>;
    refusal: (about: About, answer: Response, tokens: string, isStarted: boolean) => Promise<Said>;
    silence: (about: About) => Said;
    steps: (run: any, jobs: any[], now: number) => { name: string; state: "done" | "now" | "todo" | "bad"; words: string }[];
    length: (ms: number) => string;
  };
}

declare var milepost: Milepost;
