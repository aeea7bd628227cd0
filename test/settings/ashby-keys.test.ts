import { Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AshbyAnswer } from '../support/fake-ashby.ts';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';

let log = '';
let server: TestServer;
let workspaceId: string;
let admin: Member;

const THEIRS = 'a5hby0123456789abcdefghijklmnopSECRETtail';
const keep = new Writable({
  write(chunk: Buffer, _encoding, done) {
    log += chunk.toString();
    done();
  },
});

beforeAll(async () => {
  server = await startTestServer({
    publicUrl: 'https://tests.acme.example',
    env: { LOG_LEVEL: 'trace' },
    logTo: keep,
  });
  ({ id: workspaceId, admin } = await server.workspace());
});
afterEach(() => server.ashby.answer(null));
afterAll(() => server.close());

const save = (apiKey: unknown, by = admin) => by.call('PUT', '/v1/settings/ashby/ashby-key', { apiKey });
const read = async () => (await admin.call('GET', '/v1/settings/ashby')).body;
const doctor = async () => (await admin.call('POST', '/v1/settings/ashby/check', {})).body;
const stored = () => server.ctx.db.workspaces.findOne({ _id: workspaceId });

describe('the key of Ashby', () => {
  test('a workspace begins with none', async () => {
    expect(await read()).toEqual({
      ashbyKey: null,
      canditechKeys: [],
      callUrl: 'https://tests.acme.example/ashby',
    });
  });

  test('is trimmed, checked at Ashby, and shown by its last four only', async () => {
    const { status, body } = await save(`  ${THEIRS}\n`);
    expect(status).toBe(200);
    expect(body.ashbyKey).toEqual({
      lastFour: 'tail',
      savedAt: expect.any(String),
      check: {
        state: 'accepted',
        title: 'Canditech',
        message: expect.any(String),
        checkedAt: expect.any(String),
      },
    });
    expect(server.ashby.calls.at(-1)).toMatchObject({ command: 'apiKey.info', key: THEIRS, raw: '{}' });
    expect(await read()).toEqual(body);
  });

  test('is sealed in the database, and nowhere else: no answer and no log line holds it', async () => {
    server.ashby.answer(() => ({ status: 500, body: 'x' }));
    await doctor();
    server.ashby.answer(() => ({ hangUp: true }));
    await doctor();
    await admin.call('PUT', '/v1/settings/ashby/ashby-key', { apiKey: THEIRS, [THEIRS]: 1 });
    await admin.call('PUT', '/v1/settings/ashby/ashby-key', `{"apiKey":"${THEIRS}"`);
    const raw = JSON.stringify([await stored(), await read(), await doctor()]);
    expect(raw).not.toContain(THEIRS);
    expect(raw).not.toContain(THEIRS.slice(0, -4));
    expect(log).toContain('/v1/settings/ashby/ashby-key');
    expect(log).not.toContain(THEIRS.slice(0, 20));
    expect(log).not.toContain(Buffer.from(`${THEIRS}:`).toString('base64'));
    expect((await stored())!.ashby.key!.sealed).toEqual({
      keyId: expect.any(String),
      data: expect.any(String),
    });
  });

  test('that works stays, also when it is saved at the very moment in which another is refused', async () => {
    await admin.call('DELETE', '/v1/settings/ashby/ashby-key');
    server.ashby.answer(({ key }) => (key === THEIRS ? undefined : { status: 401, body: '' }));
    const { workspaces } = server.ctx.db;
    const write = workspaces.updateOne.bind(workspaces);
    vi.spyOn(workspaces, 'updateOne').mockImplementationOnce(async (...update) => {
      expect((await save(THEIRS)).status).toBe(200);
      return write(...update);
    });
    const refused = await save('refused-0123456789');
    expect([refused.status, refused.body.errors?.[0].path]).toEqual([422, 'apiKey']);
    expect(await read()).toMatchObject({ ashbyKey: { lastFour: 'tail', check: { state: 'accepted' } } });
    expect(await read()).not.toHaveProperty('paused');
  });

  test('of a short text, which can hardly be a key, nothing is shown', async () => {
    expect((await save('abcd')).body.ashbyKey.lastFour).toBe('');
  });

  const denied = { success: false, errorInfo: { code: 'missing_endpoint_permission' } };
  const scopes = (all: string[]) => ({ body: { success: true, results: { title: 'K', scopes: all } } });
  test.each<[string, AshbyAnswer, string, RegExp]>([
    ['all scopes', scopes(['candidates:write']), 'accepted', /accepts/],
    ['the other spelling of the scope', scopes(['candidatesRead', 'candidatesWrite']), 'accepted', /accepts/],
    ['no word about scopes', { body: { success: true, results: {} } }, 'accepted', /accepts/],
    ['reading only', scopes(['candidates:read', 'jobs:read']), 'scopes_missing', /Candidates: write/],
    ['403 for what the key may not ask', { status: 403, body: denied }, 'accepted', /knows the key/],
    ['the same in a 200', { body: denied }, 'accepted', /knows the key/],
    ['401', { status: 401, body: 'Unauthorized' }, 'refused', /does not accept/],
    ['403', { status: 403, body: '' }, 'refused', /does not accept/],
    [
      'another no',
      { body: { success: false, errorInfo: { code: 'key_expired' } } },
      'refused',
      /key_expired/,
    ],
    ['429', { status: 429, body: '' }, 'unverified', /could not be checked/],
    ['500', { status: 500, body: '' }, 'unverified', /could not be checked/],
    ['a page of a proxy', { body: '<html>' }, 'unverified', /could not be checked/],
    [
      '403 of the network’s edge',
      { status: 403, body: 'error code: 1010' },
      'unverified',
      /could not be checked/,
    ],
    ['nobody there', { hangUp: true }, 'unverified', /cannot be reached/],
  ])('%s: it is kept, and the state says what was found', async (_what, answer, state, message) => {
    await admin.call('DELETE', '/v1/settings/ashby/ashby-key');
    server.ashby.answer(() => answer);
    const { status, body } = await save(THEIRS);
    expect(status).toBe(200);
    expect(body.ashbyKey).toMatchObject({
      lastFour: 'tail',
      check: { state, message: expect.stringMatching(message) },
    });
    expect('paused' in body).toBe(state === 'refused');
    if (state === 'scopes_missing') expect(body.ashbyKey.check.missingScopes).toEqual(['candidates:write']);
  });

  test('a key that Ashby refuses never takes the place of one that works', async () => {
    server.ashby.answer(null);
    await save(THEIRS);
    server.ashby.answer(({ key }) => (key === THEIRS ? undefined : { status: 403, body: '' }));
    const { status, body } = await save(THEIRS.slice(0, 20));
    expect([status, body.errors[0].path]).toEqual([422, 'apiKey']);
    expect(body.detail).toMatch(/the key that works stays/);
    expect((await read()).ashbyKey).toMatchObject({ lastFour: 'tail', check: { state: 'accepted' } });
  });

  test('a check later finds what changed', async () => {
    server.ashby.answer(() => ({ hangUp: true }));
    await save(THEIRS);
    server.ashby.answer(null);
    expect((await doctor()).settings.ashbyKey.check.state).toBe('accepted');
    server.ashby.answer(() => ({ status: 403, body: '' }));
    expect((await doctor()).settings.ashbyKey.check.state).toBe('refused');
  });

  test.each([
    ['', /^/],
    ['   ', /^/],
    ['two words', /without spaces/],
    ['with:colon', /without spaces or a colon/],
    ['ключ', /without spaces/],
    ['x'.repeat(501), /^/],
    [7, /^/],
    [{ $ne: '' }, /^/],
  ])('%j is refused, and the old key stays', async (apiKey, detail) => {
    const before = await stored();
    const { status, body } = await save(apiKey);
    expect(status).toBe(422);
    expect(body.detail).toMatch(detail);
    expect(body.errors[0].path).toBe('apiKey');
    expect(await stored()).toEqual(before);
  });

  test('one of our own is recognised, refused with the reason, and never sent to Ashby', async () => {
    const ours = await server.canditechKey(admin);
    const calls = server.ashby.calls.length;
    for (const key of [ours, ` ${ours} `, ours.replace('ct_', 'ck_'), 'CT_LIVE_x', 'ct_test_x']) {
      const { status, body } = await save(key);
      expect(status).toBe(422);
      expect(body.detail).toMatch(/Canditech key: it belongs in Ashby/);
      expect(JSON.stringify(body)).not.toContain(ours);
    }
    expect(server.ashby.calls).toHaveLength(calls);
  });

  test('can be removed', async () => {
    await save(THEIRS);
    const { status, body } = await admin.call('DELETE', '/v1/settings/ashby/ashby-key');
    expect(status).toBe(200);
    expect(body.ashbyKey).toBeNull();
    expect((await stored())!.ashby).not.toHaveProperty('key');
  });
});

describe('our key', () => {
  test('is shown once, and only its hash is kept', async () => {
    const { status, body, headers } = await admin.call('POST', '/v1/settings/ashby/canditech-keys', {});
    expect(status).toBe(201);
    expect(body.key).toMatch(/^ct_live_[0-9A-Za-z]{10}_[0-9A-Za-z]{49}$/);
    expect(headers.get('cache-control')).toBe('no-store');
    const secret = body.key.slice(19);
    const everything = [
      await server.ctx.db.canditechKeys.find({ workspaceId }).toArray(),
      await server.ctx.db.idempotency.find({ workspaceId }).toArray(),
      await read(),
    ];
    expect(JSON.stringify(everything)).not.toContain(secret.slice(0, 20));
    expect(JSON.stringify(everything)).toContain(body.id);
    await server.ashbyCall(body.key, 'assessment.list', {});
    expect(log).not.toContain(secret.slice(0, 20));
  });

  test('there may be several, each with its last use, and one is revoked at once', async () => {
    const [one, two] = [await server.canditechKey(admin), await server.canditechKey(admin)];
    const idOf = (key: string) => key.split('_')[2]!;
    const find = async (key: string) => (await read()).canditechKeys.find(({ id }: any) => id === idOf(key));
    expect(await find(one)).not.toHaveProperty('lastUsedAt');
    await server.ashbyCall(one, 'assessment.list', {});
    expect(await find(one)).toMatchObject({ lastUsedAt: expect.any(String), createdBy: expect.any(String) });
    expect(await find(two)).not.toHaveProperty('lastUsedAt');
    expect((await read()).lastCallAt).toBeTruthy();

    const revoke = () => admin.call('DELETE', `/v1/settings/ashby/canditech-keys/${idOf(one)}`);
    expect((await revoke()).status).toBe(204);
    expect((await server.ashbyCall(one, 'assessment.list', {})).status).toBe(401);
    expect((await server.ashbyCall(two, 'assessment.list', {})).status).toBe(200);
    expect(await find(one)).toBeUndefined();
    expect((await revoke()).status).toBe(404);
  });

  test('there is an end to how many', async () => {
    const other = await server.workspace();
    const make = () => other.admin.call('POST', '/v1/settings/ashby/canditech-keys', {});
    for (let i = 0; i < 10; i++) expect((await make()).status).toBe(201);
    expect((await make()).status).toBe(409);
  });

  test('is out of reach for other workspaces', async () => {
    const key = await server.canditechKey(admin);
    const other = await server.workspace();
    const { status } = await other.admin.call(
      'DELETE',
      `/v1/settings/ashby/canditech-keys/${key.split('_')[2]}`,
    );
    expect(status).toBe(404);
    expect((await server.ashbyCall(key, 'assessment.list', {})).status).toBe(200);
  });
});
