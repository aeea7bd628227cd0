import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { startOutbox, type Handler } from '../../server/outbox/worker.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { delivered, openQueue, waiting, type Queue } from './queue.ts';

let server: TestServer;
let queue: Queue;
let stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  server = await startTestServer({ outbox: false });
});
beforeEach(async () => {
  queue = await openQueue(server);
});
afterEach(async () => {
  await Promise.all(stops.map((stop) => stop()));
  stops = [];
  await server.ctx.db.invitations.deleteMany({});
});
afterAll(() => server.close());

function work(
  ashby: Handler,
  options: Parameters<typeof startOutbox>[2] = { pollMs: 20 },
): () => Promise<void> {
  const { stop } = startOutbox(server.ctx, { mail: delivered, ashby }, options);
  stops.push(stop);
  return stop;
}
const drained = (ids: string[]) => eventually(() => waiting(server, ids)).toBe(0);
const laneOf = async (id: string) => (await server.ctx.db.invitations.findOne({ _id: id }))!.outbox.ashby;
function gate(): { open: () => void; passed: Promise<void> } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { open, passed };
}

test('five workers on one store deliver each event once, and each invitation’s in order', async () => {
  const seen: string[] = [];
  const underWay = new Set<string>();
  const overlaps: string[] = [];
  const handler: Handler = async ({ documentId, event }) => {
    if (underWay.has(documentId)) overlaps.push(documentId);
    underWay.add(documentId);
    await new Promise((resolve) => setImmediate(resolve));
    seen.push(`${documentId}/${event.name}`);
    underWay.delete(documentId);
    return { kind: 'delivered' };
  };
  const ids = await queue.fill(40, 3);
  for (let i = 0; i < 5; i++) work(handler);
  await drained(ids);
  expect(overlaps).toEqual([]);
  expect(seen).toHaveLength(120);
  expect(new Set(seen).size).toBe(120);
  for (const id of ids) {
    const mine = seen.filter((entry) => entry.startsWith(id));
    expect(mine).toEqual([`${id}/1`, `${id}/2`, `${id}/3`]);
  }
});

describe('trouble with one event', () => {
  test.each<[string, Handler]>([
    ['a handler that rejects', () => Promise.reject(new Error('out of luck'))],
    [
      'a handler that throws at once',
      () => {
        throw new Error('out of luck');
      },
    ],
    [
      'a handler that throws no error',
      (delivery) => {
        AbortSignal.abort('out of luck').throwIfAborted();
        return delivered(delivery);
      },
    ],
  ])('%s costs a try and stops nothing else', async (_what, fail) => {
    const [bad] = await queue.fill(1, 2);
    const good = await queue.fill(12);
    work((delivery) => (delivery.documentId === bad ? fail(delivery) : delivered(delivery)));
    await drained(good);
    await eventually(async () => (await laneOf(bad!)).tries).toBe(1);
    const lane = await laneOf(bad!);
    expect(lane.queue.map(({ name }) => name)).toEqual(['1', '2']);
    expect(lane.problem).toMatchObject({ kind: 'retrying', message: expect.any(String) });
    expect(lane.notBefore.getTime()).toBeGreaterThan(Date.now());
  });

  test('a handler that never ends is given up before its lease is over', async () => {
    const stuck = await queue.fill(6);
    const good = await queue.fill(6);
    let signalled = 0;
    const never: Handler = ({ signal }) => {
      signal.addEventListener('abort', () => signalled++);
      return new Promise(() => {});
    };
    work((d) => (stuck.includes(d.documentId) ? never(d) : delivered(d)), { pollMs: 20, leaseMs: 600 });
    await drained(good);
    for (const id of stuck) await eventually(async () => (await laneOf(id)).tries).toBe(1);
    expect(signalled).toBe(6);
  });

  test('a workspace whose calls hang does not hold up another one', async () => {
    const other = await openQueue(server);
    const { open, passed } = gate();
    const slow = await queue.fill(60);
    const quick = await other.fill(3);
    work(async ({ workspaceId }) => {
      if (workspaceId === queue.workspaceId) await passed;
      return { kind: 'delivered' };
    });
    await drained(quick);
    expect(await waiting(server, slow)).toBe(60);
    open();
    await drained(slow);
  });
});

test('the bell wakes a worker that would look again in an hour', async () => {
  work(delivered, { pollMs: 3600_000 });
  const ids = await queue.fill(3);
  await eventually(async () => {
    server.ctx.bell.ring();
    return waiting(server, ids);
  }).toBe(0);
});

test('without a bell, as from another process, the worker looks by itself', async () => {
  work(delivered, { pollMs: 20 });
  await drained(await queue.fill(3));
});

describe('stop', () => {
  test('lets what is under way end, and takes nothing new', async () => {
    const { open, passed } = gate();
    let calls = 0;
    const [id] = await queue.fill(1, 2);
    const stop = work(async () => {
      calls++;
      await passed;
      return { kind: 'delivered' };
    });
    await eventually(() => calls).toBe(1);
    const stopped = stop();
    open();
    await stopped;
    expect(calls).toBe(1);
    const lane = await laneOf(id!);
    expect(lane.queue.map(({ name }) => name)).toEqual(['2']);
    expect(lane.notBefore.getTime()).toBeLessThanOrEqual(Date.now());
    work(delivered);
    await drained([id!]);
  });

  test('gives back what does not end, so that the next process need not wait for the lease', async () => {
    let calls = 0;
    const [id] = await queue.fill(1);
    const stop = work(
      () => {
        calls++;
        return new Promise(() => {});
      },
      { pollMs: 20, stopMs: 50 },
    );
    await eventually(() => calls).toBe(1);
    await stop();
    const lane = await laneOf(id!);
    expect(lane).toMatchObject({ tries: 1, problem: { kind: 'retrying', message: 'the server stops' } });
    expect(lane.notBefore.getTime()).toBeLessThan(Date.now() + 30_000);
  });
});

test('what is held is not a try, and what is paused wakes if the pause is over by then', async () => {
  const [held] = await queue.fill(1);
  const [paused] = await queue.fill(1);
  let pauses = 0;
  work(({ documentId, tries }) => {
    expect(tries).toBe(0);
    if (documentId === held) return Promise.resolve({ kind: 'held', reason: 'Wait.', afterMs: 3600_000 });
    if (pauses++ > 0) return Promise.resolve({ kind: 'delivered' });
    return Promise.resolve({ kind: 'paused', reason: 'No key.', isOver: () => Promise.resolve(true) });
  });
  await drained([paused!]);
  expect(await laneOf(held!)).toMatchObject({ tries: 0, problem: { kind: 'retrying', message: 'Wait.' } });
});
