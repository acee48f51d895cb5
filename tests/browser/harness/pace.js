// A tab on a slow network and a slow processor, which keeps what its visitor waited for.

import { NARROW } from './browser.js';

/** Bytes a second and milliseconds there and back: 1.6 Mb/s, as on a slow phone line. Lighthouse slows the processor as much. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const SLOWER = 4;

/** Opens an empty tab of a phone; with `isNear` its network is as fast as it is. */
export async function slowTab(browser, { isNear = false } = {}) {
  const context = await browser.newContext({ viewport: NARROW, deviceScaleFactor: 2, timezoneId: 'UTC', locale: 'en-GB' });
  const tab = await context.newPage();
  tab.setDefaultTimeout(30_000);
  const cdp = await context.newCDPSession(tab);
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  if (!isNear) await cdp.send('Network.emulateNetworkConditions', NETWORK);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const requests = [];
  let bytes = 0;
  tab.on('request', (request) => requests.push(request.url()));
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; });
  await tab.addInitScript(observe);
  return { tab, requests, bytes: () => bytes, close: () => context.close() };
}

/** The one in the middle. */
export function middle(figures) {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)];
}

/** Runs in the page before anything else: the largest paint, the sum of shifts, the slowest answer. */
function observe() {
  const pace = (globalThis.pace = { lcp: 0, cls: 0, inp: 0 });
  const watch = (type, options, note) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...options });
  watch('largest-contentful-paint', {}, (entry) => { pace.lcp = entry.startTime; });
  watch('layout-shift', {}, (entry) => { if (!entry.hadRecentInput) pace.cls += entry.value; });
  watch('event', { durationThreshold: 16 }, (entry) => { if (entry.interactionId) pace.inp = Math.max(pace.inp, entry.duration); });
}
