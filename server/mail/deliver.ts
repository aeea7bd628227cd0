import type { Context } from '../context.ts';
import type { Sealed } from '../crypto.ts';
import type { Handler } from '../outbox/worker.ts';
import { openMail } from './event.ts';
import { MailRefused } from './mailer.ts';

/** Hands a mail to the mail server. The message id stays the same in every try, so a repeat can be told from a second mail. */
export const deliverMail =
  ({ vault, mailer }: Pick<Context, 'vault' | 'mailer'>): Handler =>
  async ({ documentId, event, workspaceId }) => {
    const mail = openMail(vault, documentId, event.body as Sealed);
    // Sign-in documents are named by a hash, which has no place in a header.
    const id = /^[0-9a-f-]{36}$/.test(documentId) ? documentId : `${workspaceId}.${event.at.getTime()}`;
    try {
      await mailer.send(mail, `${id}.${event.seq}`);
      return { kind: 'delivered' };
    } catch (error) {
      const reason = (error as Error).message;
      return { kind: error instanceof MailRefused ? 'refused' : 'retry', reason };
    }
  };
