import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { datum, expectUpdate } from './contract.ts';
import {
  ASHBY_KEY,
  startParty,
  statusesOf,
  takeTest,
  type Party,
  type Started,
  type Workplace,
} from './workplace.ts';

let party: Party;
let acme: Workplace;

beforeAll(async () => {
  party = await startParty();
  acme = await party.workplace();
});
afterAll(() => party.close());

/** What Ashby accepted about it, once nothing waits any more; the first answer counts as the first update. */
async function toldAbout(started: Started): Promise<any[]> {
  await party.hurry(started.id);
  await party.server.settle();
  return party.server.ashby.told(started.id);
}

const openQuestion = async (id: string) =>
  (await acme.admin.call('GET', `/v1/invitations/${id}/answers`)).body.sections
    .flatMap((s: any) => s.questions)
    .find((a: any) => a.question.kind === 'open').question.id;

const review = (id: string) => ({
  grade: async (points: number) =>
    acme.admin.call('PUT', `/v1/invitations/${id}/grades/${await openQuestion(id)}`, { points }),
  comment: (text: string) => acme.admin.call('POST', `/v1/invitations/${id}/comments`, { text }),
  decide: (decision: string, note?: string) =>
    acme.admin.call('PUT', `/v1/invitations/${id}/decision`, { decision, ...(note && { note }) }),
});

async function submitted(typeId: string): Promise<Started> {
  const started = await acme.start(typeId);
  await takeTest(await party.candidate(started.email));
  return started;
}

describe('P-15 a test that people grade', () => {
  test('is awaiting review without a result, whatever reviewers say; the completion says it all', async () => {
    const started = await submitted(acme.open);
    expect(statusesOf(await toldAbout(started))).toEqual(['Started', 'Submitted', 'Awaiting review']);
    const { grade, comment, decide } = review(started.id);
    await comment('Very clear.');
    await decide('hold');
    await decide('advance', 'Invite her.');
    expect(await toldAbout(started)).toHaveLength(6);
    await grade(3);
    const told = await toldAbout(started);
    told.forEach(expectUpdate);
    const waits = Array(4).fill('Awaiting review');
    expect(statusesOf(told)).toEqual(['Started', 'Submitted', ...waits, 'Completed']);
    expect(told.map((u) => 'assessment_result' in u)).toEqual([...Array(6).fill(false), true]);
    const completed = told[6];
    expect(completed.assessment_result.value).toBe(91.7);
    expect(datum(completed, 'section_1_score')).toBe(100);
    expect(datum(completed, 'section_2_score')).toBe(75);
    expect(datum(completed, 'comments')).toMatch(/: Very clear\.$/);
    expect(datum(completed, 'decision')).toBe('Advance: Invite her.');
  });

  test('says its decision in Ashby before the last grade, which may never come', async () => {
    const started = await submitted(acme.open);
    const { comment, decide } = review(started.id);
    await comment('Not what we need.');
    await decide('reject', 'No need to grade.');
    const last = (await toldAbout(started)).at(-1);
    expect(last.metadata.map(({ identifier }: any) => identifier)).toEqual(['decision', 'comments']);
    expect(datum(last, 'decision')).toBe('Reject: No need to grade.');
    await acme.admin.call('POST', `/v1/invitations/${started.id}/sync`, {});
    const again = (await toldAbout(started)).at(-1);
    expect(again.metadata).toEqual(last.metadata);
  });

  test('the same grade again, as after a lost answer, changes nothing and tells nobody', async () => {
    const started = await submitted(acme.open);
    const { grade } = review(started.id);
    const first = (await grade(3)).body;
    expect((await grade(3)).body.overall).toEqual(first.overall);
    expect(await toldAbout(started)).toHaveLength(4);
    const { timeline } = await acme.view(started.id);
    expect(timeline.filter(({ kind }: any) => kind === 'graded')).toHaveLength(1);
  });

  test('what reviewers say later arrives as further updates, and the result is not sent again', async () => {
    const started = await submitted(acme.open);
    const { grade, comment, decide } = review(started.id);
    await grade(4);
    await toldAbout(started);
    await comment('First.');
    await decide('reject');
    await comment('Second.');
    await grade(1);
    const told = await toldAbout(started);
    told.forEach(expectUpdate);
    expect(told).toHaveLength(4 + 4);
    expect(told.filter((u) => 'assessment_result' in u)).toHaveLength(1);
    expect(new Set(statusesOf(told.slice(3)))).toEqual(new Set(['Completed']));
    const last = told.at(-1);
    expect(datum(last, 'comments')).toMatch(/Second\.\n\n.*First\.$/s);
    expect(datum(last, 'decision')).toBe('Reject');
    expect(datum(last, 'current_score')).toBe(75);
    expect(datum(told[4], 'current_score')).toBe(100);
    expect(datum(last, 'points')).toBe(9);
  });

  test('an edited comment arrives as it is now, and a deleted one is gone from Ashby, the last one too', async () => {
    const started = await submitted(acme.open);
    const { grade, comment } = review(started.id);
    await grade(4);
    const { comments } = (await comment('Frist.')).body;
    const path = `/v1/invitations/${started.id}/comments/${comments[0].id}`;
    await acme.admin.call('PUT', path, { text: 'First.' });
    await acme.admin.call('DELETE', path);
    const told = await toldAbout(started);
    told.forEach(expectUpdate);
    expect(told.slice(4).map((update) => datum(update, 'comments'))).toEqual([
      expect.stringMatching(/: Frist\.$/),
      expect.stringMatching(/: First\.$/),
      'No comments.',
    ]);
  });

  test('long comments are cut to what Ashby surely takes, the newest first', async () => {
    const started = await submitted(acme.open);
    const { grade, comment } = review(started.id);
    await comment('Old.');
    await comment('😀'.repeat(700));
    await grade(0);
    const completed = (await toldAbout(started)).at(-1);
    expectUpdate(completed);
    expect(datum(completed, 'comments')).toMatch(/: 😀+.?…$/u);
  });
});

describe('P-20 times and order', () => {
  test('timestamps are whole milliseconds that only grow, from the first answer to the last update', async () => {
    const started = await submitted(acme.open);
    const { grade, comment, decide } = review(started.id);
    await grade(2);
    await Promise.all([comment('A'), comment('B'), decide('hold'), comment('C')]);
    const told = await toldAbout(started);
    const times = [started.answer.body.results.update_request, ...told].map(({ timestamp }) => timestamp);
    expect(times).toHaveLength(9);
    expect(times.every(Number.isSafeInteger)).toBe(true);
    for (const [i, time] of times.slice(1).entries()) expect(time).toBeGreaterThan(times[i]);
  });
});

test('while nothing can leave, the queue stays short, and repeats of what is said add nothing', async () => {
  const away = await party.workplace();
  await away.admin.call('DELETE', '/v1/settings/ashby/ashby-key', {});
  const { id, email } = await away.start();
  await takeTest(await party.candidate(email));
  const act = (method: string, path: string, body: unknown) =>
    away.admin.call(method, `/v1/invitations/${id}/${path}`, body);
  const waiting = async () =>
    (await away.view(id)).deliveries.flatMap(({ channel, name }: any) => (channel === 'ashby' ? name : []));
  for (let i = 0; i < 30; i++) await act('POST', 'comments', { text: `Thought ${i}.` });
  expect(await waiting()).toHaveLength(20);
  for (let i = 0; i < 3; i++) await act('POST', 'sync', {});
  expect(await waiting()).toEqual(['Started', 'Completed', 'Everything']);
  for (const decision of ['hold', 'advance', 'advance']) await act('PUT', 'decision', { decision });
  expect(await waiting()).toHaveLength(5);
  expect((await act('GET', 'answers', undefined)).body.decisionHistory).toHaveLength(1);
  await away.admin.call('PUT', '/v1/settings/ashby/ashby-key', { apiKey: ASHBY_KEY });
  await party.hurry(id);
  await party.server.settle();
  const told = party.server.ashby.told(id);
  told.forEach(expectUpdate);
  expect(told.map((update: any) => 'assessment_result' in update)).toEqual([
    false,
    true,
    false,
    false,
    false,
  ]);
  expect(datum(told[4], 'comments')).toMatch(/^.*: Thought 29\./);
  expect(datum(told[4], 'decision')).toBe('Advance');
});
