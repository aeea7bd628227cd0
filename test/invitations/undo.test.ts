import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publish } from '../support/journey.ts';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';

let server: TestServer;
let admin: Member;
let assessmentId: string;

beforeAll(async () => {
  server = await startTestServer();
  ({ admin } = await server.workspace());
  assessmentId = (await publish(admin)).id;
});
afterAll(() => server?.close());

async function invite(input: object = {}, headers = {}) {
  const email = `${randomUUID()}@mail.example`;
  const body = { assessmentId, candidate: { name: 'Mina', email, externalId: email }, ...input };
  const made = await admin.call('POST', '/v1/invitations', body, headers);
  return { email, body, id: made.body.id as string };
}
const undo = (id: string) => admin.call('POST', `/v1/invitations/${id}/undo`, {});
const mailsTo = (email: string) => server.mails.all.filter((mail) => mail.to.includes(email));

test('a held invitation says until when, and its mail leaves by itself afterwards', async () => {
  const { email, id } = await invite({ holdSeconds: 1 });
  const { heldUntil } = (await admin.call('GET', `/v1/invitations/${id}`)).body;
  expect(Date.parse(heldUntil)).toBeGreaterThan(Date.now() - 1000);
  await server.mails.wait(({ to }) => to.includes(email));
  await server.settle();
  expect((await admin.call('GET', `/v1/invitations/${id}`)).body.heldUntil).toBeUndefined();
});

test('undone while it is held, nobody gets a mail and nobody finds it; inviting anew is no duplicate', async () => {
  const key = { 'Idempotency-Key': randomUUID() };
  const { email, body, id } = await invite({ holdSeconds: 60 }, key);
  expect((await undo(id)).status).toBe(200);
  expect((await admin.call('GET', `/v1/invitations/${id}`)).status).toBe(404);
  expect((await undo(id)).status).toBe(404);
  for (const query of [`candidate=${email}`, 'latest=true', 'limit=100'])
    expect(
      (await admin.call('GET', `/v1/invitations?${query}`)).body.items.map((row: any) => row.id),
    ).not.toContain(id);
  const repeat = await admin.call('POST', '/v1/invitations', body, key);
  expect([repeat.status, repeat.body.id]).toEqual([201, id]);
  const anew = await admin.call('POST', '/v1/invitations', { ...body, holdSeconds: 0 });
  expect(anew.status).toBe(201);
  await server.mails.wait(({ to }) => to.includes(email));
  await server.settle();
  expect(mailsTo(email)).toHaveLength(1);
});

test('once the mail is on its way it cannot be undone, and the answer says what to do instead', async () => {
  const { email, id } = await invite();
  await server.mails.wait(({ to }) => to.includes(email));
  const { status, body } = await undo(id);
  expect([status, body.code]).toEqual([409, 'conflict']);
  expect(body.detail).toContain('Cancel the invitation instead');
});

test('undo and the worker at the same instant: each invitation is either mailed or undone, never both', async () => {
  const raced = await Promise.all(
    Array.from({ length: 30 }, async (_, i) => {
      const { email, id } = await invite({ holdSeconds: 1 });
      const { heldUntil } = (await admin.call('GET', `/v1/invitations/${id}`)).body;
      const wait = Date.parse(heldUntil) - Date.now() + i * 30;
      await new Promise((resolve) => setTimeout(resolve, wait));
      return { email, status: (await undo(id)).status };
    }),
  );
  await server.settle();
  for (const { email, status } of raced) {
    if (status === 409) await expect.poll(() => mailsTo(email).length).toBe(1);
    expect([email, status, mailsTo(email).length]).toEqual([email, status, status === 200 ? 0 : 1]);
  }
});

test.each([
  ['earlier than in an hour', 30 * 60_000, {}, 'must be at least an hour from now'],
  ['later than in 30 days', 31 * 24 * 3600_000, {}, 'must be at most 30 days from now'],
  ['together with days', 24 * 3600_000, { days: 3 }, 'cannot be given together with days'],
])('an end of the link %s is refused at its path', async (_name, ms, more, message) => {
  const expiresAt = new Date(Date.now() + ms).toISOString();
  const email = `${randomUUID()}@mail.example`;
  const body = { assessmentId, candidate: { name: 'Mina', email }, expiresAt, ...more };
  const answer = await admin.call('POST', '/v1/invitations', body);
  expect([answer.status, answer.body.errors]).toEqual([422, [{ path: 'expiresAt', message }]]);
});

test('the mail holds the message of the inviter and the end of the link, and no link of the message’s', async () => {
  const expiresAt = new Date(Date.now() + 3 * 24 * 3600_000).toISOString();
  const { email } = await invite({ expiresAt, note: 'Good luck! <b>See</b> https://evil.example' });
  const mail = await server.mails.wait(({ to }) => to.includes(email));
  expect(mail.text).toContain('writes: “Good luck! <b>See</b>');
  expect(mail.html).toContain('&lt;b&gt;See&lt;/b&gt;');
  expect(mail.links).toHaveLength(1);
  expect(mail.text).toContain(`${new Date(expiresAt).getUTCFullYear()}`);
});

test('latest answers one invitation for each candidate, the newest', async () => {
  const { email } = await invite();
  const other = (await publish(admin)).id;
  const candidate = { name: 'Mina', email, externalId: email };
  const { body } = await admin.call('POST', '/v1/invitations', { assessmentId: other, candidate });
  const { items, nextCursor } = (await admin.call('GET', '/v1/invitations?latest=true')).body;
  const mine = items.filter((row: any) => row.candidate.externalId === email);
  expect([mine.map((row: any) => row.id), nextCursor]).toEqual([[body.id], undefined]);
});

test('an invitation makes its assessment a recently used one', async () => {
  const { id } = await publish(admin);
  const find = async () =>
    (await admin.call('GET', '/v1/assessments?limit=1000')).body.items.find((one: any) => one.id === id);
  expect((await find()).lastUsedAt).toBeUndefined();
  await invite({ assessmentId: id });
  expect(Date.parse((await find()).lastUsedAt)).toBeGreaterThan(Date.now() - 60_000);
});
