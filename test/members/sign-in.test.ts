import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hashSecret } from '../../server/crypto.ts';
import { requestSignIn } from '../../server/members/sign-in.ts';
import { movingClock, startTestServer, type Member, type TestServer } from '../support/server.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let server: TestServer;
let workspace: { id: string; admin: Member };
const clock = movingClock();

beforeAll(async () => {
  server = await startTestServer({ clock: clock.now });
  workspace = await server.workspace();
});
afterAll(() => server?.close());
beforeEach(() => void (server.mails.all.length = 0));

const ask = (email: string) => server.call('POST', '/v1/sign-in', { email });
const exchange = (token: string) => server.call('POST', '/v1/sign-in/exchange', { token });
const cookieOf = (headers: Headers) => headers.getSetCookie()[0]!;

async function mailedToken(email: string): Promise<string> {
  await ask(email);
  const mail = await server.mails.wait((m) => m.to.includes(email) && m.subject.startsWith('Sign in'));
  expect(mail.links).toHaveLength(1);
  return mail.links[0]!.split('#')[1]!;
}
async function signIn(member: Member): Promise<string> {
  const answer = await exchange(await mailedToken(member.email));
  return cookieOf(answer.headers).split(';')[0]!;
}
const me = (cookie: string) => server.call('GET', '/v1/me', undefined, { Cookie: cookie });

test('a link signs in once, and only hashes of link and session are stored', async () => {
  const token = await mailedToken(workspace.admin.email);
  const first = await exchange(token);
  expect(first.status).toBe(200);
  expect(first.body.member).toMatchObject({ id: workspace.admin.id, role: 'admin' });
  const again = await exchange(token);
  expect([again.status, again.body.code]).toEqual([404, 'link_invalid']);
  const cookie = cookieOf(first.headers).split(';')[0]!;
  const secret = cookie.split('=')[1]!;
  expect(await server.ctx.db.sessions.findOne({ _id: hashSecret(secret) })).not.toBeNull();
  expect(await server.ctx.db.sessions.findOne({ _id: secret })).toBeNull();
  expect(await server.ctx.db.signIns.findOne({ _id: token })).toBeNull();
});

test('of eight exchanges of one link at once, one signs in', async () => {
  const token = await mailedToken(workspace.admin.email);
  const answers = await Promise.all(Array.from({ length: 8 }, () => exchange(token)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
});

test('a link ends after fifteen minutes', async () => {
  const token = await mailedToken(workspace.admin.email);
  clock.pass(15 * MINUTE + 1000);
  expect((await exchange(token)).status).toBe(404);
});

test('an unknown address gets the same answer and no mail', async () => {
  const [known, unknown] = [await ask(workspace.admin.email), await ask('nobody@acme.example')];
  await server.mails.wait((m) => m.to.includes(workspace.admin.email));
  expect(unknown.status).toBe(known.status);
  expect(unknown.body).toEqual(known.body);
  expect(unknown.headers.get('content-length')).toBe(known.headers.get('content-length'));
  expect(server.mails.all.filter((m) => m.to.includes('nobody@acme.example'))).toEqual([]);
  expect(await server.ctx.db.signIns.countDocuments({ memberId: { $exists: false } })).toBe(0);
});

test('nobody fills a mailbox with sign-in links from outside', async () => {
  const member = await server.member(workspace.id, 'reviewer');
  const links = () =>
    server.ctx.db.signIns.countDocuments({ memberId: member.id, usedAt: { $exists: false } });
  for (let i = 0; i < 8; i++) await requestSignIn(server.ctx, member.email);
  expect(await links()).toBe(5);
  clock.pass(15 * MINUTE + 1000);
  await requestSignIn(server.ctx, member.email);
  expect(await links()).toBe(6);
});

test('the address is found whatever its case', async () => {
  await ask(workspace.admin.email.toUpperCase());
  const mail = await server.mails.wait((m) => m.to.includes(workspace.admin.email));
  expect((await exchange(mail.links[0]!.split('#')[1]!)).status).toBe(200);
});

test('a session ends after twelve idle hours, and lasts while it is used', async () => {
  const cookie = await signIn(workspace.admin);
  clock.pass(11 * HOUR);
  expect((await me(cookie)).status).toBe(200);
  clock.pass(11 * HOUR);
  expect((await me(cookie)).status).toBe(200);
  clock.pass(12 * HOUR + MINUTE);
  expect((await me(cookie)).status).toBe(401);
});

test('a session ends after seven days, however much it is used', async () => {
  const cookie = await signIn(workspace.admin);
  for (let hours = 0; hours < 7 * 24 - 10; hours += 10) {
    clock.pass(10 * HOUR);
    expect((await me(cookie)).status).toBe(200);
  }
  clock.pass(10 * HOUR);
  expect((await me(cookie)).status).toBe(401);
});

test('signing out ends the session for good and clears the cookie', async () => {
  const cookie = await signIn(workspace.admin);
  const out = await server.call('DELETE', '/v1/session', undefined, { Cookie: cookie });
  expect(out.status).toBe(204);
  expect(cookieOf(out.headers)).toMatch(/^canditech=;.*Max-Age=0/);
  expect((await me(cookie)).status).toBe(401);
});

test('a cookie does not count for calls of other pages, or that are not JSON', async () => {
  const cookie = await signIn(workspace.admin);
  const body = { email: 'evil@acme.example', role: 'admin' };
  const count = await server.ctx.db.members.countDocuments({ workspaceId: workspace.id });
  for (const origin of ['https://evil.example', 'null', `${server.url}.evil.example`, `${server.url}/`]) {
    const { status, body: problem } = await server.call('POST', '/v1/members', body, {
      Cookie: cookie,
      Origin: origin,
    });
    expect([origin, status, problem.code]).toEqual([origin, 403, 'origin_not_allowed']);
  }
  const plain = await server.call('POST', '/v1/members', body, {
    Cookie: cookie,
    'Content-Type': 'text/plain',
  });
  expect(plain.status).toBe(415);
  const form = await server.call('POST', '/v1/sign-in', '', {
    'Content-Type': 'application/x-www-form-urlencoded',
  });
  expect(form.status).toBe(415);
  expect(await server.ctx.db.members.countDocuments({ workspaceId: workspace.id })).toBe(count);
});

test('on http the cookie is HttpOnly, SameSite=Strict, for the whole site', async () => {
  const { headers } = await exchange(await mailedToken(workspace.admin.email));
  expect(cookieOf(headers)).toMatch(
    /^canditech=[0-9A-Za-z]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=604800$/,
  );
});

test('on https the cookie is bound to the host, and secure', async () => {
  const secure = await startTestServer({ publicUrl: 'https://tests.acme.example' });
  try {
    const { admin } = await secure.workspace();
    await secure.call('POST', '/v1/sign-in', { email: admin.email });
    const mail = await secure.mails.wait((m) => m.to.includes(admin.email));
    const token = mail.links[0]!.split('#')[1];
    const { headers } = await secure.call('POST', '/v1/sign-in/exchange', { token });
    expect(cookieOf(headers)).toMatch(
      /^__Host-canditech=[0-9A-Za-z]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=604800; Secure$/,
    );
    expect(headers.get('strict-transport-security')).toContain('max-age=63072000');
  } finally {
    await secure.close();
  }
});

test('the page of a link is served without using the link up', async () => {
  clock.pass(15 * MINUTE + 1000);
  const token = await mailedToken(workspace.admin.email);
  for (const method of ['GET', 'HEAD']) await server.call(method, '/sign-in');
  await server.call('GET', '/v1/sign-in/exchange');
  expect((await exchange(token)).status).toBe(200);
});
