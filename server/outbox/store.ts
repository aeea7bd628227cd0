import type { Collection, Document, Filter, UpdateFilter } from 'mongodb';
import type { Collections, InvitationDoc, Lane, QueuedEvent, SignInDoc } from '../db/collections.ts';

export type LaneName = 'mail' | 'ashby';
type Owner = InvitationDoc | SignInDoc;

/** Where events wait. Each lane is served in its own order. */
export interface Source {
  collection: 'invitations' | 'signIns';
  lane: LaneName;
}

export interface Claim {
  source: Source;
  doc: Owner;
  lane: Lane;
  event: QueuedEvent;
}

const collectionOf = (db: Collections, { collection }: Source) =>
  db[collection] as unknown as Collection<Document>;

/**
 * Takes the longest waiting document whose lane is due, by the database's clock: until the lease runs out nobody else
 * gets it. A lane that turned out to be empty is put to sleep.
 */
export async function claimNext(
  db: Collections,
  source: Source,
  { leaseMs, skip }: { leaseMs: number; skip: string[] },
): Promise<Claim | null> {
  const at = `outbox.${source.lane}`;
  const due: Filter<Document> = {
    [`${at}.wakeAt`]: { $exists: true },
    $expr: { $lte: [`$${at}.notBefore`, '$$NOW'] },
    [`${at}.problem.kind`]: { $ne: 'parked' },
    ...(skip.length > 0 && { workspaceId: { $nin: skip } }),
  };
  const lease = [
    {
      $set: {
        [`${at}.notBefore`]: { $add: ['$$NOW', leaseMs] },
        [`${at}.fence`]: { $add: [`$${at}.fence`, 1] },
      },
    },
  ];
  for (;;) {
    const doc = (await collectionOf(db, source).findOneAndUpdate(due, lease, {
      sort: { [`${at}.wakeAt`]: 1 },
      returnDocument: 'after',
    })) as Owner | null;
    if (!doc) return null;
    const lane = laneOf(doc, source.lane);
    const event = lane.queue[0];
    if (event) return { source, doc, lane, event };
    // The lease goes back first: what arrives now must not wait for its end.
    await release(db, { source, doc, lane });
    await sleepIfEmpty(db, source, doc);
  }
}

const laneOf = (doc: Owner, lane: LaneName): Lane => (doc.outbox as Record<LaneName, Lane>)[lane];
const ref = ({ _id, workspaceId }: Owner) => ({ _id, workspaceId }) as unknown as Filter<Document>;

async function sleepIfEmpty(db: Collections, source: Source, doc: Owner): Promise<void> {
  const at = `outbox.${source.lane}`;
  await collectionOf(db, source).updateOne(
    { ...ref(doc), [`${at}.queue.0`]: { $exists: false } },
    { $unset: { [`${at}.wakeAt`]: '' } },
  );
}

export interface Settlement {
  /** Drops the event; it stays first otherwise. */
  done: boolean;
  /** Dotted paths of the document. */
  set?: Record<string, unknown>;
  unset?: string[];
  push?: Record<string, unknown>;
}

/** Writes what became of a try, if the claim is still ours. False: another one took over, so it is not ours to say. */
export async function settle(
  db: Collections,
  { source, doc, lane, event }: Claim,
  end: Settlement,
): Promise<boolean> {
  const at = `outbox.${source.lane}`;
  const collection = collectionOf(db, source);
  const versioned = source.collection === 'invitations';
  const update = {
    ...(end.set && { $set: end.set }),
    ...(end.unset && { $unset: Object.fromEntries(end.unset.map((path) => [path, ''])) }),
    ...(end.push && { $push: end.push }),
    ...(end.done && { $pull: { [`${at}.queue`]: { seq: event.seq } } }),
    $inc: { [`${at}.fence`]: 1, ...(versioned && { revision: 1 }) },
    ...(versioned && { $currentDate: { changedAt: true } }),
  };
  const { matchedCount } = await collection.updateOne(
    { ...ref(doc), [`${at}.fence`]: lane.fence, [`${at}.queue.0.seq`]: event.seq },
    update as UpdateFilter<Document>,
  );
  if (matchedCount === 1 && end.done) await sleepIfEmpty(db, source, doc);
  return matchedCount === 1;
}

/** Gives a claim back untouched, as when the process stops. */
export async function release(
  db: Collections,
  { source, doc, lane }: Pick<Claim, 'source' | 'doc' | 'lane'>,
): Promise<void> {
  const at = `outbox.${source.lane}`;
  await collectionOf(db, source).updateOne(
    { ...ref(doc), [`${at}.fence`]: lane.fence },
    { $set: { [`${at}.notBefore`]: new Date(0) }, $inc: { [`${at}.fence`]: 1 } },
  );
}

/** Of a claim, at most: a lane that waits longer is nobody's. */
const LONGEST_LEASE_MS = 60_000;

/** Wakes what failed tries have put off, now that the other side is known to be well. */
export async function resumeLate(db: Collections, workspaceId: string): Promise<void> {
  await db.invitations.updateMany(
    {
      workspaceId,
      'outbox.ashby.wakeAt': { $exists: true },
      'outbox.ashby.problem.kind': 'retrying',
      'outbox.ashby.notBefore': { $gt: new Date(Date.now() + LONGEST_LEASE_MS) },
    },
    {
      $set: { 'outbox.ashby.notBefore': new Date(0) },
      $inc: { revision: 1 },
      $currentDate: { changedAt: true },
    },
  );
}

/** Wakes what waited for the workspace's key, in order and from the first event. */
export async function resumePaused(db: Collections, workspaceId: string): Promise<void> {
  await db.invitations.updateMany(
    { workspaceId, 'outbox.ashby.wakeAt': { $exists: true }, 'outbox.ashby.problem.kind': 'paused' },
    {
      $set: { 'outbox.ashby.notBefore': new Date(0) },
      $unset: { 'outbox.ashby.problem': '' },
      $inc: { revision: 1 },
      $currentDate: { changedAt: true },
    },
  );
}

export function countPaused(db: Collections, workspaceId: string): Promise<number> {
  return db.invitations.countDocuments({
    workspaceId,
    'outbox.ashby.wakeAt': { $exists: true },
    'outbox.ashby.problem.kind': 'paused',
  });
}
