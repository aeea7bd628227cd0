import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { changeInvitation } from '../../server/invitations/change.ts';
import {
  claimNext,
  countPaused,
  release,
  resumePaused,
  settle,
  type Claim,
} from '../../server/outbox/store.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { openQueue, type Queue } from './queue.ts';

let server: TestServer;
let queue: Queue;

beforeAll(async () => {
  server = await startTestServer({ outbox: false });
});
beforeEach(async () => {
  queue = await openQueue(server);
});
afterEach(async () => void (await server.ctx.db.invitations.deleteMany({})));
afterAll(() => server.close());

const source = { collection: 'invitations', lane: 'ashby' } as const;
const claim = (leaseMs = 60_000, skip: string[] = []) => claimNext(server.ctx.db, source, { leaseMs, skip });
const done = (claimed: Claim) =>
  settle(server.ctx.db, claimed, { done: true, set: { 'outbox.ashby.notBefore': new Date(0) } });
const laneOf = async (id: string) => (await server.ctx.db.invitations.findOne({ _id: id }))!.outbox.ashby;

describe('a claim', () => {
  test('is exclusive: of 30 at once for 10 invitations, 10 get one each', async () => {
    const ids = await queue.fill(10);
    const claims = await Promise.all(Array.from({ length: 30 }, () => claim()));
    const got = claims.flatMap((c) => c?.doc._id ?? []);
    expect([...got].sort()).toEqual([...ids].sort());
  });

  test('is of the first event, and the next comes only after that is settled', async () => {
    await queue.fill(1, 2);
    const first = await claim();
    expect(first!.event.name).toBe('1');
    expect(await claim()).toBeNull();
    expect(await done(first!)).toBe(true);
    expect((await claim())!.event.name).toBe('2');
  });

  test('of a lane that turned out to be empty holds back nothing that arrives after it', async () => {
    const [id] = await queue.fill(1);
    const emptied = { 'outbox.ashby.queue': [] };
    await server.ctx.db.invitations.updateOne({ _id: id! }, { $set: emptied });
    expect(await claim()).toBeNull();
    expect((await laneOf(id!)).wakeAt).toBeUndefined();
    const event = { seq: 9, name: 'late', at: new Date(), body: '{}' };
    const woken = { 'outbox.ashby.queue': [event], 'outbox.ashby.wakeAt': new Date() };
    await server.ctx.db.invitations.updateOne({ _id: id! }, { $set: woken });
    expect((await claim())?.event.name).toBe('late');
  });

  test('passes over workspaces that have enough under way', async () => {
    await queue.fill(2);
    const [mine] = await (await openQueue(server)).fill(1);
    expect((await claim(60_000, [queue.workspaceId]))!.doc._id).toBe(mine);
    expect(await claim(60_000, [queue.workspaceId])).toBeNull();
  });

  test('passes over what waits for a person, for a key, or for its time', async () => {
    const ids = await queue.fill(2);
    const at = 'outbox.ashby';
    const later = new Date(Date.now() + 3600_000);
    await server.ctx.db.invitations.updateOne(
      { _id: ids[0]! },
      { $set: { [`${at}.problem`]: { kind: 'parked' } } },
    );
    await server.ctx.db.invitations.updateOne({ _id: ids[1]! }, { $set: { [`${at}.notBefore`]: later } });
    expect(await claim()).toBeNull();
  });

  test('puts an empty lane to sleep', async () => {
    const [id] = await queue.fill(1);
    await server.ctx.db.invitations.updateOne({ _id: id! }, { $set: { 'outbox.ashby.queue': [] } });
    expect(await claim()).toBeNull();
    expect(await laneOf(id!)).not.toHaveProperty('wakeAt');
  });
});

describe('a lease', () => {
  test('that runs out lets another worker take over, and the late one can settle nothing', async () => {
    const [id] = await queue.fill(1, 2);
    const late = await claim(1);
    let second: Claim | null = null;
    await eventually(async () => (second = await claim()) !== null).toBe(true);
    expect(second!.event).toEqual(late!.event);
    expect(await done(late!)).toBe(false);
    expect((await laneOf(id!)).queue).toHaveLength(2);
    expect(await done(second!)).toBe(true);
    expect(await done(late!)).toBe(false);
    expect((await laneOf(id!)).queue.map(({ name }) => name)).toEqual(['2']);
  });

  test('that is given back is free at once', async () => {
    await queue.fill(1);
    const first = await claim();
    await release(server.ctx.db, first!);
    expect(await claim()).not.toBeNull();
    expect(await done(first!)).toBe(false);
  });

  test('is over when a change drops what was waiting', async () => {
    const [id] = await queue.fill(1, 2);
    const first = await claim();
    const news = [{ name: 'news', body: '{}' }];
    const ref = { workspaceId: queue.workspaceId, id: id! };
    await changeInvitation(server.ctx, ref, () => ({ purge: ['ashby'], ashby: news }));
    expect(await done(first!)).toBe(false);
    expect((await laneOf(id!)).queue.map(({ name, seq }) => `${seq} ${name}`)).toEqual(['3 news']);
  });

  test('does not lose what is added while it runs', async () => {
    const [id] = await queue.fill(1);
    const first = await claim();
    const ref = { workspaceId: queue.workspaceId, id: id! };
    await changeInvitation(server.ctx, ref, () => ({ ashby: [{ name: 'more', body: '{}' }] }));
    expect(await done(first!)).toBe(true);
    expect((await claim())!.event.name).toBe('more');
  });
});

test('news take the place of what was refused for good', async () => {
  const [id] = await queue.fill(1, 2);
  const parked = { kind: 'parked' as const, message: 'No.', at: new Date() };
  const first = await claim();
  await settle(server.ctx.db, first!, {
    done: false,
    set: { 'outbox.ashby.problem': parked, 'outbox.ashby.tries': 4 },
    unset: ['outbox.ashby.wakeAt'],
  });
  expect(await claim()).toBeNull();
  const ref = { workspaceId: queue.workspaceId, id: id! };
  await changeInvitation(server.ctx, ref, () => ({ set: { searchText: 'x' } }));
  expect(await claim()).toBeNull();
  await changeInvitation(server.ctx, ref, () => ({ ashby: [{ name: 'all', body: '{}' }] }));
  const next = await claim();
  expect(next!.event.name).toBe('all');
  expect(next!.lane).toMatchObject({ tries: 0 });
  expect(next!.lane).not.toHaveProperty('problem');
});

test('a good key wakes the paused lanes of its workspace only', async () => {
  const other = await openQueue(server);
  const ids = [...(await queue.fill(2)), ...(await other.fill(1))];
  const later = new Date(Date.now() + 3600_000);
  const problem = { kind: 'paused' as const, message: 'No key.', at: new Date() };
  await server.ctx.db.invitations.updateMany(
    { _id: { $in: ids } },
    { $set: { 'outbox.ashby.problem': problem, 'outbox.ashby.notBefore': later } },
  );
  expect(await countPaused(server.ctx.db, queue.workspaceId)).toBe(2);
  await resumePaused(server.ctx.db, queue.workspaceId);
  expect(await countPaused(server.ctx.db, queue.workspaceId)).toBe(0);
  expect(await countPaused(server.ctx.db, other.workspaceId)).toBe(1);
  expect(await claim()).not.toBeNull();
  expect(await claim()).not.toBeNull();
  expect(await claim()).toBeNull();
});
