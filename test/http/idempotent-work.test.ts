import { randomUUID } from 'node:crypto';
import { MongoNetworkError } from 'mongodb';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { handIn, invite, publish, SMALL } from '../support/journey.ts';
import {
  movingClock,
  startTestServer,
  type Answer,
  type Member,
  type TestServer,
} from '../support/server.ts';

const clock = movingClock();
let server: TestServer;
let workspace: { id: string; admin: Member };
let assessmentId: string;

beforeAll(async () => {
  server = await startTestServer({ clock: clock.now });
  workspace = await server.workspace();
  assessmentId = (await publish(workspace.admin)).id;
});
afterEach(() => void vi.restoreAllMocks());
afterAll(() => server?.close());

const outage = () => new MongoNetworkError('the connection was cut');
const post = (path: string, body: object, key: string) =>
  workspace.admin.call('POST', `/v1${path}`, body, { 'Idempotency-Key': key });
const mailsTo = (email: string) => server.mails.all.filter(({ to }) => to.includes(email));
const kindsOf = async (id: string): Promise<string[]> =>
  (await workspace.admin.call('GET', `/v1/invitations/${id}`)).body.timeline.map(({ kind }: any) => kind);

/** The process died right after the work's write: nobody got the answer, and the claim of the key runs out. */
async function die(): Promise<void> {
  await server.ctx.db.idempotency.updateMany(
    { workspaceId: workspace.id },
    { $unset: { answer: '' }, $set: { lockedUntil: new Date(0) } },
  );
}

interface Call {
  path: string;
  body: object;
  /** What there is as often as the work was done. */
  traces: () => Promise<number>;
}
const traceOf = (id: string, kind: string) => async () =>
  (await kindsOf(id)).filter((one) => one === kind).length;
async function action(name: string, kind: string, body: object = {}): Promise<Call> {
  const { id } = await invite(server, workspace.admin, assessmentId);
  await server.settle();
  return { path: `/invitations/${id}/${name}`, body, traces: traceOf(id, kind) };
}

const CALLS: [string, () => Promise<Call>][] = [
  ['resend', () => action('resend', 'resent')],
  ['cancel', () => action('cancel', 'cancelled')],
  ['extend', () => action('extend', 'extended', { days: 20 })],
  ['address', () => action('address', 'address_changed', { email: `${randomUUID()}@mail.example` })],
  ['extra time', () => action('extra-time', 'extra_time', { minutes: 15 })],
  [
    'comment',
    async () => {
      const { id } = await handIn(server, workspace.admin, assessmentId);
      await server.settle();
      return {
        path: `/invitations/${id}/comments`,
        body: { text: 'Good' },
        traces: traceOf(id, 'commented'),
      };
    },
  ],
  [
    'invitation',
    () => {
      const email = `${randomUUID()}@mail.example`;
      const traces = () => server.ctx.db.invitations.countDocuments({ 'candidate.email': email });
      const body = { assessmentId, candidate: { name: 'Mina', email } };
      return Promise.resolve({ path: '/invitations', body, traces });
    },
  ],
  [
    'draft',
    () => {
      const name = `Draft ${randomUUID()}`;
      const traces = () => server.ctx.db.assessments.countDocuments({ name });
      return Promise.resolve({ path: '/assessments', body: { ...SMALL, name }, traces });
    },
  ],
  [
    'member',
    () => {
      const email = `${randomUUID()}@acme.example`;
      const traces = async () => {
        const member = await server.ctx.db.members.findOne({ workspaceId: workspace.id, email });
        return server.ctx.db.signIns.countDocuments({ workspaceId: workspace.id, memberId: member!._id });
      };
      return Promise.resolve({ path: '/members', body: { email, role: 'reviewer' }, traces });
    },
  ],
];

/** What the work made does not depend on the try, apart from mails that have left meanwhile. */
const essence = ({ status, body, headers }: Answer) => [
  status,
  body.id ?? body.invitationId,
  body.comments,
  body.expiresAt,
  body.extraMinutes,
  headers.has('etag'),
];

test.each(CALLS)(
  '%s: a repeat after the process died with the work done does nothing more',
  async (_, of) => {
    const { path, body, traces } = await of();
    const key = randomUUID();
    const first = await post(path, body, key);
    expect([first.status < 300, await traces()]).toEqual([true, 1]);
    await die();
    const again = await post(path, body, key);
    expect(essence(again)).toEqual(essence(first));
    expect(await traces()).toBe(1);
  },
);

test.each(CALLS)(
  '%s: an answer that cannot be kept is answered all the same, and a repeat finds the work',
  async (_, of) => {
    const { path, body, traces } = await of();
    const key = randomUUID();
    vi.spyOn(server.ctx.db.idempotency, 'updateOne').mockRejectedValueOnce(outage());
    const first = await post(path, body, key);
    expect([first.status < 300, await traces()]).toEqual([true, 1]);
    clock.pass(31_000);
    expect(essence(await post(path, body, key))).toEqual(essence(first));
    expect(await traces()).toBe(1);
  },
);

test('a write that arrives while its answer is lost is found by the repeat, which need not wait', async () => {
  const { path, body, traces } = await action('extra-time', 'extra_time', { minutes: 15 });
  const { invitations } = server.ctx.db;
  const write = invitations.findOneAndUpdate.bind(invitations) as (...parts: unknown[]) => Promise<unknown>;
  vi.spyOn(invitations, 'findOneAndUpdate').mockImplementation((async (...parts: unknown[]) => {
    const done = await write(...parts);
    if (JSON.stringify(parts).includes('extra_time')) throw outage();
    return done;
  }) as never);
  const key = randomUUID();
  expect((await post(path, body, key)).status).toBe(503);
  vi.restoreAllMocks();
  const again = await post(path, body, key);
  expect([again.status, again.body.extraMinutes, await traces()]).toEqual([200, 15, 1]);
});

test('a comment that was deleted meanwhile does not come back with a late repeat', async () => {
  const { id } = await handIn(server, workspace.admin, assessmentId);
  const key = randomUUID();
  const path = `/invitations/${id}/comments`;
  const [comment] = (await post(path, { text: 'Good' }, key)).body.comments;
  await workspace.admin.call('DELETE', `/v1${path}/${comment.id}`);
  await die();
  const again = await post(path, { text: 'Good' }, key);
  expect([again.status, again.body.comments]).toEqual([201, []]);
});

test('a member who was added but not mailed before the crash is mailed by the repeat', async () => {
  const [email, key] = [`${randomUUID()}@acme.example`, randomUUID()];
  vi.spyOn(server.ctx.db.signIns, 'insertOne').mockRejectedValueOnce(outage());
  const body = { email, role: 'reviewer' };
  expect((await post('/members', body, key)).status).toBe(503);
  expect((await post('/members', body, key)).status).toBe(201);
  await server.mails.wait(({ to }) => to.includes(email));
  expect(mailsTo(email)).toHaveLength(1);
});

test('a try that took too long neither ends the claim of a later one nor replaces its answer', async () => {
  const { path, body } = await action('resend', 'resent');
  const key = randomUUID();
  let free = () => {};
  const { invitations } = server.ctx.db;
  const read = invitations.findOne.bind(invitations) as (...parts: unknown[]) => Promise<unknown>;
  const spy = vi.spyOn(invitations, 'findOne');
  const slowRead = (async (...parts: unknown[]) => {
    const found = (await read(...parts)) as { status: string };
    await new Promise<void>((resolve) => (free = resolve));
    return { ...found, status: 'cancelled' };
  }) as never;
  // The first read is the route's, the second the work's.
  spy.mockImplementationOnce(read).mockImplementationOnce(slowRead);
  const slow = post(path, body, key);
  await expect.poll(() => spy.mock.calls.length).toBe(2);
  clock.pass(31_000);
  // The late refusal comes while the later try has done its work, but has not kept its answer.
  const { idempotency } = server.ctx.db;
  const keep = idempotency.updateOne.bind(idempotency) as (...parts: unknown[]) => Promise<unknown>;
  vi.spyOn(idempotency, 'updateOne').mockImplementationOnce((async (...parts: unknown[]) => {
    free();
    await slow;
    return keep(...parts);
  }) as never);
  const later = await post(path, body, key);
  expect([later.status, (await slow).status]).toEqual([200, 410]);
  expect((await post(path, body, key)).body).toEqual(later.body);
});

test('a repeat brings the ETag of the first answer, so that what was said since is not overwritten', async () => {
  const { id } = await handIn(server, workspace.admin, assessmentId);
  await server.settle();
  const reviewer = await server.member(workspace.id, 'reviewer');
  const key = randomUUID();
  const first = await post(`/invitations/${id}/comments`, { text: 'Good' }, key);
  const decide = (decision: string, by: Member, headers = {}) =>
    by.call('PUT', `/v1/invitations/${id}/decision`, { decision }, headers);
  expect((await decide('advance', reviewer)).status).toBe(200);
  const again = await post(`/invitations/${id}/comments`, { text: 'Good' }, key);
  expect(again.body).toEqual(first.body);
  expect(first.headers.get('etag')).toMatch(/^"r\d+\.\d+"$/);
  expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
  expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
  expect(again.headers.get('request-id')).toBeTruthy();
  expect(again.headers.get('request-id')).not.toBe(first.headers.get('request-id'));
  const refused = await decide('reject', workspace.admin, { 'If-Match': again.headers.get('etag')! });
  expect([refused.status, refused.body.current.decision.value]).toEqual([412, 'advance']);
});
