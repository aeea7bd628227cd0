import { setTimeout as wait } from 'node:timers/promises';
import { announce } from '../ashby/mapping.ts';
import { submitAttempt } from '../attempts/submit.ts';
import type { Context } from '../context.ts';
import { extensionEndsAt } from '../core/invitation.ts';
import type { InvitationDoc } from '../db/collections.ts';
import { AppError } from '../errors.ts';
import { changeInvitation, unsentMail, type Change } from './change.ts';

const EVERY_MS = 1000;
const AGAIN_MS = 60_000;
const BATCH = 50;
/** Less than the grace that answers have. */
const MOST_AHEAD_MS = 10_000;

function expire(ctx: Context, current: InvitationDoc, now: Date): Change {
  const after: InvitationDoc = { ...current, status: 'expired', endedAt: now };
  const { set, ashby } = announce(ctx.config.publicUrl, after, 'status', now);
  return {
    set: { ...set, ...unsentMail(current), status: 'expired', endedAt: now, sweepAt: extensionEndsAt(now) },
    unset: ['activeKey'],
    purge: ['mail'],
    ...(ashby && { ashby }),
    timeline: [{ kind: 'expired' }],
  };
}

/** Nobody extended it in time: now Ashby may hear that it is over. */
function finalise(ctx: Context, current: InvitationDoc, now: Date): Change {
  const { set, ashby } = announce(ctx.config.publicUrl, current, 'cancelled', now);
  return { ...(set && { set }), unset: ['sweepAt'], ...(ashby && { ashby }) };
}

async function sweepOne(ctx: Context, { _id: id, workspaceId, status }: InvitationDoc): Promise<void> {
  if (status === 'started') {
    await submitAttempt(ctx, { workspaceId, id }, { automatic: true });
    return;
  }
  await changeInvitation(ctx, { workspaceId, id }, (current, now) => {
    if (current.sweepAt === undefined || current.sweepAt > now) return null;
    if (current.status === 'invited') return expire(ctx, current, now);
    return current.status === 'expired' ? finalise(ctx, current, now) : { unset: ['sweepAt'] };
  });
}

/** What fails now must not stand in the way of what is due after it. */
async function putOff(ctx: Context, { _id, workspaceId, sweepAt }: InvitationDoc): Promise<void> {
  const later = new Date(ctx.clock().getTime() + AGAIN_MS);
  await ctx.db.invitations.updateOne({ _id, workspaceId, sweepAt: sweepAt! }, { $set: { sweepAt: later } });
}

/**
 * Does what is due by the clock alone: ends links, hands in what is saved at the deadline, closes what expired for good. None
 * of that can be taken back, so a machine whose clock runs ahead leaves it to the others.
 */
export async function sweep(ctx: Context): Promise<{ isAhead: boolean }> {
  const due = await ctx.db.invitations
    .find({ sweepAt: { $lte: ctx.clock() } })
    .sort({ sweepAt: 1 })
    .limit(BATCH)
    .toArray();
  const aheadMs = due.length > 0 ? await ctx.aheadMs() : 0;
  if (aheadMs > MOST_AHEAD_MS) {
    ctx.log.error(
      { aheadMs },
      'the clock of this machine is ahead: no link and no test ends here; set it right',
    );
    return { isAhead: true };
  }
  for (const doc of due) {
    await sweepOne(ctx, doc).catch((error: unknown) => {
      if (error instanceof AppError) return;
      ctx.log.error({ err: error, invitationId: doc._id }, 'sweep failed');
      return putOff(ctx, doc);
    });
  }
  return { isAhead: false };
}

export function startSweeper(ctx: Context): { stop(): Promise<void> } {
  const stopped = new AbortController();
  async function loop(): Promise<void> {
    while (!stopped.signal.aborted) {
      const done = await sweep(ctx).catch((error: unknown) => ctx.log.error({ err: error }, 'sweep failed'));
      await wait(done?.isAhead ? AGAIN_MS : EVERY_MS, undefined, { signal: stopped.signal }).catch(() => {});
    }
  }
  const looping = loop();
  return {
    stop() {
      stopped.abort();
      return looping;
    },
  };
}
