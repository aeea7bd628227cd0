// One look at one page, in a context of its own: nothing is cached, the process is warm.
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { InvitationStatus } from '../../server/contract/result.ts';
import type { Api } from './api.ts';
import { candidateId, matchesOf } from './data.ts';

export type Variant = 'floor' | 'plain' | 'element';
export interface Case {
  count: number;
  /** CPU 4× slower, 1.6 Mbit/s, 150 ms. */
  isSlow: boolean;
}
export interface Sample {
  painted: number;
  complete: number;
  keys: number[];
  shift: number;
}

interface Probe extends Sample {
  laidOut: number;
  expected: number;
  updates: number[];
  shown(): number;
}
declare const bench: Probe;

const QUERIES = ['s', 'sa', 'sal', 'sale', 'sales', 'sale', 'sal', 'sa', 's', ''];
const WAIT_MS = 60_000;
/** By view, as earlier samples had it. */
const heights = new Map<string, number>();
let runs = 0;

async function slowDown(session: CDPSession): Promise<void> {
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: (1.6 * 1024 * 1024) / 8,
    uploadThroughput: (0.75 * 1024 * 1024) / 8,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
}

async function inPage<T>(browser: Browser, work: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 }, locale: 'en-GB' });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT_MS);
    return await work(page);
  } finally {
    await context.close();
  }
}

const when = (page: Page, condition: string) => page.waitForFunction(condition, undefined, { polling: 50 });

function addressOf(page: string, origin: string, attributes: Record<string, string>): string {
  const reserve = `${heights.get(page) ?? 0}`;
  return `${origin}/${page}?${new URLSearchParams({ ...attributes, reserve }).toString()}`;
}

/** The next page of this kind keeps as much room as this one has taken in the end. */
async function noteHeight(page: Page, kind: string): Promise<void> {
  const height = await page.evaluate(
    () => document.querySelector('canditech-assessment')?.getBoundingClientRect().height,
  );
  if (height) heights.set(kind, height);
}

/** Types “sales” and takes it back; milliseconds from each key to its rows, laid out. */
async function typeKeys(page: Page, count: number): Promise<number[]> {
  await page.locator('input').first().click();
  for (const [i, query] of QUERIES.entries()) {
    await page.evaluate((expected) => void (bench.expected = expected), matchesOf(count, query));
    await page.keyboard.press(query.length > (QUERIES[i - 1]?.length ?? 0) ? query.at(-1)! : 'Backspace');
    await when(page, `bench.keys.length > ${i}`);
  }
  return page.evaluate(() => bench.keys);
}

export function sampleList(browser: Browser, api: Api, variant: Variant, { count, isSlow }: Case) {
  return inPage(browser, async (page): Promise<Sample> => {
    await page.goto(`${api.url}/blank`);
    if (isSlow) await slowDown(await page.context().newCDPSession(page));
    const base = `${api.url}/n${count}-r${runs++}`;
    await page.goto(addressOf(variant, api.url, { 'api-base': base, token: 'new', view: 'picker' }), {
      waitUntil: 'commit',
    });
    await when(page, 'globalThis.bench?.complete > 0 && bench.painted > 0');
    await noteHeight(page, variant);
    const keys = isSlow ? [] : await typeKeys(page, count);
    const { painted, complete, shift } = await page.evaluate(() => ({ ...bench }));
    return { painted, complete, shift, keys };
  });
}

/** Answers in a row until the list is there, from another origin; each takes 150 ms, so none is missed. */
export function sampleTrips(browser: Browser, api: Api, way: 'token' | 'endpoint') {
  return inPage(browser, async (page) => {
    const run = `n200-d150-r${runs++}`;
    const access: Record<string, string> =
      way === 'token' ? { token: 'new' } : { 'token-endpoint': `${api.otherUrl}/${run}/token` };
    await page.goto(
      addressOf('element', api.otherUrl, { 'api-base': `${api.url}/${run}`, view: 'picker', ...access }),
    );
    await when(page, 'bench.painted > 0');
    const trips = await page.evaluate((name) => {
      const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
      const depths: [end: number, depth: number][] = [];
      const asked = entries.filter((one) => one.name.includes(name) && !one.name.endsWith('/events'));
      for (const { startTime, responseEnd } of asked.sort((a, b) => a.responseEnd - b.responseEnd)) {
        if (responseEnd > bench.laidOut) continue;
        const before = depths.filter(([end]) => end <= startTime).map(([, depth]) => depth);
        depths.push([responseEnd, 1 + Math.max(0, ...before)]);
      }
      return Math.max(0, ...depths.map(([, depth]) => depth));
    }, run);
    return { trips, requests: api.logOf(run).filter((line) => !line.startsWith('OPTIONS')) };
  });
}

const CHANGES: InvitationStatus[] = ['started', 'submitted', 'completed', 'expired', 'cancelled'];

/** A page with 100 badges: what they ask, and milliseconds from an answer to the changed line, laid out. */
export function sampleBadges(browser: Browser, api: Api) {
  return inPage(browser, async (page) => {
    const run = `n200-r${runs++}`;
    const attributes = { 'api-base': `${api.url}/${run}`, token: 'new', view: 'badge', session: 'list' };
    await page.goto(addressOf('badges', api.url, attributes));
    await when(page, 'bench.shown() === 100');
    await noteHeight(page, 'badges');
    // What comes late is counted too.
    await page.waitForTimeout(1000);
    const requests = api.logOf(run).slice();
    for (const [i, status] of [...CHANGES, ...CHANGES].entries()) {
      const changed = i * 7;
      const wanted = { candidate: candidateId(changed), status };
      await page.evaluate((value) => void Object.assign(globalThis, { wanted: value }), wanted);
      api.change(run, changed, status);
      await when(page, `bench.updates.length > ${i}`);
    }
    const { updates, shift } = await page.evaluate(() => ({ ...bench }));
    return {
      requests,
      updates,
      shift,
      perUpdate: (api.logOf(run).length - requests.length) / updates.length,
    };
  });
}
