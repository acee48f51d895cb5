// Pages as they stand in their files: parsed by the browser, but neither run nor laid out, which takes most of the time.

import { browser, server, site } from './opened.js';
import { urlOf } from './site.js';

let tab;

/** What a function finds in the document of a page; it is called in the browser and knows nothing of this file. */
export async function read(page, inspect) {
  tab ??= browser.newPage();
  const find = ({ text, base }) => {
    const page = new DOMParser().parseFromString(text, 'text/html');
    page.head.prepend(Object.assign(page.createElement('base'), { href: base }));
    return page;
  };
  const given = JSON.stringify({ text: site.read(page), base: server.url(urlOf(page)) });
  return (await tab).evaluate(`(${inspect})((${find})(${given}))`);
}
