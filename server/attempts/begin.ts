import { announce } from '../ashby/mapping.ts';
import type { Context } from '../context.ts';
import { deadlineOf, GRACE_MS, minutesAllowed } from '../core/attempt.ts';
import type { InvitationDoc } from '../db/collections.ts';
import { changeInvitation, type InvitationRef } from '../invitations/change.ts';
import { refusalOf } from './refusal.ts';

/**
 * Starts the clock, once: a second begin changes nothing. Throws `invitation_expired`, `invitation_cancelled`,
 * `already_submitted`.
 */
export function beginAttempt(
  ctx: Pick<Context, 'db' | 'clock' | 'config' | 'bell'>,
  ref: InvitationRef,
): Promise<InvitationDoc> {
  return changeInvitation(ctx, ref, (current, now) => {
    if (current.status === 'started') return null;
    if (current.status === 'invited' && current.expiresAt <= now)
      throw refusalOf({ ...current, status: 'expired' });
    if (current.status !== 'invited') throw refusalOf(current);
    const deadlineAt = deadlineOf(now, minutesAllowed(current));
    const started = { status: 'started' as const, startedAt: now, ...(deadlineAt && { deadlineAt }) };
    const { set, ashby } = announce(ctx.config.publicUrl, { ...current, ...started }, 'status', now);
    return {
      set: { ...set, ...started, ...(deadlineAt && { sweepAt: new Date(deadlineAt.getTime() + GRACE_MS) }) },
      ...(!deadlineAt && { unset: ['sweepAt'] }),
      ...(ashby && { ashby }),
      timeline: [{ kind: 'started' }],
    };
  });
}
