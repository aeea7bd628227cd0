import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { startSweeper, sweep } from '../../server/invitations/sweep.ts';
import { CLOSED, publish, sit, SMALL, type Sitting } from '../support/journey.ts';
import { movingClock, startTestServer, type Member, type TestServer } from '../support/server.ts';

const MINUTE = 60_000;
const clock = movingClock();
let server: TestServer;
let admin: Member;
let closed: string;

beforeAll(async () => {
  server = await startTestServer({ clock: clock.now });
  ({ admin } = await server.workspace());
  closed = (await publish(admin, CLOSED)).id;
});
afterEach(() => void vi.useRealTimers());
afterAll(() => server?.close());

const save = ({ candidate, questions }: Sitting, revision: number, value: number) =>
  candidate.call('PUT', `/answers/${questions['number'].id}`, { revision, value });
const stored = (id: string) => server.ctx.db.invitations.findOne({ _id: id });

test('answers under way at the deadline still count for thirty seconds, then the time is over', async () => {
  const sitting = await sit(server, admin, closed);
  clock.pass(6 * MINUTE + 25_000);
  expect((await save(sitting, 1, 7)).status).toBe(200);
  clock.pass(10_000);
  const late = await save(sitting, 2, 8);
  expect([late.status, late.body.code]).toEqual([410, 'time_over']);
  expect((await stored(sitting.id))!.attempt.answers[sitting.questions['number'].id]!.value).toBe(7);
});

test('at the deadline the server hands in what is saved, scores it, and says that it did', async () => {
  const sitting = await sit(server, admin, closed);
  await save(sitting, 1, 7);
  clock.pass(6 * MINUTE + 31_000);
  await sweep(server.ctx);
  expect(await stored(sitting.id)).toMatchObject({
    status: 'completed',
    autoSubmitted: true,
    result: { points: 4, maxPoints: 6, percent: 66.7, provisional: false },
  });
  const receipt = (await sitting.candidate.call('GET', '/receipt')).body;
  expect(receipt).toMatchObject({ automatic: true, answered: 1 });
  expect((await sitting.candidate.call('POST', '/submit', {})).body).toEqual(receipt);
  const { body } = await admin.call('GET', `/v1/invitations/${sitting.id}`);
  expect(body.timeline.map((entry: any) => entry.kind)).toEqual(
    expect.arrayContaining(['started', 'auto_submitted', 'completed']),
  );
});

test('nothing is handed in before the time that was promised', async () => {
  const sitting = await sit(server, admin, closed);
  clock.pass(6 * MINUTE + 15_000);
  await sweep(server.ctx);
  expect((await stored(sitting.id))!.status).toBe('started');
});

test('a server whose clock is an hour ahead of the database ends nobody’s test, and says so', async () => {
  const sitting = await sit(server, admin, closed);
  const error = vi.spyOn(server.ctx.log, 'error');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60 * MINUTE });
  await sweep(server.ctx);
  expect(error).toHaveBeenCalledWith(
    expect.objectContaining({ aheadMs: expect.any(Number) }),
    expect.any(String),
  );
  vi.useRealTimers();
  expect((await stored(sitting.id))!.status).toBe('started');
});

test('what ended while no server ran is handed in when one starts', async () => {
  const sitting = await sit(server, admin, closed);
  await save(sitting, 1, 7);
  clock.pass(3 * 60 * MINUTE);
  const sweeper = startSweeper(server.ctx);
  await expect.poll(async () => (await stored(sitting.id))!.status).toBe('completed');
  await sweeper.stop();
  expect((await stored(sitting.id))!.result!.points).toBe(4);
});

test('sweepers of several processes hand in once', async () => {
  const sitting = await sit(server, admin, closed);
  clock.pass(7 * MINUTE);
  await Promise.all(Array.from({ length: 5 }, () => sweep(server.ctx)));
  await server.settle();
  const { timeline } = (await admin.call('GET', `/v1/invitations/${sitting.id}`)).body;
  expect(timeline.filter((entry: any) => entry.kind === 'auto_submitted')).toHaveLength(1);
  expect(server.mails.all.filter((m) => m.to.includes(sitting.email))).toHaveLength(2);
});

test('no acknowledged answer is left out of the score, however save, submit and sweep interleave', async () => {
  let acknowledged = 0;
  for (let round = 0; round < 60; round++) {
    const sitting = await sit(server, admin, closed);
    if (round % 3 === 0) clock.pass(6 * MINUTE + 29_990);
    const saves = Array.from({ length: 4 }, (_, i) => save(sitting, i + 1, i === 3 ? 7 : i));
    const ends = round % 3 === 0 ? [sweepAfterGrace()] : [sitting.candidate.call('POST', '/submit', {})];
    const answers = await Promise.all(round % 2 ? [...saves, ...ends] : [...ends, ...saves]);
    const highest = Math.max(
      0,
      ...answers
        .slice(round % 2 ? 0 : 1, round % 2 ? 4 : 5)
        .map((a: any) => (a.status === 200 ? a.body.revision : 0)),
    );
    clock.pass(7 * MINUTE);
    await sweep(server.ctx);
    const doc = (await stored(sitting.id))!;
    const kept = doc.attempt.answers[sitting.questions['number'].id];
    expect(kept?.revision ?? 0).toBe(highest);
    expect(doc.result!.points).toBe(kept?.value === 7 ? 4 : 0);
    acknowledged += highest > 0 ? 1 : 0;
  }
  expect(acknowledged).toBeGreaterThan(0);
});

async function sweepAfterGrace(): Promise<void> {
  clock.pass(20);
  await sweep(server.ctx);
}

// Last, because the session of the admin does not live that long.
test('a test without limit goes on until it is handed in', async () => {
  const untimed = { ...SMALL, sections: SMALL.sections.map(({ minutes: _minutes, ...section }) => section) };
  const sitting = await sit(server, admin, (await publish(admin, untimed)).id);
  expect(sitting.take.deadlineAt).toBeUndefined();
  clock.pass(10 * 24 * 60 * MINUTE);
  await sweep(server.ctx);
  expect((await save(sitting, 1, 7)).status).toBe(200);
});
