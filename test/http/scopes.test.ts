import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHost, type Host } from '../embed/host.ts';
import { invite, publish } from '../support/journey.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

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
const SCOPES = [...new Set(Object.values(NEEDED))];
/** Anybody’s: it tells what the token may do, gives a credential, or takes none. */
const OPEN = /\/v1\/(me|sign-in|sign-in\/exchange|session|take\/.*|embed\/sessions.*)$/;

let server: TestServer;
let host: Host;
let assessment: string;
let invitation: string;

beforeAll(async () => {
  server = await startTestServer();
  const { admin } = await server.workspace();
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
function send(call: Awaited<ReturnType<Host['caller']>>, route: string) {
  const [method, path] = route.split(' ') as [string, string];
  const id = path.startsWith('/v1/assessments') ? assessment : invitation;
  const url = path.replace(':id', id).replace(/:\w+/, randomUUID());
  return call(method, url, method === 'GET' || method === 'DELETE' ? undefined : { not: 'a body' });
}

describe.each(SCOPES)('a token with %s alone', (scope) => {
  test('gets into its own calls and is refused at every other one, by name', async () => {
    const call = await host.caller({ scopes: [scope] });
    const found: Record<string, string> = {};
    for (const route of routes()) {
      if (route === 'GET /v1/events' && scope === 'results:read') continue;
      const { status, body } = await send(call, route);
      const isIn = status !== 403 && status !== 401;
      if (isIn !== (NEEDED[route] === scope)) found[route] = `${status} ${body?.code}`;
      const isNamed = ['scope_missing', 'forbidden'].includes(body?.code);
      if (!isIn && !isNamed) found[route] = `${status} ${body?.code}`;
    }
    expect(found).toEqual({});
  });
});
