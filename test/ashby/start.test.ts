import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import { eventually } from '../support/eventually.ts';
import { expectAnswer, expectRequest, expectUpdate } from './contract.ts';
import { refusal, startBody, startParty, type Party, type Workplace } from './workplace.ts';

let party: Party;
let acme: Workplace;

beforeAll(async () => {
  party = await startParty();
  acme = await party.workplace();
});
afterAll(() => party.close());

describe('P-05 a duplicate start', () => {
  test('the same start gets the same id and no second mail, until Ashby has shown that it knows the id', async () => {
    const first = await acme.start();
    const again = await acme.call('assessment.start', first.body);
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.answer.body);
    const candidate = await party.candidate(first.email);
    await candidate.call('POST', '/begin', {});
    const begun = await acme.call('assessment.start', first.body);
    expect(begun.body).toEqual({ success: true, results: { assessment_id: first.id } });
    await party.hurry(first.id);
    await eventually(async () => (await acme.view(first.id)).ashby.state).toBe('in_sync');
    const late = await acme.call('assessment.start', first.body);
    expect(late.status).toBe(409);
    expect(late.body).toEqual(
      refusal('already_invited', expect.stringMatching(/^Mina Park is being assessed/)),
    );
    expect(party.server.mails.all.filter(({ to }) => to.includes(first.email))).toHaveLength(1);
  });

  test.each([
    ['has begun', ['Started']],
    ['has handed in', ['Completed']],
  ])('a start whose answer got lost is healed by its repeat, also when the candidate %s', async (_, then) => {
    const { ashby, ctx } = party.server;
    const first = await acme.start();
    const unknown = {
      success: false,
      errors: ['assessment_not_found'],
      errorInfo: { code: 'assessment_not_found' },
    };
    ashby.answer(({ body }) => (body.assessment_id === first.id ? { body: unknown } : undefined));
    const longAgo = { createdAt: new Date(Date.now() - 3600_000) };
    await ctx.db.invitations.updateOne({ _id: first.id, workspaceId: acme.id }, { $set: longAgo });
    const candidate = await party.candidate(first.email);
    await candidate.call('POST', '/begin', {});
    if (then[0] === 'Completed') await candidate.call('POST', '/submit', {});
    await party.hurry(first.id);
    await eventually(async () => (await acme.view(first.id)).ashby.state).toBe('failed');
    let take = () => {};
    const taken = new Promise<void>((resolve) => (take = resolve));
    ashby.answer(async () => void (await taken));
    for (let n = 0; n < 2; n++) {
      const again = await acme.call('assessment.start', first.body);
      expect(again.body.results.assessment_id).toBe(first.id);
    }
    take();
    await eventually(async () => (await acme.view(first.id)).ashby.state).toBe('in_sync');
    const told = ashby.updates.filter(({ body }) => body.assessment_id === first.id);
    expect(told.map(({ body }) => body.assessment_status.value)).toEqual(then);
    const anew = await acme.call('assessment.start', first.body);
    expect(anew.status).toBe(then[0] === 'Completed' ? 200 : 409);
    expect(anew.body.results?.assessment_id).not.toBe(first.id);
  });

  test('a start after a completed one is new where Ashby could not be found, as that says nothing about the answer', async () => {
    const { ctx } = party.server;
    const { fetch } = ctx;
    ctx.fetch = () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'ENOTFOUND' } }));
    const first = await acme.start();
    const candidate = await party.candidate(first.email);
    await candidate.call('POST', '/begin', {});
    await candidate.call('POST', '/submit', {});
    await party.hurry(first.id);
    await eventually(async () => (await acme.view(first.id)).ashby.problem).toMatch(/ENOTFOUND/);
    const anew = await acme.call('assessment.start', first.body);
    ctx.fetch = fetch;
    expect(anew.status).toBe(200);
    expect(anew.body.results.assessment_id).not.toBe(first.id);
  });

  test('a start with a corrected address is no repeat: it would mail nobody', async () => {
    const first = await acme.start();
    const corrected = { ...first.body, candidate: { ...first.body.candidate, email: 'right@mail.example' } };
    const { status, body } = await acme.call('assessment.start', corrected);
    expect(status).toBe(409);
    expect(body.message).toContain(first.email);
    const shouted = {
      ...first.body,
      candidate: { ...first.body.candidate, email: first.email.toUpperCase() },
    };
    expect((await acme.call('assessment.start', shouted)).body.results.assessment_id).toBe(first.id);
  });

  test('50 identical starts at once: one invitation, one mail, one id', async () => {
    const body = startBody(acme.closed);
    const answers = await Promise.all(Array.from({ length: 50 }, () => acme.call('assessment.start', body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map((a) => a.body.results.assessment_id)).size).toBe(1);
    await party.server.mails.wait(({ to }) => to.includes(body.candidate.email));
    await party.server.settle();
    expect(party.server.mails.all.filter(({ to }) => to.includes(body.candidate.email))).toHaveLength(1);
    const applicationId = body.application.ashby_id;
    expect(
      await party.server.ctx.db.invitations.countDocuments({ 'source.applicationId': applicationId }),
    ).toBe(1);
  });
});

describe('P-06 what is over does not block', () => {
  test('after a cancellation the same start makes a new one', async () => {
    const first = await acme.start();
    await acme.call('assessment.cancel', { assessment_id: first.id });
    const again = await acme.call('assessment.start', first.body);
    expect(again.status).toBe(200);
    expect(again.body.results.assessment_id).not.toBe(first.id);
  });
});

test('P-07 another application or type is another assessment; a merged candidate is the same', async () => {
  const first = await acme.start();
  const next = (change: (body: any) => void) => {
    const body = structuredClone(first.body);
    change(body);
    return acme.call('assessment.start', body).then((a) => a.body.results.assessment_id);
  };
  expect(await next((b) => (b.application.ashby_id = randomUUID()))).not.toBe(first.id);
  expect(await next((b) => (b.assessment_type_id = acme.open))).not.toBe(first.id);
  expect(await next((b) => (b.candidate.ashby_id = randomUUID()))).toBe(first.id);
  const other = await party.workplace('Other');
  const foreign = await other.start(other.closed, (b) => (b.application = first.body.application));
  expect(foreign.answer.status).toBe(200);
  expect(foreign.id).not.toBe(first.id);
});

test('P-08 a hundred starts at once are all answered while no mail can leave', async () => {
  const down = await startParty();
  const place = await down.workplace();
  down.server.mails.refuse(() => ({ code: 451, message: 'later' }));
  const started = await Promise.all(Array.from({ length: 100 }, () => place.start()));
  expect(new Set(started.map(({ answer }) => answer.status))).toEqual(new Set([200]));
  expect(new Set(started.map(({ id }) => id)).size).toBe(100);
  expect((await place.view(started[99]!.id)).status).toBe('invited');
  expect(down.server.mails.all.filter(({ subject }) => subject.includes('Closed test'))).toEqual([]);
  await down.close();
});

describe('P-09 and P-10 the answer to a start', () => {
  test('carries a UUID and the first status, which is not Started', async () => {
    const { answer, id, body } = await acme.start();
    expectRequest('assessment.start', body);
    expectAnswer('assessment.start', 200, answer.body);
    expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const { update_request: update } = answer.body.results;
    expectUpdate(update);
    expect(update.assessment_id).toBe(id);
    expect(update.assessment_status.value).toBe('Invited');
    expect(update.assessment_profile_url.value).toBe(`https://tests.acme.example/reports/${id}`);
    expect(update).not.toHaveProperty('assessment_result');
    expect(update).not.toHaveProperty('metadata');
  });
});

test('who started it is Ashby; the candidate is asked by the workspace', async () => {
  const started = await acme.start();
  const mail = await party.server.mails.wait(({ to }) => to.includes(started.email));
  expect(mail.subject).toBe('Acme invites you: Closed test');
  expect(mail.text).toContain('Acme asks you to take the assessment “Closed test”.');
  expect(mail.text).not.toContain('Ashby');
  const { timeline } = await acme.view(started.id);
  expect(timeline[0]).toMatchObject({ kind: 'invited', by: 'Ashby' });
});
