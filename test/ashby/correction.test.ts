import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
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
afterEach(() => party.server.ashby.answer(null));
afterAll(() => party.close());

async function toldAbout({ id }: Started): Promise<any[]> {
  await party.hurry(id);
  await party.server.settle();
  const told = party.server.ashby.told(id);
  told.forEach(expectUpdate);
  return told;
}
const resultsOf = (told: any[]) => told.flatMap((update) => update.assessment_result?.value ?? []);

interface Graded {
  started: Started;
  grade(points: number): Promise<any>;
  act(method: string, path: string, body?: unknown): Promise<any>;
}

/** Handed in with 8 of 12 points, four more for the reviewers to give. */
async function handedIn(place = acme): Promise<Graded> {
  const started = await place.start(place.open);
  await takeTest(await party.candidate(started.email));
  const act = async (method: string, path: string, body?: unknown) =>
    (await place.admin.call(method, `/v1/invitations/${started.id}/${path}`, body)).body;
  const { sections } = await act('GET', 'answers');
  const asked = sections.flatMap((s: any) => s.questions).find((a: any) => a.question.kind === 'open');
  return { started, act, grade: (points) => act('PUT', `grades/${asked.question.id}`, { points }) };
}

describe('Q-06 a score that was corrected after Ashby got it', () => {
  test('is said to be missing in Ashby, and goes there as the result when a person asks for that, once', async () => {
    const { started, grade, act } = await handedIn();
    await grade(0);
    await toldAbout(started);
    expect((await act('GET', 'result')).ashby).not.toHaveProperty('problem');
    await grade(4);
    const before = await toldAbout(started);
    expect(resultsOf(before)).toEqual([66.7]);
    expect(datum(before.at(-1), 'current_score')).toBe(100);
    const { ashby } = await act('GET', 'result');
    expect(ashby).toMatchObject({ state: 'failed', problem: expect.stringMatching(/66\.7 %.*Send again/) });
    await act('POST', 'sync', {});
    const after = await toldAbout(started);
    expect(resultsOf(after)).toEqual([66.7, 100]);
    // It has got this one before, so that must not stay another.
    expect(datum(after.at(-1), 'current_score')).toBe(100);
    expect(datum(after.at(-1), 'section_2_score')).toBe(100);
    const healed = (await act('GET', 'result')).ashby;
    expect(healed.state).toBe('in_sync');
    expect(healed).not.toHaveProperty('problem');
    await act('POST', 'sync', {});
    expect(resultsOf(await toldAbout(started))).toEqual([66.7, 100]);
  });

  test('is called what it is in the timeline, and takes the place of the one before in a long queue', async () => {
    const { started, grade, act } = await handedIn();
    await grade(0);
    await toldAbout(started);
    const namesOf = async () =>
      (await acme.view(started.id)).timeline
        .filter(({ kind }: any) => kind === 'ashby_accepted')
        .map(({ detail }: any) => detail);
    await grade(4);
    await act('POST', 'comments', { text: 'A slip of mine.' });
    await toldAbout(started);
    expect((await namesOf()).slice(-3)).toEqual(['Completed', 'Current score', 'Comments and decision']);
    await acme.admin.call('DELETE', '/v1/settings/ashby/ashby-key', {});
    for (let n = 0; n < 24; n++) await grade(n % 4);
    const waiting = async () => (await acme.view(started.id)).deliveries.map(({ name }: any) => name);
    expect(await waiting()).toHaveLength(20);
    await act('POST', 'sync', {});
    expect(await waiting()).toEqual(['Current score', 'Everything']);
    await acme.admin.call('PUT', '/v1/settings/ashby/ashby-key', { apiKey: ASHBY_KEY });
    expect(datum((await toldAbout(started)).at(-1), 'current_score')).toBe(91.7);
  });

  test('that Ashby does not take a second time stays visible, and what follows still arrives', async () => {
    const { started, grade, act } = await handedIn();
    await grade(0);
    await toldAbout(started);
    await grade(4);
    await toldAbout(started);
    party.server.ashby.answer(({ body }) =>
      body.assessment_result
        ? { body: { success: false, errorInfo: { code: 'already_complete', message: 'It is complete.' } } }
        : undefined,
    );
    await act('POST', 'sync', {});
    await party.hurry(started.id);
    await eventually(async () => (await act('GET', 'result')).ashby.problem).toMatch(/already_complete/);
    await act('POST', 'comments', { text: 'A slip of mine.' });
    const told = await toldAbout(started);
    expect(resultsOf(told)).toEqual([66.7]);
    expect(datum(told.at(-1), 'comments')).toMatch(/A slip of mine/);
    expect(datum(told.at(-1), 'current_score')).toBe(100);
    expect((await act('GET', 'result')).ashby).toMatchObject({
      state: 'failed',
      problem: expect.stringMatching(/66\.7 %/),
    });
  });

  test('before it has left goes as it is now, as the only one', async () => {
    const away = await party.workplace();
    await away.admin.call('DELETE', '/v1/settings/ashby/ashby-key', {});
    const { started, grade, act } = await handedIn(away);
    await grade(0);
    await act('POST', 'comments', { text: 'Too few?' });
    await grade(4);
    await away.admin.call('PUT', '/v1/settings/ashby/ashby-key', { apiKey: ASHBY_KEY });
    const told = await toldAbout(started);
    expect(statusesOf(told)).toEqual(['Started', 'Submitted', 'Awaiting review', 'Completed']);
    expect(resultsOf(told)).toEqual([100]);
    expect(datum(told.at(-1), 'current_score')).toBeUndefined();
    expect(datum(told.at(-1), 'comments')).toMatch(/Too few/);
    expect((await act('GET', 'result')).ashby.state).toBe('in_sync');
  });

  test('and corrected back before that has left is no second result', async () => {
    const { started, grade, act } = await handedIn();
    await grade(0);
    await toldAbout(started);
    party.server.ashby.answer(({ body }) =>
      body.assessment_id === started.id ? { status: 503 } : undefined,
    );
    await grade(4);
    await act('POST', 'sync', {});
    await grade(0);
    party.server.ashby.answer(null);
    const told = await toldAbout(started);
    expect(resultsOf(told)).toEqual([66.7]);
    expect(datum(told.at(-1), 'current_score')).toBe(66.7);
    expect((await act('GET', 'result')).ashby.state).toBe('in_sync');
  });

  test('and before we kept which score it got is not sent by itself', async () => {
    const { started, grade, act } = await handedIn();
    await grade(0);
    await toldAbout(started);
    const { invitations } = party.server.ctx.db;
    await invitations.updateOne({ _id: started.id }, { $unset: { 'ashby.resultPercent': '' } });
    party.server.ashby.answer(({ body }) =>
      body.assessment_id === started.id
        ? { body: { success: false, errorInfo: { code: 'invalid_input' } } }
        : undefined,
    );
    await act('POST', 'comments', { text: 'One.' });
    await party.hurry(started.id);
    await eventually(async () => (await act('GET', 'result')).ashby.state).toBe('failed');
    party.server.ashby.answer(null);
    await act('POST', 'comments', { text: 'Two.' });
    const told = await toldAbout(started);
    expect(resultsOf(told)).toEqual([66.7]);
    expect(datum(told.at(-1), 'comments')).toMatch(/Two/);
  });
});
