import { afterAll, beforeAll, expect, test } from 'vitest';
import { invite, publish, SMALL } from '../support/journey.ts';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';

let server: TestServer;
let workspace: { id: string; admin: Member };
let call: Member['call'];

beforeAll(async () => {
  server = await startTestServer();
  workspace = await server.workspace();
  call = workspace.admin.call;
});
afterAll(() => server?.close());

const get = async (id: string) => (await call('GET', `/v1/assessments/${id}`)).body;
const put = (id: string, body: unknown, headers = {}) => call('PUT', `/v1/assessments/${id}`, body, headers);
const listed = async (query: string) =>
  (await call('GET', `/v1/assessments${query}`)).body.items.map((i: any) => i.id);
const idsOf = (content: any) =>
  [...JSON.stringify(content).matchAll(/"(?:id|rightId)":"([^"]+)"/g)].map(([, id]) => id);

test('a draft is seen by members only, until it is published', async () => {
  const draft = (await call('POST', '/v1/assessments', { ...SMALL, name: 'Draft' })).body;
  expect(draft).toMatchObject({ status: 'draft', version: 0, hasDraft: true, minutes: 10, maxPoints: 12 });
  expect(await listed('')).not.toContain(draft.id);
  expect(await listed('?status=draft')).toContain(draft.id);
  const refused = await call('POST', '/v1/invitations', {
    assessmentId: draft.id,
    candidate: { name: 'M', email: 'm@mail.example' },
  });
  expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'assessmentId']);
  await call('POST', `/v1/assessments/${draft.id}/publish`, {});
  expect(await listed('')).toContain(draft.id);
  expect(await get(draft.id)).toMatchObject({ status: 'published', version: 1, hasDraft: false });
});

test('ids of sections, questions and options stay over edits and versions', async () => {
  const first = await publish(workspace.admin);
  const content = structuredClone(first.content);
  content.sections[0].questions[0].options[0].text = 'One';
  content.sections[0].questions.reverse();
  content.sections.reverse();
  const edited = (await put(first.id, content)).body;
  expect(idsOf(edited.content).toSorted()).toEqual(idsOf(first.content).toSorted());
  expect(edited.content.sections[1].questions[1].correct).toBe(
    first.content.sections[0].questions[0].correct,
  );
  const second = (await call('POST', `/v1/assessments/${first.id}/publish`, {})).body;
  expect(second).toMatchObject({ id: first.id, version: 2 });
  expect(idsOf(second.content).toSorted()).toEqual(idsOf(first.content).toSorted());
});

test('ids that an editor makes up are replaced', async () => {
  const mine = await publish(workspace.admin);
  const foreign = await publish(workspace.admin);
  const content = structuredClone(mine.content);
  content.sections[0].questions[0].id = foreign.content.sections[0].questions[0].id;
  content.sections[1].id = content.sections[0].id;
  const ids = idsOf((await put(mine.id, content)).body.content);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).not.toContain(foreign.content.sections[0].questions[0].id);
});

test('an invitation keeps the version that it was made for', async () => {
  const first = await publish(workspace.admin);
  const invited = await invite(server, workspace.admin, first.id);
  const content = structuredClone(first.content);
  content.name = 'Another name';
  content.sections[0].questions[0].prompt = 'Changed?';
  content.sections[0].minutes = 99;
  await put(first.id, content);
  expect((await get(first.id)).content.name).toBe('Another name');
  await call('POST', `/v1/assessments/${first.id}/publish`, {});
  await call('POST', `/v1/assessments/${first.id}/archive`, {});

  const candidate = await server.candidate(invited.link);
  const { body } = await candidate.call('POST', '/begin', {});
  expect(body.assessment).toMatchObject({ name: 'Small test', minutes: 10 });
  expect(JSON.stringify(body)).not.toContain('Changed?');
  const view = (await call('GET', `/v1/invitations/${invited.id}`)).body;
  expect(view.assessment).toMatchObject({ id: first.id, version: 1, name: 'Small test' });
  const stored = await server.ctx.db.assessments.findOne({ _id: first.id, workspaceId: workspace.id });
  expect(stored!.versions.map(({ version }) => version)).toEqual([1, 2]);
  expect(stored!.versions[0]!.content).toEqual(first.content);
});

test('what is published is told as nothing new', async () => {
  const { id } = await publish(workspace.admin);
  const again = await call('POST', `/v1/assessments/${id}/publish`, {});
  expect([again.status, again.body.code]).toEqual([409, 'conflict']);
});

test('two members who publish at once make one version', async () => {
  const draft = (await call('POST', '/v1/assessments', SMALL)).body;
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => call('POST', `/v1/assessments/${draft.id}/publish`, {})),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect((await get(draft.id)).version).toBe(1);
});

test('an archived one leaves every list, cannot be invited to, and comes back', async () => {
  const { id } = await publish(workspace.admin);
  await call('POST', `/v1/assessments/${id}/archive`, {});
  expect(await listed('')).not.toContain(id);
  expect(await listed('?status=archived')).toContain(id);
  const body = { assessmentId: id, candidate: { name: 'M', email: 'm@mail.example' } };
  expect((await call('POST', '/v1/invitations', body)).status).toBe(422);
  await call('POST', `/v1/assessments/${id}/publish`, {});
  expect((await call('POST', '/v1/invitations', body)).status).toBe(201);
});

test('an edit of an older state is refused with the present one', async () => {
  const draft = await call('POST', '/v1/assessments', SMALL);
  const read = await call('GET', `/v1/assessments/${draft.body.id}`);
  const etag = read.headers.get('etag')!;
  expect((await put(draft.body.id, { ...SMALL, name: 'Mine' }, { 'If-Match': etag })).status).toBe(200);
  const late = await put(draft.body.id, { ...SMALL, name: 'Theirs' }, { 'If-Match': etag });
  expect([late.status, late.body.code, late.body.current.name]).toEqual([412, 'stale', 'Mine']);
});

test('an unchanged view is not sent again', async () => {
  const { id } = await publish(workspace.admin);
  const etag = (await call('GET', `/v1/assessments/${id}`)).headers.get('etag')!;
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
    const { status, body } = await call('GET', `/v1/assessments/${id}`, undefined, {
      'If-None-Match': known,
    });
    expect([known, status, body]).toEqual([known, 304, '']);
  }
});

test.each(['assessments', 'invitations'])('%s that are as they were are not sent again', async (list) => {
  const { id } = await publish(workspace.admin);
  const read = (known = '') => call('GET', `/v1/${list}?limit=100`, undefined, { 'If-None-Match': known });
  const first = await read();
  const etag = first.headers.get('etag')!;
  expect([first.status, (await read(etag)).status]).toEqual([200, 304]);
  await invite(server, workspace.admin, id);
  await publish(workspace.admin);
  const later = await read(etag);
  expect(later.status).toBe(200);
  expect(later.headers.get('etag')).not.toBe(etag);
});

test('wrong keys are told with their paths, all at once', async () => {
  const single = SMALL.sections[0]!.questions[0] as any;
  const { status, body } = await call('POST', '/v1/assessments', {
    ...SMALL,
    sections: [
      {
        title: 'A',
        questions: [
          { ...single, correct: 9 },
          { ...single, options: [{ text: 'same' }, { text: 'same' }] },
          {
            kind: 'multiple',
            prompt: 'P',
            points: 1,
            options: single.options,
            correct: [0, 7],
            scoring: 'all',
          },
        ],
      },
    ],
  });
  expect(status).toBe(422);
  expect(body.errors.map(({ path }: any) => path)).toEqual([
    'sections.0.questions.0.correct',
    'sections.0.questions.1.options',
    'sections.0.questions.2.correct',
  ]);
});

test('the preview is what a candidate sees: no right answers in it', async () => {
  const { id } = await publish(workspace.admin);
  const { body } = await call('GET', `/v1/assessments/${id}/preview`);
  expect(body.sections).toHaveLength(2);
  expect(JSON.stringify(body)).not.toMatch(/correct|accept|rubric|tolerance/);
});

test('the list is searched by every word, without case and accents, and paged without gaps', async () => {
  const { admin } = await server.workspace('Shelf');
  for (const name of ['Café manager', 'cafe clerk', 'Zoo keeper', 'Zoo clerk']) {
    await publish(admin, { ...SMALL, name });
  }
  const names = async (query: string) =>
    (await admin.call('GET', `/v1/assessments${query}`)).body.items.map((item: any) => item.name);
  expect(await names('?q=CAFE')).toEqual(['cafe clerk', 'Café manager']);
  expect(await names('?q=clerk%20zoo')).toEqual(['Zoo clerk']);
  expect(await names('?q=.*')).toEqual([]);
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await admin.call('GET', `/v1/assessments?limit=3${cursor && `&cursor=${cursor}`}`);
    seen.push(...body.items.map((item: any) => item.id));
    cursor = body.nextCursor ?? '';
  } while (cursor);
  expect(new Set(seen).size).toBe(10);
  expect(seen).toHaveLength(10);
});
