import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';
import { makeHost, ORIGIN, type Host } from './host.ts';

let server: TestServer;
let workspace: { id: string; admin: Member };
let host: Host;

beforeAll(async () => {
  server = await startTestServer();
  workspace = await server.workspace();
  host = await makeHost(server, workspace.admin);
});
afterAll(() => server.close());

const listIn = (headers: Headers, name: string) => headers.get(name)?.split(', ').sort();

describe('a page of any origin', () => {
  test('may ask what it may send, without a credential', async () => {
    const { status, headers } = await fetch(`${server.url}/v1/invitations`, {
      method: 'OPTIONS',
      headers: { Origin: 'https://any.example', 'Access-Control-Request-Method': 'POST' },
    });
    expect(status).toBe(204);
    expect(listIn(headers, 'access-control-allow-headers')).toEqual([
      'authorization',
      'canditech-embed-version',
      'content-type',
      'idempotency-key',
      'if-match',
      'if-none-match',
      'last-event-id',
    ]);
    const methods = server.routes.flatMap(({ method, path }) => (path.startsWith('/v1/') ? method : []));
    expect(methods.length).toBeGreaterThan(0);
    expect(listIn(headers, 'access-control-allow-methods')).toEqual([...new Set(methods)].sort());
    expect(headers.get('access-control-max-age')).toBe('7200');
    expect(headers.get('access-control-allow-origin')).toBe('https://any.example');
    expect(listIn(headers, 'vary')).toContain('Origin');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  test.each([
    ['/v1/me', 401],
    ['/v1/none', 404],
    ['/v1/embed/sessions', 401],
  ])('can read the refusal of %s, and never gets credentials along', async (path, expected) => {
    const method = path.endsWith('sessions') ? 'POST' : 'GET';
    const { headers, status } = await server.call(method, path, method === 'POST' ? {} : undefined, {
      Origin: 'https://any.example',
    });
    expect(status).toBe(expected);
    expect(headers.get('access-control-allow-origin')).toBe('https://any.example');
    expect(headers.get('vary')).toContain('Origin');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(listIn(headers, 'access-control-expose-headers')).toEqual(['etag', 'request-id', 'retry-after']);
  });
});

describe('a call without an origin, as browsers make GETs of their own pages,', () => {
  const ask = (token: string, headers: Record<string, string>) =>
    fetch(`${server.url}/v1/me`, { headers: { Authorization: `Bearer ${token}`, ...headers } });
  const refusalOf = async (response: Response) => [response.status, (await response.json()).code];
  const SAME = { 'Sec-Fetch-Site': 'same-origin' };

  test('is let in with a token for our own pages, from these alone', async () => {
    const own = await makeHost(server, workspace.admin, { origins: [server.url] });
    const { token } = await own.caller({ origin: server.url });
    expect((await ask(token, SAME)).status).toBe(200);
    const others = [{}, ...['cross-site', 'same-site', 'none'].map((site) => ({ 'Sec-Fetch-Site': site }))];
    for (const headers of others)
      expect(await refusalOf(await ask(token, headers))).toEqual([403, 'origin_not_allowed']);
  });

  test('is refused with a token for a host’s page, wherever it says to come from', async () => {
    const { token } = await host.caller();
    for (const headers of [{}, SAME])
      expect(await refusalOf(await ask(token, headers))).toEqual([403, 'origin_not_allowed']);
  });
});

test.each(['https://*.co.uk', 'https://*.github.io'])('a key for %s is refused', async (origin) => {
  const input = { name: 'Host', origins: [ORIGIN, origin], maxRole: 'viewer' };
  const { status, body } = await workspace.admin.call('POST', '/v1/settings/embed-keys', input);
  expect([status, body.errors[0].path]).toEqual([422, 'origins']);
  expect(body.detail).toContain(`${origin}, where anybody can have a name`);
});

test('patterns of the key let pages in that match them, and pages without an origin only where that is ticked', async () => {
  const wild = await makeHost(server, workspace.admin, { origins: ['https://*.ats.example', 'null'] });
  expect((await wild.mint({ origin: 'https://eu.ats.example' })).status).toBe(201);
  expect((await wild.mint({ origin: 'https://a.eu.ats.example' })).status).toBe(422);
  const call = await wild.caller({ origin: 'null' });
  expect((await call('GET', '/v1/me', undefined, { Origin: 'null' })).status).toBe(200);
  expect((await call('GET', '/v1/me', undefined, { Origin: ORIGIN })).status).toBe(403);
});
