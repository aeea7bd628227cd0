import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AshbyAnswer, AshbyCall } from '../support/fake-ashby.ts';
import { eventually } from '../support/eventually.ts';
import { expectUpdate } from './contract.ts';
import { ASHBY_KEY, startParty, statusesOf, type Party, type Started, type Workplace } from './workplace.ts';

let party: Party;
let acme: Workplace;

beforeAll(async () => {
  party = await startParty();
  acme = await party.workplace();
});
afterEach(() => party.server.ashby.answer(null));
afterAll(() => party.close());

const ashby = () => party.server.ashby;
const callsFor = (id: string) => ashby().calls.filter((call) => call.body.assessment_id === id);
const isFor = (id: string) => (call: AshbyCall) => call.body.assessment_id === id;

/** A candidate begins, so an update waits; Ashby answers it as told. */
async function begun(answer: AshbyAnswer | ((call: AshbyCall) => AshbyAnswer | undefined)): Promise<Started> {
  const started = await acme.start(acme.open);
  ashby().answer((call) => {
    if (call.body.assessment_id !== started.id) return undefined;
    return typeof answer === 'function' ? answer(call) : answer;
  });
  await (await party.candidate(started.email)).call('POST', '/begin', {});
  await party.hurry(started.id);
  return started;
}

const waitFor = (id: string, state: string) =>
  eventually(async () => (await acme.view(id)).ashby.state).toBe(state);
const problemOf = async (id: string) =>
  (await acme.view(id)).deliveries.find((d: any) => d.channel === 'ashby');

test('a call is made as Ashby asks for it', async () => {
  const { id } = await begun({ body: { success: true } });
  const { headers, key, body, command } = await ashby().wait(isFor(id));
  expect(command).toBe('assessment.update');
  expect(key).toBe(ASHBY_KEY);
  expect(headers.authorization).toBe(`Basic ${Buffer.from(`${ASHBY_KEY}:`).toString('base64')}`);
  expect(headers['content-type']).toBe('application/json');
  expect(headers.accept).toBe('application/json; version=1');
  expect(headers['user-agent']).toMatch(/^Canditech\/\d/);
  expectUpdate(body);
});

describe('P-17 what is a success', () => {
  test.each<[string, AshbyAnswer]>([
    ['success', { body: { success: true, results: {} } }],
    ['success with warnings', { body: { success: true, warnings: ['deprecated'] } }],
    ['an empty 200', { body: '' }],
    ['an object that does not say', { body: {} }],
    ['another 2xx', { status: 202, body: { success: true } }],
  ])('%s', async (_what, answer) => {
    const { id } = await begun(answer);
    await waitFor(id, 'in_sync');
    expect(callsFor(id)).toHaveLength(1);
    const { timeline } = await acme.view(id);
    expect(timeline.at(-1)).toMatchObject({ kind: 'ashby_accepted', detail: 'Started' });
  });
});

describe('P-18 what passes is tried again with the same bytes', () => {
  test.each<[string, AshbyAnswer, RegExp]>([
    ['500', { status: 500, body: { success: false } }, /status 500/],
    ['503 with a page', { status: 503, body: '<html>down</html>' }, /status 503/],
    ['200 with a page', { status: 200, body: '<html>proxy</html>' }, /not JSON/],
    ['a timeout of the edge', { status: 408, body: '' }, /status 408/],
    ['429', { status: 429, body: '' }, /too many calls/],
    ['a hang-up', { hangUp: true }, /cannot be reached/],
    ['403 of the network’s edge', { status: 403, body: 'error code: 1010' }, /edge/],
    ['a redirect', { status: 302, headers: { Location: 'http://127.0.0.1:9/' }, body: '' }, /redirect/],
  ])('after %s', async (_what, answer, problem) => {
    let failures = 1;
    const { id } = await begun(() => (failures-- > 0 ? answer : undefined));
    await eventually(async () => (await problemOf(id))?.tries).toBe(1);
    const view = await acme.view(id);
    expect(view.ashby).toMatchObject({ state: 'pending', problem: expect.stringMatching(problem) });
    expect(view.deliveries).toEqual([
      {
        channel: 'ashby',
        name: 'Started',
        tries: 1,
        nextTryAt: view.ashby.nextTryAt,
        problem: view.ashby.problem,
      },
    ]);
    const stored = await party.server.ctx.db.invitations.findOne({ _id: id });
    expect(view.ashby.nextTryAt).toBe(stored!.outbox.ashby.notBefore.toISOString());
    expect(stored!.outbox.ashby.notBefore.getTime()).toBeGreaterThan(Date.now() - 1000);
    // The hold of a throttled key is real time; the back-off of everything else can be cut short.
    if (answer.status !== 429) await party.hurry(id);
    await waitFor(id, 'in_sync');
    const [first, second, ...more] = callsFor(id);
    expect(more).toEqual([]);
    expect(second!.raw).toBe(first!.raw);
    expect((await acme.view(id)).ashby).not.toHaveProperty('problem');
  });

  test('a redirect is not followed, so the key stays with Ashby', async () => {
    const seen: unknown[] = [];
    const thief = createServer((req, res) => {
      seen.push(req.headers);
      res.end('{}');
    });
    await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
    const Location = `http://127.0.0.1:${(thief.address() as AddressInfo).port}/assessment.update`;
    const { id } = await begun({ status: 307, headers: { Location }, body: '' });
    await eventually(async () => (await problemOf(id))?.tries).toBe(1);
    expect(seen).toEqual([]);
    thief.close();
  });

  test('after 37 tries it waits for a person, and is not lost', async () => {
    const { id } = await begun({ status: 500, body: '' });
    await eventually(async () => (await problemOf(id))?.tries).toBe(1);
    await party.server.ctx.db.invitations.updateOne({ _id: id }, { $set: { 'outbox.ashby.tries': 36 } });
    await party.hurry(id);
    await waitFor(id, 'failed');
    expect((await problemOf(id)).problem).toMatch(/^given up after 37 tries: /);
    ashby().answer(null);
    await acme.admin.call('POST', `/v1/invitations/${id}/sync`, {});
    await waitFor(id, 'in_sync');
    expect(statusesOf(ashby().told(id))).toEqual(['Started']);
  });
});

describe('P-17 and P-18 what is final', () => {
  const info = { code: 'invalid_input', message: 'Unknown status', requestId: '01JREQ' };

  test.each<[string, AshbyAnswer, RegExp]>([
    [
      '200 that says no',
      { body: { success: false, errorInfo: info } },
      /invalid_input: Unknown status \(request 01JREQ\)/,
    ],
    ['200 that says no in the old way', { body: { success: false, errors: ['too_late'] } }, /too_late/],
    [
      '200 that says no with odd members',
      { body: { success: false, errors: [{ a: 1 }], errorInfo: 'x' } },
      /status 200/,
    ],
    ['400', { status: 400, body: { success: false, errorInfo: info } }, /Unknown status/],
    ['404', { status: 404, body: 'Not Found' }, /status 404/],
    ['413', { status: 413, body: '' }, /status 413/],
    ['422', { status: 422, body: {} }, /status 422/],
  ])('%s is not tried again, and is visible', async (_what, answer, problem) => {
    const { id } = await begun(answer);
    await waitFor(id, 'failed');
    const view = await acme.view(id);
    expect(view.ashby.problem).toMatch(problem);
    expect(view.ashby).not.toHaveProperty('nextTryAt');
    expect(view.timeline.at(-1)).toMatchObject({
      kind: 'ashby_refused',
      detail: expect.stringMatching(problem),
    });
    party.server.ctx.bell.ring();
    const other = await begun({ body: { success: true } });
    await waitFor(other.id, 'in_sync');
    expect(callsFor(id)).toHaveLength(1);
  });

  test('what happens later takes its place and says everything', async () => {
    const started = await acme.start();
    const candidate = await party.candidate(started.email);
    ashby().answer(() => ({ body: { success: false, errorInfo: info } }));
    await candidate.call('POST', '/begin', {});
    await party.hurry(started.id);
    await waitFor(started.id, 'failed');
    await candidate.call('POST', '/submit', {});
    await eventually(() => callsFor(started.id).length).toBe(2);
    await waitFor(started.id, 'failed');
    ashby().answer(null);
    await acme.admin.call('POST', `/v1/invitations/${started.id}/comments`, { text: 'Good.' });
    await waitFor(started.id, 'in_sync');
    const told = ashby().told(started.id);
    told.forEach(expectUpdate);
    expect(statusesOf(told)).toEqual(['Completed']);
    expect(told[0].assessment_result.value).toBe(0);
    const times = callsFor(started.id).map(({ body }) => body.timestamp);
    expect([...times].sort()).toEqual(times);
    expect(new Set(times).size).toBe(3);
  });
});

test('P-20 updates of one assessment leave one after the other, while others overtake', async () => {
  let release = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  const slow = await acme.start();
  ashby().answer(async (call) => {
    if (call.body.assessment_id === slow.id && call.body.assessment_status.value === 'Started') await gate;
    return undefined;
  });
  const candidate = await party.candidate(slow.email);
  await candidate.call('POST', '/begin', {});
  await party.hurry(slow.id);
  await eventually(() => callsFor(slow.id).length).toBe(1);
  await candidate.call('POST', '/submit', {});
  const quick = await acme.start();
  await (await party.candidate(quick.email)).call('POST', '/begin', {});
  await party.hurry(quick.id);
  await waitFor(quick.id, 'in_sync');
  expect(callsFor(slow.id)).toHaveLength(1);
  const waiting = (await acme.view(slow.id)).deliveries.filter(({ channel }: any) => channel === 'ashby');
  expect(waiting.map(({ name }: any) => name)).toEqual(['Started', 'Completed']);
  release();
  await waitFor(slow.id, 'in_sync');
  expect(statusesOf(ashby().told(slow.id))).toEqual(['Started', 'Completed']);
});

test('a wish to send again, while the completion is on its way, makes no second result', async () => {
  let release = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  const started = await acme.start();
  const candidate = await party.candidate(started.email);
  await candidate.call('POST', '/begin', {});
  await party.hurry(started.id);
  await waitFor(started.id, 'in_sync');
  ashby().answer(async () => void (await gate));
  await candidate.call('POST', '/submit', {});
  await eventually(() => callsFor(started.id).length).toBe(2);
  await acme.admin.call('POST', `/v1/invitations/${started.id}/sync`, {});
  release();
  await waitFor(started.id, 'in_sync');
  const results = callsFor(started.id).filter(({ body }) => 'assessment_result' in body);
  expect(new Set(results.map(({ raw }) => raw)).size).toBe(1);
  expect(statusesOf(ashby().told(started.id)).at(-1)).toBe('Completed');
});
