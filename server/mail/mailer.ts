import { createTransport } from 'nodemailer';
import { EmailAddress } from '../contract/field.ts';

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** The mail server's refusal for good (5xx) of this recipient or this mail: trying again will not help. */
export class MailRefused extends Error {
  override name = 'MailRefused';
}

export interface Mailer {
  /** Without a mail server every mail waits. */
  readonly canSend: boolean;
  /** Resolves once the mail server has taken the mail. Throws MailRefused, or any other error for one that may pass. */
  send(mail: Mail, messageId: string): Promise<void>;
  close(): void;
}

/** A 5xx that is about us, such as a missing login, passes once the operator mends it: the recipient is not to blame. */
const ABOUT_US = new Set([530, 534, 535, 538]);
const isPermanent = ({ responseCode = 0, command = '' }: SmtpError) =>
  responseCode >= 500 && !ABOUT_US.has(responseCode) && (command === 'RCPT TO' || command === 'DATA');

interface SmtpError {
  responseCode?: number;
  response?: string;
  /** What the mail server answered to. */
  command?: string;
}

const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

export function createMailer(smtpUrl: string | undefined, from: string): Mailer {
  const sender = /<([^<>]+)>$/.exec(from)?.[1] ?? from;
  const domain = sender.slice(sender.lastIndexOf('@') + 1);
  const transport =
    smtpUrl === undefined
      ? null
      : createTransport({ url: smtpUrl, pool: true, maxConnections: 5, ...TIMEOUTS });
  return {
    canSend: transport !== null,
    async send(mail, messageId) {
      if (!transport) throw new Error('No mail server is configured: set SMTP_URL.');
      if (!EmailAddress.safeParse(mail.to).success)
        throw new MailRefused('The address is not one e-mail address.');
      try {
        await transport.sendMail({
          from,
          // An object, and an envelope of our own: the address cannot become two, nor a group.
          to: { name: '', address: mail.to },
          envelope: { from: sender, to: [mail.to] },
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          messageId: `<${messageId}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
          disableFileAccess: true,
          disableUrlAccess: true,
        });
      } catch (error) {
        const reason = ((error as SmtpError).response ?? (error as Error).message).slice(0, 300);
        throw isPermanent(error as SmtpError) ? new MailRefused(reason) : new Error(reason, { cause: error });
      }
    },
    close: () => transport?.close(),
  };
}
