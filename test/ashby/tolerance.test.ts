import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import { expectRequest } from './contract.ts';
import { basic, startParty, type Party, type Workplace } from './workplace.ts';

let party: Party;
let acme: Workplace;

beforeAll(async () => {
  party = await startParty();
  acme = await party.workplace();
});
afterAll(() => party.close());

describe('P-04 a tolerant reader', () => {
  test.each([
    [
      'unknown members everywhere',
      (b: any) =>
        Object.assign(
          b,
          { additional_fields: { department: 'eng' }, x: [1] },
          { candidate: { ...b.candidate, pronouns: 'they' } },
        ),
    ],
    ['an unknown application status', (b: any) => (b.application.status = 'IN_REVIEW')],
    ['no status at all', (b: any) => delete b.application.status],
    ['no job', (b: any) => delete b.job],
    ['a null job', (b: any) => (b.job = null)],
    [
      'members of other types where they do not matter',
      (b: any) => (b.job = { ashby_id: 7, name: { a: 1 }, hiringTeam: 'nobody' }),
    ],
    [
      'nulls in names',
      (b: any) => Object.assign(b.candidate, { first_name: null, last_name: null, ashby_profile_url: null }),
    ],
    ['a profile address that is none', (b: any) => (b.candidate.ashby_profile_url = 'javascript:alert(1)')],
    ['a null hiring team', (b: any) => (b.job.hiringTeam = null)],
    [
      'odd people in the hiring team',
      (b: any) =>
        (b.job.hiringTeam = [null, 'x', {}, { email: null }, { email: 'nobody' }, { email: 'a@b.example' }]),
    ],
    ['a type id in upper case', (b: any) => (b.assessment_type_id = b.assessment_type_id.toUpperCase())],
    [
      'ids that are no UUIDs',
      (b: any) => Object.assign(b.application, { ashby_id: `app ${randomUUID()} ü` }),
    ],
    ['an address with white space around', (b: any) => (b.candidate.email = ` ${b.candidate.email} `)],
  ])('%s', async (_what, change) => {
    const { answer } = await acme.start(acme.closed, change);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  });

  test('a hiring team of two thousand', async () => {
    const person = () => ({
      userId: randomUUID(),
      firstName: 'A',
      lastName: 'B',
      role: 'Interviewer',
      email: `${randomUUID()}@acme.example`,
    });
    const { answer, id } = await acme.start(acme.closed, (b) => {
      b.job.hiringTeam = Array.from({ length: 2000 }, person);
      expectRequest('assessment.start', b);
      expect(JSON.stringify(b).length).toBeGreaterThan(300_000);
    });
    expect(answer.status).toBe(200);
    const stored = await party.server.ctx.db.invitations.findOne({ _id: id });
    expect((stored!.source as { hiringTeam: string[] }).hiringTeam).toHaveLength(200);
  });

  test('a body that is missing, empty or has a charset, and a doubled slash', async () => {
    const auth = basic(`${acme.key}:`);
    const call = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      party.server.call('POST', path, body, { ...auth, ...headers });
    expect((await call('/ashby/assessment.list', undefined)).status).toBe(200);
    expect((await call('/ashby/assessment.list', '')).status).toBe(200);
    expect(
      (await call('/ashby/assessment.list', {}, { 'Content-Type': 'application/json; charset=UTF-8' }))
        .status,
    ).toBe(200);
    expect((await call('/ashby//assessment.list', {})).status).toBe(200);
    expect((await call('/ashby///assessment.customField.list', {})).status).toBe(200);
  });
});

describe('P-28 and P-29 strings of strangers', () => {
  test('a name that tries to inject leaves as one plain line', async () => {
    const { email, id } = await acme.start(acme.closed, (b) => {
      b.candidate.first_name = 'Ann\r\nBcc: evil@evil.example\u0000\u202e';
      b.candidate.last_name = '<b>https://evil.example</b>\ud800';
    });
    const mail = await party.server.mails.wait(({ to }) => to.includes(email));
    expect(mail.to).toEqual([email]);
    expect(mail.links).toEqual([expect.stringContaining('https://tests.acme.example/take/')]);
    expect(mail.header('bcc')).toBeUndefined();
    expect((await acme.view(id)).candidate.name).toBe(
      'Ann Bcc: evil@evil.example <b>https://evil.example</b>�',
    );
  });

  test('somebody without a name is called by the address', async () => {
    const { id, email } = await acme.start(acme.closed, (b) =>
      Object.assign(b.candidate, { first_name: '', last_name: ' ' }),
    );
    expect((await acme.view(id)).candidate.name).toBe(email);
  });

  test('an address is kept byte for byte', async () => {
    const email = `Zoe.O'Neil+${randomUUID()}@Mail.Example`;
    const { id } = await acme.start(acme.closed, (b) => (b.candidate.email = email));
    expect((await acme.view(id)).candidate.email).toBe(email);
  });
});
