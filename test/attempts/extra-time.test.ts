import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweep } from '../../server/invitations/sweep.ts';
import { invite, publish, sit, SMALL } from '../support/journey.ts';
import { movingClock, startTestServer, type Member, type TestServer } from '../support/server.ts';

const MINUTE = 60_000;
const clock = movingClock();
let server: TestServer;
let admin: Member;
let assessmentId: string;

beforeAll(async () => {
  server = await startTestServer({ clock: clock.now });
  ({ admin } = await server.workspace());
  assessmentId = (await publish(admin)).id;
});
afterAll(() => server?.close());

const give = (id: string, minutes: unknown) =>
  admin.call('POST', `/v1/invitations/${id}/extra-time`, { minutes });

test('given before the start, the candidate has the whole of it', async () => {
  const { id, link } = await invite(server, admin, assessmentId);
  expect((await give(id, 15)).body).toMatchObject({ extraMinutes: 15 });
  const candidate = await server.candidate(link);
  const { startedAt, deadlineAt } = (await candidate.call('POST', '/begin', {})).body;
  expect(Date.parse(deadlineAt) - Date.parse(startedAt)).toBe(25 * MINUTE);
});

test('given while the test runs it moves the deadline, and the candidate’s page learns that with the next answer', async () => {
  const sitting = await sit(server, admin, assessmentId);
  const before = Date.parse(sitting.take.deadlineAt);
  const given = await give(sitting.id, 20);
  expect(Date.parse(given.body.deadlineAt)).toBe(before + 20 * MINUTE);
  const { number } = sitting.questions;
  const saved = await sitting.candidate.call('PUT', `/answers/${number.id}`, { revision: 1, value: 7 });
  expect(Date.parse(saved.body.deadlineAt)).toBe(before + 20 * MINUTE);
  clock.pass(15 * MINUTE);
  await sweep(server.ctx);
  const late = await sitting.candidate.call('PUT', `/answers/${number.id}`, { revision: 2, value: 8 });
  expect(late.status).toBe(200);
  clock.pass(20 * MINUTE);
  await sweep(server.ctx);
  const after = await sitting.candidate.call('PUT', `/answers/${number.id}`, { revision: 3, value: 9 });
  expect(after.body.code).toBe('already_submitted');
});

test('two at once add up, at most to four hours', async () => {
  const { id } = await invite(server, admin, assessmentId);
  await Promise.all([give(id, 100), give(id, 100)]);
  const { status, body } = await give(id, 100);
  expect([status, body.code]).toEqual([409, 'conflict']);
  expect((await give(id, 40)).body.extraMinutes).toBe(240);
});

test('given at the very moment when the time is over, it counts or is refused, and the test ends or goes on to fit', async () => {
  for (let i = 0; i < 8; i++) {
    const { id, take } = await sit(server, admin, assessmentId);
    const left = Date.parse(take.deadlineAt) - clock.now().getTime();
    clock.pass(left + 31_000);
    // The server may look at the clock before this call does; the call must then find the time still open.
    await server.ctx.db.invitations.updateOne(
      { _id: id },
      { $set: { deadlineAt: new Date(clock.now().getTime() - 29_000) } },
    );
    const giving = give(id, 10);
    for (let turns = i * 4; turns > 0; turns--) await new Promise(setImmediate);
    await sweep(server.ctx);
    const given = await giving;
    const { status, deadlineAt } = (await admin.call('GET', `/v1/invitations/${id}`)).body;
    expect([given.status, status]).toEqual(given.status === 200 ? [200, 'started'] : [409, 'completed']);
    if (given.status === 200) expect(Date.parse(deadlineAt)).toBeGreaterThan(clock.now().getTime());
  }
});

test('a repeat after the process died before its answer was kept gives nothing more', async () => {
  const { id } = await invite(server, admin, assessmentId);
  const key = { 'Idempotency-Key': `extra-${id}` };
  const call = () => admin.call('POST', `/v1/invitations/${id}/extra-time`, { minutes: 15 }, key);
  expect((await call()).body.extraMinutes).toBe(15);
  await server.ctx.db.idempotency.updateMany(
    {},
    { $unset: { answer: '' }, $set: { lockedUntil: new Date(0) } },
  );
  const { status, body } = await call();
  expect([status, body.extraMinutes]).toEqual([200, 15]);
});

test('an untimed test has none to give, and one that is over neither', async () => {
  const sections = SMALL.sections.map(({ minutes: _, ...section }) => section);
  const untimed = await publish(admin, { ...SMALL, sections });
  const { id } = await invite(server, admin, untimed.id);
  expect((await give(id, 5)).body.detail).toContain('no time limit');
  const sitting = await sit(server, admin, assessmentId);
  await sitting.candidate.call('POST', '/submit', {});
  expect((await give(sitting.id, 5)).body.detail).toContain('over');
});
