import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { keyBound } from '../../server/ashby/deliver.ts';
import { createVault } from '../../server/crypto.ts';
import type { AshbyCall } from '../support/fake-ashby.ts';
import {
  ASHBY_KEY,
  startParty,
  statusesOf,
  takeTest,
  type Party,
  type Started,
  type Workplace,
} from './workplace.ts';

const NEW_KEY = 'ashby-second-key-0123456789';
const old = randomBytes(32);
const masters = [randomBytes(32), old].map((key) => key.toString('base64')).join();
let party: Party;

beforeAll(async () => {
  party = await startParty({ env: { MASTER_KEY: masters } });
});
afterEach(() => party.server.ashby.answer(null));
afterAll(() => party.close());

const ashby = () => party.server.ashby;
const refuseKey = (refused: string, body: unknown = 'Forbidden') =>
  ashby().answer(({ key }) => (key === refused ? { status: 403, body } : undefined));
const saveKey = (place: Workplace, apiKey: string) =>
  place.admin.call('PUT', '/v1/settings/ashby/ashby-key', { apiKey });
const settingsOf = async (place: Workplace) => (await place.admin.call('GET', '/v1/settings/ashby')).body;
const doctor = async (place: Workplace) =>
  (await place.admin.call('POST', '/v1/settings/ashby/check', {})).body.checks;
const waitFor = (place: Workplace, id: string, state: string) =>
  eventually(async () => (await place.view(id)).ashby.state).toBe(state);
const callsFor = (id: string) => ashby().calls.filter((call) => call.body.assessment_id === id);

async function begun(place: Workplace): Promise<Started> {
  const started = await place.start();
  await (await party.candidate(started.email)).call('POST', '/begin', {});
  await party.hurry(started.id);
  return started;
}

describe('P-18 Ashby refuses the key', () => {
  test.each([401, 403])(
    '%d pauses the workspace, says so, and goes on in order with a good key',
    async (status) => {
      const place = await party.workplace();
      ashby().answer(({ key }) => (key === ASHBY_KEY ? { status, body: 'No.' } : undefined));
      const first = await begun(place);
      await waitFor(place, first.id, 'paused');
      const second = await place.start();
      await takeTest(await party.candidate(second.email));
      await party.hurry(second.id);
      await waitFor(place, second.id, 'paused');
      expect(callsFor(first.id)).toHaveLength(1);
      expect(callsFor(second.id)).toHaveLength(0);

      const view = await place.view(first.id);
      expect(view.deliveries[0]).toMatchObject({
        tries: 0,
        problem: expect.stringMatching(/admin has to save/),
      });
      const settings = await settingsOf(place);
      expect(settings.paused).toMatchObject({
        waiting: 2,
        reason: expect.stringMatching(/^Ashby does not accept the key: an admin/),
      });
      expect(settings.ashbyKey.check.state).toBe('refused');

      expect((await saveKey(place, NEW_KEY)).body).not.toHaveProperty('paused');
      await waitFor(place, first.id, 'in_sync');
      await waitFor(place, second.id, 'in_sync');
      expect(statusesOf(ashby().told(first.id))).toEqual(['Started']);
      expect(statusesOf(ashby().told(second.id))).toEqual(['Started', 'Completed']);
      expect(new Set(callsFor(second.id).map(({ key }) => key))).toEqual(new Set([NEW_KEY]));
      expect(callsFor(first.id)[1]!.raw).toBe(callsFor(first.id)[0]!.raw);
    },
  );

  test('the other workspaces go on', async () => {
    const [bad, good] = [await party.workplace('Bad'), await party.workplace('Good')];
    await saveKey(good, NEW_KEY);
    refuseKey(ASHBY_KEY);
    const stuck = await begun(bad);
    const free = await begun(good);
    await waitFor(good, free.id, 'in_sync');
    await waitFor(bad, stuck.id, 'paused');
  });

  test.each([
    [
      'as a refusal',
      { status: 403, body: { success: false, errorInfo: { code: 'missing_endpoint_permission' } } },
    ],
    ['in a 200', { status: 200, body: { success: false, errors: ['missing_endpoint_permission'] } }],
  ])('a missing permission, told %s, pauses as well and is named', async (_how, answer) => {
    const place = await party.workplace();
    ashby().answer(({ command }) => (command === 'assessment.update' ? answer : undefined));
    const { id } = await begun(place);
    await waitFor(place, id, 'paused');
    expect((await settingsOf(place)).ashbyKey.check).toMatchObject({
      state: 'scopes_missing',
      missingScopes: ['candidates:write'],
    });
    ashby().answer(null);
    const checks = await doctor(place);
    expect(checks.map(({ state }: any) => state)).toEqual(checks.map(() => 'pass'));
    await waitFor(place, id, 'in_sync');
  });

  test('a refusal of the old key, which arrives after the new one is saved, stops nothing', async () => {
    const place = await party.workplace();
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    ashby().answer(async ({ key, command }: AshbyCall) => {
      if (key !== ASHBY_KEY || command !== 'assessment.update') return undefined;
      await gate;
      return { status: 403, body: '' };
    });
    const { id } = await begun(place);
    await eventually(() => callsFor(id).length).toBe(1);
    await saveKey(place, NEW_KEY);
    release();
    await waitFor(place, id, 'in_sync');
    expect(callsFor(id).map(({ key }) => key)).toEqual([ASHBY_KEY, NEW_KEY]);
    const settings = await settingsOf(place);
    expect(settings).not.toHaveProperty('paused');
    expect(settings.ashbyKey.check.state).toBe('accepted');
  });

  test('a key that is saved while Ashby is away is kept unverified, and updates go on trying', async () => {
    const place = await party.workplace();
    refuseKey(ASHBY_KEY);
    const { id } = await begun(place);
    await waitFor(place, id, 'paused');
    ashby().answer(() => ({ hangUp: true }));
    const { status, body } = await saveKey(place, NEW_KEY);
    expect(status).toBe(200);
    expect(body.ashbyKey.check).toMatchObject({
      state: 'unverified',
      message: expect.stringMatching(/could not be checked/),
    });
    await waitFor(place, id, 'pending');
    ashby().answer(null);
    await eventually(async () => (await place.view(id)).deliveries[0]?.tries).toBe(1);
    await party.hurry(id);
    await waitFor(place, id, 'in_sync');
  });

  test('a new key that Ashby refuses as well keeps everything waiting', async () => {
    const place = await party.workplace();
    ashby().answer(() => ({ status: 401, body: '' }));
    const { id } = await begun(place);
    await waitFor(place, id, 'paused');
    const { body } = await saveKey(place, NEW_KEY);
    expect(body.ashbyKey.check.state).toBe('refused');
    expect(body.paused.waiting).toBe(1);
    expect(callsFor(id)).toHaveLength(1);
  });
});

test('what Ashby’s outage has put off for hours leaves once a check finds Ashby well; what is under way stays alone', async () => {
  const place = await party.workplace();
  ashby().answer(() => ({ status: 503, body: '' }));
  const [late, leased] = [await begun(place), await begun(place)];
  for (const { id } of [late, leased])
    await eventually(async () => (await place.view(id)).deliveries[0]?.tries).toBe(1);
  const { invitations } = party.server.ctx.db;
  const until = (ms: number) => ({ $set: { 'outbox.ashby.notBefore': new Date(Date.now() + ms) } });
  await invitations.updateOne({ _id: late.id }, until(12 * 3600_000));
  await invitations.updateOne({ _id: leased.id }, until(40_000));
  await doctor(place);
  expect(callsFor(late.id)).toHaveLength(1);
  ashby().answer(null);
  await doctor(place);
  await waitFor(place, late.id, 'in_sync');
  expect(callsFor(leased.id)).toHaveLength(1);
});

test('P-20 without a key nothing is lost: it waits and leaves once there is one', async () => {
  const place = await party.workplace();
  await place.admin.call('DELETE', '/v1/settings/ashby/ashby-key');
  const started = await place.start();
  await takeTest(await party.candidate(started.email));
  await party.hurry(started.id);
  await waitFor(place, started.id, 'paused');
  expect((await settingsOf(place)).paused).toMatchObject({
    waiting: 1,
    reason: expect.stringMatching(/no Ashby API key/),
  });
  await saveKey(place, NEW_KEY);
  await waitFor(place, started.id, 'in_sync');
  expect(statusesOf(ashby().told(started.id))).toEqual(['Started', 'Completed']);
});

describe('MASTER_KEY', () => {
  const sealWith = (master: Buffer, place: Workplace) =>
    party.server.ctx.db.workspaces.updateOne(
      { _id: place.id },
      { $set: { 'ashby.key.sealed': createVault([master]).seal(ASHBY_KEY, keyBound(place.id)) } },
    );

  test('a key that an earlier master key sealed still opens, and a saved one is sealed by the first', async () => {
    const place = await party.workplace();
    await sealWith(old, place);
    const { id } = await begun(place);
    await waitFor(place, id, 'in_sync');
    const before = await party.server.ctx.db.workspaces.findOne({ _id: place.id });
    await saveKey(place, NEW_KEY);
    const after = await party.server.ctx.db.workspaces.findOne({ _id: place.id });
    expect(after!.ashby.key!.sealed.keyId).not.toBe(before!.ashby.key!.sealed.keyId);
  });

  test('a key that no configured one opens pauses just its workspace, until it is pasted again', async () => {
    const [lost, fine] = [await party.workplace('Lost'), await party.workplace('Fine')];
    await sealWith(randomBytes(32), lost);
    const stuck = await begun(lost);
    await waitFor(lost, stuck.id, 'paused');
    const free = await begun(fine);
    await waitFor(fine, free.id, 'in_sync');
    expect(callsFor(stuck.id)).toEqual([]);
    const checks = await doctor(lost);
    expect(checks.find((check: any) => check.name === 'ashby_key')).toMatchObject({
      state: 'attention',
      message: expect.stringMatching(/MASTER_KEY.*Paste it again/),
    });
    await saveKey(lost, NEW_KEY);
    await waitFor(lost, stuck.id, 'in_sync');
  });

  test('a sealed key that was copied from another workspace does not open', async () => {
    const [from, into] = [await party.workplace(), await party.workplace()];
    const stolen = await party.server.ctx.db.workspaces.findOne({ _id: from.id });
    await party.server.ctx.db.workspaces.updateOne(
      { _id: into.id },
      { $set: { 'ashby.key.sealed': stolen!.ashby.key!.sealed } },
    );
    const { id } = await begun(into);
    await waitFor(into, id, 'paused');
    expect(callsFor(id)).toEqual([]);
  });
});
