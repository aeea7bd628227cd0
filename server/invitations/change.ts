import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from '../context.ts';
import type { TimelineKind } from '../contract/invitation.ts';
import type { InvitationDoc, QueuedEvent } from '../db/collections.ts';
import { AppError, notFound } from '../errors.ts';

export interface NewEvent {
  name: string;
  body: QueuedEvent['body'];
  /** So many of the last that wait, never tried, say no more than this one: it takes their place. */
  replaces?: number;
}

/** What a transition writes, in one update. */
export interface Change {
  /** Dotted paths of the invitation. */
  set?: Record<string, unknown>;
  unset?: string[];
  push?: Record<string, unknown>;
  timeline?: { kind: TimelineKind; by?: string; detail?: string }[];
  mail?: NewEvent[];
  ashby?: NewEvent[];
  /** Drops what waits in the lane first, and stops a try that is under way from settling. */
  purge?: ('mail' | 'ashby')[];
  /** Further conditions on the stored invitation, besides its revision. */
  guard?: Record<string, unknown>;
}

export interface InvitationRef {
  workspaceId: string;
  id: string;
  /** The same in every try of one call: what it has changed once it does not change again. */
  callId?: string;
}

type Parts = Pick<Context, 'db' | 'clock' | 'bell'>;
const TRIES = 20;
const APART_MS = 10;
const CALLS_KEPT = 100;

/** An invitation that ended before its mail left must not say for ever that the mail is about to. */
export const unsentMail = ({ mail }: InvitationDoc): { mail?: InvitationDoc['mail'] } =>
  mail.state === 'waiting'
    ? { mail: { state: 'failed', problem: 'The invitation ended before a mail server had taken the mail.' } }
    : {};

function toUpdate(
  current: InvitationDoc,
  change: Change,
  now: Date,
): Record<string, Record<string, unknown>> {
  const set: Record<string, unknown> = { ...change.set };
  const unset: Record<string, unknown> = Object.fromEntries((change.unset ?? []).map((path) => [path, '']));
  const push: Record<string, unknown> = { ...change.push };
  const inc: Record<string, number> = { revision: 1 };
  for (const lane of ['mail', 'ashby'] as const) {
    const { nextSeq, queue } = current.outbox[lane];
    const fresh = change[lane] ?? [];
    const events = fresh.map(({ name, body }, i) => ({ name, body, seq: nextSeq + i, at: now }));
    const replaced = fresh[0]?.replaces ?? 0;
    const at = `outbox.${lane}`;
    // What was refused for good makes room for the news, which say everything.
    const isParked = current.outbox[lane].problem?.kind === 'parked' && events.length > 0;
    if (isParked || change.purge?.includes(lane)) {
      inc[`${at}.fence`] = 1;
      Object.assign(set, { [`${at}.queue`]: events, [`${at}.tries`]: 0, [`${at}.notBefore`]: new Date(0) });
      unset[`${at}.problem`] = '';
      if (events.length === 0) unset[`${at}.wakeAt`] = '';
    } else if (replaced > 0) set[`${at}.queue`] = [...queue.slice(0, -replaced), ...events];
    else if (events.length > 0) push[`${at}.queue`] = { $each: events };
    if (events.length > 0)
      Object.assign(set, { [`${at}.nextSeq`]: nextSeq + events.length, [`${at}.wakeAt`]: now });
  }
  if (change.timeline) push['timeline'] = { $each: change.timeline.map((entry) => ({ at: now, ...entry })) };
  return {
    $inc: inc,
    $currentDate: { changedAt: true },
    ...(Object.keys(set).length > 0 && { $set: set }),
    ...(Object.keys(unset).length > 0 && { $unset: unset }),
    ...(Object.keys(push).length > 0 && { $push: push }),
  };
}

/**
 * Reads the invitation, lets `decide` say what changes (or throw a refusal, or null for nothing), and writes that as one
 * update which counts only if nobody changed the invitation meanwhile; then it decides anew. A repeated call changes nothing.
 * Throws `not_found`, and `conflict` if it never gets its turn.
 */
export async function changeInvitation(
  ctx: Parts,
  { workspaceId, id, callId }: InvitationRef,
  decide: (current: InvitationDoc, now: Date) => Change | null | Promise<Change | null>,
): Promise<InvitationDoc> {
  for (let i = 0; i < TRIES; i++) {
    // Many at once would else refuse one another again and again.
    if (i > 2) await wait(Math.random() * i * APART_MS);
    const current = await ctx.db.invitations.findOne({ _id: id, workspaceId });
    if (!current) throw notFound('invitation');
    const { callIds = [] } = current;
    if (callId !== undefined && callIds.includes(callId)) return current;
    const now = ctx.clock();
    const change = await decide(current, now);
    if (!change) return current;
    const noted = callId !== undefined && { callIds: [...callIds, callId].slice(-CALLS_KEPT) };
    const changed = await ctx.db.invitations.findOneAndUpdate(
      { _id: id, workspaceId, revision: current.revision, ...change.guard },
      toUpdate(current, { ...change, set: { ...change.set, ...noted } }, now),
      { returnDocument: 'after' },
    );
    if (changed) {
      if (change.mail?.length || change.ashby?.length) ctx.bell.ring();
      return changed;
    }
  }
  throw new AppError('conflict', 'Many changes arrive at once. Try again.', { retryAfter: 1 });
}
