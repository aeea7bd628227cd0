import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHost, type Host } from '../embed/host.ts';
import { invite, publish } from '../support/journey.ts';
import { startTestServer, type Call, type Member, type TestServer } from '../support/server.ts';

/** What each call of a token needs; every other call is for others. */
const NEEDED: Record<string, string> = {
  'GET /v1/assessments': 'assessments:read',
  'GET /v1/assessments/:id': 'assessments:read',
  'GET /v1/assessments/:id/stats': 'assessments:read',
  'POST /v1/invitations': 'invitations:write',
  'POST /v1/invitations/:id/resend': 'invitations:write',
  'POST /v1/invitations/:id/cancel': 'invitations:write',
  'POST /v1/invitations/:id/extend': 'invitations:write',
  'POST /v1/invitations/:id/address': 'invitations:write',
  'POST /v1/invitations/:id/extra-time': 'invitations:write',
  'POST /v1/invitations/:id/undo': 'invitations:write',
  'POST /v1/invitations/:id/sync': 'invitations:write',
  'GET /v1/invitations': 'results:read',
  'GET /v1/invitations/:id': 'results:read',
  'GET /v1/invitations/:id/result': 'results:read',
  'POST /v1/invitations/:id/comments': 'comments:write',
  'PUT /v1/invitations/:id/comments/:commentId': 'comments:write',
  'DELETE /v1/invitations/:id/comments/:commentId': 'comments:write',
  'PUT /v1/invitations/:id/decision': 'decisions:write',
};
const EVENTS = 'GET /v1/events';
const SCOPES = [...new Set(Object.values(NEEDED))];
/** Anybody’s: it tells what the token may do, gives a credential, or takes none. */
const OPEN = /\/v1\/(me|sign-in|sign-in\/exchange|session|take\/.*|embed\/sessions.*)$/;

let server: TestServer;
let admin: Member;
let host: Host;
let assessment: string;
let invitation: string;

beforeAll(async () => {
  server = await startTestServer();
  ({ admin } = await server.workspace());
  host = await makeHost(server, admin);
  assessment = (await publish(admin)).id;
  invitation = (await invite(server, admin, assessment, 'c-1')).id;
});
afterAll(() => server?.close());

const routes = () =>
  server.routes
    .map(({ method, path }) => `${method} ${path}`)
    .filter((route) => route.includes(' /v1/') && !OPEN.test(route));

test('every call that a token may make at all is in the table', () => {
  expect(routes()).toEqual(expect.arrayContaining(Object.keys(NEEDED)));
});

/** Bodies that are no good: who may call gets as far as to hear that, and changes nothing. */
function send(call: Call, route: string, id = invitation) {
  const [method, path] = route.split(' ') as [string, string];
  const url = path
    .replace(':id', path.startsWith('/v1/assessments') ? assessment : id)
    .replace(/:\w+/, randomUUID());
  return call(method, url, method === 'GET' || method === 'DELETE' ? undefined : { not: 'a body' });
}

/** The calls that went otherwise than a token with this scope may expect. */
async function surprises(call: Call, scope?: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const route of routes()) {
    if (route === EVENTS && scope === 'results:read') continue;
    const { status, body } = await send(call, route);
    const isIn = status !== 403 && status !== 401;
    const isNamed = body?.code === (NEEDED[route] || route === EVENTS ? 'scope_missing' : 'forbidden');
    const mayBeIn = scope !== undefined && NEEDED[route] === scope;
    if (isIn !== mayBeIn || (!isIn && !isNamed)) found[route] = `${status} ${body?.code}`;
  }
  return found;
}

test.each(SCOPES)(
  'a token with %s alone gets into its own calls and is refused at every other one, by name',
  async (scope) => {
    expect(await surprises(await host.caller({ scopes: [scope] }), scope)).toEqual({});
  },
);

test('a token without any scope is refused everywhere, and may still ask who it is', async () => {
  const narrow = await makeHost(server, admin, { scopes: ['comments:write'] });
  const call = await narrow.caller({ role: 'viewer' });
  expect((await call('GET', '/v1/me')).body).toMatchObject({ permissions: [], embed: { scopes: [] } });
  expect(await surprises(call)).toEqual({});
});

describe('a token with every scope, for one candidate,', () => {
  const theirs = () => routes().filter((route) => NEEDED[route] && route.includes('/invitations/:id'));
  const BODIES: Record<string, object> = {
    extend: { days: 9 },
    address: { email: 'new@mail.example' },
    'extra-time': { minutes: 5 },
    comments: { text: 'Hello.' },
    ':commentId': { text: 'Hello.' },
    decision: { decision: 'hold' },
  };
  const bodyOf = (route: string) =>
    /^(GET|DELETE)/.test(route) ? undefined : (BODIES[route.split('/').at(-1)!] ?? {});

  test('finds nobody else’s invitation, whatever it asks for, just as if there were none', async () => {
    const call = await host.caller();
    const other = await invite(server, admin, assessment, 'c-2');
    const before = (await admin.call('GET', `/v1/invitations/${other.id}`)).body;
    for (const route of theirs()) {
      const path = (id: string) =>
        route.split(' ')[1]!.replace(':id', id).replace(':commentId', randomUUID());
      const method = route.split(' ')[0]!;
      const real = await call(method, path(other.id), bodyOf(route));
      const none = await call(method, path(randomUUID()), bodyOf(route));
      expect([route, real.status, real.body.code]).toEqual([route, 404, 'not_found']);
      expect({ ...real.body, requestId: '' }).toEqual({ ...none.body, requestId: '' });
    }
    expect((await admin.call('GET', `/v1/invitations/${other.id}`)).body).toEqual(before);
  });

  test('is told that it is for another candidate where it names one', async () => {
    const call = await host.caller();
    const candidate = { externalId: 'c-3', name: 'Mina', email: 'mina@mail.example' };
    const calls = [
      call('GET', '/v1/invitations?candidate=c-3'),
      call('POST', '/v1/invitations', { assessmentId: assessment, candidate }),
      call('POST', '/v1/invitations', {
        assessmentId: assessment,
        candidate: { ...candidate, externalId: undefined },
      }),
    ];
    for (const { status, body } of await Promise.all(calls))
      expect([status, body.code]).toEqual([403, 'candidate_mismatch']);
  });

  test('sees its own in lists only', async () => {
    const call = await host.caller();
    for (const path of ['/v1/invitations', '/v1/invitations?latest=true', '/v1/invitations?q=mail']) {
      const { items } = (await call('GET', path)).body;
      const others = items.filter(({ candidate }: any) => candidate.externalId !== 'c-1');
      expect([path, others]).toEqual([path, []]);
    }
  });
});
