import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { undoInvitation } from '../../server/invitations/undo.ts';
import { deliverMail } from '../../server/mail/deliver.ts';
import { claimNext } from '../../server/outbox/store.ts';
import { startOutbox } from '../../server/outbox/worker.ts';
import { publish } from '../support/journey.ts';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';

let server: TestServer;
let admin: Member;
let workspaceId: string;
let assessmentId: string;

beforeAll(async () => {
  server = await startTestServer();
  ({ id: workspaceId, admin } = await server.workspace());
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
  for (const query of [`candidate=${email}`, 'latest=true', 'limit=100'])
    expect(
      (await admin.call('GET', `/v1/invitations?${query}`)).body.items.map((row: any) => row.id),
    ).not.toContain(id);
  const repeat = await admin.call('POST', '/v1/invitations', body, key);
  expect([repeat.status, repeat.body.id]).toEqual([201, id]);
  const again = await undo(id);
  expect([again.status, again.body.id]).toEqual([200, id]);
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

test('a claim of the mail and an undo in any order: one of them gets it, never both', async () => {
  const silent = await startTestServer({ outbox: false });
  try {
    const { admin: author, id: ofWorkspace } = await silent.workspace();
    const { id: assessment } = await publish(author);
    const source = { collection: 'invitations', lane: 'mail' } as const;
    for (let i = 0; i < 60; i++) {
      const candidate = { name: 'Mina', email: `${randomUUID()}@mail.example` };
      const input = { assessmentId: assessment, candidate, holdSeconds: 60 };
      const { id } = (await author.call('POST', '/v1/invitations', input)).body;
      const over = { $set: { 'outbox.mail.notBefore': new Date(0) } };
      await silent.ctx.db.invitations.updateOne({ _id: id }, over);
      const undoing = undoInvitation(silent.ctx, { workspaceId: ofWorkspace, id }, 'Rita').then(
        () => true,
        () => false,
      );
      // From before the undo has read to after it has written.
      for (let turns = i % 12; turns > 0; turns--) await new Promise(setImmediate);
      const claimed = await claimNext(silent.ctx.db, source, { leaseMs: 60_000, skip: [] });
      expect([i, await undoing]).toEqual([i, claimed?.doc._id !== id]);
    }
  } finally {
    await silent.close();
  }
});

test('a held mail leaves also when the process that took the invitation is gone', async () => {
  const silent = await startTestServer({ outbox: false });
  try {
    const { admin: author } = await silent.workspace();
    const { id: assessment } = await publish(author);
    const candidate = { name: 'Mina', email: `${randomUUID()}@mail.example` };
    const input = { assessmentId: assessment, candidate, holdSeconds: 1 };
    expect((await author.call('POST', '/v1/invitations', input)).status).toBe(201);
    const next = startOutbox(silent.ctx, {
      mail: deliverMail(silent.ctx),
      ashby: () => Promise.resolve({ kind: 'delivered' }),
    });
    await silent.mails.wait(({ to }) => to.includes(candidate.email)).finally(() => next.stop());
  } finally {
    await silent.close();
  }
});

test('two held invitations at once are one, and undoing it makes room', async () => {
  const body = {
    assessmentId,
    candidate: { name: 'Mina', email: `${randomUUID()}@mail.example` },
    holdSeconds: 60,
  };
  const both = await Promise.all([1, 2].map(() => admin.call('POST', '/v1/invitations', body)));
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  const made = both.find(({ status }) => status === 201)!.body;
  expect((await undo(made.id)).status).toBe(200);
  const anew = await admin.call('POST', '/v1/invitations', body);
  expect(anew.status).toBe(201);
  await undo(anew.body.id);
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
  const note = 'Good luck! <b>See</b> https://evil.example';
  const { email, id } = await invite({ expiresAt, note });
  const mail = await server.mails.wait(({ to }) => to.includes(email));
  expect(mail.text).toContain('writes:\n\n> Good luck! <b>See</b>');
  expect(mail.html).toContain('&lt;b&gt;See&lt;/b&gt;');
  expect(mail.links).toHaveLength(1);
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' });
  expect(mail.text).toContain(`It works until ${day.format(new Date(expiresAt))}`);
  const writer = /\n\n(.*) writes:/.exec(mail.text)![1];
  const recruiter = await server.member(workspaceId, 'recruiter');
  await recruiter.call('POST', `/v1/invitations/${id}/resend`, {});
  const resent = await server.mails.wait((later) => later !== mail && later.to.includes(email));
  expect(resent.text).toContain(`A recruiter of Acme asks you`);
  expect(resent.text).toContain(`${writer} writes:\n\n> Good luck!`);
});

test('latest answers one invitation for each candidate, the newest', async () => {
  const { email } = await invite();
  const other = (await publish(admin)).id;
  const candidate = { name: 'Mina', email, externalId: email };
  const { body } = await admin.call('POST', '/v1/invitations', { assessmentId: other, candidate });
  const { items, nextCursor } = (await admin.call('GET', '/v1/invitations?latest=true')).body;
  const mine = items.filter((row: any) => row.candidate.externalId === email);
  expect([mine.map((row: any) => row.id), nextCursor]).toEqual([[body.id], undefined]);
  const filtered = await admin.call('GET', `/v1/invitations?latest=true&candidate=${email}`);
  expect([filtered.status, filtered.body.errors[0].path]).toEqual([422, 'latest']);
});

test('an invitation makes its assessment a recently used one', async () => {
  const { id } = await publish(admin);
  const find = async () =>
    (await admin.call('GET', '/v1/assessments?limit=1000')).body.items.find((one: any) => one.id === id);
  expect((await find()).lastUsedAt).toBeUndefined();
  await invite({ assessmentId: id });
  expect(Date.parse((await find()).lastUsedAt)).toBeGreaterThan(Date.now() - 60_000);
});
