import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type Answer, type Member, type TestServer } from '../support/server.ts';

let server: TestServer;
let workspaceId: string;
let admin: Member;

beforeAll(async () => {
  server = await startTestServer({ outbox: true });
  ({ id: workspaceId, admin } = await server.workspace());
});
afterAll(() => server.close());

const input = (change: object = {}) => ({
  name: 'Careers site',
  origins: ['https://host.example'],
  maxRole: 'reviewer',
  ...change,
});
const make = (change?: object, by = admin) => by.call('POST', '/v1/settings/embed-keys', input(change));
const listed = async () => (await admin.call('GET', '/v1/settings/embed-keys')).body.items;
const mint = (key: string, origin = 'https://host.example') =>
  server.call(
    'POST',
    '/v1/embed/sessions',
    { sub: 'u1', actor: { name: 'Ann' }, role: 'viewer', candidate: { externalId: 'c1' }, origin },
    { Authorization: `Bearer ${key}` },
  );

describe('embed keys', () => {
  test('are shown once, listed without secret, and kept as a hash', async () => {
    const { status, body } = await make();
    expect(status).toBe(201);
    expect(body.key).toMatch(/^ck_live_[0-9A-Za-z]{10}_[0-9A-Za-z]{49}$/);
    const [item] = (await listed()).filter(({ id }: any) => id === body.id);
    expect(item).toEqual({
      ...input(),
      isPublic: false,
      id: body.id,
      scopes: ['assessments:read', 'results:read', 'comments:write', 'decisions:write'],
      createdAt: body.createdAt,
    });
    const raw = JSON.stringify(await server.ctx.db.embedKeys.find({ workspaceId }).toArray());
    expect(raw).not.toContain(body.key.slice(19, 50));
  });

  test('mint until they are revoked, and show when they were last used', async () => {
    const { key, id } = (await make()).body;
    expect((await mint(key)).status).toBe(201);
    expect((await listed()).find((item: any) => item.id === id).lastUsedAt).toBeTruthy();
    expect((await admin.call('DELETE', `/v1/settings/embed-keys/${id}`)).status).toBe(204);
    expect((await mint(key)).status).toBe(401);
    expect((await admin.call('DELETE', `/v1/settings/embed-keys/${id}`)).status).toBe(404);
  });

  test.each<[string, object]>([
    ['a scope above the role', { maxRole: 'viewer', scopes: ['invitations:write'] }],
    ['an origin with a path', { origins: ['https://host.example/page'] }],
    ['any origin', { origins: ['*'] }],
    ['no origin', { origins: [] }],
    ['an unknown role', { maxRole: 'admin' }],
    ['an unknown member', { workspaceId: 'x' }],
    ['a name of two lines', { name: 'a\nb' }],
  ])('%s is refused with its path', async (_what, change) => {
    const { status, body } = await make(change);
    expect(status).toBe(422);
    expect(body.errors[0].path).not.toBe('');
  });

  test('say which origin is wrong, and which it would be', async () => {
    const origins = ['https://host.example', 'https://host.example/page', 'page'];
    expect((await make({ origins })).body.errors).toEqual([
      { path: 'origins.1', message: 'must be an origin; here that would be https://host.example' },
      { path: 'origins.2', message: expect.stringMatching(/^must be an origin, such as/) },
    ]);
  });

  test('take any port of localhost for trials, and not in production', async () => {
    const change = { origins: ['http://localhost:*'] };
    expect((await make(change)).status).toBe(201);
    const production = await startTestServer({
      outbox: false,
      publicUrl: 'https://tests.acme.example',
      env: { NODE_ENV: 'production' },
    });
    const { status, body } = await make(change, (await production.workspace()).admin);
    await production.close();
    expect([status, body.errors?.[0].path]).toEqual([422, 'origins']);
  });

  test('belong to one workspace', async () => {
    const { id } = (await make()).body;
    const other = await server.workspace();
    expect((await other.admin.call('DELETE', `/v1/settings/embed-keys/${id}`)).status).toBe(404);
    expect((await other.admin.call('GET', '/v1/settings/embed-keys')).body.items).toEqual([]);
  });
});

const ROUTES: [method: string, path: string, body?: unknown][] = [
  ['GET', '/v1/settings/ashby'],
  ['PUT', '/v1/settings/ashby/ashby-key', { apiKey: 'ashby-key-0123456789' }],
  ['DELETE', '/v1/settings/ashby/ashby-key'],
  ['POST', '/v1/settings/ashby/canditech-keys', {}],
  ['DELETE', `/v1/settings/ashby/canditech-keys/${randomUUID()}`],
  ['POST', '/v1/settings/ashby/check', {}],
  ['GET', '/v1/settings/embed-keys'],
  ['POST', '/v1/settings/embed-keys', input()],
  ['DELETE', `/v1/settings/embed-keys/${randomUUID()}`],
];

describe('settings are for admins', () => {
  let reviewer: Member;
  let recruiter: Member;
  let token: string;
  beforeAll(async () => {
    reviewer = await server.member(workspaceId, 'reviewer');
    recruiter = await server.member(workspaceId, 'recruiter');
    token = (await mint((await make()).body.key)).body.token;
  });
  const state = async () =>
    JSON.stringify([
      await server.ctx.db.workspaces.findOne({ _id: workspaceId }),
      await server.ctx.db.canditechKeys.countDocuments({ workspaceId }),
      await server.ctx.db.embedKeys.countDocuments({ workspaceId }),
    ]);

  test.each(ROUTES)('%s %s is refused to everybody else, and nothing changes', async (method, path, body) => {
    const before = await state();
    const bearer = { Authorization: `Bearer ${token}`, Origin: 'https://host.example' };
    const tries: [number, Promise<Answer>][] = [
      [403, reviewer.call(method, path, body)],
      [403, recruiter.call(method, path, body)],
      [403, server.call(method, path, body, bearer)],
      [401, server.call(method, path, body)],
    ];
    for (const [status, answer] of tries) expect((await answer).status).toBe(status);
    if (method !== 'GET') {
      expect((await admin.call(method, path, body, { Origin: 'https://evil.example' })).status).toBe(403);
    }
    expect(await state()).toBe(before);
  });
});
