import type { CDPSession, Page } from 'playwright-core';

/** Counts timers and frames that are still to come; goes into `before` of a host. */
export function countTimers(): void {
  const waiting = new Map<string, number>();
  const page = globalThis as unknown as Record<string, any>;
  const note = (kind: string, by: number) => waiting.set(kind, (waiting.get(kind) ?? 0) + by);
  const wrap = (start: string, stop: string, isOnce: boolean) => {
    const [begin, end] = [page[start].bind(page), page[stop].bind(page)];
    const alive = new Set<number>();
    const over = (id: number) => void (alive.delete(id) && note(start, -1));
    page[start] = (work: (...all: unknown[]) => void, ...rest: unknown[]) => {
      const id = begin(
        (...all: unknown[]) => {
          if (isOnce) over(id);
          work(...all);
        },
        ...rest,
      ) as number;
      alive.add(id);
      note(start, 1);
      return id;
    };
    page[stop] = (id: number) => {
      over(id);
      end(id);
    };
  };
  wrap('setTimeout', 'clearTimeout', true);
  wrap('setInterval', 'clearInterval', false);
  wrap('requestAnimationFrame', 'cancelAnimationFrame', true);
  page['timersWaiting'] = () => Object.fromEntries(waiting);
}

export const timersOf = (page: Page): Promise<Record<string, number>> =>
  page.evaluate(() => (globalThis as any).timersWaiting());

export interface Weight {
  nodes: number;
  listeners: number;
  heap: number;
}

/** What the page holds once all that nobody refers to is gone. */
export async function weigh(page: Page, cdp: CDPSession): Promise<Weight> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  for (let i = 0; i < 3; i++) await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = (wanted: string) => metrics.find(({ name }) => name === wanted)!.value;
  return { nodes: of('Nodes'), listeners: of('JSEventListeners'), heap: of('JSHeapUsedSize') };
}
