import { randomUUID } from 'node:crypto';
import type { Document, IndexDescriptionInfo } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweep } from '../../server/invitations/sweep.ts';
import { monitoredStore, watchCommands, type Watch } from '../support/commands.ts';
import { handIn, invite, publish } from '../support/journey.ts';
import { movingClock, startTestServer, type TestServer } from '../support/server.ts';

const clock = movingClock();
let server: TestServer;
let watch: Watch;
const indexes = new Map<string, IndexDescriptionInfo[]>();

/** The one exchange of a candidate's link in this journey. */
const opensLink = (filter: Document) => Object.keys(filter).join() === '_id';

/** What these look for is a secret's hash, or work of all workspaces; every other command names its workspace. */
const WITHOUT_WORKSPACE: Record<string, (filter: Document) => boolean> = {
  workspaces: (filter) => filter['_id'] !== undefined,
  sessions: (filter) => filter['_id'] !== undefined,
  signIns: (filter) => filter['_id'] !== undefined || 'outbox.mail.wakeAt' in filter,
  canditechKeys: (filter) => filter['_id'] !== undefined,
  embedKeys: (filter) => filter['_id'] !== undefined,
  members: (filter) => filter['emailKey'] !== undefined,
  invitations: (filter) =>
    'sweepAt' in filter ||
    'outbox.mail.wakeAt' in filter ||
    'outbox.ashby.wakeAt' in filter ||
    // The candidate's link and cookie: the workspace is the one of the invitation that they open.
    'attempt.session.hash' in filter ||
    opensLink(filter),
};

function filtersOf({ name, command }: Watch['commands'][number]): Document[] {
  switch (name) {
    case 'find':
      return [command['filter'] ?? {}];
    case 'count':
    case 'findAndModify':
      return [command['query'] ?? {}];
    case 'update':
      return command['updates'].map((update: Document) => update['q']);
    case 'delete':
      return command['deletes'].map((one: Document) => one['q']);
    case 'aggregate':
      return [command['pipeline'][0]?.$match ?? {}];
    default:
      return [];
  }
}

/** Keys that the filter pins down, also inside `$and`. */
const keysOf = (filter: Document): string[] =>
  Object.entries(filter).flatMap(([key, value]) => (key === '$and' ? value.flatMap(keysOf) : [key]));

function usesIndex(collection: string, filter: Document): boolean {
  const keys = new Set(keysOf(filter));
  return indexes.get(collection)!.some((index) => keys.has(Object.keys(index.key)[0]!));
}

beforeAll(async () => {
  server = await startTestServer({ env: monitoredStore(), clock: clock.now });
  watch = watchCommands(server);
  const { id, admin } = await server.workspace();
  const reviewer = await server.member(id, 'reviewer');
  const open = await publish(admin);
  const done = await handIn(server, admin, open.id);
  const { call } = admin;
  await call('PUT', `/v1/invitations/${done.id}/grades/${done.questions['open'].id}`, { points: 3 });
  await call(
    'POST',
    `/v1/invitations/${done.id}/comments`,
    { text: 'Good.' },
    { 'Idempotency-Key': randomUUID() },
  );
  await call('PUT', `/v1/invitations/${done.id}/decision`, { decision: 'advance' });
  await call('GET', '/v1/invitations?q=mina&status=completed&candidate=c-1');
  await call('GET', '/v1/assessments?q=small');
  const waiting = await invite(server, admin, open.id);
  await call('POST', `/v1/invitations/${waiting.id}/resend`, {});
  await call('POST', `/v1/invitations/${waiting.id}/extend`, { days: 9 });
  await call('POST', `/v1/invitations/${waiting.id}/address`, { email: 'new@mail.example' });
  clock.pass(10 * 24 * 3600_000);
  await sweep(server.ctx);
  const again = await startSession(admin.email);
  await again('POST', `/v1/assessments/${open.id}/archive`, {});
  await again('PUT', '/v1/settings/ashby/ashby-key', { apiKey: 'ashby-key' });
  const key = (await again('POST', '/v1/settings/ashby/canditech-keys', {})).body.key;
  await server.ashbyCall(key, 'assessment.list', {});
  const embed = (
    await again('POST', '/v1/settings/embed-keys', {
      name: 'Host',
      origins: ['https://ats.example'],
      maxRole: 'recruiter',
    })
  ).body.key;
  const session = await server.call(
    'POST',
    '/v1/embed/sessions',
    {
      sub: 'u1',
      actor: { name: 'Uma' },
      role: 'recruiter',
      candidate: { externalId: 'c-1' },
      origin: 'https://ats.example',
    },
    { Authorization: `Bearer ${embed}` },
  );
  const headers = { Authorization: `Bearer ${session.body.token}`, Origin: 'https://ats.example' };
  await server.call('GET', '/v1/invitations?candidate=c-1', undefined, headers);
  await again('PATCH', `/v1/members/${reviewer.id}`, { role: 'admin' });
  await again('DELETE', `/v1/members/${reviewer.id}`);
  for (const [name, collection] of Object.entries(server.ctx.db)) {
    indexes.set(name, (await collection.listIndexes().toArray()) as IndexDescriptionInfo[]);
  }
  watch.stop();
});
afterAll(() => server?.close());

/** The session of the beginning is over by the clock. */
async function startSession(email: string) {
  server.mails.all.length = 0;
  await server.call('POST', '/v1/sign-in', { email });
  const mail = await server.mails.wait((m) => m.to.includes(email) && m.subject.startsWith('Sign in'));
  const token = mail.links[0]!.split('#')[1];
  const { headers } = await server.call('POST', '/v1/sign-in/exchange', { token });
  const cookie = headers.getSetCookie()[0]!.split(';')[0]!;
  return (method: string, path: string, body?: unknown) =>
    server.call(method, path, body, { Cookie: cookie });
}

const ours = () => watch.commands.filter(({ collection }) => collection in server.ctx.db);

test('the journey reaches every collection', () => {
  const reached = new Set(ours().map(({ collection }) => collection));
  expect(Object.keys(server.ctx.db).filter((name) => !reached.has(name))).toEqual([]);
});

test('every query and change names its workspace, unless it looks for the hash of a secret or for due work', () => {
  const offending = ours().flatMap((command) =>
    filtersOf(command)
      .filter((filter) => !keysOf(filter).includes('workspaceId'))
      .filter((filter) => !WITHOUT_WORKSPACE[command.collection]?.(filter))
      .map((filter) => `${command.name} ${command.collection} ${JSON.stringify(filter)}`),
  );
  expect(offending).toEqual([]);
});

test('an invitation is looked up by its bare id for the exchange of a link only', () => {
  const bare = ours().filter(
    (command) => command.collection === 'invitations' && filtersOf(command).some(opensLink),
  );
  expect(bare.map(({ name }) => name)).toEqual(['find']);
});

test('every query and change starts from an index', () => {
  const offending = ours().flatMap((command) =>
    filtersOf(command)
      .filter((filter) => !usesIndex(command.collection, filter))
      .map((filter) => `${command.name} ${command.collection} ${JSON.stringify(filter)}`),
  );
  expect(offending).toEqual([]);
});

test('every document that is made carries its workspace', () => {
  const inserted = ours()
    .filter(({ name, collection }) => name === 'insert' && collection !== 'workspaces')
    .flatMap(({ collection, command }) =>
      command['documents'].map((doc: Document) => [collection, typeof doc['workspaceId']]),
    );
  expect(inserted.length).toBeGreaterThan(5);
  expect(inserted.filter(([, type]) => type !== 'string')).toEqual([]);
});
