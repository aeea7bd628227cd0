import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { listPublished } from '../../server/assessments/store.ts';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';

let server: TestServer;
let admin: Member;
let assessmentId: string;

beforeAll(async () => {
  server = await startTestServer();
  const workspace = await server.workspace();
  admin = workspace.admin;
  assessmentId = (await listPublished(server.ctx.db, workspace.id))[0]!.id;
});
afterEach(() => {
  server.mails.refuse(null);
  server.mails.beforeAnswer(null);
});
afterAll(() => server.close());

async function invite(): Promise<{ id: string; email: string }> {
  const email = `${randomUUID()}@mail.example`;
  const candidate = { name: 'Mina Park', email };
  const { status, body } = await admin.call('POST', '/v1/invitations', { assessmentId, candidate });
  expect(status).toBe(201);
  return { id: body.id, email };
}
const view = async (id: string) => (await admin.call('GET', `/v1/invitations/${id}`)).body;
const mailsTo = (email: string) => server.mails.all.filter(({ to }) => to.includes(email));
async function hurry(collection: 'invitations' | 'signIns'): Promise<void> {
  const failed = { 'outbox.mail.problem': { $exists: true } };
  await server.ctx.db[collection as 'invitations'].updateMany(failed, {
    $set: { 'outbox.mail.notBefore': new Date(0) },
  });
  server.ctx.bell.ring();
}
const waitFor = (id: string, state: string) =>
  eventually(async () => (await view(id)).mail.state).toBe(state);

describe('an invitation’s mail', () => {
  test('that the mail server does not take now is tried again; the caller sees success and the truth', async () => {
    server.mails.refuse(() => ({ code: 451, message: 'greylisted' }));
    const { id, email } = await invite();
    await eventually(async () => (await view(id)).deliveries[0]?.tries).toBe(1);
    const waiting = await view(id);
    expect(waiting.mail).toEqual({
      state: 'waiting',
      problem: expect.stringMatching(/greylisted/),
      nextTryAt: waiting.deliveries[0].nextTryAt,
    });
    expect(new Date(waiting.mail.nextTryAt).getTime()).toBeGreaterThan(Date.now());
    server.mails.refuse(null);
    await hurry('invitations');
    await waitFor(id, 'accepted');
    expect(mailsTo(email)).toHaveLength(1);
    expect(await view(id)).toMatchObject({ mail: { state: 'accepted' }, deliveries: [] });
  });

  test('that is refused for good shows as failed, and a corrected address gets its own', async () => {
    server.mails.refuse((to) =>
      to.startsWith('gone') ? { code: 550, message: 'no such mailbox' } : undefined,
    );
    const candidate = { name: 'Mina Park', email: `gone-${randomUUID()}@mail.example` };
    const { id } = (await admin.call('POST', '/v1/invitations', { assessmentId, candidate })).body;
    await waitFor(id, 'failed');
    const failed = await view(id);
    expect(failed.mail.problem).toMatch(/no such mailbox/);
    expect(failed.deliveries).toEqual([]);
    expect(failed.timeline.at(-1)).toMatchObject({
      kind: 'mail_failed',
      detail: expect.stringMatching(/mailbox/),
    });
    const email = `right-${randomUUID()}@mail.example`;
    await admin.call('POST', `/v1/invitations/${id}/address`, { email });
    await waitFor(id, 'accepted');
    expect(mailsTo(email)).toHaveLength(1);
  });

  test('whose answer was lost leaves again under the same message id', async () => {
    const email = `cut-${randomUUID()}@mail.example`;
    let cut = 1;
    server.mails.beforeAnswer((mail) => {
      if (mail.to.includes(email) && cut-- > 0) return Promise.reject(new Error('cut'));
      return Promise.resolve();
    });
    const candidate = { name: 'Mina Park', email };
    const { id } = (await admin.call('POST', '/v1/invitations', { assessmentId, candidate })).body;
    await eventually(async () => (await view(id)).deliveries[0]?.tries).toBe(1);
    await hurry('invitations');
    await waitFor(id, 'accepted');
    const ids = mailsTo(email).map(({ messageId }) => messageId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  test('is gone with a cancellation', async () => {
    server.mails.refuse(() => ({ code: 421, message: 'busy' }));
    const { id, email } = await invite();
    await eventually(async () => (await view(id)).deliveries[0]?.tries).toBe(1);
    await admin.call('POST', `/v1/invitations/${id}/cancel`, {});
    server.mails.refuse(null);
    await hurry('invitations');
    const next = await invite();
    await waitFor(next.id, 'accepted');
    expect(mailsTo(email)).toEqual([]);
  });

  test('is sealed while it waits, and gone from the store once it has left', async () => {
    server.mails.refuse(() => ({ code: 451, message: 'later' }));
    const { id, email } = await invite();
    await eventually(async () => (await view(id)).deliveries[0]?.tries).toBe(1);
    const stored = await server.ctx.db.invitations.findOne({ _id: id });
    expect(JSON.stringify(stored!.outbox)).not.toMatch(new RegExp(`${email}|/take/`));
    server.mails.refuse(null);
    await hurry('invitations');
    await waitFor(id, 'accepted');
    expect((await server.ctx.db.invitations.findOne({ _id: id }))!.outbox.mail.queue).toEqual([]);
  });
});

test('a sign-in mail waits out a mail server that is away, and the link in it works', async () => {
  const workspace = await server.workspace('Other');
  server.mails.refuse(() => ({ code: 450, message: 'away' }));
  const { status } = await server.call('POST', '/v1/sign-in', { email: workspace.admin.email });
  expect(status).toBe(202);
  const failed = { workspaceId: workspace.id, 'outbox.mail.tries': 1 };
  await eventually(() => server.ctx.db.signIns.countDocuments(failed)).toBe(1);
  server.mails.refuse(null);
  await hurry('signIns');
  const mail = await server.mails.wait(({ to }) => to.includes(workspace.admin.email));
  const exchanged = await server.call('POST', '/v1/sign-in/exchange', {
    token: mail.links[0]!.split('#')[1],
  });
  expect(exchanged.status).toBe(200);
});
