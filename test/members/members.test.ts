import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';

let server: TestServer;
let workspace: { id: string; admin: Member };

beforeAll(async () => {
  server = await startTestServer();
  workspace = await server.workspace();
});
afterAll(() => server?.close());

const change = (by: Member, id: string, role: string) => by.call('PATCH', `/v1/members/${id}`, { role });
const remove = (by: Member, id: string) => by.call('DELETE', `/v1/members/${id}`);
const admins = (workspaceId: string) => server.ctx.db.members.countDocuments({ workspaceId, role: 'admin' });

test('an invited member gets one mail whose link signs in with the role', async () => {
  const member = await server.member(workspace.id, 'reviewer');
  expect((await member.call('GET', '/v1/me')).body).toMatchObject({
    workspace: { id: workspace.id, name: 'Acme' },
    member: { id: member.id, role: 'reviewer' },
    permissions: expect.not.arrayContaining(['settings', 'invitations:write', 'assessments:write']),
  });
});

test('an address is a member once', async () => {
  const { status, body } = await workspace.admin.call('POST', '/v1/members', {
    email: workspace.admin.email.toUpperCase(),
    role: 'reviewer',
  });
  expect([status, body.code]).toEqual([409, 'conflict']);
});

test('an invitation of a member that is repeated with its key makes one member', async () => {
  const body = { email: `${randomUUID()}@acme.example`, role: 'reviewer' };
  const headers = { 'Idempotency-Key': randomUUID() };
  const first = await workspace.admin.call('POST', '/v1/members', body, headers);
  const again = await workspace.admin.call('POST', '/v1/members', body, headers);
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.body).toEqual(first.body);
});

test('a change of role counts at once, for sessions that are open', async () => {
  const member = await server.member(workspace.id, 'reviewer');
  expect((await member.call('GET', '/v1/members')).status).toBe(403);
  await change(workspace.admin, member.id, 'admin');
  expect((await member.call('GET', '/v1/members')).status).toBe(200);
  await change(workspace.admin, member.id, 'recruiter');
  expect((await member.call('GET', '/v1/members')).status).toBe(403);
});

test('a removed member is out at once, and an earlier sign-in link is worth nothing', async () => {
  const member = await server.member(workspace.id, 'recruiter');
  server.mails.all.length = 0;
  await server.call('POST', '/v1/sign-in', { email: member.email });
  const mail = await server.mails.wait((m) => m.to.includes(member.email));
  expect((await remove(workspace.admin, member.id)).status).toBe(204);
  expect((await member.call('GET', '/v1/me')).status).toBe(401);
  const token = mail.links[0]!.split('#')[1];
  expect((await server.call('POST', '/v1/sign-in/exchange', { token })).status).toBe(404);
  expect(await server.ctx.db.sessions.countDocuments({ memberId: member.id })).toBe(0);
  expect((await remove(workspace.admin, member.id)).status).toBe(404);
});

test('the last admin can neither step down nor be removed', async () => {
  const { id, admin } = await server.workspace('Lone');
  expect((await change(admin, admin.id, 'reviewer')).status).toBe(409);
  expect((await remove(admin, admin.id)).status).toBe(409);
  expect(await admins(id)).toBe(1);
});

test('admins who remove each other at once never leave a workspace without one', async () => {
  for (let round = 0; round < 8; round++) {
    const { id, admin } = await server.workspace('Duel');
    const other = await server.member(id, 'admin');
    const [one, two] = round % 2 ? [admin, other] : [other, admin];
    const act = (by: Member, victim: Member) =>
      round % 4 < 2 ? remove(by, victim.id) : change(by, victim.id, 'reviewer');
    const answers = await Promise.all([act(one, two), act(two, one)]);
    expect(await admins(id)).toBeGreaterThanOrEqual(1);
    // Each is done, refused, or asked by somebody who was out already.
    for (const { status } of answers) expect([200, 204, 409, 401, 403]).toContain(status);
  }
});
