import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publish, SMALL } from '../support/journey.ts';
import { movingClock, startTestServer, type Member, type TestServer } from '../support/server.ts';

const clock = movingClock();
let server: TestServer;
let workspace: { id: string; admin: Member };
let assessmentId: string;

beforeAll(async () => {
  server = await startTestServer({ clock: clock.now });
  workspace = await server.workspace();
  assessmentId = (await publish(workspace.admin)).id;
});
afterAll(() => server?.close());

const keyed = (key: string) => ({ 'Idempotency-Key': key });
const invitation = () => ({
  assessmentId,
  candidate: { name: 'Mina', email: `${randomUUID()}@mail.example` },
});
const send = (body: unknown, key: string, by = workspace.admin) =>
  by.call('POST', '/v1/invitations', body, keyed(key));
const count = (email: string) =>
  server.ctx.db.invitations.countDocuments({ workspaceId: workspace.id, 'candidate.email': email });

test('a repeat gets the first answer, word for word, and makes nothing', async () => {
  const [body, key] = [invitation(), randomUUID()];
  const first = await send(body, key);
  await server.mails.wait((m) => m.to.includes(body.candidate.email));
  const again = await send(body, key);
  expect([again.status, again.body]).toEqual([201, first.body]);
  await server.settle();
  expect(await count(body.candidate.email)).toBe(1);
  expect(server.mails.all.filter((m) => m.to.includes(body.candidate.email))).toHaveLength(1);
});

test('the same key with another body is refused, and the first answer stays', async () => {
  const [body, key] = [invitation(), randomUUID()];
  const first = await send(body, key);
  const other = await send(invitation(), key);
  expect([other.status, other.body.code]).toEqual([422, 'idempotency_mismatch']);
  expect((await send(body, key)).body).toEqual(first.body);
});

test('the same key on another path is another request', async () => {
  const [body, key] = [invitation(), randomUUID()];
  await send(body, key);
  const { status } = await workspace.admin.call('POST', '/v1/assessments', SMALL, keyed(key));
  expect(status).toBe(422);
});

test('twenty identical calls at once make one invitation: the others get its answer or are told to wait', async () => {
  const [body, key] = [invitation(), randomUUID()];
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(body, key)));
  const made = answers.filter(({ status }) => status === 201);
  expect(made.length).toBeGreaterThanOrEqual(1);
  expect(new Set(made.map((answer) => answer.body.id)).size).toBe(1);
  for (const { status, headers } of answers.filter((answer) => answer.status !== 201)) {
    expect([status, headers.get('retry-after')]).toEqual([409, '1']);
  }
  expect(await count(body.candidate.email)).toBe(1);
  expect((await send(body, key)).body).toEqual(made[0]!.body);
});

test('keys of two callers do not meet', async () => {
  const recruiter = await server.member(workspace.id, 'recruiter');
  const key = randomUUID();
  const [one, two] = [await send(invitation(), key), await send(invitation(), key, recruiter)];
  expect([one.status, two.status]).toEqual([201, 201]);
  expect(one.body.id).not.toBe(two.body.id);
});

test('a refusal is not kept: the same call works once the reason is gone', async () => {
  const draft = (await workspace.admin.call('POST', '/v1/assessments', SMALL)).body;
  const [body, key] = [{ ...invitation(), assessmentId: draft.id }, randomUUID()];
  expect((await send(body, key)).status).toBe(422);
  await workspace.admin.call('POST', `/v1/assessments/${draft.id}/publish`, {});
  expect((await send(body, key)).status).toBe(201);
});

test('a key that is no key is refused', async () => {
  for (const key of ['x'.repeat(201), 'a b']) expect((await send(invitation(), key)).status).toBe(422);
});

test('an answer is kept for 72 hours', async () => {
  const key = randomUUID();
  await send(invitation(), key);
  const kept = await server.ctx.db.idempotency.findOne({ _id: idOf(key), workspaceId: workspace.id });
  const hours = (kept!.expiresAt.getTime() - clock.now().getTime()) / 3600_000;
  expect(Math.round(hours)).toBe(72);
});

const idOf = (key: string) =>
  createHash('sha256')
    .update(JSON.stringify([workspace.id, workspace.admin.id, key]))
    .digest('base64url');

/** A process that died: it had claimed the key, perhaps done the work, and answered nobody. */
async function forget(key: string): Promise<void> {
  await server.ctx.db.idempotency.updateOne({ _id: idOf(key) }, { $unset: { answer: '' } });
  clock.pass(31_000);
}

test('a try after a crash finds what the first one made', async () => {
  const [body, key] = [invitation(), randomUUID()];
  const first = await send(body, key);
  await forget(key);
  const again = await send(body, key);
  expect([again.status, again.body.id]).toEqual([201, first.body.id]);
  expect(await count(body.candidate.email)).toBe(1);
});

test('a draft made before a crash is found again with the ids that are stored', async () => {
  const key = randomUUID();
  const post = () => workspace.admin.call('POST', '/v1/assessments', SMALL, keyed(key));
  const first = await post();
  await forget(key);
  expect((await post()).body.content).toEqual(first.body.content);
});

test('a member who was added before a crash is found again', async () => {
  const [body, key] = [{ email: `${randomUUID()}@acme.example`, role: 'reviewer' }, randomUUID()];
  const post = () => workspace.admin.call('POST', '/v1/members', body, keyed(key));
  const first = await post();
  await forget(key);
  const again = await post();
  expect([again.status, again.body.id]).toEqual([201, first.body.id]);
});
