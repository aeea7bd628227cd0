import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLOSED, handIn, publish, sit, type Sitting } from '../support/journey.ts';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';

let server: TestServer;
let workspace: { id: string; admin: Member };
let reviewer: Member;
let open: string;
let closed: string;

beforeAll(async () => {
  server = await startTestServer();
  workspace = await server.workspace();
  reviewer = await server.member(workspace.id, 'reviewer');
  [open, closed] = (await Promise.all([publish(workspace.admin), publish(workspace.admin, CLOSED)])).map(
    ({ id }) => id,
  );
});
afterAll(() => server?.close());

const done = () => handIn(server, workspace.admin, open);
const result = async ({ id }: { id: string }) =>
  (await reviewer.call('GET', `/v1/invitations/${id}/result`)).body;
const grade = ({ id, questions }: Sitting, body: unknown, by = reviewer) =>
  by.call('PUT', `/v1/invitations/${id}/grades/${questions['open'].id}`, body);
const comment = ({ id }: { id: string }, text: string, headers = {}) =>
  reviewer.call('POST', `/v1/invitations/${id}/comments`, { text }, headers);
const decide = ({ id }: { id: string }, body: unknown, headers = {}, by = reviewer) =>
  by.call('PUT', `/v1/invitations/${id}/decision`, body, headers);

test('without anything to grade the result is final at once', async () => {
  const sitting = await handIn(server, workspace.admin, closed);
  expect(await result(sitting)).toMatchObject({
    status: 'completed',
    overall: { points: 6, maxPoints: 6, percent: 100 },
    provisional: false,
    completedAt: expect.any(String),
  });
});

test('until every open answer has points the score is provisional, with the range where it can end', async () => {
  const sitting = await done();
  expect(await result(sitting)).toMatchObject({
    status: 'submitted',
    overall: { points: 6, maxPoints: 12, percent: 50 },
    provisional: true,
    range: { minPercent: 50, maxPercent: 100 },
    sections: [
      { title: 'Facts', percent: 100, pendingPoints: 0 },
      { title: 'Words', percent: 0, pendingPoints: 6 },
    ],
  });
  await grade(sitting, { points: 4.5, note: 'Well said.' });
  const final = await result(sitting);
  expect(final).toMatchObject({
    status: 'completed',
    overall: { points: 10.5, percent: 87.5 },
    provisional: false,
  });
  expect(final.range).toBeUndefined();
});

test('an open question without an answer waits for nobody', async () => {
  const sitting = await sit(server, workspace.admin, open);
  await sitting.candidate.call('POST', '/submit', {});
  expect(await result(sitting)).toMatchObject({ status: 'completed', overall: { points: 0, percent: 0 } });
});

test('before the submission there is no score, no answer, and nothing to grade or decide', async () => {
  const sitting = await sit(server, workspace.admin, open);
  expect(await result(sitting)).toMatchObject({
    overall: null,
    provisional: false,
    sections: [],
    decision: null,
  });
  const answers = (await reviewer.call('GET', `/v1/invitations/${sitting.id}/answers`)).body;
  expect(answers.sections).toEqual([]);
  expect((await grade(sitting, { points: 1 })).status).toBe(409);
  expect((await decide(sitting, { decision: 'advance' })).status).toBe(409);
});

test('points are from 0 to those of the question, in halves', async () => {
  const sitting = await done();
  for (const points of [-0.5, 6.5, 0.25, 1.1, 1e-320, 0.5000000000000001, null, '3']) {
    const { status, body } = await grade(sitting, { points });
    expect([points, status, body.errors[0].path]).toEqual([points, 422, 'points']);
  }
  expect((await result(sitting)).status).toBe('submitted');
  for (const points of [0, 0.5, 6]) expect((await grade(sitting, { points })).status).toBe(200);
});

test('what is scored by itself is not graded by people', async () => {
  const { id, questions } = await done();
  const { status } = await reviewer.call('PUT', `/v1/invitations/${id}/grades/${questions['single'].id}`, {
    points: 1,
  });
  expect(status).toBe(409);
  const unknown = await reviewer.call('PUT', `/v1/invitations/${id}/grades/${randomUUID()}`, { points: 1 });
  expect(unknown.status).toBe(404);
});

test('a grade can be corrected after the completion: the score follows, the completion stays', async () => {
  const sitting = await done();
  await grade(sitting, { points: 6 });
  const first = await result(sitting);
  await grade(sitting, { points: 3 }, workspace.admin);
  const second = await result(sitting);
  expect(second.overall).toEqual({ points: 9, maxPoints: 12, percent: 75 });
  expect([second.status, second.completedAt]).toEqual(['completed', first.completedAt]);
  const { timeline } = (await reviewer.call('GET', `/v1/invitations/${sitting.id}`)).body;
  expect(timeline.filter((entry: any) => entry.kind === 'completed')).toHaveLength(1);
  expect(timeline.filter((entry: any) => entry.kind === 'graded').map((entry: any) => entry.by)).toHaveLength(
    2,
  );
});

test('every answer is shown beside the right one, with the grade and who gave it', async () => {
  const sitting = await done();
  await grade(sitting, { points: 2, note: 'Short.' });
  const { sections, minutesTaken } = (await reviewer.call('GET', `/v1/invitations/${sitting.id}/answers`))
    .body;
  const [single, number] = sections[0].questions;
  expect(single).toMatchObject({ answer: single.question.correct, points: 2 });
  expect(number).toMatchObject({ question: { correct: 7 }, answer: 7, points: 4 });
  expect(sections[1].questions[0]).toMatchObject({
    answer: 'Something.',
    points: 2,
    grade: { points: 2, note: 'Short.', by: { name: 'A reviewer' } },
  });
  expect(minutesTaken).toBe(1);
});

test('graders at once all count, and the result is completed once', async () => {
  const sitting = await done();
  const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((points) => grade(sitting, { points })));
  expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
  const { timeline } = (await reviewer.call('GET', `/v1/invitations/${sitting.id}`)).body;
  const kinds = timeline.map((entry: any) => entry.kind);
  expect(kinds.filter((kind: string) => kind === 'graded')).toHaveLength(6);
  expect(kinds.filter((kind: string) => kind === 'completed')).toHaveLength(1);
});

test('comments are kept in order, as text, with their authors', async () => {
  const sitting = await done();
  const texts = ['First.', '<script>alert(1)</script>', 'José — ثالث\nwith a line'];
  for (const text of texts) expect((await comment(sitting, text)).status).toBe(201);
  const { comments } = await result(sitting);
  expect(comments.map(({ text }: any) => text)).toEqual(texts);
  expect(comments[0]).toMatchObject({ author: { name: 'A reviewer' }, at: expect.any(String) });
});

test('sixty comments at once are sixty comments', async () => {
  const sitting = await done();
  const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => comment(sitting, `Comment ${i}`)));
  expect(answers.map(({ status }) => status)).toEqual(Array(60).fill(201));
  expect(new Set((await result(sitting)).comments.map(({ text }: any) => text)).size).toBe(60);
});

test('a decision can be changed, and what was decided before stays on record', async () => {
  const sitting = await done();
  const first = { decision: 'hold', note: 'Another talk first.' };
  const told = await decide(sitting, first, { 'If-None-Match': '*' });
  expect([told.status, told.body.decision.value]).toEqual([200, 'hold']);
  await decide(sitting, { decision: 'advance' }, {}, workspace.admin);
  expect((await result(sitting)).decision).toMatchObject({ value: 'advance' });
  const { decisionHistory } = (await reviewer.call('GET', `/v1/invitations/${sitting.id}/answers`)).body;
  expect(decisionHistory).toEqual([
    { value: 'hold', note: 'Another talk first.', by: { name: 'A reviewer' }, at: expect.any(String) },
  ]);
  expect((await decide(sitting, { decision: 'maybe' })).status).toBe(422);
});

test('who decides or comments by an older state is refused with the present one', async () => {
  const sitting = await done();
  await server.settle();
  const seen = (await reviewer.call('GET', `/v1/invitations/${sitting.id}/result`)).headers.get('etag')!;
  await decide(sitting, { decision: 'reject' }, { 'If-Match': seen }, workspace.admin);
  for (const late of [
    await decide(sitting, { decision: 'advance' }, { 'If-Match': seen }),
    await comment(sitting, 'Too late', { 'If-Match': seen }),
  ]) {
    expect([late.status, late.body.code]).toEqual([412, 'stale']);
    expect(late.body.current).toMatchObject({ decision: { value: 'reject' }, comments: [] });
  }
  const now = (await reviewer.call('GET', `/v1/invitations/${sitting.id}/result`)).headers.get('etag')!;
  expect((await decide(sitting, { decision: 'advance' }, { 'If-Match': now })).status).toBe(200);
});

test('a mail or an update that leaves meanwhile makes nobody’s decision stale', async () => {
  const sitting = await done();
  const seen = (await reviewer.call('GET', `/v1/invitations/${sitting.id}/result`)).headers.get('etag')!;
  await server.settle();
  await workspace.admin.call('POST', `/v1/invitations/${sitting.id}/sync`, {});
  await server.ctx.db.invitations.updateOne(
    { _id: sitting.id, workspaceId: workspace.id },
    { $inc: { revision: 1 } },
  );
  const after = (await reviewer.call('GET', `/v1/invitations/${sitting.id}/result`)).headers.get('etag')!;
  expect(after).not.toBe(seen);
  expect((await decide(sitting, { decision: 'hold' }, { 'If-Match': seen })).status).toBe(200);
});

test('of two decisions by the same state one counts', async () => {
  const sitting = await done();
  await server.settle();
  const seen = (await reviewer.call('GET', `/v1/invitations/${sitting.id}/result`)).headers.get('etag')!;
  const answers = await Promise.all(
    ['advance', 'hold', 'reject'].map((decision) => decide(sitting, { decision }, { 'If-Match': seen })),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412]);
});

test('a comment that is sent again with its key gets its answer, although the state has moved on', async () => {
  const sitting = await done();
  await server.settle();
  const seen = (await reviewer.call('GET', `/v1/invitations/${sitting.id}/result`)).headers.get('etag')!;
  const headers = { 'Idempotency-Key': randomUUID(), 'If-Match': seen };
  const first = await comment(sitting, 'Once.', headers);
  const again = await comment(sitting, 'Once.', headers);
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.body).toEqual(first.body);
  expect((await result(sitting)).comments).toHaveLength(1);
});

test('the timeline tells what happened, in order', async () => {
  const sitting = await done();
  await grade(sitting, { points: 6 });
  await comment(sitting, 'Good.');
  await decide(sitting, { decision: 'advance' });
  await server.settle();
  const { timeline } = (await reviewer.call('GET', `/v1/invitations/${sitting.id}`)).body;
  const ours = timeline.filter((entry: any) => !entry.kind.startsWith('mail_'));
  expect(ours.map((entry: any) => [entry.kind, entry.detail ?? null])).toEqual([
    ['invited', null],
    ['link_opened', null],
    ['started', null],
    ['submitted', null],
    ['graded', null],
    ['completed', null],
    ['commented', null],
    ['decided', 'advance'],
  ]);
  const mails = timeline
    .filter((entry: any) => entry.kind === 'mail_accepted')
    .map((entry: any) => entry.detail);
  expect(mails).toEqual(['invitation', 'notice', 'receipt']);
  const times = timeline.map((entry: any) => entry.at);
  expect(times).toEqual(times.toSorted());
});

test('authors change and delete their own comments, and nobody else’s', async () => {
  const sitting = await done();
  const path = (id: string) => `/v1/invitations/${sitting.id}/comments/${id}`;
  const [said] = (await comment(sitting, 'Good')).body.comments;
  expect(said).toMatchObject({ text: 'Good', isOwn: true });
  const asOther = (await workspace.admin.call('GET', `/v1/invitations/${sitting.id}/result`)).body;
  expect(asOther.comments[0].isOwn).toBe(false);
  for (const [method, body] of [
    ['PUT', { text: 'Bad' }],
    ['DELETE', undefined],
  ] as const) {
    const refused = await workspace.admin.call(method, path(said.id), body);
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
  }
  const { body, headers } = await reviewer.call('PUT', path(said.id), { text: 'Very good' });
  expect(body.comments).toMatchObject([{ id: said.id, text: 'Very good', editedAt: expect.any(String) }]);
  expect((await reviewer.call('PUT', path(said.id), { text: ' ' })).status).toBe(422);
  const stale = await reviewer.call('DELETE', path(said.id), undefined, { 'If-Match': '"r1.0"' });
  expect([stale.status, stale.body.code]).toEqual([412, 'stale']);
  const current = { 'If-Match': headers.get('etag')! };
  expect((await reviewer.call('DELETE', path(said.id), undefined, current)).body.comments).toEqual([]);
  expect((await reviewer.call('DELETE', path(said.id))).status).toBe(404);
  const { timeline } = (await reviewer.call('GET', `/v1/invitations/${sitting.id}`)).body;
  expect(timeline.map((entry: any) => entry.kind)).toEqual(
    expect.arrayContaining(['commented', 'comment_edited', 'comment_deleted']),
  );
});
