// The built site as files: its pages, their types, and which of them stand for their type.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';

/** The site under test, which `cargo xtask test` builds. */
export function siteUnderTest() {
  const folder = process.env.MILEPOST_SITE;
  if (!folder) throw new Error('MILEPOST_SITE is not set: run `cargo xtask test --only browser`, or name the folder of a built site');
  return new Site(folder);
}

export class Site {
  constructor(folder) {
    this.folder = folder;
    this.files = filesBelow(folder, '').sort();
    this.pages = this.files.filter((path) => path.endsWith('.html'));
    if (!this.pages.includes('index.html')) throw new Error(`${folder} holds no index.html: it is no built site`);
  }

  read(path) {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  has(path) {
    return this.files.includes(path);
  }

  size(path) {
    return statSync(join(this.folder, path)).size;
  }

  /** Whether a page stands at an address of the past, to which nothing in the portal leads any more. */
  isOldAddress(page) {
    const html = this.read(page);
    return isRedirect(html) || /<title>Several services called /.test(html);
  }

  /** The types of pages, each with its pages: `catalog/*` holds every service. */
  types() {
    const types = new Map();
    for (const page of this.pages) {
      if (isRedirect(this.read(page))) continue;
      const type = typeOf(page);
      types.set(type, [...(types.get(type) ?? []), page]);
    }
    return types;
  }

  /** Of each type the fullest and the emptiest page: what is too long breaks on one, what is missing on the other. */
  samples() {
    return [...this.types()].flatMap(([type, pages]) => {
      const bySize = pages.toSorted((a, b) => this.size(b) - this.size(a) || (a < b ? -1 : 1));
      const chosen = bySize.length > 1 ? [bySize[0], bySize.at(-1)] : bySize;
      return chosen.map((page) => ({ type, page, url: urlOf(page) }));
    });
  }

  /** Of each type the fullest page: for what a layout does alike on all of them. */
  fullestOfEach() {
    return this.samples().filter(({ type }, place, all) => all.findIndex((other) => other.type === type) === place);
  }

  /** The fullest page of a type. */
  fullest(type) {
    const sample = this.samples().find((candidate) => candidate.type === type);
    if (!sample) throw new Error(`the site has no page of the type ${type}; it has: ${[...this.types().keys()].join(', ')}`);
    return sample;
  }
}

// `catalog/payments/delivery/index.html` is of the type `catalog/*/delivery`; what lies deeper is one type.
export function typeOf(page) {
  const path = page.replace(/(^|\/)index\.html$/, '').replace(/\.html$/, '');
  if (path === '') return 'home';
  const parts = path.split('/');
  // Lists by letter and the like are made where one page would be too long; they are no service.
  if (parts[1] === 'by') return 'catalog/by';
  // The runs of all actions are no action.
  if (parts[0] === 'actions' && parts[1] === 'history') return 'actions/history';
  // Delivery has its members one level deeper, and its windows are one type: `delivery/teams/*` holds `delivery/teams/tracking/28d`.
  if (parts[0] === 'delivery') return parts.filter((part) => part !== '28d').map((part, depth) => (depth === 2 ? '*' : part)).join('/');
  if (parts[0] === 'weekly') return parts.length > 1 ? 'weekly/*' : 'weekly';
  // A scorecard has its tables by team below it, and rules belong to all scorecards.
  if (parts[0] === 'scorecards' && parts.length > 1) return parts[1] === 'checks' ? 'scorecards/checks/*' : parts[2] === 'matrix' ? 'scorecards/*/matrix/*' : 'scorecards/*';
  // A golden path holds its versions: `golden-paths/*/*`.
  if (parts[0] === 'golden-paths') return parts.map((part, depth) => (depth > 0 ? '*' : part)).join('/');
  // Everything else that a catalog holds is one type, whatever its kind and name.
  if (parts[0] === 'entities') return parts.slice(0, 3).map((part, depth) => (depth > 0 ? '*' : part)).join('/');
  return parts.slice(0, 4).map((part, depth) => (depth % 2 === 1 ? '*' : part)).join('/');
}

/** Its address below the site's root. */
export function urlOf(page) {
  return page.replace(/(^|\/)index\.html$/, '$1');
}

function isRedirect(html) {
  return /<meta[^>]+http-equiv=["']?refresh/i.test(html.slice(0, 2000));
}

function filesBelow(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(root, path) : [path];
  });
}
