import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHost, type Host } from '../embed/host.ts';
import { publish } from '../support/journey.ts';
import { startTestServer, type Call, type Member, type TestServer } from '../support/server.ts';

let server: TestServer;
let workspace: { id: string; admin: Member };
let host: Host;
let assessmentId: string;

beforeAll(async () => {
  server = await startTestServer();
  workspace = await server.workspace();
  host = await makeHost(server, workspace.admin);
  assessmentId = (await publish(workspace.admin)).id;
});
afterAll(() => server?.close());

const person = (externalId: string = randomUUID()) => ({
  externalId,
  name: 'Mina',
  email: `${randomUUID()}@mail.example`,
});
const inviteBy = (call: Call, candidate: object) =>
  call('POST', '/v1/invitations', { assessmentId, candidate });

test('who may not see the open invitation of a candidate is not told which it is', async () => {
  const candidate = person();
  const { id } = (await inviteBy(workspace.admin.call, candidate)).body;
  const stranger = await host.caller({ candidate: undefined });
  const refused = await inviteBy(stranger, { ...candidate, name: 'Guess' });
  expect([refused.status, refused.body.code, 'current' in refused.body]).toEqual([
    409,
    'already_invited',
    false,
  ]);
  expect(JSON.stringify(refused.body)).not.toMatch(new RegExp(`${id}|${candidate.email}|Mina`));
  expect(refused.body.detail).toContain('ask a member of your workspace');
  const own = await host.caller({ candidate: { externalId: candidate.externalId } });
  expect((await inviteBy(own, candidate)).body.current).toBe(id);
  expect((await inviteBy(workspace.admin.call, candidate)).body.current).toBe(id);
});

test('who made the open invitation is told which it is', async () => {
  const [call, candidate] = [await host.caller({ candidate: undefined }), person()];
  const { id } = (await inviteBy(call, candidate)).body;
  expect((await inviteBy(call, candidate)).body.current).toBe(id);
});

test('a token that holds the candidate’s address invites them there and nowhere else', async () => {
  const candidate = person();
  const call = await host.caller({ candidate });
  const elsewhere = await inviteBy(call, { ...candidate, email: 'mallory@mail.example' });
  expect([elsewhere.status, elsewhere.body.code]).toEqual([403, 'candidate_mismatch']);
  expect(elsewhere.body.detail).toContain(candidate.email);
  expect(elsewhere.body.detail).toContain('correct the address in that system');
  expect(elsewhere.body.errors).toEqual([
    { path: 'candidate.email', message: expect.stringContaining(candidate.email) },
  ]);
  const shouted = { ...candidate, email: candidate.email.toUpperCase() };
  expect((await inviteBy(call, shouted)).status).toBe(201);
});

test('a token without the candidate’s address invites them at any', async () => {
  const { externalId } = person();
  for (const granted of [{ externalId, name: 'Mina' }, [externalId]]) {
    const call = await host.caller({ candidate: granted });
    const made = await inviteBy(call, person(externalId));
    expect(made.status).toBe(201);
    await call('POST', `/v1/invitations/${made.body.id}/cancel`, {});
  }
});
