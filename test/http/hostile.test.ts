import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { monitoredStore, watchCommands, type Watch } from '../support/commands.ts';
import { handIn, invite, publish, sit, SMALL, type Sitting } from '../support/journey.ts';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';
import { pathsOf, RAW, VALUES, withValue } from './corpus.ts';

const PUBLIC_KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
const REFUSALS = [400, 403, 404, 409, 410, 412, 413, 415, 422];
let server: TestServer;
let watch: Watch;
let admin: Member;
let done: Sitting;
let running: Sitting;
let canditechKey: string;
let embedKey: string;
let cookie: string;

/** A good body of every POST, PUT and PATCH that takes one, and where to send it. */
const GOOD: Record<string, () => { path?: string; body: any; headers?: Record<string, string> }> = {
  'POST /ashby/assessment.list': () => ({ body: {}, headers: asAshby() }),
  'POST /ashby/assessment.start': () => ({ body: start(), headers: asAshby() }),
  'POST /ashby/assessment.cancel': () => ({ body: { assessment_id: randomUUID() }, headers: asAshby() }),
  'POST /ashby/assessment.customField.list': () => ({ body: {}, headers: asAshby() }),
  'POST /v1/members': () => ({
    body: { email: `${randomUUID()}@acme.example`, name: 'New', role: 'reviewer' },
  }),
  'PATCH /v1/members/:id': () => ({ path: `/v1/members/${admin.id}`, body: { role: 'admin' } }),
  'PUT /v1/settings/ashby/ashby-key': () => ({ body: { apiKey: 'an-ashby-key' } }),
  'POST /v1/settings/embed-keys': () => ({
    body: {
      name: 'K',
      origins: ['https://ats.example'],
      maxRole: 'viewer',
      scopes: ['results:read'],
      publicKey: PUBLIC_KEY,
    },
  }),
  'POST /v1/assessments': () => ({ body: SMALL }),
  'PUT /v1/assessments/:id': () => ({ path: `/v1/assessments/${done.view.assessment.id}`, body: SMALL }),
  'POST /v1/assessments/:id/publish': () => ({ path: `/v1/assessments/${randomUUID()}/publish`, body: {} }),
  'POST /v1/assessments/:id/archive': () => ({ path: `/v1/assessments/${randomUUID()}/archive`, body: {} }),
  'POST /v1/invitations': () => ({
    body: {
      assessmentId: done.view.assessment.id,
      candidate: { externalId: 'c-9', name: 'Mina', email: `${randomUUID()}@mail.example` },
      jobId: 'j-1',
      days: 7,
      note: 'N',
      holdSeconds: 10,
    },
  }),
  'POST /v1/invitations/:id/resend': () => ({ path: `/v1/invitations/${done.id}/resend`, body: {} }),
  'POST /v1/invitations/:id/cancel': () => ({
    path: `/v1/invitations/${done.id}/cancel`,
    body: { reason: 'R' },
  }),
  'POST /v1/invitations/:id/extend': () => ({ path: `/v1/invitations/${done.id}/extend`, body: { days: 9 } }),
  'POST /v1/invitations/:id/address': () => ({
    path: `/v1/invitations/${done.id}/address`,
    body: { email: 'new@mail.example' },
  }),
  'POST /v1/invitations/:id/extra-time': () => ({
    path: `/v1/invitations/${done.id}/extra-time`,
    body: { minutes: 5 },
  }),
  'POST /v1/invitations/:id/undo': () => ({ path: `/v1/invitations/${done.id}/undo`, body: {} }),
  'POST /v1/invitations/:id/sync': () => ({ path: `/v1/invitations/${done.id}/sync`, body: {} }),
  'PUT /v1/invitations/:id/grades/:questionId': () => ({
    path: `/v1/invitations/${done.id}/grades/${done.questions['open'].id}`,
    body: { points: 2, note: 'N' },
  }),
  'POST /v1/invitations/:id/comments': () => ({
    path: `/v1/invitations/${done.id}/comments`,
    body: { text: 'T' },
  }),
  'PUT /v1/invitations/:id/comments/:commentId': () => ({
    path: `/v1/invitations/${done.id}/comments/${randomUUID()}`,
    body: { text: 'T' },
  }),
  'PUT /v1/invitations/:id/decision': () => ({
    path: `/v1/invitations/${done.id}/decision`,
    body: { decision: 'hold', note: 'N' },
  }),
  'POST /v1/embed/sessions': () => ({
    body: {
      sub: 'u',
      actor: { name: 'U', email: 'u@acme.example' },
      role: 'viewer',
      candidate: { externalId: 'c-1', name: 'M', email: 'm@mail.example' },
      job: 'j',
      origin: 'https://ats.example',
      ttl: 600,
    },
    headers: { Authorization: `Bearer ${embedKey}` },
  }),
  'PUT /v1/take/:id/answers/:questionId': () => ({
    path: `/v1/take/${running.id}/answers/${running.questions['single'].id}`,
    body: { revision: 1, value: running.questions['single'].options[0].id },
    headers: { Cookie: cookie },
  }),
};
/** Without a body of their own, or limited too tightly for hundreds of tries; `protocol.test.ts` has them. */
const ELSEWHERE = [
  'POST /v1/sign-in',
  'POST /v1/sign-in/exchange',
  'POST /v1/settings/ashby/canditech-keys',
  'POST /v1/settings/ashby/check',
  'POST /v1/take/:id/exchange',
  'POST /v1/take/:id/begin',
  'POST /v1/take/:id/submit',
];

const asAshby = () => ({ Authorization: `Basic ${Buffer.from(`${canditechKey}:`).toString('base64')}` });
const start = () => ({
  assessment_type_id: done.view.assessment.id,
  candidate: {
    ashby_id: randomUUID(),
    first_name: 'Mina',
    last_name: 'Park',
    email: `${randomUUID()}@mail.example`,
    ashby_profile_url: 'https://app.ashbyhq.com/c/1',
  },
  application: { ashby_id: randomUUID(), status: 'Active' },
  job: { ashby_id: randomUUID(), name: 'Clerk', ashby_job_url: 'https://app.ashbyhq.com/j/1' },
});

beforeAll(async () => {
  // The clock stands still: what is noted once a minute is noted before, however long this takes.
  const now = new Date();
  server = await startTestServer({ env: monitoredStore(), clock: () => now });
  const workspace = await server.workspace();
  admin = workspace.admin;
  const { id } = await publish(admin);
  done = await handIn(server, admin, id);
  running = await sit(server, admin, id);
  const other = await invite(server, admin, id);
  const [, otherId, secret] = /\/take\/([^#]+)#(.+)$/.exec(other.link)!;
  await server.call('POST', `/v1/take/${otherId}/exchange`, { secret });
  cookie = await cookieFor(running);
  canditechKey = await server.canditechKey(admin);
  embedKey = (
    await admin.call('POST', '/v1/settings/embed-keys', {
      name: 'Host',
      origins: ['https://ats.example'],
      maxRole: 'recruiter',
    })
  ).body.key;
  // A first use of each key is noted; what follows within a minute is not.
  await server.ashbyCall(canditechKey, 'assessment.list', {});
  await server.call('POST', '/v1/embed/sessions', {}, { Authorization: `Bearer ${embedKey}` });
  adminCookie = await signedIn();
  await server.stopOutbox();
  watch = watchCommands(server);
});
afterAll(() => server?.close());

async function cookieFor({ link }: Sitting): Promise<string> {
  const [, id, secret] = /\/take\/([^#]+)#(.+)$/.exec(link)!;
  const { headers } = await server.call('POST', `/v1/take/${id}/exchange`, { secret });
  return headers.getSetCookie()[0]!.split(';')[0]!;
}

interface Sent {
  status: number;
  text: string;
  type: string;
  writes: number;
}

let adminCookie = '';
async function send(route: string, body: string | Buffer, more: Record<string, string> = {}): Promise<Sent> {
  const [method, pattern] = route.split(' ');
  const { path = pattern!, headers = { Cookie: adminCookie } } = GOOD[route]!();
  const before = watch.writes;
  const response = await fetch(`${server.url}${path}`, {
    method: method!,
    body: body as BodyInit,
    headers: { Origin: server.url, 'Content-Type': 'application/json', ...headers, ...more },
  });
  return {
    status: response.status,
    text: await response.text(),
    type: response.headers.get('content-type') ?? '',
    writes: watch.writes - before,
  };
}

async function signedIn(): Promise<string> {
  server.mails.all.length = 0;
  await server.call('POST', '/v1/sign-in', { email: admin.email });
  const mail = await server.mails.wait((m) => m.to.includes(admin.email) && m.subject.startsWith('Sign in'));
  const token = mail.links[0]!.split('#')[1];
  const { headers } = await server.call('POST', '/v1/sign-in/exchange', { token });
  return headers.getSetCookie()[0]!.split(';')[0]!;
}

function expectRefusal(route: string, sent: Sent): void {
  const body = JSON.parse(sent.text);
  expect(REFUSALS).toContain(sent.status);
  expect(sent.text).not.toMatch(/ at .*\.[jt]s:\d|Mongo|zod/i);
  if (route.includes(' /ashby/')) expect(body).toMatchObject({ success: false, message: expect.any(String) });
  else {
    expect(sent.type).toContain('application/problem+json');
    expect(body).toMatchObject({
      type: `/errors#${body.code}`,
      title: expect.any(String),
      status: sent.status,
      code: expect.any(String),
      detail: expect.any(String),
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  }
  expect(sent.writes).toBe(0);
}
const expectUnpolluted = () => {
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
};

test('every route that takes a body is in the corpus', () => {
  const routes = server.routes
    .filter(({ method, path }) => /^(POST|PUT|PATCH)$/.test(method) && !path.startsWith('/embed'))
    .map(({ method, path }) => `${method} ${path}`);
  expect(routes.toSorted()).toEqual([...Object.keys(GOOD), ...ELSEWHERE].toSorted());
});

describe.each(Object.keys(GOOD))('%s', (route) => {
  test('refuses what is no JSON of ours, and nothing changes', async () => {
    for (const [name, body, status, headers] of RAW) {
      const sent = await send(route, body, headers);
      // Ashby's calls are read with tolerance: unknown members of theirs pass.
      if (!route.includes(' /ashby/')) expect([name, sent.status]).toEqual([name, status]);
      else expect([name, sent.status < 500]).toEqual([name, true]);
      if (sent.status >= 400) expectRefusal(route, sent);
      expectUnpolluted();
    }
  });

  test('refuses wrong values with their path, and nothing changes', async () => {
    const good = GOOD[route]!().body;
    for (const path of pathsOf(good)) {
      for (const [name, value] of VALUES) {
        const sent = await send(route, JSON.stringify(withValue(good, path, value)));
        const what = `${path.join('.')} = ${name}`;
        expect([what, sent.status < 500]).toEqual([what, true]);
        if (sent.status >= 400) expectRefusal(route, sent);
        if (sent.status === 422 && sent.text.includes('"errors":[{')) {
          const [first] = JSON.parse(sent.text).errors;
          expect([what, typeof first.path, typeof first.message]).toEqual([what, 'string', 'string']);
        }
      }
    }
    expectUnpolluted();
  });
});

// What Ashby adds to its calls must not break us; ours are strict.
test.each(Object.keys(GOOD).filter((route) => !route.includes(' /ashby/')))(
  '%s refuses members that it does not know',
  async (route) => {
    const good = GOOD[route]!().body;
    for (const extra of ['workspaceId', '_id', '$set', 'a.b', 'constructor', 'toString']) {
      const sent = await send(route, JSON.stringify({ ...good, [extra]: { polluted: true } }));
      expect([extra, sent.status]).toEqual([extra, 422]);
      expectRefusal(route, sent);
      expect(JSON.parse(sent.text).errors).toContainEqual({ path: extra, message: 'is not known here' });
    }
    expectUnpolluted();
  },
);

test('all wrong values are told at once, each with its path', async () => {
  const { status, body } = await admin.call('POST', '/v1/invitations', {
    assessmentId: 'x',
    candidate: { name: '', email: 'x', extra: 1 },
    days: 0,
  });
  expect(status).toBe(422);
  expect(body.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual([
    'assessmentId',
    'candidate.email',
    'candidate.extra',
    'candidate.name',
    'days',
  ]);
});
