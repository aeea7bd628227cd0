import { afterAll, beforeAll, expect, test } from 'vitest';
import { invite, publish, SMALL } from '../support/journey.ts';
import { movingClock, startTestServer, type Member, type TestServer } from '../support/server.ts';
import { makeHost, openStream, ORIGIN, type Host, type Stream } from './host.ts';

const clock = movingClock();
let server: TestServer;
let workspace: { id: string; admin: Member };
let host: Host;
let assessmentId: string;
let number = 0;

beforeAll(async () => {
  server = await startTestServer({ clock: clock.now });
  workspace = await server.workspace();
  host = await makeHost(server, workspace.admin);
  assessmentId = (await publish(workspace.admin, SMALL)).id;
});
afterAll(() => server.close());

const asToken = (token: string, more: Record<string, string> = {}) => ({
  Authorization: `Bearer ${token}`,
  Origin: ORIGIN,
  ...more,
});

/** A candidate with an invitation whose mail has left, so that nothing changes by itself. */
async function invited() {
  const externalId = `e-${number++}`;
  const { id } = await invite(server, workspace.admin, assessmentId, externalId);
  await server.settle();
  return { id, externalId, comment: () => comment(id) };
}
const comment = (id: string) =>
  workspace.admin.call('POST', `/v1/invitations/${id}/comments`, { text: `Number ${number++}.` });
const revisionOf = async (id: string) => (await server.ctx.db.invitations.findOne({ _id: id }))!.revision;

/** Waits for the message about this revision; gives all messages about the invitation up to it. */
async function until(stream: Stream, id: string, revision: number) {
  const seen: any[] = [];
  for (;;) {
    const message = await stream.next();
    if (message.data.invitationId === id) seen.push(message);
    if (message.data.invitationId === id && message.data.revision >= revision) return seen;
  }
}

test('a change is told once, to those who may see it', async () => {
  const [mine, other] = [await invited(), await invited()];
  const { token } = await host.caller({ candidate: { externalId: mine.externalId } });
  const stream = await openStream(server.url, asToken(token));
  await other.comment();
  await mine.comment();
  await mine.comment();
  const last = await revisionOf(mine.id);
  const seen = await until(stream, mine.id, last);
  const revisions = seen.map(({ data }) => data.revision);
  expect(new Set(revisions).size).toBe(revisions.length);
  expect(revisions.at(-1)).toBe(last);
  expect(seen.at(-1).data).toEqual({
    invitationId: mine.id,
    candidateExternalId: mine.externalId,
    status: 'invited',
    revision: last,
    at: expect.any(String),
  });
  await other.comment();
  await mine.comment();
  const next = await stream.next();
  expect(next.data.invitationId).toBe(mine.id);
  stream.close();
});

test('a stream takes up after the last event that was seen, and after the first line when there was none', async () => {
  const { id, externalId, comment: change } = await invited();
  const { token } = await host.caller({ candidate: { externalId } });
  const first = await openStream(server.url, asToken(token));
  const begun = await first.firstId();
  await change();
  const [seen] = await until(first, id, await revisionOf(id)).then((all) => all.slice(-1));
  first.close();
  await change();
  const missed = await revisionOf(id);
  const second = await openStream(server.url, asToken(token, { 'Last-Event-ID': seen.id }));
  expect((await second.next()).data.revision).toBe(missed);
  second.close();
  const third = await openStream(server.url, asToken(token, { 'Last-Event-ID': begun }));
  expect((await until(third, id, missed)).at(-1).data.revision).toBe(missed);
  third.close();
});

test('a stream that joins late does not bring old news to the others', async () => {
  const [early, late] = [await invited(), await invited()];
  const watching = await host.caller({ candidate: [early.externalId, late.externalId] });
  const first = await openStream(server.url, asToken(watching.token));
  await early.comment();
  await until(first, early.id, await revisionOf(early.id));
  const second = await openStream(server.url, asToken(watching.token, { 'Last-Event-ID': '1' }));
  await until(second, early.id, await revisionOf(early.id));
  await late.comment();
  const news = await first.next();
  expect(news.data.invitationId).toBe(late.id);
  first.close();
  second.close();
});

/** The promise is a second; the rest is for a machine with other work. */
const SOON_MS = 5000;
const late = () => new Promise<string>((resolve) => setTimeout(resolve, SOON_MS, 'open'));
const endOf = ({ ended }: Stream) => Promise.race([ended.then(() => 'ended'), late()]);
const firstOf = (stream: Stream) => Promise.race([endOf(stream), stream.next().then(() => 'told')]);

test('a stream ends with its token', async () => {
  const { token } = await host.caller({ ttl: 60 });
  clock.pass(58_000);
  const stream = await openStream(server.url, asToken(token));
  expect(await endOf(stream)).toBe('ended');
});

const bearerOf = ({ key }: Host) => ({ Authorization: `Bearer ${key}` });
const REVOKED: Record<string, (own: Host, sessionId: string) => ReturnType<TestServer['call']>> = {
  'its session is revoked': (own, sessionId) =>
    server.call('DELETE', `/v1/embed/sessions/${sessionId}`, undefined, bearerOf(own)),
  'the host has ended all sessions of its user': (own) =>
    server.call('DELETE', '/v1/embed/sessions?sub=u1', undefined, bearerOf(own)),
  'its key is revoked': ({ keyId }) => workspace.admin.call('DELETE', `/v1/settings/embed-keys/${keyId}`),
};

test.each(Object.entries(REVOKED))(
  'once %s the next call is refused at once, and a stream ends soon, without another word',
  async (_what, revoke) => {
    const { id, externalId } = await invited();
    const own = await makeHost(server, workspace.admin);
    const call = await own.caller({ candidate: { externalId } });
    const stream = await openStream(server.url, asToken(call.token));
    // What happened just before it was opened.
    await until(stream, id, await revisionOf(id));
    expect((await revoke(own, call.sessionId)).status).toBe(204);
    expect((await call('GET', '/v1/me')).body.code).toBe('unauthenticated');
    await comment(id);
    expect(await firstOf(stream)).toBe('ended');
  },
);

/** Cookie of a member who has followed a mailed link. */
async function signIn({ email }: Member): Promise<string> {
  server.mails.all.length = 0;
  await server.call('POST', '/v1/sign-in', { email });
  const mail = await server.mails.wait(
    (one) => one.to.includes(email) && one.links[0]!.includes('/sign-in#'),
  );
  const token = mail.links[0]!.split('#')[1];
  const { headers } = await server.call('POST', '/v1/sign-in/exchange', { token });
  return headers.getSetCookie()[0]!.split(';')[0]!;
}

test('a stream ends soon after its member is removed', async () => {
  const member = await server.member(workspace.id, 'reviewer');
  const stream = await openStream(server.url, { Cookie: await signIn(member) });
  await workspace.admin.call('DELETE', `/v1/members/${member.id}`);
  expect(await endOf(stream)).toBe('ended');
});

test('a stream ends soon after its member has signed out', async () => {
  const Cookie = await signIn(await server.member(workspace.id, 'reviewer'));
  const stream = await openStream(server.url, { Cookie });
  await server.call('DELETE', '/v1/session', {}, { Cookie });
  expect(await endOf(stream)).toBe('ended');
});

test('the streams of another host’s user of the same id do not count', async () => {
  const other = await makeHost(server, workspace.admin);
  const { token } = await other.caller({ sub: 'everywhere' });
  const streams = await Promise.all(Array.from({ length: 20 }, () => openStream(server.url, asToken(token))));
  const mine = await host.caller({ sub: 'everywhere' });
  (await openStream(server.url, asToken(mine.token))).close();
  streams.forEach((stream) => stream.close());
});

test('one person has a bounded number of streams, and closing one makes room', async () => {
  const { token } = await host.caller({ sub: 'greedy' });
  const streams = await Promise.all(Array.from({ length: 20 }, () => openStream(server.url, asToken(token))));
  const refused = await server.call('GET', '/v1/events', undefined, asToken(token));
  expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited']);
  expect(refused.headers.get('retry-after')).toBe('60');
  const other = await host.caller({ sub: 'modest' });
  (await openStream(server.url, asToken(other.token))).close();
  streams.pop()!.close();
  await expect
    .poll(async () => {
      const again = await openStream(server.url, asToken(token)).catch(() => null);
      again?.close();
      return again !== null;
    })
    .toBe(true);
  streams.forEach((stream) => stream.close());
});
