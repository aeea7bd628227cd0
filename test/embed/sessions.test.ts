import { createRequire } from 'node:module';
import { randomBytes, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { invite, publish, SMALL } from '../support/journey.ts';
import { movingClock, startTestServer, type Call, type Member, type TestServer } from '../support/server.ts';
import { makeHost, ORIGIN, type Host } from './host.ts';

const VERSION = (createRequire(import.meta.url)('../../package.json') as { version: string }).version;
const clock = movingClock();
let server: TestServer;
let workspace: { id: string; admin: Member };
let host: Host;
let assessmentId: string;

beforeAll(async () => {
  server = await startTestServer({ clock: clock.now });
  workspace = await server.workspace();
  host = await makeHost(server, workspace.admin);
  assessmentId = (await publish(workspace.admin, SMALL)).id;
});
afterAll(() => server.close());

const person = (externalId = 'c-1') => ({ externalId, name: 'Mina', email: `${randomUUID()}@mail.example` });

describe('a token is minted within the caps of the key only', () => {
  test.each<[string, object, object, string]>([
    ['another origin', {}, { origin: 'https://evil.example' }, 'origin'],
    ['an origin that only begins like it', {}, { origin: `${ORIGIN}.evil.example` }, 'origin'],
    ['another scheme', {}, { origin: 'http://ats.example' }, 'origin'],
    ['a port', {}, { origin: `${ORIGIN}:8443` }, 'origin'],
    ['a subdomain', {}, { origin: 'https://sub.ats.example' }, 'origin'],
    ['a role above it', { maxRole: 'viewer' }, { role: 'reviewer' }, 'role'],
    [
      'a scope above it',
      { maxRole: 'recruiter', scopes: ['results:read'] },
      { scopes: ['comments:write'] },
      'scopes',
    ],
    ['a scope above the role', {}, { role: 'viewer', scopes: ['decisions:write'] }, 'scopes'],
    ['a life that is too long', {}, { ttl: 901 }, 'ttl'],
    ['a life that is too short', {}, { ttl: 59 }, 'ttl'],
    [
      'more than 100 candidates',
      {},
      { candidate: Array.from({ length: 101 }, (_, i) => `c${i}`) },
      'candidate',
    ],
    ['an opaque origin', {}, { origin: 'null' }, 'origin'],
  ])('%s is refused with its path', async (_what, key, session, path) => {
    const { mint } = await makeHost(server, workspace.admin, key);
    const { status, body } = await mint(session);
    expect(status).toBe(422);
    expect(body.errors.map((one: any) => one.path.split('.')[0])).toContain(path);
  });

  test('without scopes it has those of its role that the key has', async () => {
    const { caller } = await makeHost(server, workspace.admin, {
      scopes: ['results:read', 'invitations:write'],
    });
    const call = await caller({ role: 'recruiter' });
    const { body } = await call('GET', '/v1/me');
    expect(body.embed.scopes).toEqual(['results:read', 'invitations:write']);
    expect(body.permissions).toEqual(['results:read', 'invitations:write']);
  });
});

describe('a token', () => {
  test('works from the origin that it was minted for, and from no other', async () => {
    const call = await host.caller();
    expect((await call('GET', '/v1/me')).status).toBe(200);
    for (const Origin of ['https://evil.example', `${ORIGIN}.evil.example`, `${ORIGIN}:444`, 'null']) {
      const { status, body, headers } = await call('GET', '/v1/me', undefined, { Origin });
      expect([status, body.code]).toEqual([403, 'origin_not_allowed']);
      expect(headers.get('access-control-allow-origin')).toBe(Origin);
      expect(body.detail).toContain(ORIGIN);
    }
  });

  test('that is forged, unsigned, of another server or for something else is refused', async () => {
    const { token } = await host.caller();
    const [head, payload, signature] = token.split('.') as [string, string, string];
    const claims = jwt.decode(token) as Record<string, unknown>;
    const b64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const key = server.ctx.vault.tokenKeys[0];
    const typ = 'canditech-embed+jwt';
    const signed = (content: object, header: object, by = key) =>
      jwt.sign(content, by, { algorithm: 'HS256', header: { alg: 'HS256', ...header } });
    const forged = [
      `${b64({ alg: 'none', typ })}.${payload}.`,
      `${head}.${b64({ ...claims, sid: randomUUID() })}.${signature}`,
      signed(claims, { typ }, randomBytes(32) as never),
      signed(claims, { typ: 'JWT' }),
      signed({ ...claims, aud: 'other' }, { typ }),
      signed({ ...claims, exp: Number(claims['iat']) + 3600 }, { typ }),
      `${token}x`,
      'x'.repeat(5000),
    ];
    for (const one of forged) {
      const headers = { Authorization: `Bearer ${one}`, Origin: ORIGIN };
      const { status, body } = await server.call('GET', '/v1/me', undefined, headers);
      expect([status, body.code]).toEqual([401, 'unauthenticated']);
    }
  });

  test('that has expired says so, and a host can tell', async () => {
    const call = await host.caller({ ttl: 60 });
    clock.pass(61_000);
    const { status, body, headers } = await call('GET', '/v1/me');
    expect([status, body.code]).toEqual([401, 'token_expired']);
    expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
  });

  test('ends with its session, and only with its own', async () => {
    const [ended, other] = await Promise.all([host.caller(), host.caller()]);
    const bearer = { Authorization: `Bearer ${host.key}` };
    const stranger = await makeHost(server, workspace.admin);
    const path = `/v1/embed/sessions/${ended.sessionId}`;
    const foreign = { Authorization: `Bearer ${stranger.key}` };
    expect((await server.call('DELETE', path, undefined, foreign)).status).toBe(404);
    expect((await server.call('DELETE', path, undefined, bearer)).status).toBe(204);
    expect((await ended('GET', '/v1/me')).status).toBe(401);
    expect((await other('GET', '/v1/me')).status).toBe(200);
  });

  test('ends with its key', async () => {
    const { caller, keyId } = await makeHost(server, workspace.admin);
    const call = await caller();
    await workspace.admin.call('DELETE', `/v1/settings/embed-keys/${keyId}`);
    expect((await call('GET', '/v1/me')).body.code).toBe('unauthenticated');
  });
});

describe('each scope opens its own calls and no others', () => {
  const CALLS: Record<string, (call: Call, id: string) => ReturnType<Call>> = {
    'assessments:read': (call) => call('GET', '/v1/assessments'),
    'invitations:write': (call) =>
      call('POST', '/v1/invitations', { assessmentId, candidate: { ...person(), name: '' } }),
    'results:read': (call, id) => call('GET', `/v1/invitations/${id}/result`),
    'comments:write': (call, id) => call('POST', `/v1/invitations/${id}/comments`, { text: 'Good.' }),
    'decisions:write': (call, id) => call('PUT', `/v1/invitations/${id}/decision`, { decision: 'hold' }),
  };
  test.each(Object.keys(CALLS))('%s', async (scope) => {
    const { id } = await invite(server, workspace.admin, assessmentId, `scope-${scope}`);
    const call = await host.caller({ scopes: [scope], candidate: { externalId: `scope-${scope}` } });
    for (const [needed, run] of Object.entries(CALLS)) {
      const { status, body } = await run(call, id);
      // The granted ones get as far as their own refusals: nothing to decide yet, an empty name.
      if (needed === scope) expect(body.code).not.toBe('scope_missing');
      else expect([status, body.code]).toEqual([403, 'scope_missing']);
    }
  });
});

describe('a token for candidates', () => {
  test('reads theirs and nobody else’s', async () => {
    const mine = await invite(server, workspace.admin, assessmentId, 'bound-1');
    const other = await invite(server, workspace.admin, assessmentId, 'bound-2');
    const call = await host.caller({ candidate: { externalId: 'bound-1' } });
    expect((await call('GET', `/v1/invitations/${mine.id}`)).status).toBe(200);
    expect((await call('GET', `/v1/invitations/${other.id}`)).status).toBe(404);
    expect((await call('POST', `/v1/invitations/${other.id}/comments`, { text: 'x' })).status).toBe(404);
    const listed = await call('GET', '/v1/invitations');
    expect(listed.body.items.map(({ id }: any) => id)).toEqual([mine.id]);
    expect((await call('GET', '/v1/invitations?candidate=bound-2')).body.code).toBe('candidate_mismatch');
  });

  test('invites them and nobody else', async () => {
    const call = await host.caller({ candidate: { externalId: 'bound-3' } });
    const body = { assessmentId, candidate: person('bound-4') };
    expect((await call('POST', '/v1/invitations', body)).body.code).toBe('candidate_mismatch');
    const anonymous = { assessmentId, candidate: { name: 'X', email: 'x@mail.example' } };
    expect((await call('POST', '/v1/invitations', anonymous)).body.code).toBe('candidate_mismatch');
    expect(
      (await call('POST', '/v1/invitations', { assessmentId, candidate: person('bound-3') })).status,
    ).toBe(201);
  });

  test('that names none invites anybody and reads what its own session made only', async () => {
    const [call, other] = await Promise.all([
      host.caller({ candidate: undefined }),
      host.caller({ candidate: undefined }),
    ]);
    const made = await call('POST', '/v1/invitations', { assessmentId, candidate: person('free-1') });
    expect(made.status).toBe(201);
    expect((await call('GET', `/v1/invitations/${made.body.id}`)).status).toBe(200);
    expect((await other('GET', `/v1/invitations/${made.body.id}`)).status).toBe(404);
    expect((await other('GET', '/v1/invitations')).body.items).toEqual([]);
  });

  test('of another workspace finds nothing', async () => {
    const { id } = await invite(server, workspace.admin, assessmentId, 'c-1');
    const stranger = await server.workspace('Other');
    const call = await (await makeHost(server, stranger.admin)).caller();
    expect((await call('GET', `/v1/invitations/${id}`)).status).toBe(404);
    expect((await call('GET', `/v1/assessments/${assessmentId}`)).status).toBe(404);
  });
});

describe('the host ends', () => {
  test('all sessions of one of its users at once, and nobody else’s', async () => {
    const [one, two, other] = await Promise.all([
      host.caller({ sub: 'leaving' }),
      host.caller({ sub: 'leaving' }),
      host.caller({ sub: 'staying' }),
    ]);
    const bearer = { Authorization: `Bearer ${host.key}` };
    const path = '/v1/embed/sessions?sub=leaving';
    expect((await server.call('DELETE', path, undefined, bearer)).status).toBe(204);
    expect((await one('GET', '/v1/me')).status).toBe(401);
    expect((await two('GET', '/v1/me')).status).toBe(401);
    expect((await other('GET', '/v1/me')).status).toBe(200);
    expect((await server.call('DELETE', '/v1/embed/sessions', undefined, bearer)).status).toBe(422);
  });
});

describe('the version of the element', () => {
  test.each([
    [VERSION, 200],
    ['1.4.2', 200],
    ['2.0.0', 400],
    ['0.9.0', 400],
    ['nonsense', 400],
  ])('%s: %d', async (version, status) => {
    const call = await host.caller();
    const answer = await call('GET', '/v1/me', undefined, { 'Canditech-Embed-Version': version });
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.body.code).toBe('version_mismatch');
  });
});
