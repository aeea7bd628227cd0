import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exchangeLink } from '../../server/attempts/session.ts';
import { hashSecret } from '../../server/crypto.ts';
import { handIn, invite, publish, sit, type Sitting } from '../support/journey.ts';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';

let server: TestServer;
let admin: Member;
let assessmentId: string;

beforeAll(async () => {
  server = await startTestServer();
  ({ admin } = await server.workspace());
  assessmentId = (await publish(admin)).id;
});
afterAll(() => server?.close());

const save = ({ candidate }: Sitting, question: any, revision: number, value: unknown) =>
  candidate.call('PUT', `/answers/${question.id}`, { revision, value });
const look = async ({ candidate }: Pick<Sitting, 'candidate'>) => (await candidate.call('GET', '')).body;

test('a wrong secret, a wrong id and nonsense get the same refusal', async () => {
  const { id } = await invite(server, admin, assessmentId);
  const tries: [string, string][] = [
    [id, 'x'.repeat(43)],
    [id, ''],
    [randomUUID(), 'x'.repeat(43)],
    ['nonsense', 'x'.repeat(43)],
  ];
  const answers = [];
  for (const [to, secret] of tries) {
    const { status, body } = await server.call('POST', `/v1/take/${to}/exchange`, { secret });
    answers.push({ status, ...body, requestId: null });
  }
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ status: 404, code: 'link_invalid' });
});

test('a link that ends while it is being opened opens nothing', async () => {
  const { id, link } = await invite(server, admin, assessmentId);
  const { db } = server.ctx;
  const findOne = async (filter: { _id: string }) => {
    const found = await db.invitations.findOne(filter);
    if (filter._id === id && found?.linkHashes.includes(hashSecret(link.split('#')[1]!)))
      await admin.call('POST', `/v1/invitations/${id}/address`, { email: `${randomUUID()}@mail.example` });
    return found;
  };
  const invitations = Object.create(db.invitations, { findOne: { value: findOne } }) as typeof db.invitations;
  const slow = { ...server.ctx, db: { ...db, invitations } };
  await expect(exchangeLink(slow, id, link.split('#')[1]!)).rejects.toMatchObject({ code: 'link_invalid' });
  expect((await db.invitations.findOne({ _id: id }))!.attempt.session).toBeUndefined();
});

test('looking at the page or the state changes nothing and uses nothing up', async () => {
  const { id, link } = await invite(server, admin, assessmentId);
  await server.settle();
  const before = await server.ctx.db.invitations.findOne({ _id: id });
  for (const method of ['GET', 'HEAD']) {
    await server.call(method, `/take/${id}`);
    await server.call(method, `/v1/take/${id}`);
    await server.call(method, `/v1/take/${id}/exchange`);
    await server.call(method, `/v1/take/${id}/begin`);
  }
  expect(await server.ctx.db.invitations.findOne({ _id: id })).toEqual(before);
  expect((await server.candidate(link)).id).toBe(id);
});

test('before the beginning there are no questions, and nothing can be saved or handed in', async () => {
  const { id, link } = await invite(server, admin, assessmentId);
  const candidate = await server.candidate(link);
  const view = await look({ candidate });
  expect(view).toMatchObject({
    status: 'invited',
    workspace: { name: 'Acme' },
    candidate: { name: 'Mina Park' },
    assessment: { minutes: 10, kinds: ['single', 'number', 'open'] },
    answers: {},
  });
  expect(JSON.stringify(view)).not.toContain('prompt');
  expect((await candidate.call('POST', '/submit', {})).status).toBe(409);
  expect((await candidate.call('PUT', `/answers/${id}`, { revision: 1, value: 1 })).status).toBe(409);
  expect((await candidate.call('GET', '/receipt')).status).toBe(404);
});

test('the clock starts once: a second begin, or ten at once, move nothing', async () => {
  const { link } = await invite(server, admin, assessmentId);
  const candidate = await server.candidate(link);
  const answers = await Promise.all(Array.from({ length: 10 }, () => candidate.call('POST', '/begin', {})));
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  expect(new Set(answers.map(({ body }) => `${body.startedAt} ${body.deadlineAt}`)).size).toBe(1);
  const { startedAt, deadlineAt } = answers[0]!.body;
  expect(Date.parse(deadlineAt) - Date.parse(startedAt)).toBe(10 * 60_000);
  const { body } = await admin.call('GET', `/v1/invitations/${candidate.id}`);
  expect(body.timeline.filter((entry: any) => entry.kind === 'started')).toHaveLength(1);
});

test('nothing that the candidate gets tells a right answer or a score', async () => {
  const sitting = await handIn(server, admin, assessmentId);
  const receipt = await sitting.candidate.call('GET', '/receipt');
  const seen = JSON.stringify([sitting.take, await look(sitting), receipt.body]);
  expect(seen).not.toMatch(/correct|accept|rubric|tolerance|percent|score/);
});

test('a save is acknowledged with the revision that is stored, and only a higher one replaces it', async () => {
  const sitting = await sit(server, admin, assessmentId);
  const { number } = sitting.questions;
  const at = async (revision: number, value: number) =>
    (await save(sitting, number, revision, value)).body.revision;
  expect(await at(2, 5)).toBe(2);
  expect(await at(2, 6)).toBe(2);
  expect(await at(1, 7)).toBe(2);
  expect((await look(sitting)).answers[number.id]).toMatchObject({ revision: 2, value: 5 });
  expect(await at(3, 8)).toBe(3);
  expect((await look(sitting)).answers[number.id]).toMatchObject({ revision: 3, value: 8 });
});

test('saves that overtake each other leave the newest', async () => {
  const sitting = await sit(server, admin, assessmentId);
  const revisions = Array.from({ length: 20 }, (_, i) => i + 1).toSorted(() => Math.random() - 0.5);
  await Promise.all(
    revisions.map((revision) => save(sitting, sitting.questions['number'], revision, revision)),
  );
  expect((await look(sitting)).answers[sitting.questions['number'].id]).toMatchObject({
    revision: 20,
    value: 20,
  });
});

test('a value that does not fit its question is refused with the reason, and the stored one stays', async () => {
  const sitting = await sit(server, admin, assessmentId);
  const { single, number, open } = sitting.questions;
  await save(sitting, number, 1, 5);
  const wrong: [any, unknown][] = [
    [single, 'not an option'],
    [single, [single.options[0].id]],
    [single, number.id],
    [number, '7'],
    [number, [7]],
    [open, 7],
    [open, 'x'.repeat(201)],
    [open, { a: 'b' }],
  ];
  for (const [question, value] of wrong) {
    const { status, body } = await save(sitting, question, 9, value);
    expect([question.kind, value, status, body.errors?.[0]?.path]).toEqual([
      question.kind,
      value,
      422,
      'value',
    ]);
  }
  expect((await save(sitting, { id: randomUUID() }, 1, 1)).status).toBe(404);
  expect(Object.keys((await look(sitting)).answers)).toEqual([number.id]);
});

test('half a character, as text fields cut them, costs nothing else of the answer', async () => {
  const sitting = await sit(server, admin, assessmentId);
  expect((await save(sitting, sitting.questions['open'], 1, 'fine \ud83d')).status).toBe(200);
  expect((await look(sitting)).answers[sitting.questions['open'].id].value).toBe('fine \ufffd');
});

test('an answer can be cleared', async () => {
  const sitting = await sit(server, admin, assessmentId);
  await save(sitting, sitting.questions['number'], 1, 5);
  await save(sitting, sitting.questions['number'], 2, null);
  const receipt = (await sitting.candidate.call('POST', '/submit', {})).body;
  expect(receipt).toMatchObject({ answered: 0, questions: 3, automatic: false });
});

test('the test goes on where it was on another device, and the first one is told', async () => {
  const sitting = await sit(server, admin, assessmentId);
  const { number } = sitting.questions;
  await save(sitting, number, 1, 5);
  const second = { ...sitting, candidate: await server.candidate(sitting.link) };
  expect((await look(second)).answers[number.id]).toMatchObject({ revision: 1, value: 5 });
  expect((await look(second)).deadlineAt).toBe(sitting.take.deadlineAt);
  const stale = await save(sitting, number, 2, 6);
  expect([stale.status, stale.body.code]).toEqual([401, 'unauthenticated']);
  expect((await save(second, number, 2, 7)).status).toBe(200);
  expect((await look(second)).answers[number.id].value).toBe(7);
});

test('twenty submits at once make one submission: one score, equal receipts, one mail each', async () => {
  const sitting = await sit(server, admin, assessmentId);
  await save(sitting, sitting.questions['number'], 1, 7);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => sitting.candidate.call('POST', '/submit', {})),
  );
  expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
  expect(answers[0]).toMatchObject({ status: 200, body: { answered: 1, questions: 3 } });
  expect((await sitting.candidate.call('GET', '/receipt')).body).toEqual(answers[0]!.body);
  await server.settle();
  const subjects = server.mails.all.filter((m) => m.to.includes(sitting.email)).map((m) => m.subject);
  expect(subjects).toHaveLength(2);
  const { body } = await admin.call('GET', `/v1/invitations/${sitting.id}`);
  expect(body.timeline.filter((entry: any) => entry.kind === 'submitted')).toHaveLength(1);
});

test('after the submission nothing can be changed, and the questions are gone', async () => {
  const sitting = await handIn(server, admin, assessmentId);
  const late = await save(sitting, sitting.questions['number'], 9, 1);
  expect([late.status, late.body.code]).toEqual([409, 'already_submitted']);
  expect((await sitting.candidate.call('POST', '/begin', {})).status).toBe(409);
  expect(await look(sitting)).toMatchObject({ status: 'submitted', answers: {} });
});

test('the cookie belongs to one test, is hidden from scripts, and comes from our own pages only', async () => {
  const { id, link } = await invite(server, admin, assessmentId);
  const secret = link.split('#')[1];
  const { headers } = await server.call('POST', `/v1/take/${id}/exchange`, { secret });
  const [cookie] = headers.getSetCookie();
  expect(cookie).toMatch(
    new RegExp(`^take-${id}=[0-9A-Za-z]{43}; Path=/; HttpOnly; SameSite=Strict; Max-Age=\\d+$`),
  );
  const foreign = await server.call(
    'POST',
    `/v1/take/${id}/begin`,
    {},
    {
      Cookie: cookie!.split(';')[0]!,
      Origin: 'https://evil.example',
    },
  );
  expect(foreign.status).toBe(403);
  expect((await admin.call('GET', `/v1/invitations/${id}`)).body.status).toBe('invited');
});
