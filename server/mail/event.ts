import type { Sealed, Vault } from '../crypto.ts';
import type { Mail } from './mailer.ts';

interface MailEvent {
  name: 'invitation' | 'receipt' | 'notice' | 'sign-in';
  mail: Mail;
}

const bound = (documentId: string) => `${documentId}/mail`;

/** What the writer of an invitation's mail alone knows. The rest is read when it leaves: the date in it is then true. */
export interface InvitationLetter {
  link: string;
  workspaceName: string;
  invitedBy: string;
}

/** The mail as it will leave, sealed: it holds a link that opens something. */
export const mailEvent = (
  vault: Vault,
  documentId: string,
  { name, mail }: MailEvent,
): { name: string; body: Sealed } => ({
  name,
  body: vault.seal(JSON.stringify(mail), bound(documentId)),
});

export const invitationEvent = (
  vault: Vault,
  documentId: string,
  letter: InvitationLetter,
): { name: string; body: Sealed } => ({
  name: 'invitation',
  body: vault.seal(JSON.stringify(letter), bound(documentId)),
});

export const openMail = (vault: Vault, documentId: string, body: Sealed): Mail | InvitationLetter =>
  JSON.parse(vault.open(body, bound(documentId))) as Mail | InvitationLetter;
