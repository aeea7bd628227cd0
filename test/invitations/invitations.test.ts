import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashSecret } from '../../server/crypto.ts';
import { sweep } from '../../server/invitations/sweep.ts';
import { handIn, invite, publish, sit } from '../support/journey.ts';
import {
  movingClock,
  startTestServer,
  type Answer,
  type Member,
  type TestServer,
} from '../support/server.ts';

const DAY = 24 * 3600_000;
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

const act = (id: string, name: string, body: unknown = {}) =>
  workspace.admin.call('POST', `/v1/invitations/${id}/${name}`, body);
const read = async (id: string) => (await workspace.admin.call('GET', `/v1/invitations/${id}`)).body;
const kinds = ({ timeline }: any): string[] => timeline.map((entry: any) => entry.kind);
const mailsTo = (email: string) => server.mails.all.filter((m) => m.to.includes(email));
const open = (link: string): Promise<Answer> => {
  const [, id, secret] = /\/take\/([^#]+)#(.+)$/.exec(link)!;
  return server.call('POST', `/v1/take/${id}/exchange`, { secret });
};
async function newMail(email: string, after: number) {
  await expect.poll(() => mailsTo(email).length).toBeGreaterThan(after);
  return mailsTo(email).at(-1)!;
}
/** Time passes for everything but the session of the admin, which would end. */
async function pass(ms: number): Promise<void> {
  clock.pass(ms);
  const now = clock.now();
  await server.ctx.db.sessions.updateMany(
    { workspaceId: workspace.id },
    { $set: { seenAt: now, expiresAt: new Date(now.getTime() + DAY) } },
  );
  await sweep(server.ctx);
}

test('an invitation is one mail to one mailbox, with one link whose secret is stored as a hash', async () => {
  const { id, link, email, view } = await invite(server, workspace.admin, assessmentId);
  expect(view).toMatchObject({ status: 'invited', mail: { state: 'waiting' }, ashby: { state: 'none' } });
  await server.settle();
  const [mail, ...more] = mailsTo(email);
  expect(more).toEqual([]);
  expect(mail!.to).toEqual([email]);
  expect(mail!.links).toEqual([link]);
  expect(mail!.html).toContain(link);
  const stored = await server.ctx.db.invitations.findOne({ _id: id, workspaceId: workspace.id });
  const secret = link.split('#')[1]!;
  expect(stored!.linkHashes).toEqual([hashSecret(secret)]);
  expect(JSON.stringify(stored)).not.toContain(secret);
  const after = await read(id);
  expect(after.mail).toEqual({ state: 'accepted' });
  expect(after.deliveries).toEqual([]);
  expect(kinds(after)).toEqual(['invited', 'mail_accepted']);
});

test('fifty identical invitations at once make one, and one mail', async () => {
  const email = `${randomUUID()}@mail.example`;
  const body = { assessmentId, candidate: { name: 'Mina', email } };
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => workspace.admin.call('POST', '/v1/invitations', body)),
  );
  const made = answers.filter(({ status }) => status === 201);
  expect(made).toHaveLength(1);
  for (const { status, body: problem } of answers.filter((answer) => answer.status !== 201)) {
    expect([status, problem.code, problem.current]).toEqual([409, 'already_invited', made[0]!.body.id]);
  }
  await server.settle();
  expect(mailsTo(email)).toHaveLength(1);
});

test('a mailbox gets three mails a day at most', async () => {
  const { id, email } = await invite(server, workspace.admin, assessmentId);
  const statuses = [];
  for (let i = 0; i < 4; i++) {
    statuses.push((await act(id, 'resend')).status);
    await server.settle();
  }
  expect(statuses).toEqual([200, 200, 429, 429]);
  expect(mailsTo(email)).toHaveLength(3);
  await pass(DAY + 1000);
  expect((await act(id, 'resend')).status).toBe(200);
});

test('every link in a mailbox goes on working, so no mail in it lies', async () => {
  const { id, email, link } = await invite(server, workspace.admin, assessmentId);
  await act(id, 'resend');
  const second = (await newMail(email, 1)).links[0]!;
  expect(second).not.toBe(link);
  expect([(await open(link)).status, (await open(second)).status]).toEqual([200, 200]);
});

test('another address ends the links of the old mailbox, and what they had opened', async () => {
  const { id, link } = await invite(server, workspace.admin, assessmentId);
  const stranger = await server.candidate(link);
  const email = `${randomUUID()}@mail.example`;
  expect((await act(id, 'address', { email })).body.candidate.email).toBe(email);
  const mail = await newMail(email, 0);
  expect((await open(link)).body.code).toBe('link_invalid');
  expect((await stranger.call('GET', '')).status).toBe(401);
  expect((await open(mail.links[0]!)).status).toBe(200);
  expect(kinds(await read(id))).toContain('address_changed');
});

test('the address is not changed to itself, nor more than five times a day', async () => {
  const { id, email } = await invite(server, workspace.admin, assessmentId);
  const same = await act(id, 'address', { email: email.toUpperCase() });
  expect([same.status, same.body.errors[0].path]).toEqual([422, 'email']);
  const statuses = [];
  for (let i = 0; i < 6; i++) {
    statuses.push((await act(id, 'address', { email: `${randomUUID()}@mail.example` })).status);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
});

test('a refused address shows as such, with what the mail server said, and can be mended', async () => {
  const email = `gone-${randomUUID()}@mail.example`;
  server.mails.refuse((to) =>
    to.startsWith('gone-') ? { code: 550, message: 'No such mailbox' } : undefined,
  );
  const { body } = await workspace.admin.call('POST', '/v1/invitations', {
    assessmentId,
    candidate: { name: 'Mina', email },
  });
  expect(body.status).toBe('invited');
  await server.settle();
  server.mails.refuse(null);
  const failed = await read(body.id);
  expect(failed.mail).toMatchObject({ state: 'failed', problem: expect.stringContaining('No such mailbox') });
  expect(kinds(failed)).toEqual(['invited', 'mail_failed']);
  await act(body.id, 'address', { email: `${randomUUID()}@mail.example` });
  await server.settle();
  expect((await read(body.id)).mail).toEqual({ state: 'accepted' });
});

test('while the mail server is away the caller sees success, and the view says what waits and when it goes on', async () => {
  server.mails.refuse(() => ({ code: 421, message: 'Try later' }));
  const email = `${randomUUID()}@mail.example`;
  const { status, body } = await workspace.admin.call('POST', '/v1/invitations', {
    assessmentId,
    candidate: { name: 'Mina', email },
  });
  expect(status).toBe(201);
  await expect.poll(async () => (await read(body.id)).deliveries[0]?.tries).toBe(1);
  server.mails.refuse(null);
  const view = await read(body.id);
  expect(view.mail).toMatchObject({ state: 'waiting', problem: expect.stringContaining('Try later') });
  expect(view.deliveries).toEqual([
    {
      channel: 'mail',
      name: 'invitation',
      tries: 1,
      nextTryAt: expect.any(String),
      problem: expect.any(String),
    },
  ]);
  expect(Date.parse(view.mail.nextTryAt)).toBeGreaterThan(Date.now());
  await act(body.id, 'cancel');
});

test('a cancelled invitation says so to the candidate, opens nothing and mails nothing', async () => {
  const { id, link } = await invite(server, workspace.admin, assessmentId);
  const candidate = await server.candidate(link);
  const cancelled = await act(id, 'cancel', { reason: 'The job is filled' });
  expect(cancelled.body.status).toBe('cancelled');
  expect((await candidate.call('GET', '')).body).toMatchObject({ status: 'cancelled', answers: {} });
  const begin = await candidate.call('POST', '/begin', {});
  expect([begin.status, begin.body.code]).toEqual([410, 'invitation_cancelled']);
  const late = await open(link);
  expect([late.status, late.body.status]).toEqual([200, 'cancelled']);
  expect(JSON.stringify(late.body)).not.toContain('prompt');
  expect((await act(id, 'resend')).body.code).toBe('invitation_cancelled');
  expect((await act(id, 'cancel')).body.timeline).toEqual((await read(id)).timeline);
});

test('a mail that had not left when the invitation ended is not said to be on its way', async () => {
  server.mails.refuse(() => ({ code: 421, message: 'Try later' }));
  const { body } = await workspace.admin.call('POST', '/v1/invitations', {
    assessmentId,
    candidate: { name: 'Mina', email: `${randomUUID()}@mail.example` },
  });
  const cancelled = (await act(body.id, 'cancel')).body;
  server.mails.refuse(null);
  expect(cancelled.mail).toEqual({ state: 'failed', problem: expect.stringContaining('ended before') });
  expect(cancelled.deliveries).toEqual([]);
});

test('what was handed in cannot be cancelled', async () => {
  const { id } = await handIn(server, workspace.admin, assessmentId);
  const { status, body } = await act(id, 'cancel');
  expect([status, body.code]).toEqual([409, 'already_submitted']);
  expect((await read(id)).status).toBe('submitted');
});

test('a link ends after seven days: the candidate is told, and nothing begins', async () => {
  const { id, link } = await invite(server, workspace.admin, assessmentId);
  const candidate = await server.candidate(link);
  await pass(7 * DAY + 1000);
  expect((await read(id)).status).toBe('expired');
  expect((await candidate.call('GET', '')).body.status).toBe('expired');
  const begin = await candidate.call('POST', '/begin', {});
  expect([begin.status, begin.body.code]).toEqual([410, 'invitation_expired']);
  expect((await act(id, 'resend')).body.code).toBe('invitation_expired');
});

test('a link that has ended opens nothing even before anybody has swept', async () => {
  const { link } = await invite(server, workspace.admin, assessmentId);
  const candidate = await server.candidate(link);
  clock.pass(7 * DAY + 1000);
  expect((await candidate.call('POST', '/begin', {})).body.code).toBe('invitation_expired');
  await pass(0);
});

test('an extension opens an expired invitation again, with a mail, for thirty days', async () => {
  const { id, email } = await invite(server, workspace.admin, assessmentId);
  await pass(7 * DAY + 1000);
  const extended = await act(id, 'extend', { days: 3 });
  expect(extended.body.status).toBe('invited');
  const mail = await newMail(email, 1);
  expect((await open(mail.links[0]!)).body.status).toBe('invited');
  await pass(3 * DAY + 1000);
  await pass(30 * DAY + 1000);
  const late = await act(id, 'extend', { days: 3 });
  expect([late.status, late.body.code]).toEqual([410, 'invitation_expired']);
});

test('an extension only ever adds time', async () => {
  const { id, view } = await invite(server, workspace.admin, assessmentId);
  expect((await act(id, 'extend', { days: 1 })).body.expiresAt).toBe(view.expiresAt);
  expect(Date.parse((await act(id, 'extend', { days: 20 })).body.expiresAt)).toBeGreaterThan(
    Date.parse(view.expiresAt),
  );
});

test('an expired invitation does not come back beside a newer one', async () => {
  const externalId = randomUUID();
  const { id } = await invite(server, workspace.admin, assessmentId, externalId);
  await pass(7 * DAY + 1000);
  await invite(server, workspace.admin, assessmentId, externalId);
  const { status, body } = await act(id, 'extend', { days: 3 });
  expect([status, body.code]).toEqual([409, 'already_invited']);
  expect((await read(id)).status).toBe('expired');
});

test('a candidate who has begun is neither expired nor extended', async () => {
  const { id } = await sit(server, workspace.admin, assessmentId);
  expect((await act(id, 'extend', { days: 3 })).status).toBe(409);
});

test('an invitation that Ashby did not start has nothing to send there', async () => {
  const { id } = await invite(server, workspace.admin, assessmentId);
  expect((await act(id, 'sync')).status).toBe(409);
});

test('the list finds by candidate, assessment, status and words, newest first, without gaps between pages', async () => {
  const { admin } = await server.workspace('Lists');
  const { id: other } = await publish(admin);
  const made = [];
  for (let i = 0; i < 7; i++) made.push(await invite(server, admin, other, `c-${i}`));
  await admin.call('POST', `/v1/invitations/${made[3]!.id}/cancel`, {});
  const ids = async (query: string) =>
    (await admin.call('GET', `/v1/invitations${query}`)).body.items.map((item: any) => item.id);
  expect(await ids('')).toEqual(made.map(({ id }) => id).toReversed());
  expect(await ids('?candidate=c-2')).toEqual([made[2]!.id]);
  expect(await ids('?status=cancelled')).toEqual([made[3]!.id]);
  expect(await ids(`?assessment=${other}&status=invited`)).toHaveLength(6);
  expect(await ids(`?assessment=${randomUUID()}`)).toEqual([]);
  expect(await ids(`?q=PARK%20${made[5]!.email.slice(0, 8)}`)).toEqual([made[5]!.id]);
  const seen: string[] = [];
  for (let cursor = ''; ;) {
    const { body } = await admin.call('GET', `/v1/invitations?limit=3${cursor && `&cursor=${cursor}`}`);
    seen.push(...body.items.map((item: any) => item.id));
    if (!body.nextCursor) break;
    cursor = body.nextCursor;
  }
  expect(seen).toEqual(made.map(({ id }) => id).toReversed());
});
