import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import { expectAnswer, expectUpdate } from './contract.ts';
import { refusal, startParty, type Party, type Workplace } from './workplace.ts';

let party: Party;
let acme: Workplace;

beforeAll(async () => {
  party = await startParty();
  acme = await party.workplace();
});
afterAll(() => party.close());

describe('P-11 cancel', () => {
  test('ends the invitation, closes the candidate’s test and says so in the answer', async () => {
    const { id, email } = await acme.start();
    const candidate = await party.candidate(email);
    await candidate.call('POST', '/begin', {});
    const { status, body } = await acme.call('assessment.cancel', { assessment_id: id });
    expect(status).toBe(200);
    expectAnswer('assessment.cancel', 200, body);
    expectUpdate(body.results.update_request);
    expect(body.results.update_request.cancelled_reason.value).toBeTruthy();
    expect((await candidate.call('POST', '/submit', {})).status).toBeGreaterThanOrEqual(400);
    expect((await acme.view(id)).status).toBe('cancelled');
    await party.hurry(id);
    await party.server.settle();
    expect(party.server.ashby.told(id)).toEqual([]);
  });

  test('again is the same answer', async () => {
    const { id } = await acme.start();
    const first = await acme.call('assessment.cancel', { assessment_id: id });
    const again = await acme.call('assessment.cancel', { assessment_id: id.toUpperCase() });
    expect(again.body).toEqual(first.body);
  });

  test('unknown, foreign and malformed ids are answered alike', async () => {
    const other = await party.workplace('Other');
    const foreign = await other.start();
    const member = await acme.admin.call('POST', '/v1/invitations', {
      assessmentId: acme.closed,
      candidate: { name: 'Not Ashby’s', email: `${randomUUID()}@mail.example` },
    });
    const ids = [randomUUID(), foreign.id, member.body.id, 'nonsense', '', null, { $ne: '' }, undefined];
    const answers = await Promise.all(
      ids.map((assessment_id) => acme.call('assessment.cancel', { assessment_id })),
    );
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expectAnswer('assessment.cancel', 200, body);
      expect(body).toEqual(answers[0]!.body);
      expect(body).toEqual(refusal('not_found'));
    }
    expect((await other.view(foreign.id)).status).toBe('invited');
  });

  test('what is submitted already stays', async () => {
    const { id, email } = await acme.start();
    const candidate = await party.candidate(email);
    await candidate.call('POST', '/begin', {});
    await candidate.call('POST', '/submit', {});
    const { status, body } = await acme.call('assessment.cancel', { assessment_id: id });
    expect(status).toBe(200);
    expect(body).toEqual(refusal('already_submitted', expect.stringMatching(/submitted already/)));
    expect((await acme.view(id)).status).toBe('completed');
  });
});
