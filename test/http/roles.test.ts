import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handIn, invite, publish, SMALL, type Sitting } from '../support/journey.ts';
import { startTestServer, type Answer, type Call, type Member, type TestServer } from '../support/server.ts';

type Who = 'admin' | 'recruiter' | 'reviewer' | 'viewerToken' | 'recruiterToken';
const MEMBERS: Who[] = ['admin', 'recruiter', 'reviewer'];
const RECRUITING: Who[] = ['admin', 'recruiter'];
const TOKENS: Who[] = ['viewerToken', 'recruiterToken'];

interface Rule {
  may: Who[];
  /** A good body, for those who have no business here: they must not even learn that it is good. */
  body?: unknown;
  /** Shared by nobody: another workspace's admin may call it, about their own. */
  own?: true;
  /** Nobody has one there. */
  absent?: true;
}

/** The table of api.md, route by route. `:id` is an invitation unless the path says what else. */
const RULES: Record<string, Rule> = {
  'GET /v1/me': { may: [...MEMBERS, ...TOKENS], own: true },
  'GET /v1/members': { may: ['admin'], own: true },
  'POST /v1/members': { may: ['admin'], own: true, body: { email: 'x@acme.example', role: 'reviewer' } },
  'PATCH /v1/members/:id': { may: ['admin'], body: { role: 'recruiter' } },
  'DELETE /v1/members/:id': { may: ['admin'] },
  'GET /v1/settings/ashby': { may: ['admin'], own: true },
  'PUT /v1/settings/ashby/ashby-key': { may: ['admin'], own: true, body: { apiKey: 'k' } },
  'DELETE /v1/settings/ashby/ashby-key': { may: ['admin'], own: true },
  'POST /v1/settings/ashby/canditech-keys': { may: ['admin'], own: true, body: {} },
  'DELETE /v1/settings/ashby/canditech-keys/:id': { may: ['admin'] },
  'POST /v1/settings/ashby/check': { may: ['admin'], own: true, body: {} },
  'GET /v1/settings/embed-keys': { may: ['admin'], own: true },
  'POST /v1/settings/embed-keys': {
    may: ['admin'],
    own: true,
    body: { name: 'K', origins: ['https://ats.example'], maxRole: 'viewer' },
  },
  'DELETE /v1/settings/embed-keys/:id': { may: ['admin'] },
  'GET /v1/assessments': { may: [...MEMBERS, ...TOKENS], own: true },
  'POST /v1/assessments': { may: RECRUITING, own: true, body: SMALL },
  'GET /v1/assessments/:id': { may: [...MEMBERS, ...TOKENS] },
  'GET /v1/assessments/:id/stats': { may: [...MEMBERS, ...TOKENS] },
  'GET /v1/assessments/:id/preview': { may: MEMBERS },
  'PUT /v1/assessments/:id': { may: RECRUITING, body: SMALL },
  'POST /v1/assessments/:id/publish': { may: RECRUITING, body: {} },
  'POST /v1/assessments/:id/archive': { may: RECRUITING, body: {} },
  'POST /v1/invitations': { may: [...RECRUITING, 'recruiterToken'], body: 'an invitation' },
  'GET /v1/invitations': { may: [...MEMBERS, ...TOKENS], own: true },
  'GET /v1/invitations/:id': { may: [...MEMBERS, ...TOKENS] },
  'POST /v1/invitations/:id/resend': { may: [...RECRUITING, 'recruiterToken'], body: {} },
  'POST /v1/invitations/:id/cancel': { may: [...RECRUITING, 'recruiterToken'], body: {} },
  'POST /v1/invitations/:id/extend': { may: [...RECRUITING, 'recruiterToken'], body: { days: 9 } },
  'POST /v1/invitations/:id/address': {
    may: [...RECRUITING, 'recruiterToken'],
    body: { email: 'n@mail.example' },
  },
  'POST /v1/invitations/:id/extra-time': { may: [...RECRUITING, 'recruiterToken'], body: { minutes: 5 } },
  'POST /v1/invitations/:id/undo': { may: [...RECRUITING, 'recruiterToken'], body: {} },
  'POST /v1/invitations/:id/sync': { may: [...RECRUITING, 'recruiterToken'], body: {} },
  'GET /v1/invitations/:id/result': { may: [...MEMBERS, ...TOKENS] },
  'GET /v1/invitations/:id/answers': { may: MEMBERS },
  'PUT /v1/invitations/:id/grades/:questionId': { may: MEMBERS, body: { points: 1 } },
  'POST /v1/invitations/:id/comments': { may: [...MEMBERS, 'recruiterToken'], body: { text: 'Hello.' } },
  'PUT /v1/invitations/:id/comments/:commentId': {
    may: [...MEMBERS, 'recruiterToken'],
    body: { text: 'Hello.' },
  },
  'DELETE /v1/invitations/:id/comments/:commentId': { may: [...MEMBERS, 'recruiterToken'], absent: true },
  'PUT /v1/invitations/:id/decision': { may: [...MEMBERS, 'recruiterToken'], body: { decision: 'hold' } },
  'GET /v1/events': { may: [...MEMBERS, ...TOKENS], own: true },
};
/** With credentials of their own: nobody of the table above gets anything there. */
const ELSEWHERE: Record<string, unknown> = {
  'POST /v1/embed/sessions': {
    sub: 'u',
    actor: { name: 'U' },
    role: 'viewer',
    origin: 'https://ats.example',
  },
  'DELETE /v1/embed/sessions': undefined,
  'DELETE /v1/embed/sessions/:id': undefined,
  'GET /v1/take/:id': undefined,
  'POST /v1/take/:id/begin': {},
  'PUT /v1/take/:id/answers/:questionId': { revision: 9, value: null },
  'POST /v1/take/:id/submit': {},
  'GET /v1/take/:id/receipt': undefined,
};
/** They give the credential, so they need none. */
const OPEN = [
  'POST /v1/sign-in',
  'POST /v1/sign-in/exchange',
  'DELETE /v1/session',
  'POST /v1/take/:id/exchange',
];

let server: TestServer;
let workspace: { id: string; admin: Member };
let sitting: Sitting;
let question: string;
let assessment: string;
const callers = {} as Record<Who | 'anonymous' | 'candidate' | 'stranger', Call>;
let ids: Record<string, () => string>;

const withHeaders =
  (headers: Record<string, string>): Call =>
  (method, path, body, more) =>
    server.call(method, path, body, { ...headers, ...more });

beforeAll(async () => {
  server = await startTestServer();
  workspace = await server.workspace();
  const { admin } = workspace;
  const [recruiter, reviewer, victim, { admin: stranger }] = await Promise.all([
    server.member(workspace.id, 'recruiter'),
    server.member(workspace.id, 'reviewer'),
    server.member(workspace.id, 'reviewer'),
    server.workspace('Other'),
  ]);
  assessment = (await publish(admin)).id;
  sitting = await handIn(server, admin, assessment);
  question = sitting.questions['open'].id;
  const seen = await invite(server, admin, assessment, 'c-1');
  const embedKey = (
    await admin.call('POST', '/v1/settings/embed-keys', {
      name: 'Host',
      origins: ['https://ats.example'],
      maxRole: 'recruiter',
    })
  ).body;
  const spare = (
    await admin.call('POST', '/v1/settings/embed-keys', {
      name: 'Spare',
      origins: ['https://ats.example'],
      maxRole: 'viewer',
    })
  ).body;
  const canditechKey = (await admin.call('POST', '/v1/settings/ashby/canditech-keys', {})).body;
  const token = async (role: string) => {
    const { body } = await server.call(
      'POST',
      '/v1/embed/sessions',
      {
        sub: 'u1',
        actor: { name: 'Uma' },
        role,
        candidate: { externalId: 'c-1' },
        origin: 'https://ats.example',
      },
      { Authorization: `Bearer ${embedKey.key}` },
    );
    return { Authorization: `Bearer ${body.token}`, Origin: 'https://ats.example' };
  };
  const cookie = await candidateCookie(seen.link);
  Object.assign(callers, {
    admin: admin.call,
    recruiter: recruiter.call,
    reviewer: reviewer.call,
    stranger: stranger.call,
    anonymous: server.call,
    candidate: withHeaders({ Cookie: cookie }),
    viewerToken: withHeaders(await token('viewer')),
    recruiterToken: withHeaders(await token('recruiter')),
  });
  ids = {
    '/v1/members': () => victim.id,
    '/v1/settings/ashby/canditech-keys': () => canditechKey.id,
    '/v1/settings/embed-keys': () => spare.id,
    '/v1/assessments': () => assessment,
    '/v1/invitations': () => seen.id,
    '/v1/take': () => seen.id,
    '/v1/embed/sessions': () => randomUUID(),
  };
});
afterAll(() => server?.close());

async function candidateCookie(link: string): Promise<string> {
  const [, id, secret] = /\/take\/([^#]+)#(.+)$/.exec(link)!;
  const { headers } = await server.call('POST', `/v1/take/${id}/exchange`, { secret });
  return headers.getSetCookie()[0]!.split(';')[0]!;
}

function pathOf(route: string, id?: string): string {
  const path = route.split(' ')[1]!;
  const base = Object.keys(ids).find((prefix) => path.startsWith(`${prefix}/`));
  return path
    .replace(':questionId', question)
    .replace(':commentId', randomUUID())
    .replace(':id', id ?? (base ? ids[base]!() : ''));
}
const bodyOf = (body: unknown) =>
  body === 'an invitation'
    ? { assessmentId: assessment, candidate: { externalId: 'c-1', name: 'Mina', email: 'm@mail.example' } }
    : body;

const send = (
  call: Call,
  route: string,
  { body, id }: { body?: unknown; id?: string } = {},
): Promise<Answer> => call(route.split(' ')[0]!, pathOf(route, id), body);

const listed = () => server.routes.map(({ method, path }) => `${method} ${path}`);

test('every route below /v1 has its row in these tables, and every row its route', () => {
  const routes = listed().filter((route) => route.includes(' /v1/'));
  const known = [...Object.keys(RULES), ...Object.keys(ELSEWHERE), ...OPEN];
  expect(routes.toSorted()).toEqual(known.toSorted());
});

/** Streams never end by themselves. */
const STREAM = 'GET /v1/events';

describe.each(Object.entries(RULES).filter(([route]) => route !== STREAM))('%s', (route, rule) => {
  test('asks who is calling', async () => {
    for (const who of ['anonymous', 'candidate'] as const) {
      const { status, body } = await send(callers[who], route, { body: bodyOf(rule.body) });
      expect([who, status, body.code]).toEqual([who, 401, 'unauthenticated']);
    }
  });

  test('refuses those who may not', async () => {
    for (const who of [...MEMBERS, ...TOKENS].filter((one) => !rule.may.includes(one))) {
      const { status, body } = await send(callers[who], route, { body: bodyOf(rule.body) });
      expect([who, status]).toEqual([who, 403]);
      expect(body.code).toMatch(/^(forbidden|scope_missing)$/);
    }
  });

  test('shows another workspace nothing, not even that something is there', async () => {
    if (rule.own) return expect(route).not.toContain('/:id');
    if (route === 'POST /v1/invitations') {
      return expect((await send(callers.stranger, route, { body: bodyOf(rule.body) })).status).toBe(404);
    }
    const real = await send(callers.stranger, route, { body: rule.body });
    const unknown = await send(callers.stranger, route, { body: rule.body, id: randomUUID() });
    const nonsense = await send(callers.stranger, route, { body: rule.body, id: 'nonsense' });
    expect(real.status).toBe(404);
    const bare = ({ body, headers }: Answer) => [
      { ...body, requestId: null },
      [...headers].filter(([name]) => name !== 'request-id' && name !== 'date'),
    ];
    expect(bare(real)).toEqual(bare(unknown));
    expect(bare(real)).toEqual(bare(nonsense));
  });

  test('lets in those who may', async () => {
    // Last the admin, because what they delete is gone. A wrong member in the body stops the rest before it acts.
    for (const who of rule.may.toReversed()) {
      const deletes = route.startsWith('DELETE');
      const body = rule.body === undefined ? undefined : { nothing: 'of this kind' };
      const { status, body: answer } = await send(callers[who], route, { body });
      if (rule.absent) {
        expect([who, status, answer.detail]).toEqual([who, 404, expect.stringContaining('comment')]);
        continue;
      }
      expect([who, status, [401, 403, 404, 405].includes(status)]).toEqual([who, status, false]);
      expect(status).toBeLessThan(500);
      if (deletes) expect(status).toBeLessThan(300);
    }
  });
});

test.each(Object.entries(ELSEWHERE))('%s is for its own credential only', async (route, body) => {
  for (const who of [...MEMBERS, ...TOKENS, 'anonymous', 'stranger'] as const) {
    const { status, body: problem } = await send(callers[who], route, { body });
    expect([who, status, problem.code]).toEqual([who, 401, 'unauthenticated']);
  }
});

test('the cookie of one test opens no other', async () => {
  const { status } = await callers.candidate('GET', `/v1/take/${sitting.id}`);
  expect(status).toBe(401);
});

test('the stream of changes asks who is calling', async () => {
  for (const who of ['anonymous', 'candidate'] as const) {
    expect((await callers[who]('GET', '/v1/events')).status).toBe(401);
  }
});
