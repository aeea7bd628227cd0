import { describe, expect, test } from 'vitest';
import { load, useHosts, type Host } from './support/host.ts';
import { countTimers, timersOf, weigh } from './support/meter.ts';

const hosts = useHosts();

const search = ({ element }: Host) => element.getByRole('combobox');
const streams = ({ front }: Host) => front.log.filter((line) => line === 'GET /v1/events').length;
const nodes = ({ page }: Host) => page.locator('canditech-assessment [part~=base]').count();

/** Ready, and its stream of events open. */
async function settled(host: Host): Promise<void> {
  await search(host).waitFor();
  await expect.poll(() => host.front.streams).toBe(1);
}

/** Nothing was asked twice and nothing is there twice. */
async function expectOne(host: Host): Promise<void> {
  await settled(host);
  expect({
    tokens: host.asked.length,
    streams: streams(host),
    lists: host.requests('GET /v1/assessments').length,
    nodes: await nodes(host),
  }).toEqual({ tokens: 1, streams: 1, lists: 1, nodes: 1 });
}

/** Types, works on the page, and looks whether what was typed is still there and nothing was asked again. */
async function expectKept(host: Host, work: () => Promise<unknown>): Promise<void> {
  await settled(host);
  await search(host).click();
  await host.page.keyboard.type('small');
  const before = [...host.front.log];
  await work();
  expect(await search(host).inputValue()).toBe('small');
  await host.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  expect(host.front.log).toEqual(before);
  expect([host.asked.length, host.front.streams]).toEqual([1, 1]);
}

describe('one token, one stream, one node, however a framework mounts it', () => {
  test('in, out and in again in one task, as React’s StrictMode does', async () => {
    const host = await hosts.open({ html: '<div id="root"></div>' });
    await host.page.evaluate(
      ([api, candidateId]) => {
        const root = document.querySelector('#root')!;
        const element = document.createElement('canditech-assessment') as any;
        const effect = () => {
          element.fetchToken = async () => (await fetch('token', { method: 'POST', body: '{}' })).json();
          root.append(element);
          return () => element.remove();
        };
        Object.assign(element, { apiBase: api, candidateId });
        effect()();
        effect();
      },
      [host.api, host.who.externalId] as const,
    );
    await expectOne(host);
  });

  test('made twice in one task, the first thrown away, as a double render does', async () => {
    const host = await hosts.open({
      html: '<div id="root"></div><template>{element}</template>',
    });
    await host.page.evaluate(() => {
      const { innerHTML } = document.querySelector('template')!;
      for (let i = 0; i < 2; i++) document.querySelector('#root')!.innerHTML = innerHTML;
    });
    await expectOne(host);
  });

  test('made twice, the first thrown away in the middle of its requests', async () => {
    const host = await hosts.open({ html: '<div id="root">{element}</div>', isClosed: true });
    let answer!: () => void;
    const isAsked = new Promise<void>((resolve) => (answer = resolve));
    host.backend = async () => {
      await isAsked;
      return { body: await host.mint() };
    };
    await host.page.goto(host.url);
    await expect.poll(() => host.asked.length).toBe(1);
    await host.page.evaluate(() => {
      const root = document.querySelector('#root')!;
      const { innerHTML } = root;
      root.innerHTML = innerHTML;
    });
    answer();
    await expectOne(host);
  });

  test('swapped for the same markup once it is there, as htmx does', async () => {
    const host = await hosts.open({ html: '<div id="root">{element}</div>' });
    await settled(host);
    await host.page.evaluate(() => {
      const root = document.querySelector('#root')!;
      const next = document.createRange().createContextualFragment(root.innerHTML);
      root.replaceChildren(next);
    });
    await host.heard('ready', 2);
    await settled(host);
    expect({ tokens: host.asked.length, streams: streams(host), nodes: await nodes(host) }).toEqual({
      tokens: 1,
      streams: 1,
      nodes: 1,
    });
  });

  test('with its whole body swapped, and the element carried over, as Turbo does', async () => {
    const host = await hosts.open({
      html: '<main><div id="kept" data-turbo-permanent>{element}</div></main>',
    });
    await expectKept(host, () =>
      host.page.evaluate(() => {
        const kept = document.querySelector('#kept')!;
        const body = document.createElement('body');
        body.innerHTML = '<main><p>The next page</p><div id="kept"></div></main>';
        body.querySelector('#kept')!.replaceWith(kept);
        document.body.replaceWith(body);
      }),
    );
  });
});

describe('moved within the page it keeps what was typed, and asks nothing', () => {
  const move: Record<string, () => void> = {
    'to another parent': () =>
      document.querySelector('#b')!.append(document.querySelector('canditech-assessment')!),
    'through a fragment': () => {
      const fragment = new DocumentFragment();
      fragment.append(document.querySelector('canditech-assessment')!);
      document.querySelector('#b')!.append(fragment);
    },
    'by moveBefore': () =>
      document.querySelector<any>('#b').moveBefore(document.querySelector('canditech-assessment'), null),
    'with the parent that holds it': () =>
      document.querySelector('#b')!.append(document.querySelector('#a')!),
  };
  test.each(Object.entries(move))('%s', async (_name, work) => {
    const host = await hosts.open({ html: '<div id="a">{element}</div><div id="b"></div>' });
    await expectKept(host, () => host.page.evaluate(work));
  });

  test('in a view transition', async () => {
    const host = await hosts.open({ html: '<div id="a">{element}</div><div id="b"></div>' });
    await expectKept(host, () =>
      host.page.evaluate(async () => {
        const work = () => document.querySelector('#b')!.append(document.querySelector('#a')!);
        await document.startViewTransition(work).finished;
      }),
    );
  });

  test('by moveBefore it keeps the focus as well', async () => {
    const host = await hosts.open({ html: '<div id="a">{element}</div><div id="b"></div>' });
    await expectKept(host, () => host.page.evaluate(move['by moveBefore']!));
    await host.page.keyboard.type(' test');
    expect(await search(host).inputValue()).toBe('small test');
  });
});

test('a page that renders all the time changes nothing for who is typing', async () => {
  const host = await hosts.open({ attributes: { 'token-endpoint': undefined }, scripts: [] });
  const { token } = await host.mint();
  await host.page.evaluate(
    ([who, first]) => {
      const element = document.querySelector<any>('canditech-assessment');
      const draw = () =>
        Object.assign(element, {
          fetchToken: () => Promise.resolve(first),
          candidate: { ...who },
          candidateId: who.externalId,
          view: 'auto',
        });
      draw();
      setInterval(draw, 100);
    },
    [host.who, token] as const,
  );
  await load(host);
  await settled(host);
  const before = [...host.front.log];
  await search(host).click();
  await host.page.keyboard.type('smalls', { delay: 120 });
  await host.page.keyboard.press('Shift+ArrowLeft');
  await host.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 250)));
  const field = await search(host).evaluate((input: HTMLInputElement) => {
    const root = input.getRootNode() as ShadowRoot;
    return [input.value, input.selectionStart, input.selectionEnd, root.activeElement === input];
  });
  expect(field).toEqual(['smalls', 5, 6, true]);
  expect(host.front.log).toEqual(before);
});

describe('gone from the page', () => {
  test('nothing of it is left: no stream, no timer, no request', async () => {
    const host = await hosts.open({ before: countTimers });
    await settled(host);
    await host.page.evaluate(() => document.querySelector('canditech-assessment')!.remove());
    await expect.poll(() => host.front.streams).toBe(0);
    await expect
      .poll(async () => Object.values(await timersOf(host.page)).every((count) => count === 0))
      .toBe(true);
    const before = [...host.front.log];
    await host.page.evaluate(() => {
      for (const type of ['online', 'focus', 'visibilitychange', 'pageshow']) dispatchEvent(new Event(type));
    });
    await host.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
    expect(host.front.log).toEqual(before);
  });

  test('200 times, at any moment, the page weighs what it did: nodes, listeners, timers, streams, requests', async () => {
    const host = await hosts.open({ before: countTimers, html: '<div id="root"></div>' });
    const { page } = host;
    const pending = new Set<unknown>();
    page.on('request', (request) => pending.add(request));
    page.on('requestfinished', (request) => pending.delete(request));
    page.on('requestfailed', (request) => pending.delete(request));
    const mount = (times: number) =>
      page.evaluate(
        async ([api, candidateId, count]) => {
          for (let i = 0; i < count; i++) {
            const element = document.createElement('canditech-assessment') as any;
            Object.assign(element, { apiBase: api, tokenEndpoint: 'token', candidateId });
            const isReady = new Promise((resolve) => element.addEventListener('canditech-ready', resolve));
            document.querySelector('#root')!.append(element);
            // Removed at once, in the middle of its first requests, and when it is ready.
            if (i % 3 === 1) await new Promise((resolve) => setTimeout(resolve, i % 40));
            if (i % 3 === 2) await isReady;
            element.remove();
            if (i % 3) await new Promise((resolve) => setTimeout(resolve));
          }
        },
        [host.api, host.who.externalId, times] as const,
      );
    const quiet = async () => {
      await expect.poll(() => [host.front.streams, pending.size]).toEqual([0, 0]);
      await expect.poll(() => timersOf(page).then((all) => Object.values(all).filter(Boolean))).toEqual([]);
    };
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable');
    // What the browser compiles and learns of it weighs as well, at first.
    await mount(200);
    await quiet();
    const before = await weigh(page, cdp);
    await mount(200);
    await quiet();
    const after = await weigh(page, cdp);
    expect(after.nodes).toBeLessThanOrEqual(before.nodes);
    expect(after.listeners).toBeLessThanOrEqual(before.listeners);
    expect(after.heap).toBeLessThanOrEqual(before.heap * 1.05);
  });
});
