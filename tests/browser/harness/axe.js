// What axe finds on a page as it is.

import axe from 'axe-core';
import { layOutAll } from './browser.js';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The rules that depend on how light a page is. */
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** Everything that axe complains of, in words. */
export async function complaints(tab, { onlyColours = false } = {}) {
  await tab.evaluate(layOutAll);
  if (!(await tab.evaluate(() => 'axe' in globalThis))) await tab.evaluate(axe.source);
  const results = await tab.evaluate((rules) => globalThis.axe.run(document, { runOnly: rules, resultTypes: ['violations'] }), onlyColours ? COLOURS : TAGS);
  return results.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary.replace(/\s+/g, ' ').slice(0, 200)}`));
}
