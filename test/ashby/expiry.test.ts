import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweep } from '../../server/invitations/sweep.ts';
import { expectUpdate } from './contract.ts';
import { startParty, statusesOf, takeTest, type Party, type Workplace } from './workplace.ts';

const DAY = 24 * 3600_000;
let ahead = 0;
let party: Party;
let acme: Workplace;

beforeAll(async () => {
  party = await startParty({ clock: () => new Date(Date.now() + ahead) });
  acme = await party.workplace();
});
afterAll(() => party.close());

async function pass(days: number): Promise<void> {
  ahead += days * DAY;
  await sweep(party.server.ctx);
}
async function told(id: string): Promise<any[]> {
  await party.hurry(id);
  await party.server.settle();
  return party.server.ashby.told(id);
}

describe('P-26 an invitation that nobody used', () => {
  test('is first a status, and cancelled only when it can be extended no more', async () => {
    const { id } = await acme.start();
    await pass(7.1);
    const [expired, ...more] = await told(id);
    expect(more).toEqual([]);
    expectUpdate(expired);
    expect(expired.assessment_status.value).toBe('Expired');
    expect(expired).not.toHaveProperty('cancelled_reason');
    await pass(29);
    expect(await told(id)).toHaveLength(1);
    await pass(1);
    const all = await told(id);
    all.forEach(expectUpdate);
    expect(statusesOf(all)).toEqual(['Expired', 'Expired']);
    expect(all[1].cancelled_reason.value).toBe('The candidate did not begin in time.');
    expect(all[1].timestamp).toBeGreaterThan(expired.timestamp);
    await pass(60);
    expect(await told(id)).toHaveLength(2);
    const { body } = await acme.call('assessment.cancel', { assessment_id: id });
    expect(body).toMatchObject({ success: true, results: { update_request: all[1] } });
    expect(await told(id)).toHaveLength(2);
  });

  test('P-06 does not block a new start for the same application', async () => {
    const first = await acme.start();
    await pass(8);
    const again = await acme.call('assessment.start', first.body);
    expect(again.status).toBe(200);
    expect(again.body.results.assessment_id).not.toBe(first.id);
  });
});

test('a test that was begun is handed in at its deadline, and completed once', async () => {
  const started = await acme.start();
  const candidate = await party.candidate(started.email);
  await candidate.call('POST', '/begin', {});
  await pass(1);
  await pass(1);
  const all = await told(started.id);
  all.forEach(expectUpdate);
  expect(statusesOf(all)).toEqual(['Started', 'Completed']);
  expect(all[1].metadata.find((d: any) => d.identifier === 'minutes_taken').value).toBe(10);
});

test('P-06 a completed one does not block either', async () => {
  const first = await acme.start();
  await takeTest(await party.candidate(first.email));
  const again = await acme.call('assessment.start', first.body);
  expect(again.status).toBe(200);
  expect(again.body.results.assessment_id).not.toBe(first.id);
});
