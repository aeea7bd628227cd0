import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type Answer, type Member, type TestServer } from '../support/server.ts';

let server: TestServer;
let admin: Member;

beforeAll(async () => {
  server = await startTestServer();
  ({ admin } = await server.workspace());
});
afterAll(() => server?.close());

const isProblem = ({ status, body, headers }: Answer) => {
  expect(headers.get('content-type')).toContain('application/problem+json');
  const type = `/errors#${body.code}`;
  expect(body).toMatchObject({ type, status, requestId: headers.get('request-id') });
};

test('a path that nobody knows is 404, a known one with another method is 405 and says which it takes', async () => {
  const cases: [string, string, number, string | null][] = [
    ['GET', '/v1/nothing', 404, null],
    ['POST', '/v1/me', 405, 'GET, HEAD'],
    ['PUT', '/v1/invitations', 405, 'GET, HEAD, POST'],
    ['DELETE', '/v1/assessments/1c8f8f5a-1d3a-4f0e-9d8a-3f1f8e3a0c11', 405, 'GET, HEAD, PUT'],
    ['GET', '/v1/sign-in/exchange', 405, 'POST'],
    ['PATCH', '/v1/take/1/begin', 405, 'POST'],
    ['POST', '/readyz', 405, 'GET, HEAD'],
    ['GET', '/v1/take/1/begin/', 405, 'POST'],
    ['GET', '/v1//me', 404, null],
    ['GET', '/v1/me/../../etc/passwd', 404, null],
    ['GET', '/.env', 404, null],
  ];
  for (const [method, path, status, allow] of cases) {
    const answer = await admin.call(method, path);
    expect([method, path, answer.status, answer.headers.get('allow')]).toEqual([method, path, status, allow]);
    isProblem(answer);
  }
  const ashby = await server.call('GET', '/ashby/assessment.list');
  expect([ashby.status, ashby.headers.get('allow')]).toEqual([405, 'POST']);
});

test('a mistyped address shows a person a page that says so, and a program a problem', async () => {
  const browser = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
  const page = await server.call('GET', '/nowhere', undefined, browser);
  expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
  isProblem(await server.call('GET', '/v1/nowhere', undefined, browser));
});

test('values that are missing, too small or of another kind are named in plain words', async () => {
  const { body } = await admin.call('POST', '/v1/settings/embed-keys', {
    name: '',
    origins: [],
    maxRole: 'king',
  });
  expect(body.errors).toEqual([
    { path: 'name', message: 'must not be empty' },
    { path: 'origins', message: 'must hold at least 1' },
    { path: 'maxRole', message: 'must be one of viewer, reviewer, recruiter' },
  ]);
  expect((await admin.call('PUT', '/v1/settings/ashby/ashby-key', {})).body.errors).toEqual([
    { path: 'apiKey', message: 'is missing' },
  ]);
});

test('a server that has no mail server says so instead of promising a mail', async () => {
  const mute = await startTestServer({ env: { SMTP_URL: '' } });
  const answer = await mute.call('POST', '/v1/sign-in', { email: 'ada@acme.example' });
  await mute.close();
  expect([answer.status, answer.body.detail]).toEqual([503, expect.stringMatching(/SMTP_URL/)]);
});

test('a path that is no text is refused', async () => {
  const answer = await admin.call('GET', '/v1/invitations/%E0%A4%A');
  expect(answer.status).toBe(400);
  isProblem(answer);
});

test('query parameters are checked like bodies', async () => {
  const bad = [
    '?limit=0',
    '?limit=1001',
    '?limit=1.5',
    '?limit=x',
    '?cursor=x',
    '?cursor=bnVsbA',
    '?status=gone',
    '?status=submitted&status=invited',
    '?status[$ne]=x',
    '?__proto__=x',
    '?unknown=1',
    `?q=${'x'.repeat(201)}`,
  ];
  for (const query of bad) {
    for (const path of ['/v1/invitations', '/v1/assessments']) {
      const answer = await admin.call('GET', `${path}${query}`);
      expect([path, query, answer.status]).toEqual([path, query, 422]);
      isProblem(answer);
    }
  }
  expect((await admin.call('GET', '/v1/invitations?limit=101')).status).toBe(422);
  const regex = await admin.call('GET', `/v1/invitations?q=${encodeURIComponent('(a+)+$ .* [')}`);
  expect([regex.status, regex.body.items]).toEqual([200, []]);
});

test('every answer, refusals included, carries the headers that protect it', async () => {
  for (const path of ['/v1/me', '/v1/nothing', '/livez', '/ashby/assessment.list', '/sign-in']) {
    const { headers } = await server.call('GET', path);
    expect([path, headers.get('x-content-type-options')]).toEqual([path, 'nosniff']);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-powered-by')).toBeNull();
  }
  expect((await server.call('GET', '/v1/me')).headers.get('cache-control')).toBe('no-store');
});

test('too many tries are refused with the time to wait, and do no harm to others', async () => {
  const strict = await startTestServer({ outbox: false });
  try {
    const tries = [];
    for (let i = 0; i < 40; i++) {
      tries.push(await strict.call('POST', '/v1/sign-in/exchange', { token: `guess ${i}` }));
    }
    const refused = tries.find(({ status }) => status === 429)!;
    isProblem(refused);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect((await strict.call('GET', '/livez')).status).toBe(200);
  } finally {
    await strict.close();
  }
});

test('what is no HTTP closes the connection and nothing else', async () => {
  const { port } = new URL(server.url);
  for (const bytes of [
    '\x00\x01\x02\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n',
  ]) {
    const said = await new Promise<string>((resolve) => {
      let text = '';
      connect(Number(port), '127.0.0.1')
        .on('data', (chunk) => (text += chunk.toString()))
        .on('close', () => resolve(text))
        .on('error', () => resolve(text))
        .end(bytes);
    });
    expect(said).toMatch(/^HTTP\/1\.1 400/);
  }
  expect((await server.call('GET', '/livez')).status).toBe(200);
});

test('a store that is gone is 503 with the time to wait, and makes the server not ready', async () => {
  const lonely = await startTestServer({ outbox: false });
  const { admin: member } = await lonely.workspace();
  expect((await lonely.call('GET', '/readyz')).status).toBe(200);
  const { ctx } = lonely;
  await (ctx.db.invitations as unknown as { client: { close(force: boolean): Promise<void> } }).client.close(
    true,
  );
  try {
    const answer = await member.call('GET', '/v1/me');
    expect([answer.status, answer.body.code, answer.headers.get('retry-after')]).toEqual([
      503,
      'unavailable',
      '5',
    ]);
    expect((await lonely.call('GET', '/readyz')).status).toBe(503);
    expect((await lonely.call('GET', '/livez')).status).toBe(200);
  } finally {
    await lonely.close();
  }
});

test('a page is sent whole, or refused in words: a range or a condition that cannot be met is no error of ours', async () => {
  const cases: [Record<string, string>, number][] = [
    [{ Range: 'bytes=99999999-' }, 400],
    [{ 'If-Match': '"another"' }, 412],
    [{ 'If-Unmodified-Since': 'Mon, 01 Jan 1990 00:00:00 GMT' }, 412],
  ];
  for (const path of ['/settings', '/embed/v1/loader.js']) {
    for (const [headers, status] of cases) {
      const answer = await server.call('GET', path, undefined, headers);
      expect([path, headers, answer.status]).toEqual([path, headers, status]);
      isProblem(answer);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  }
});
