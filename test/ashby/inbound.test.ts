import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAnswer, expectRequest, expectUpdate } from './contract.ts';
import { publish, startBody, startParty, type Party, type Workplace } from './workplace.ts';

let party: Party;
let acme: Workplace;

beforeAll(async () => {
  party = await startParty();
  acme = await party.workplace();
});
afterAll(() => party.close());

const basic = (text: string) => ({ Authorization: `Basic ${Buffer.from(text).toString('base64')}` });
const list = (headers: Record<string, string>, body: unknown = {}) =>
  party.server.call('POST', '/ashby/assessment.list', body, headers);
/** What every refusal has, so that Ashby can show it whatever it reads. */
const refusal = (code: string, message: unknown = expect.any(String)) => ({
  success: false,
  errors: [code],
  errorInfo: { code, message },
  message,
});

describe('P-01 the workspace is the one of the key', () => {
  test('its own assessments are listed, whatever the body says', async () => {
    const other = await party.workplace('Other');
    const mine = await publish(acme.admin, 'Only at Acme', [
      { title: 'S', questions: [{ kind: 'open', prompt: 'Why?', points: 1 }] },
    ]);
    const ids = async (place: Workplace) =>
      (await place.call('assessment.list', { workspaceId: acme.id })).body.results.map(
        (r: any) => r.assessment_type_id,
      );
    expect(await ids(acme)).toContain(mine);
    expect(await ids(other)).not.toContain(mine);
    expect((await other.start(mine)).answer.status).toBe(422);
  });

  test.each([
    ['as Ashby sends it', (key: string) => basic(`${key}:`)],
    ['without the colon', (key: string) => basic(key)],
    ['with white space around', (key: string) => basic(` ${key}\n:`)],
    ['with something as password', (key: string) => basic(`${key}:x:y`)],
    [
      'with another case of the scheme',
      (key: string) => ({ Authorization: basic(`${key}:`).Authorization.replace('Basic', 'bAsIc  ') }),
    ],
  ])('a key is read %s', async (_how, headers) => {
    expect((await list(headers(acme.key))).status).toBe(200);
  });

  test.each([
    ['none', () => ({})],
    ['an empty one', () => basic(':')],
    ['garbage', () => ({ Authorization: 'Basic %%%' })],
    ['another scheme', (key: string) => ({ Authorization: `Bearer ${key}` })],
    ['the key as password', (key: string) => basic(`:${key}`)],
    ['one character changed', (key: string) => basic(`${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}:`)],
    ['a secret of another key', (key: string) => basic(`${key.slice(0, 18)}${'A'.repeat(49)}:`)],
    ['a query operator', () => basic('{"$ne":""}:')],
    ['a very long one', () => basic('x'.repeat(9000))],
  ])('%s is refused with 401 and the way to authenticate', async (_what, headers) => {
    const { status, body, headers: answered } = await list(headers(acme.key) as Record<string, string>);
    expect(status).toBe(401);
    expect(answered.get('www-authenticate')).toMatch(/^Basic /);
    expect(body).toEqual(refusal('unauthenticated'));
  });

  test('an embed key is no key for Ashby', async () => {
    const made = await acme.admin.call('POST', '/v1/settings/embed-keys', {
      name: 'Host',
      origins: ['https://host.example'],
      maxRole: 'viewer',
    });
    expect((await list(basic(`${made.body.key}:`))).status).toBe(401);
  });

  test('a revoked key is refused at once, the other one goes on', async () => {
    const { id, key } = (await acme.admin.call('POST', '/v1/settings/ashby/canditech-keys', {})).body;
    expect((await list(basic(`${key}:`))).status).toBe(200);
    await acme.admin.call('DELETE', `/v1/settings/ashby/canditech-keys/${id}`);
    expect((await list(basic(`${key}:`))).status).toBe(401);
    expect((await list(basic(`${acme.key}:`))).status).toBe(200);
  });
});

test('P-02 wrong keys from Ashby’s address do not shut out the right one', async () => {
  await Promise.all(Array.from({ length: 700 }, () => list(basic('ct_live_wrong:'))));
  expect((await list(basic('ct_live_wrong:'))).status).toBe(429);
  expect((await list(basic(`${acme.key}:`))).status).toBe(200);
});

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

describe('P-05 a duplicate start', () => {
  test('the same start gets the same id and no second mail, until Ashby has shown that it knows the id', async () => {
    const first = await acme.start();
    const again = await acme.call('assessment.start', first.body);
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.answer.body);
    const candidate = await party.candidate(first.email);
    await candidate.call('POST', '/begin', {});
    const late = await acme.call('assessment.start', first.body);
    expect(late.status).toBe(409);
    expect(late.body).toEqual(
      refusal('already_invited', expect.stringMatching(/^Mina Park is being assessed/)),
    );
    expect(party.server.mails.all.filter(({ to }) => to.includes(first.email))).toHaveLength(1);
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
