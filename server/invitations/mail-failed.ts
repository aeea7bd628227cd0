import { announce } from '../ashby/mapping.ts';
import type { Context } from '../context.ts';
import { nextTryMs } from '../core/backoff.ts';
import { failed, type Handler, type Outcome } from '../outbox/worker.ts';
import { changeInvitation } from './change.ts';

type Parts = Pick<Context, 'db' | 'clock' | 'config' | 'bell'>;

function isFinal(outcome: Outcome, tries: number): boolean {
  if (outcome.kind === 'refused') return true;
  return outcome.kind === 'retry' && nextTryMs({ lane: 'mail', tries: tries + 1, random: 0 }) === null;
}

/**
 * A handler of mails that also tells Ashby of an invitation which cannot be mailed: its people need not look here. Told
 * before the mail is settled, so that a crash in between repeats the mail and not the news, and takes that back if the mail
 * arrives then.
 */
export const tellOfFailedMail =
  (ctx: Parts, deliver: Handler): Handler =>
  async (delivery) => {
    const outcome = await deliver(delivery).catch(failed);
    const { event, invitation, tries } = delivery;
    if (event.name !== 'invitation' || !invitation) return outcome;
    const isTold = invitation.mail.state === 'failed';
    if (isTold ? outcome.kind !== 'delivered' : !isFinal(outcome, tries)) return outcome;
    const mail = { state: isTold ? ('accepted' as const) : ('failed' as const) };
    const { _id: id, workspaceId } = invitation;
    // Raised where the mail was sent anew, or nobody waits for it any more.
    const { fence } = invitation.outbox.mail;
    await changeInvitation(ctx, { workspaceId, id }, (current, now) => {
      if (current.outbox.mail.fence !== fence || current.status !== 'invited') return null;
      if (current.mail.state === mail.state) return null;
      const { set, ashby } = announce(ctx.config.publicUrl, { ...current, mail }, 'status', now);
      return ashby ? { guard: { 'outbox.mail.fence': fence }, set: { ...set, mail }, ashby } : null;
    });
    return outcome;
  };
