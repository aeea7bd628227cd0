import type { Context } from '../context.ts';
import { hashSecret, type Sealed } from '../crypto.ts';
import type { Handler } from '../outbox/worker.ts';
import { openMail } from './event.ts';
import { toInvitationMail } from './invitation-mail.ts';
import { MailRefused } from './mailer.ts';

/** As long as the link lives: a mail with a dead link helps nobody. */
const SIGN_IN_MS = 15 * 60_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Hands a mail to the mail server. The message id stays the same in every try, so a repeat can be told from a second mail. */
export const deliverMail =
  ({ vault, mailer, clock }: Pick<Context, 'vault' | 'mailer' | 'clock'>): Handler =>
  async ({ documentId, event, invitation }) => {
    const content = openMail(vault, documentId, event.body as Sealed);
    const mail = 'link' in content ? toInvitationMail(content, invitation!) : content;
    if (event.name === 'sign-in' && clock().getTime() - event.at.getTime() > SIGN_IN_MS) {
      return { kind: 'refused', reason: 'the link is over' };
    }
    // Sign-in documents are named by the hash of their token, which has no place in a header.
    const id = UUID.test(documentId) ? documentId : hashSecret(documentId);
    try {
      await mailer.send(mail, `${id}.${event.seq}`);
      return { kind: 'delivered' };
    } catch (error) {
      const reason = (error as Error).message;
      return { kind: error instanceof MailRefused ? 'refused' : 'retry', reason };
    }
  };
