import type { Sealed, Vault } from '../crypto.ts';
import type { Mail } from './mailer.ts';

interface MailEvent {
  name: 'invitation' | 'receipt' | 'notice' | 'sign-in';
  mail: Mail;
}

const bound = (documentId: string) => `${documentId}/mail`;

/** The mail as it will leave, sealed: it holds a link that opens something. */
export const mailEvent = (
  vault: Vault,
  documentId: string,
  { name, mail }: MailEvent,
): { name: string; body: Sealed } => ({
  name,
  body: vault.seal(JSON.stringify(mail), bound(documentId)),
});

export const openMail = (vault: Vault, documentId: string, body: Sealed): Mail =>
  JSON.parse(vault.open(body, bound(documentId))) as Mail;
