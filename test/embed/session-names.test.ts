import { generateKeyPairSync, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publish } from '../support/journey.ts';
import { startTestServer, type Call, type Member, type TestServer } from '../support/server.ts';
import { makeHost, openStream, ORIGIN, type Host } from './host.ts';

let server: TestServer;
let admin: Member;
let host: Host;
let assessmentId: string;

beforeAll(async () => {
  server = await startTestServer();
  ({ admin } = await server.workspace());
  host = await makeHost(server, admin);
  assessmentId = (await publish(admin)).id;
});
afterAll(() => server?.close());

const free = { candidate: undefined };
const named = { ...free, sid: 'desk-7' };

async function inviteBy(call: Call): Promise<string> {
  const candidate = { name: 'Mina', email: `${randomUUID()}@mail.example` };
  const made = await call('POST', '/v1/invitations', { assessmentId, candidate, holdSeconds: 60 });
  expect(made.status).toBe(201);
  return made.body.id;
}
const read = async (call: Call, id: string) => (await call('GET', `/v1/invitations/${id}`)).status;
const listed = async (call: Call): Promise<string[]> =>
  (await call('GET', '/v1/invitations')).body.items.map((item: any) => item.id);

test('tokens that a host mints for one session of its user see what the earlier ones made, and may undo it', async () => {
  const [first, renewed] = [await host.caller(named), await host.caller(named)];
  const id = await inviteBy(first);
  expect(await read(renewed, id)).toBe(200);
  expect(await listed(renewed)).toContain(id);
  expect((await renewed('POST', `/v1/invitations/${id}/undo`, {})).body.status).toBe('cancelled');
});

test('the stream of a renewed token tells what becomes of them', async () => {
  const id = await inviteBy(await host.caller(named));
  const { token } = await host.caller(named);
  const stream = await openStream(server.url, { Authorization: `Bearer ${token}`, Origin: ORIGIN });
  await admin.call('POST', `/v1/invitations/${id}/cancel`, {});
  for (let seen; (seen = await stream.next()).data.status !== 'cancelled';) expect(seen.data).toBeTruthy();
  stream.close();
});

test.each<[string, () => Promise<Call>]>([
  ['another key', async () => (await makeHost(server, admin)).caller(named)],
  ['another user of the host', () => host.caller({ ...named, sub: 'u2' })],
  ['another session of the user', () => host.caller({ ...named, sid: 'desk-8' })],
  ['a token without the name', () => host.caller(free)],
])('%s sees nothing of it under the same name', async (_who, make) => {
  const id = await inviteBy(await host.caller(named));
  const stranger = await make();
  expect([await read(stranger, id), await listed(stranger)]).toEqual([404, []]);
  expect((await stranger('POST', `/v1/invitations/${id}/undo`, {})).status).toBe(404);
});

test('a token for one candidate reaches no other, whom the same session has invited', async () => {
  const [one, other] = [randomUUID(), randomUUID()].map((externalId) => ({
    externalId,
    name: 'Mina',
    email: `${externalId}@mail.example`,
  }));
  const first = await host.caller({ candidate: one, sid: 'desk-7' });
  const body = { assessmentId, candidate: one, holdSeconds: 60 };
  const { id } = (await first('POST', '/v1/invitations', body)).body;
  const second = await host.caller({ candidate: other, sid: 'desk-7' });
  expect([await read(first, id), await read(second, id), await listed(second)]).toEqual([200, 404, []]);
  expect((await second('POST', `/v1/invitations/${id}/comments`, { text: 'Hm.' })).status).toBe(404);
  expect((await second('POST', `/v1/invitations/${id}/undo`, {})).status).toBe(404);
});

test('the id of an unnamed session opens nothing when another user is given it for a name', async () => {
  const unnamed = await host.caller(free);
  const id = await inviteBy(unnamed);
  expect(await read(await host.caller({ ...free, sub: 'u2', sid: unnamed.sessionId }), id)).toBe(404);
});

test('a token that a host has signed is its user’s alone, whatever it calls the session', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const key = { name: 'Signs', origins: [ORIGIN], maxRole: 'recruiter', publicKey: pem };
  const { id: keyid } = (await admin.call('POST', '/v1/settings/embed-keys', key)).body;
  const as = (sub: string): Call => {
    const claims = { sub, actor: { name: sub }, role: 'recruiter', origin: ORIGIN, sid: 'desk-7' };
    const token = jwt.sign({ ...claims, jti: randomUUID() }, privateKey, {
      algorithm: 'ES256',
      audience: 'canditech-embed',
      expiresIn: 600,
      header: { alg: 'ES256', typ: 'canditech-embed+jwt', kid: keyid },
    });
    const headers = { Authorization: `Bearer ${token}`, Origin: ORIGIN };
    return (method, path, body) => server.call(method, path, body, headers);
  };
  const id = await inviteBy(as('u1'));
  expect([await read(as('u1'), id), await read(as('u2'), id)]).toEqual([200, 404]);
});

test('ending one token of a named session leaves the others, and ending its user ends all', async () => {
  const ofUser = { ...named, sub: 'leaving' };
  const [one, two] = [await host.caller(ofUser), await host.caller(ofUser)];
  expect(one.sessionId).not.toBe(two.sessionId);
  const end = (path: string) =>
    server.call('DELETE', `/v1/embed/sessions${path}`, undefined, { Authorization: `Bearer ${host.key}` });
  expect((await end(`/${one.sessionId}`)).status).toBe(204);
  const statuses = async () => [(await one('GET', '/v1/me')).status, (await two('GET', '/v1/me')).status];
  expect(await statuses()).toEqual([401, 200]);
  expect((await end('?sub=leaving')).status).toBe(204);
  expect(await statuses()).toEqual([401, 401]);
});

test('a name is one line of at most 200 characters', async () => {
  for (const sid of ['', 'x'.repeat(201), 'a\nb', 7]) {
    const { status, body } = await host.mint({ ...named, sid });
    expect([status, body.errors[0].path]).toEqual([422, 'sid']);
  }
});
