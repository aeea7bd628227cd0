import type { Context } from '../context.ts';
import { GRACE_MS } from '../core/attempt.ts';
import type { InvitationDoc } from '../db/collections.ts';
import { AppError } from '../errors.ts';
import { changeInvitation, type InvitationRef } from './change.ts';

const MOST_MINUTES = 240;

/**
 * Gives a candidate more time than the assessment allows, for the whole test or for what is left of it. Throws `conflict` for an untimed test, one that is over, and beyond four hours in all.
 */
export function giveExtraTime(
  ctx: Pick<Context, 'db' | 'clock' | 'bell'>,
  ref: InvitationRef,
  { minutes, by }: { minutes: number; by: string },
): Promise<InvitationDoc> {
  return changeInvitation(ctx, ref, (current, now) => {
    const { status, assessment, deadlineAt, extraMinutes = 0 } = current;
    const isOver = deadlineAt !== undefined && deadlineAt.getTime() + GRACE_MS <= now.getTime();
    if (assessment.minutes === null)
      throw new AppError('conflict', 'This assessment has no time limit, so there is nothing to add to.');
    if ((status !== 'invited' && status !== 'started') || isOver)
      throw new AppError('conflict', 'The test is over: its time cannot be changed any more.');
    if (extraMinutes + minutes > MOST_MINUTES)
      throw new AppError('conflict', `At most ${MOST_MINUTES} minutes can be added in all.`);
    const later = (at: Date) => new Date(at.getTime() + minutes * 60_000);
    const moved = deadlineAt && later(deadlineAt);
    return {
      set: {
        extraMinutes: extraMinutes + minutes,
        ...(moved && { deadlineAt: moved, sweepAt: new Date(moved.getTime() + GRACE_MS) }),
      },
      timeline: [{ kind: 'extra_time', by, detail: `${minutes} minutes` }],
    };
  });
}
