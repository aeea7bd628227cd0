import { announce } from '../ashby/mapping.ts';
import type { Context } from '../context.ts';
import { canBecome, isOver } from '../core/invitation.ts';
import type { InvitationDoc } from '../db/collections.ts';
import { AppError } from '../errors.ts';
import { changeInvitation, unsentMail, type InvitationRef } from './change.ts';

interface Cancellation {
  name: string;
  /** Ashby asked: it learns the end from our answer, so nothing more is queued for it. */
  ashby: boolean;
  reason?: string | undefined;
}

/** Ends an invitation that has no submission; one that is over stays as it is. Throws `not_found`, `already_submitted`. */
export function cancelInvitation(
  ctx: Pick<Context, 'db' | 'clock' | 'config' | 'bell'>,
  ref: InvitationRef,
  by: Cancellation,
): Promise<InvitationDoc> {
  return changeInvitation(ctx, ref, (current, now) => {
    if (isOver(current)) return null;
    if (!canBecome(current.status, 'cancelled')) {
      throw new AppError('already_submitted', 'The candidate has submitted already, so the result stays.');
    }
    const ended = {
      status: 'cancelled' as const,
      endedAt: now,
      ...(by.reason && { cancelReason: by.reason }),
    };
    const announced = announce(ctx.config.publicUrl, { ...current, ...ended }, 'cancelled', now);
    return {
      // A submission that an answer precedes decides against the cancellation, and the other way round.
      guard: { 'attempt.saves': current.attempt.saves },
      // Link and session stay: they open nothing but the page that says so.
      set: {
        ...ended,
        ...announced.set,
        ...unsentMail(current),
        ...(by.ashby && { 'ashby.acknowledgedAt': now }),
      },
      unset: ['activeKey', 'sweepAt'],
      purge: ['mail', 'ashby'],
      ...(!by.ashby && announced.ashby && { ashby: announced.ashby }),
      timeline: [{ kind: 'cancelled', by: by.name, ...(by.reason && { detail: by.reason }) }],
    };
  });
}
