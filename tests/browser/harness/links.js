// What a page refers to, and what it can be referred to by, read from its text.

/** Every address in the page: of links, pictures, scripts, styles and forms. */
export function references(html) {
  const text = withoutScriptsAndComments(html);
  const found = [];
  for (const [, name, double, single, bare] of text.matchAll(/\s(href|src|action|poster|srcset)=(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/g)) {
    const value = unescaped(double ?? single ?? bare);
    if (name === 'srcset') found.push(...value.split(',').map((part) => part.trim().split(/\s+/)[0]));
    else found.push(value);
  }
  return [...new Set(found)];
}

/** Every id in the page, in order and with repetitions. */
export function ids(html) {
  const text = withoutScriptsAndComments(html);
  return [...text.matchAll(/\sid=(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/g)].map(([, double, single, bare]) => unescaped(double ?? single ?? bare));
}

/** Whether an address leads somewhere on the web that is not this site: those are not followed. */
export function isForeign(reference) {
  return /^(https?:)?\/\//i.test(reference) || /^(mailto|tel|data|slack):/i.test(reference);
}

function withoutScriptsAndComments(html) {
  return html.replace(/<!--[\s\S]*?-->/g, '').replace(/(<script[^>]*>)[\s\S]*?<\/script>/gi, '$1').replace(/(<style[^>]*>)[\s\S]*?<\/style>/gi, '$1');
}

function unescaped(text) {
  const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, digits) => String.fromCodePoint(parseInt(digits, 16)))
    .replace(/&#([0-9]+);/g, (_, digits) => String.fromCodePoint(Number(digits)))
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, name) => named[name]);
}
