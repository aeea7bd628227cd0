import { simpleParser } from 'mailparser';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  /** Recipients of the envelope: who really gets it. */
  to: string[];
  from: string;
  subject: string;
  text: string;
  html: string;
  links: string[];
  messageId: string;
}

export interface MailSink {
  url: string;
  all: ReceivedMail[];
  /** Resolves with the first mail, past or coming, that fits. */
  wait(fits: (mail: ReceivedMail) => boolean): Promise<ReceivedMail>;
  /** What the mail server says to a recipient; null: takes everything. */
  refuse(answer: ((to: string) => { code: number; message: string } | undefined) | null): void;
  /** Runs after a mail is taken and before the mail server says so. */
  beforeAnswer(hook: ((mail: ReceivedMail) => void | Promise<void>) | null): void;
  close(): Promise<void>;
}

const WAIT_MS = 20_000;

/** A real SMTP server on this machine that keeps what it gets. */
export async function startMailSink(port = 0): Promise<MailSink> {
  const all: ReceivedMail[] = [];
  const waiting = new Set<() => void>();
  let refusal: Parameters<MailSink['refuse']>[0] = null;
  let hook: Parameters<MailSink['beforeAnswer']>[0] = null;

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      const refused = refusal?.(address);
      done(refused ? Object.assign(new Error(refused.message), { responseCode: refused.code }) : null);
    },
    onData(stream, session, done) {
      void simpleParser(stream).then(async (parsed) => {
        const text = parsed.text ?? '';
        const mail: ReceivedMail = {
          to: session.envelope.rcptTo.map(({ address }) => address),
          from: parsed.from?.text ?? '',
          subject: parsed.subject ?? '',
          text,
          html: parsed.html || '',
          links: text.match(/https?:\/\/[^\s<>]+/g) ?? [],
          messageId: parsed.messageId ?? '',
        };
        all.push(mail);
        waiting.forEach((look) => look());
        await hook?.(mail);
        done();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}?ignoreTLS=true`,
    all,
    wait: (fits) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = all.find(fits);
          if (!found) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(
            new Error(
              `no such mail came; there are: ${all.map((m) => `${m.to.join()}: ${m.subject}`).join(' | ') || 'none'}`,
            ),
          );
        }, WAIT_MS);
        waiting.add(look);
        look();
      }),
    refuse: (answer) => void (refusal = answer),
    beforeAnswer: (next) => void (hook = next),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
