import { createHmac, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { invite, publish } from '../support/journey.ts';
import { movingClock, startTestServer, type Member, type TestServer } from '../support/server.ts';
import { openStream, ORIGIN } from './host.ts';

const clock = movingClock();
let server: TestServer;
let admin: Member;
let assessmentId: string;
let kid: string;
let minting: string;

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();

beforeAll(async () => {
  server = await startTestServer({ clock: clock.now });
  ({ admin } = await server.workspace());
  assessmentId = (await publish(admin)).id;
  kid = (await register({})).body.id;
  minting = (await register({ publicKey: undefined })).body.id;
});
afterAll(() => server?.close());

const register = (change: object) =>
  admin.call('POST', '/v1/settings/embed-keys', {
    name: 'Self-signed',
    origins: [ORIGIN],
    maxRole: 'reviewer',
    publicKey: pem(pair.publicKey),
    ...change,
  });

const seconds = () => Math.floor(clock.now().getTime() / 1000);
function sign(change: object = {}, header: object = {}, by: KeyObject = pair.privateKey): string {
  const claims = {
    aud: 'canditech-embed',
    sub: 'u1',
    actor: { name: 'Uma' },
    role: 'reviewer',
    candidate: { externalId: 'c-1' },
    origin: ORIGIN,
    jti: randomUUID(),
    iat: seconds(),
    exp: seconds() + 600,
    ...change,
  };
  const head = { alg: 'ES256', kid, typ: 'canditech-embed+jwt', ...header } as jwt.JwtHeader;
  return jwt.sign(claims, by, { algorithm: 'ES256', header: head });
}
const call = (token: string, path = '/v1/me', Origin = ORIGIN) =>
  server.call('GET', path, undefined, { Authorization: `Bearer ${token}`, Origin });

test('registering the public half answers no secret, and the list says that the host signs', async () => {
  const { status, body } = await register({});
  expect([status, 'key' in body]).toEqual([201, false]);
  const { items } = (await admin.call('GET', '/v1/settings/embed-keys')).body;
  expect(items.find(({ id }: any) => id === body.id).isPublic).toBe(true);
  const jwk = await register({ publicKey: pair.publicKey.export({ format: 'jwk' }) });
  expect(jwk.status).toBe(201);
});

test.each<[string, () => unknown, string]>([
  ['a private key', () => pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'private key'],
  ['a private JWK', () => pair.privateKey.export({ format: 'jwk' }), 'private key'],
  ['an RSA key', () => pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey), 'P-256'],
  ['another curve', () => pem(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey), 'P-256'],
  ['no key at all', () => 'hello', 'must be a P-256 public key'],
])('%s is refused, and not repeated', async (_what, make, words) => {
  const given = make();
  const { status, body } = await register({ publicKey: given });
  expect([status, body.errors[0].path]).toEqual([422, 'publicKey']);
  expect(body.errors[0].message).toContain(words);
  const shown = typeof given === 'string' ? given.slice(30, 80) : (given as any).d;
  if (shown) expect(JSON.stringify(body)).not.toContain(shown);
});

test('a token of the host does what it says, within the candidate that it names', async () => {
  const mine = await invite(server, admin, assessmentId, 'c-1');
  const other = await invite(server, admin, assessmentId, 'c-2');
  const token = sign();
  const { body } = await call(token);
  expect(body.embed).toMatchObject({
    role: 'reviewer',
    actor: { name: 'Uma' },
    candidate: { externalId: 'c-1' },
  });
  expect((await call(token, `/v1/invitations/${mine.id}`)).status).toBe(200);
  expect((await call(token, `/v1/invitations/${other.id}`)).status).toBe(404);
});

test.each<[string, () => string, number, string]>([
  [
    'another key',
    () => sign({}, {}, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
    401,
    'unauthenticated',
  ],
  ['a key that nobody registered', () => sign({}, { kid: 'nobodyskey' }), 401, 'unauthenticated'],
  ['another type', () => sign({}, { typ: 'JWT' }), 401, 'unauthenticated'],
  ['another audience', () => sign({ aud: 'elsewhere' }), 401, 'unauthenticated'],
  ['a workspace that is not the key’s', () => sign({ ws: randomUUID() }), 401, 'unauthenticated'],
  ['a life that is too long', () => sign({ exp: seconds() + 901 }), 401, 'unauthenticated'],
  ['a future', () => sign({ iat: seconds() + 300, exp: seconds() + 900 }), 401, 'unauthenticated'],
  ['no name of its user', () => sign({ actor: {} }), 401, 'unauthenticated'],
  ['a time that is over', () => sign({ iat: seconds() - 700, exp: seconds() - 100 }), 401, 'token_expired'],
  ['a role above the key’s', () => sign({ role: 'recruiter' }), 403, 'scope_missing'],
  ['a scope above the key’s', () => sign({ scopes: ['invitations:write'] }), 403, 'scope_missing'],
  [
    'a scope above its role’s',
    () => sign({ role: 'viewer', scopes: ['comments:write'] }),
    403,
    'scope_missing',
  ],
  [
    'more than 100 candidates',
    () => sign({ candidate: Array.from({ length: 101 }, (_, i) => `c${i}`) }),
    401,
    'unauthenticated',
  ],
  ['no origin', () => sign({ origin: undefined }), 401, 'unauthenticated'],
  ['a pattern for an origin', () => sign({ origin: 'https://*.example' }), 401, 'unauthenticated'],
  ['no number of its own', () => sign({ jti: undefined }), 401, 'unauthenticated'],
  ['another origin', () => sign({ origin: 'https://evil.example' }), 403, 'origin_not_allowed'],
])('a token with %s is refused', async (_what, make, status, code) => {
  const answer = await call(make());
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});

test('the public key is no secret to sign with: HS256 by it opens nothing', async () => {
  const b64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = sign().split('.')[1]!;
  const head = b64({ alg: 'HS256', kid, typ: 'canditech-embed+jwt' });
  const signature = createHmac('sha256', pem(pair.publicKey))
    .update(`${head}.${payload}`)
    .digest('base64url');
  expect((await call(`${head}.${payload}.${signature}`)).status).toBe(401);
  const none = b64({ alg: 'none', kid, typ: 'canditech-embed+jwt' });
  expect((await call(`${none}.${payload}.`)).status).toBe(401);
});

test.each<[string, () => string]>([
  ['a payload that is none', () => parts({ payload: Buffer.from('no json').toString('base64url') })],
  ['a signature of another length', () => parts({ signature: 'c2hvcnQ' })],
  ['no signature', () => parts({ signature: '' })],
  ['a key id that is no text', () => sign({}, { kid: { $gt: '' } })],
  ['a key id of a key that mints here', () => sign({}, { kid: minting })],
])('a token with %s is refused, not stumbled over', async (_what, make) => {
  const { status, body } = await call(make());
  expect([status, body.code]).toEqual([401, 'unauthenticated']);
});
/** A token of type JWT, which libraries read further before they verify. */
function parts(change: { payload?: string; signature?: string }): string {
  const [head, payload, signature] = sign({}, { typ: 'JWT' }).split('.');
  return [head, change.payload ?? payload, change.signature ?? signature].join('.');
}

test.each<[string, () => string, string]>([
  ['audience', () => sign({ aud: 'elsewhere' }), 'canditech-embed'],
  ['type', () => sign({}, { typ: 'JWT' }), 'canditech-embed+jwt'],
  ['life', () => sign({ exp: seconds() + 901 }), '900 seconds'],
  ['clock', () => sign({ iat: seconds() + 300, exp: seconds() + 900 }), 'clock of the host'],
  ['user', () => sign({ actor: {} }), 'actor.name'],
  ['key', () => sign({}, { kid: 'nobodyskey' }), 'kid'],
])('the refusal names the wrong %s to the host’s developers', async (_what, make, words) => {
  expect((await call(make())).body.detail).toContain(words);
});

test('a session that the host names lasts over renewals, and is its own key’s alone', async () => {
  const [mine, foreign] = await Promise.all([
    register({ maxRole: 'recruiter' }),
    register({ maxRole: 'recruiter' }),
  ]);
  const free = { role: 'recruiter', candidate: undefined, sid: 'desk-7' };
  const of = ({ body }: { body: any }) => sign(free, { kid: body.id });
  const as = (token: string) => ({ Authorization: `Bearer ${token}`, Origin: ORIGIN });
  const candidate = { name: 'Mina', email: 'mina@mail.example' };
  const made = await server.call('POST', '/v1/invitations', { assessmentId, candidate }, as(of(mine)));
  expect(made.status).toBe(201);
  expect((await call(of(mine), `/v1/invitations/${made.body.id}`)).status).toBe(200);
  expect((await call(of(foreign), `/v1/invitations/${made.body.id}`)).status).toBe(404);
  expect((await call(of(foreign), '/v1/invitations')).body.items).toEqual([]);
});

test('the list of keys shows when the host last signed', async () => {
  const own = (await register({})).body.id;
  const lastUsed = async () =>
    (await admin.call('GET', '/v1/settings/embed-keys')).body.items.find(({ id }: any) => id === own)
      .lastUsedAt;
  expect(await lastUsed()).toBeUndefined();
  await call(sign({}, { kid: own }));
  expect(await lastUsed()).toBeTruthy();
});

test('a host clock that is half a minute off does not matter', async () => {
  expect((await call(sign({ iat: seconds() + 30, exp: seconds() + 630 }))).status).toBe(200);
  expect((await call(sign({ iat: seconds() - 630, exp: seconds() - 30 }))).status).toBe(200);
});

test('the stream of a host whose clock is behind lives as long as its calls do', async () => {
  const candidate = { externalId: 'behind' };
  const token = sign({ candidate, iat: seconds() - 640, exp: seconds() - 40 });
  const stream = await openStream(server.url, { Authorization: `Bearer ${token}`, Origin: ORIGIN });
  const { id } = await invite(server, admin, assessmentId, 'behind');
  expect((await stream.next()).data.invitationId).toBe(id);
  stream.close();
});

test('revoking the key ends calls at once and the stream soon', async () => {
  const own = (await register({})).body.id;
  const token = sign({}, { kid: own });
  const stream = await openStream(server.url, { Authorization: `Bearer ${token}`, Origin: ORIGIN });
  await admin.call('DELETE', `/v1/settings/embed-keys/${own}`);
  expect((await call(token)).status).toBe(401);
  await stream.ended;
});
