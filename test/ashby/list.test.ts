import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAnswer } from './contract.ts';
import { startParty, type Party, type Workplace } from './workplace.ts';

let party: Party;
let acme: Workplace;

beforeAll(async () => {
  party = await startParty();
  acme = await party.workplace();
});
afterAll(() => party.close());

describe('P-30 the list is a contract', () => {
  test('all published ones in one answer, with stable ids', async () => {
    const { status, body } = await acme.call('assessment.list', {});
    expect(status).toBe(200);
    expectAnswer('assessment.list', 200, body);
    for (const item of body.results) {
      expect(item).toEqual({
        assessment_type_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        name: expect.any(String),
        description: expect.any(String),
      });
    }
    expect((await acme.call('assessment.list', {})).body).toEqual(body);
  });

  test('custom fields are answered in their own member', async () => {
    const { body } = await acme.call('assessment.customField.list', {});
    expectAnswer('assessment.customField.list', 200, body);
    expect(body).toEqual({ success: true, fields: [] });
  });

  test('a failure is never an empty success', async () => {
    const broken = await startParty({ outbox: false });
    const { key } = await broken.workplace();
    await broken.server.ctx.close();
    const { status, body } = await broken.server.ashbyCall(key, 'assessment.list', {});
    expect(status).toBeGreaterThanOrEqual(500);
    expect(body).toMatchObject({ success: false, message: expect.any(String) });
    expect(body).not.toHaveProperty('results');
    await broken.close();
  });
});
