import type { Context } from '../context.ts';
import type { InvitationDoc } from '../db/collections.ts';
import { AppError } from '../errors.ts';
import { changeInvitation, unsentMail, type InvitationRef } from './change.ts';
import { isHeld } from './view.ts';

/**
 * Takes an invitation back whose mail is still held: it is gone for everybody, and a repeat changes nothing. Throws
 * `not_found`, and `conflict` once the mail is on its way.
 */
export function undoInvitation(
  ctx: Pick<Context, 'db' | 'clock' | 'bell'>,
  ref: InvitationRef,
  by: string,
): Promise<InvitationDoc> {
  return changeInvitation(ctx, ref, (current, now) => {
    if (current.undoneAt) return null;
    if (!isHeld(current))
      throw new AppError('conflict', 'The e-mail has left already. Cancel the invitation instead.');
    return {
      // A worker that takes the mail up at this very moment raises the fence first, or not at all.
      guard: { 'outbox.mail.fence': 0 },
      set: { status: 'cancelled', endedAt: now, undoneAt: now, ...unsentMail(current) },
      unset: ['activeKey', 'sweepAt', 'heldUntil'],
      purge: ['mail'],
      timeline: [{ kind: 'cancelled', by }],
    };
  });
}
