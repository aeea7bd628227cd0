import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHost } from '../embed/host.ts';
import { sweep } from '../../server/invitations/sweep.ts';
import { CLOSED, invite, publish, sit } from '../support/journey.ts';
import { movingClock, startTestServer, type Member, type TestServer } from '../support/server.ts';

const MINUTE = 60_000;
const clock = movingClock();
let server: TestServer;
let admin: Member;

beforeAll(async () => {
  server = await startTestServer({ clock: clock.now });
  ({ admin } = await server.workspace());
});
afterAll(() => server?.close());

const statsOf = async (id: string) => (await admin.call('GET', `/v1/assessments/${id}/stats`)).body;

async function take(assessmentId: string, minutes: number): Promise<void> {
  const { candidate } = await sit(server, admin, assessmentId);
  clock.pass(minutes * MINUTE);
  await candidate.call('POST', '/submit', {});
}

test('from five people on, it tells how long they really took and how many of the invited hand it in', async () => {
  const { id } = await publish(admin, CLOSED);
  const late = { name: 'Late', email: 'late@mail.example' };
  const expiresAt = new Date(clock.now().getTime() + 70 * MINUTE).toISOString();
  await admin.call('POST', '/v1/invitations', { assessmentId: id, candidate: late, expiresAt });
  clock.pass(71 * MINUTE);
  await sweep(server.ctx);
  for (const minutes of [2, 5, 3, 4]) await take(id, minutes);
  expect(await statsOf(id)).toEqual({ people: 4 });
  await take(id, 1);
  const five = { people: 5, medianMinutes: 3, completionPercent: 83.3 };
  expect(await statsOf(id)).toEqual(five);

  const candidate = { name: 'Mina', email: 'undone@mail.example' };
  const input = { assessmentId: id, candidate, holdSeconds: 60 };
  const held = (await admin.call('POST', '/v1/invitations', input)).body.id;
  await admin.call('POST', `/v1/invitations/${held}/undo`, {});
  await invite(server, admin, id);
  expect(await statsOf(id)).toEqual(five);
});

test('a large batch of fresh invitations does not hide those who have handed it in', async () => {
  const { id } = await publish(admin, CLOSED);
  for (const minutes of [2, 2, 2, 2, 2]) await take(id, minutes);
  const done = await server.ctx.db.invitations.findOne({ 'assessment.id': id });
  const fresh = Array.from({ length: 600 }, (_, i) => ({
    ...done!,
    _id: `fresh-${i}`,
    status: 'invited' as const,
    createdAt: clock.now(),
  }));
  fresh.forEach((one) => delete one.submittedAt);
  await server.ctx.db.invitations.insertMany(fresh);
  expect(await statsOf(id)).toEqual({ people: 5, medianMinutes: 2, completionPercent: 100 });
});

test('it says nothing of another assessment, and to a host nothing of one that is not published', async () => {
  const host = await (await makeHost(server, admin)).caller();
  const draft = (await admin.call('POST', '/v1/assessments', CLOSED)).body.id;
  expect((await host('GET', `/v1/assessments/${draft}/stats`)).status).toBe(404);
  const { id } = await publish(admin, CLOSED);
  expect((await host('GET', `/v1/assessments/${id}/stats`)).body).toEqual({ people: 0 });
  const other = await server.workspace('Other');
  expect((await other.admin.call('GET', `/v1/assessments/${id}/stats`)).status).toBe(404);
});
