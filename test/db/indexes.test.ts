import { randomUUID } from 'node:crypto';
import { MongoClient, type Db } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  findAssessment,
  listAssessments,
  listPublished,
  listSittings,
} from '../../server/assessments/store.ts';
import type { Context } from '../../server/context.ts';
import { ensureIndexes, openCollections, type Collections } from '../../server/db/collections.ts';
import { findActive, getInvitation, listInvitations } from '../../server/invitations/store.ts';
import { sweep } from '../../server/invitations/sweep.ts';
import { removeMember } from '../../server/members/manage.ts';
import { findMembersByEmail, findMemberships, listAdmins, listMembers } from '../../server/members/store.ts';
import { claimNext, type LaneName } from '../../server/outbox/store.ts';
import { readSettings } from '../../server/settings/ashby.ts';
import { listEmbedKeys } from '../../server/settings/embed-keys.ts';

const INVITATIONS = 20_000;
/** A page and what it takes to know that there is more. */
const FEW = 60;
const workspaceId = 'big';
type Caller = Parameters<typeof listInvitations>[1];
const member = { kind: 'member', workspaceId } as Caller;
const host = { kind: 'embed', workspaceId, sessionName: 's7', keyId: 'k', sub: 'u' } as Caller;

type Command = Record<string, any>;
const QUERIES = ['find', 'aggregate', 'update', 'delete', 'findAndModify', 'count', 'distinct'];

let client: MongoClient;
let db: Db;
let all: Collections;
let ctx: Context;
let sent: Command[] = [];

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000);
const lane = (wakeAt: Date | null, notBefore = at(0)) => ({
  nextSeq: 2,
  queue: wakeAt ? [{ seq: 1, name: 'x', at: wakeAt, body: 'x' }] : [],
  ...(wakeAt && { wakeAt }),
  notBefore,
  fence: 0,
  tries: 0,
});

/** One of twenty waits for its mail; every one waits for Ashby, which is away, so none of these is due. */
const invitation = (i: number) => ({
  _id: `i${i}`,
  workspaceId: i % 100 === 0 ? 'small' : workspaceId,
  status: 'invited',
  assessment: { id: `a${i % 10}`, name: 'A', version: 1, minutes: 30 },
  candidate: { externalId: `c${i}`, name: `Candidate ${i}`, email: `c${i}@example.test` },
  source: { kind: 'embed', sessionName: `s${i}`, keyId: 'k', sub: 'u', name: 'R' },
  ...(i % 2 === 0 && { activeKey: `active${i}` }),
  searchText: `candidate ${i}`,
  createdAt: at(i),
  changedAt: at(i),
  sweepAt: new Date(Date.now() + 3_600_000 + i),
  outbox: {
    mail: lane(i % 20 === 0 ? at(i) : null),
    ashby: lane(at(i), new Date(Date.now() + 3_600_000)),
  },
  revision: 1,
});

beforeAll(async () => {
  client = new MongoClient(process.env['TEST_STORE_URI']!, { monitorCommands: true, ignoreUndefined: true });
  client.on('commandStarted', ({ commandName, command }) => {
    if (QUERIES.includes(commandName)) sent.push(ownPart(command));
  });
  db = client.db(`indexes_${randomUUID().slice(0, 8)}`);
  all = openCollections(db);
  ctx = {
    db: all,
    clock: () => new Date(),
    config: { publicUrl: 'https://x.example' },
    log: console,
  } as never;
  await ensureIndexes(db);
  for (let from = 0; from < INVITATIONS; from += 5000) {
    const batch = Array.from({ length: 5000 }, (_, i) => invitation(from + i));
    await all.invitations.insertMany(batch as never);
  }
  const many = (of: (i: number) => object) => Array.from({ length: 2000 }, (_, i) => of(i)) as never;
  const owner = (i: number) => (i < 20 ? workspaceId : `w${i >> 4}`);
  await all.workspaces.insertOne({ _id: workspaceId, name: 'W', createdAt: at(0), ashby: {} });
  await all.members.insertMany(
    many((i) => ({
      _id: `m${i}`,
      workspaceId: owner(i),
      emailKey: `m${i}@x.test`,
      role: 'reviewer',
      createdAt: at(i),
    })),
  );
  await all.sessions.insertMany(
    many((i) => ({
      _id: `h${i}`,
      workspaceId: owner(i),
      memberId: `m${i}`,
      expiresAt: new Date(Date.now() + 1e9),
    })),
  );
  await all.assessments.insertMany(
    many((i) => ({
      _id: `a${i}`,
      workspaceId: owner(i),
      status: 'published',
      sortKey: `n${i}`,
      searchText: `n${i}`,
    })),
  );
  await all.canditechKeys.insertMany(
    many((i) => ({ _id: `k${i}`, workspaceId: owner(i), createdAt: at(i) })),
  );
  await all.embedKeys.insertMany(
    many((i) => ({ _id: `e${i}`, workspaceId: owner(i), createdAt: at(i), origins: [], scopes: [] })),
  );
  await all.signIns.insertMany(
    many((i) => ({
      _id: `l${i}`,
      workspaceId: owner(i),
      expiresAt: new Date(Date.now() + 1e9),
      outbox: { mail: lane(null) },
    })),
  );
});
afterAll(async () => {
  await db.dropDatabase();
  await client.close();
});

const ownPart = ({ lsid: _lsid, $db: _db, ...command }: Command): Command => command;

/** Of the explanations of both kinds of store: how many documents were looked at, and whether without an index. */
function lookedAt(explained: Command): { examined: number; scans: boolean } {
  const plan = explained['stages']?.[0]?.$cursor ?? explained;
  return {
    examined: plan.executionStats.totalDocsExamined,
    scans: JSON.stringify(plan.queryPlanner.winningPlan).includes('COLLSCAN'),
  };
}

const filterOf = { status: 'published' } as const;
const page = { limit: 50 } as const;
const nextClaim = (name: LaneName) =>
  claimNext(all, { collection: 'invitations', lane: name }, { leaseMs: 60_000, skip: [] });

const CALLS: [name: string, call: () => Promise<unknown>][] = [
  ['an invitation by its id', () => getInvitation(ctx, member, crypto.randomUUID()).catch(() => {})],
  ['the invitation that is active', () => findActive(all, workspaceId, 'active8')],
  ['a page of invitations', () => listInvitations(all, member, page)],
  ['the invitations of a candidate', () => listInvitations(all, member, { ...page, candidate: 'c7' })],
  ['what a session of a host has made', () => listInvitations(all, host, page)],
  ['who has handed an assessment in', () => listSittings(all, workspaceId, 'a7')],
  ['a claim of a mail that is due', () => nextClaim('mail')],
  ['a claim while all that waits is put off', () => nextClaim('ashby')],
  [
    'a claim of a sign-in mail',
    () => claimNext(all, { collection: 'signIns', lane: 'mail' }, { leaseMs: 1, skip: ['x'] }),
  ],
  ['the sweeper’s look', () => sweep(ctx)],
  ['the members of a workspace', () => listMembers(all, workspaceId)],
  ['members by their addresses', () => findMembersByEmail(all, workspaceId, ['m3@x.test', 'M4@x.test'])],
  ['memberships of an address', () => findMemberships(all, 'm1999@x.test')],
  ['the admins', () => listAdmins(all, workspaceId)],
  ['the removal of a member', () => removeMember(all, { workspaceId, id: 'm19' })],
  ['an assessment', () => findAssessment(all, workspaceId, 'a3')],
  ['published assessments', () => listPublished(all, workspaceId)],
  ['a page of assessments', () => listAssessments(all, workspaceId, { ...page, ...filterOf })],
  ['the settings', () => readSettings(ctx, workspaceId)],
  ['the embed keys', () => listEmbedKeys(ctx, workspaceId)],
];

test.each(CALLS)('%s is found by an index, among twenty thousand', async (_name, call) => {
  sent = [];
  await call();
  const commands = sent;
  expect(commands.length).toBeGreaterThan(0);
  for (const command of commands) {
    const shown = JSON.stringify(command);
    const explained = lookedAt(await db.command({ explain: command, verbosity: 'executionStats' }));
    // What waits for the key of one workspace is among what waits at all.
    const most = shown.includes('paused') ? INVITATIONS : FEW;
    expect(explained.scans, shown).toBe(false);
    expect(explained.examined, shown).toBeLessThanOrEqual(most);
  }
});
