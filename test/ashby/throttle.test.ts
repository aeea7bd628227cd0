import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { startParty, type Party, type Started, type Workplace } from './workplace.ts';

let party: Party;

// What is held is held by the process, so each test has one of its own.
beforeAll(async () => {
  party = await startParty();
});
afterEach(async () => {
  await party.close();
  party = await startParty();
});
afterAll(() => party.close());

const ashby = () => party.server.ashby;
const callsFor = (id: string) => ashby().calls.filter((call) => call.body.assessment_id === id);
const ashbyDelivery = async (place: Workplace, id: string) =>
  (await place.view(id)).deliveries.find((d: any) => d.channel === 'ashby');

async function begun(place: Workplace): Promise<Started> {
  const started = await place.start();
  await (await party.candidate(started.email)).call('POST', '/begin', {});
  await party.hurry(started.id);
  return started;
}

/** Refuses the first update with 429. */
function throttleOnce(headers: Record<string, string>): void {
  let left = 1;
  ashby().answer(({ command }) =>
    command === 'assessment.update' && left-- > 0 ? { status: 429, headers, body: '' } : undefined,
  );
}

test('P-19 throttling of the partner holds everybody’s updates for as long as Ashby asks', async () => {
  const [one, two] = [await party.workplace('One'), await party.workplace('Two')];
  throttleOnce({ 'Retry-After': '3', 'X-RateLimit-Scope': 'integration-partner' });
  const first = await begun(one);
  await eventually(async () => (await ashbyDelivery(one, first.id)).tries).toBe(1);
  const second = await begun(two);
  await eventually(async () => (await ashbyDelivery(two, second.id))?.problem).toMatch(/all traffic/);
  expect(await ashbyDelivery(two, second.id)).toMatchObject({ tries: 0, nextTryAt: expect.any(String) });
  expect(callsFor(second.id)).toEqual([]);
  await party.server.settle();
  const at = callsFor(first.id)[0]!.at;
  for (const call of [callsFor(first.id)[1]!, callsFor(second.id)[0]!]) {
    expect(call.at - at).toBeGreaterThanOrEqual(3000);
  }
});

test('P-19 throttling of one key holds that workspace only', async () => {
  const [one, two] = [await party.workplace('One'), await party.workplace('Two')];
  throttleOnce({ 'Retry-After': '3' });
  const first = await begun(one);
  await eventually(async () => (await ashbyDelivery(one, first.id)).tries).toBe(1);
  const sibling = await begun(one);
  const stranger = await begun(two);
  await eventually(async () => (await two.view(stranger.id)).ashby.state).toBe('in_sync');
  await eventually(async () => (await ashbyDelivery(one, sibling.id))?.problem).toMatch(/with this key/);
  expect(callsFor(sibling.id)).toEqual([]);
  await party.server.settle();
  const at = callsFor(first.id)[0]!.at;
  expect(callsFor(sibling.id)[0]!.at - at).toBeGreaterThanOrEqual(3000);
  expect(callsFor(first.id)[1]!.at - at).toBeGreaterThanOrEqual(3000);
});

test('Retry-After as a date is kept to the second, and shown', async () => {
  const place = await party.workplace();
  const until = new Date(Math.ceil(Date.now() / 1000) * 1000 + 3600_000);
  throttleOnce({ 'Retry-After': until.toUTCString() });
  const { id } = await begun(place);
  await eventually(async () => (await ashbyDelivery(place, id)).tries).toBe(1);
  const next = new Date((await ashbyDelivery(place, id)).nextTryAt).getTime();
  expect(next).toBeGreaterThanOrEqual(until.getTime());
  expect(next).toBeLessThan(until.getTime() + 60_000);
});
