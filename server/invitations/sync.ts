import { announce } from '../ashby/mapping.ts';
import type { Context } from '../context.ts';
import type { InvitationDoc } from '../db/collections.ts';
import { AppError } from '../errors.ts';
import { changeInvitation, type InvitationRef } from './change.ts';

/** Sends Ashby the whole present state again, a corrected score included, in place of whatever waits. Throws `conflict` when Ashby did not start it. */
export function syncWithAshby(
  ctx: Pick<Context, 'db' | 'clock' | 'config' | 'bell'>,
  ref: InvitationRef,
  by: string,
): Promise<InvitationDoc> {
  return changeInvitation(ctx, ref, (current, now) => {
    const { set, ashby } = announce(ctx.config.publicUrl, current, 'asked', now);
    if (!ashby)
      throw new AppError(
        'conflict',
        'This invitation was not started in Ashby, so there is nothing to send there.',
      );
    return { ...(set && { set }), purge: ['ashby'], ashby, timeline: [{ kind: 'ashby_resent', by }] };
  });
}
