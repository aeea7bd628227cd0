import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import { expectAnswer } from './contract.ts';
import { basic, publish, refusal, startParty, type Party, type Workplace } from './workplace.ts';

let party: Party;
let acme: Workplace;

beforeAll(async () => {
  party = await startParty();
  acme = await party.workplace();
});
afterAll(() => party.close());

describe('P-03 refusals are JSON that a recruiter can act on', () => {
  test('an unknown type', async () => {
    const { answer } = await acme.start(randomUUID());
    expect(answer.status).toBe(422);
    expectAnswer('assessment.start', 422, answer.body);
    expect(answer.body).toEqual(
      refusal('validation_failed', expect.stringMatching(/Choose another assessment type/)),
    );
  });

  test.each(['nonsense', '', '{"$ne":null}', null, 7])('a type id like %j', async (typeId) => {
    const { answer } = await acme.start(typeId as string);
    expect(answer.status).toBe(422);
    expect(answer.body.message).toMatch(/Choose another assessment type/);
  });

  test('a draft, and an archived type that a plan still names (P-30)', async () => {
    const sections = [{ title: 'S', questions: [{ kind: 'open', prompt: 'Why?', points: 1 }] }];
    const draft = await acme.admin.call('POST', '/v1/assessments', { name: 'D', description: 'D', sections });
    expect((await acme.start(draft.body.id)).answer.status).toBe(422);
    const old = await publish(acme.admin, 'Old one', sections);
    await acme.admin.call('POST', `/v1/assessments/${old}/archive`, {});
    const { answer } = await acme.start(old);
    expect(answer.status).toBe(422);
    expect(answer.body.message).toMatch(/“Old one” is no longer offered/);
    const { body } = await acme.call('assessment.list', {});
    expect(body.results.map((r: any) => r.assessment_type_id)).not.toContain(old);
  });

  test.each(['no address', 'a@x.example, b@evil.example', '', null, { $gt: '' }])(
    'an e-mail address like %j',
    async (email) => {
      const { answer, body } = await acme.start(acme.closed, (b) => (b.candidate.email = email));
      expect(answer.status).toBe(422);
      expectAnswer('assessment.start', 422, answer.body);
      expect(answer.body.message).toMatch(/e-mail address is not valid/);
      expect(party.server.mails.all.filter(({ to }) => to.includes(body.candidate.email))).toEqual([]);
    },
  );

  test.each([
    ['broken JSON', '{"a":', 400, 'application/json'],
    ['a list', '[]', 422, 'application/json'],
    ['nothing', '', 422, 'application/json'],
    ['a form', 'a=b', 415, 'application/x-www-form-urlencoded'],
    ['another charset', '{}', 415, 'application/json; charset=utf-16'],
    ['wrong UTF-8 nesting', '['.repeat(5000), 400, 'application/json'],
    ['a prototype', '{"__proto__":{"success":true}}', 400, 'application/json'],
  ])('%s for a body', async (_what, body, status, type) => {
    const headers = { ...basic(`${acme.key}:`), 'Content-Type': type };
    const answer = await party.server.call('POST', '/ashby/assessment.start', body, headers);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ success: false, message: expect.any(String) });
    expect(JSON.stringify(answer.body)).not.toMatch(/at .*\.ts|node_modules|SyntaxError/);
  });

  test('an unknown command, and another method', async () => {
    expect((await acme.call('assessment.explode', {})).body).toMatchObject(refusal('not_found'));
    const get = await party.server.call('GET', '/ashby/assessment.list', undefined, basic(`${acme.key}:`));
    expect(get.status).toBeGreaterThanOrEqual(404);
    expect(get.body).toMatchObject({ success: false });
  });
});
