import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AshbyCall } from '../support/fake-ashby.ts';
import { eventually } from '../support/eventually.ts';
import { datum, expectUpdate } from './contract.ts';
import {
  publish,
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

const isFor =
  ({ id }: Started, status?: string) =>
  ({ command, body }: AshbyCall) =>
    command === 'assessment.update' &&
    body.assessment_id === id &&
    (status === undefined || body.assessment_status.value === status);

/** What Ashby accepted about it, once nothing waits any more; the first answer counts as the first update. */
async function toldAbout(started: Started): Promise<any[]> {
  await party.hurry(started.id);
  await party.server.settle();
  return party.server.ashby.told(started.id);
}

async function submitted(typeId: string): Promise<Started> {
  const started = await acme.start(typeId);
  await takeTest(await party.candidate(started.email));
  return started;
}

describe('P-09 the first update', () => {
  test('is held until the answer to the start is certainly out', async () => {
    const before = Date.now();
    const started = await acme.start();
    await (await party.candidate(started.email)).call('POST', '/begin', {});
    const first = await party.server.ashby.wait(isFor(started));
    expect(first.at - before).toBeGreaterThanOrEqual(5000);
    expect(first.body.assessment_status.value).toBe('Started');
  });

  test('is tried again when Ashby does not know the id yet', async () => {
    const started = await acme.start();
    let asked = 0;
    party.server.ashby.answer(({ command }) =>
      command === 'assessment.update' && asked++ === 0
        ? {
            body: {
              success: false,
              errors: ['assessment_not_found'],
              errorInfo: { code: 'assessment_not_found' },
            },
          }
        : undefined,
    );
    await (await party.candidate(started.email)).call('POST', '/begin', {});
    await party.hurry(started.id);
    await eventually(async () => (await acme.view(started.id)).deliveries[0]?.tries).toBe(1);
    expect((await acme.view(started.id)).ashby.state).toBe('pending');
    expect(statusesOf(await toldAbout(started))).toEqual(['Started']);
  });
});

describe('P-10 to P-16 a test that scores itself', () => {
  test('is told as Started once and Completed once, with everything in the completion', async () => {
    const started = await submitted(acme.closed);
    const told = await toldAbout(started);
    told.forEach(expectUpdate);
    expect(statusesOf(told)).toEqual(['Started', 'Completed']);
    const [begun, completed] = told;
    expect(begun).not.toHaveProperty('assessment_result');
    expect(begun).not.toHaveProperty('metadata');
    expect(completed.assessment_result).toEqual({
      identifier: 'score',
      label: 'Score',
      description: 'Percent of all points',
      type: 'numeric_score',
      value: 100,
    });
    expect(completed.assessment_profile_url.value).toBe(`https://tests.acme.example/reports/${started.id}`);
    expect(datum(completed, 'points')).toBe(8);
    expect(datum(completed, 'max_points')).toBe(8);
    expect(datum(completed, 'minutes_taken')).toBe(1);
    expect(datum(completed, 'section_1_score')).toBe(100);
  });

  test('parts of points are told with two decimals at most', async () => {
    const options = ['a', 'b', 'c', 'd'].map((text) => ({ text }));
    const parts = {
      kind: 'multiple',
      prompt: 'Three?',
      points: 7,
      options,
      correct: [0, 1, 2],
      scoring: 'partial',
    };
    const started = await acme.start(
      await publish(acme.admin, 'Parts', [{ title: 'Parts', questions: [parts] }]),
    );
    const candidate = await party.candidate(started.email);
    const { body } = await candidate.call('POST', '/begin', {});
    const [question] = body.assessment.sections[0].questions;
    const { id } = question.options.find(({ text }: any) => text === 'b');
    await candidate.call('PUT', `/answers/${question.id}`, { revision: 1, value: [id] });
    await candidate.call('POST', '/submit', {});
    const completed = (await toldAbout(started)).at(-1);
    expectUpdate(completed);
    expect(datum(completed, 'points')).toBe(2.33);
    const section = completed.metadata.find((d: any) => d.identifier === 'section_1_score');
    expect(section.description).toBe('2.33 of 7 points');
  });

  test('no right answer is the score 0, not a missing one', async () => {
    const started = await acme.start();
    const candidate = await party.candidate(started.email);
    await candidate.call('POST', '/begin', {});
    await candidate.call('POST', '/submit', {});
    const completed = (await toldAbout(started)).at(-1);
    expectUpdate(completed);
    expect(completed.assessment_result.value).toBe(0);
    expect(datum(completed, 'section_1_score')).toBe(0);
  });

  test('a second Begin and 20 submits at once: one start, one score, one completion', async () => {
    const started = await acme.start();
    const candidate = await party.candidate(started.email);
    await Promise.all(Array.from({ length: 10 }, () => candidate.call('POST', '/begin', {})));
    const receipts = await Promise.all(
      Array.from({ length: 20 }, () => candidate.call('POST', '/submit', {})),
    );
    expect(new Set(receipts.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(receipts.map(({ body }) => JSON.stringify(body.submittedAt ?? body))).size).toBe(1);
    expect(statusesOf(await toldAbout(started))).toEqual(['Started', 'Completed']);
    const { timeline } = await acme.view(started.id);
    for (const kind of ['started', 'submitted', 'completed']) {
      expect(timeline.filter((entry: any) => entry.kind === kind)).toHaveLength(1);
    }
  });
});

describe('P-13 identifiers', () => {
  test('are the same for every assessment, whatever its sections are called', async () => {
    const sections = ['score', 'status', 'Décision', 'points'].map((title) => ({
      title,
      questions: [{ kind: 'number', prompt: 'One?', points: 1, correct: 1 }],
    }));
    const made = await acme.admin.call('POST', '/v1/assessments', {
      name: 'Odd',
      description: 'Odd',
      sections,
    });
    await acme.admin.call('POST', `/v1/assessments/${made.body.id}/publish`, {});
    const started = await submitted(made.body.id);
    const completed = (await toldAbout(started)).at(-1);
    expectUpdate(completed);
    expect(completed.metadata.map((d: any) => d.identifier)).toEqual([
      'points',
      'max_points',
      'minutes_taken',
      ...[1, 2, 3, 4].map((n) => `section_${n}_score`),
    ]);
    expect(completed.metadata.slice(3).map((d: any) => d.label)).toEqual(sections.map(({ title }) => title));
  });
});

describe('P-20 times', () => {
  test('only grow, also when the clock steps back between two events', async () => {
    let now = Date.now();
    const other = await startParty({ clock: () => new Date(now) });
    const place = await other.workplace();
    const started = await place.start();
    const candidate = await other.candidate(started.email);
    now -= 3000;
    await candidate.call('POST', '/begin', {});
    now -= 3000;
    await candidate.call('POST', '/submit', {});
    await other.hurry(started.id);
    await other.server.settle();
    const told = other.server.ashby.told(started.id);
    const times = [started.answer.body.results.update_request, ...told].map(({ timestamp }) => timestamp);
    expect(statusesOf(told)).toEqual(['Started', 'Completed']);
    for (const [i, time] of times.slice(1).entries()) expect(time).toBeGreaterThan(times[i]);
    await other.close();
  });
});

describe('P-11 a cancellation of ours', () => {
  test('is told once with its reason, and drops what had not left', async () => {
    const started = await acme.start();
    const candidate = await party.candidate(started.email);
    await candidate.call('POST', '/begin', {});
    await acme.admin.call('POST', `/v1/invitations/${started.id}/cancel`, { reason: 'The job is filled' });
    const told = await toldAbout(started);
    told.forEach(expectUpdate);
    expect(statusesOf(told)).toEqual(['Cancelled']);
    expect(told[0].cancelled_reason.value).toBe('Cancelled: The job is filled');
    expect(told[0]).not.toHaveProperty('assessment_result');
  });

  test('of Ashby’s and a submission at once: exactly one wins, and Ashby hears only of that', async () => {
    for (let round = 0; round < 12; round++) {
      const started = await acme.start();
      const candidate = await party.candidate(started.email);
      await candidate.call('POST', '/begin', {});
      const cancel = () => acme.call('assessment.cancel', { assessment_id: started.id });
      const submit = () => candidate.call('POST', '/submit', {});
      const [first, second] = round % 2 ? [cancel, submit] : [submit, cancel];
      const [a, b] = await Promise.all([first(), second()]);
      const [cancelled, handedIn] = round % 2 ? [a, b] : [b, a];
      const { status } = await acme.view(started.id);
      expect(cancelled.body.success).toBe(status === 'cancelled');
      expect(handedIn.status === 200).toBe(status === 'completed');
      const told = await toldAbout(started);
      expect(told.filter((u) => 'assessment_result' in u)).toHaveLength(status === 'completed' ? 1 : 0);
      expect(told.filter((u) => 'cancelled_reason' in u)).toHaveLength(0);
    }
  });
});

describe('sending again what Ashby should have', () => {
  test('says everything, but neither a second result nor a second start', async () => {
    const started = await acme.start();
    const candidate = await party.candidate(started.email);
    await candidate.call('POST', '/begin', {});
    await toldAbout(started);
    const sync = () => acme.admin.call('POST', `/v1/invitations/${started.id}/sync`, {});
    await sync();
    expect(statusesOf(await toldAbout(started))).toEqual(['Started', 'In progress']);
    await candidate.call('POST', '/submit', {});
    await toldAbout(started);
    await sync();
    const told = await toldAbout(started);
    told.forEach(expectUpdate);
    expect(statusesOf(told)).toEqual(['Started', 'In progress', 'Completed', 'Completed']);
    expect(told.filter((u) => 'assessment_result' in u)).toHaveLength(1);
    expect(datum(told[3], 'current_score')).toBe(0);
  });
});

test('an invitation that Ashby did not start tells Ashby nothing', async () => {
  const email = `own-${Date.now()}@mail.example`;
  const { body } = await acme.admin.call('POST', '/v1/invitations', {
    assessmentId: acme.closed,
    candidate: { name: 'Own', email },
  });
  await takeTest(await party.candidate(email));
  await party.server.settle();
  expect(party.server.ashby.calls.filter((c) => c.body.assessment_id === body.id)).toEqual([]);
  expect((await acme.view(body.id)).ashby).toEqual({ state: 'none' });
});
