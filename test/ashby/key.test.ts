import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { basic, publish, refusal, startParty, type Party, type Workplace } from './workplace.ts';

let party: Party;
let acme: Workplace;

beforeAll(async () => {
  party = await startParty();
  acme = await party.workplace();
});
afterAll(() => party.close());

const list = (headers: Record<string, string>, body: unknown = {}) =>
  party.server.call('POST', '/ashby/assessment.list', body, headers);

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
      (key: string) => ({ Authorization: basic(`${key}:`)['Authorization']!.replace('Basic', 'bAsIc  ') }),
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
    const { status, body, headers: answered } = await list(headers(acme.key));
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
