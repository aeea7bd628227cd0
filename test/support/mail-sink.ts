import { simpleParser, type ParsedMail } from 'mailparser';
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
  /** As text; undefined: there is no such header. */
  header(name: string): string | undefined;
}

type Refusal = (address: string) => { code: number; message: string } | undefined;
/** Where in the conversation a mail server can refuse. */
type Phase = 'MAIL FROM' | 'RCPT TO' | 'DATA';

export interface MailSink {
  url: string;
  all: ReceivedMail[];
  /** Resolves with the first mail, past or coming, that fits. */
  wait(fits: (mail: ReceivedMail) => boolean): Promise<ReceivedMail>;
  /** What the mail server says to a recipient (or a sender, or the first recipient of a mail); null: takes everything. */
  refuse(answer: Refusal | null, at?: Phase): void;
  /** Runs after a mail is taken and before the mail server says so. */
  beforeAnswer(hook: ((mail: ReceivedMail) => void | Promise<void>) | null): void;
  close(): Promise<void>;
}

/** More than the lease of a mail whose process was killed. */
const WAIT_MS = 55_000;

/** A real SMTP server on this machine that keeps what it gets. */
export async function startMailSink(port = 0): Promise<MailSink> {
  const all: ReceivedMail[] = [];
  const waiting = new Set<() => void>();
  let refusal: { answer: Refusal; at: Phase } | null = null;
  let hook: Parameters<MailSink['beforeAnswer']>[0] = null;

  const refusalOf = (at: Phase, address: string) => {
    const refused = refusal?.at === at ? refusal.answer(address) : undefined;
    return refused ? Object.assign(new Error(refused.message), { responseCode: refused.code }) : null;
  };

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onMailFrom: ({ address }, _session, done) => done(refusalOf('MAIL FROM', address)),
    onRcptTo: ({ address }, _session, done) => done(refusalOf('RCPT TO', address)),
    onData(stream, session, done) {
      const take = async (parsed: ParsedMail) => {
        const refused = refusalOf('DATA', session.envelope.rcptTo[0]?.address ?? '');
        if (refused) return done(refused);
        const text = parsed.text ?? '';
        const mail: ReceivedMail = {
          to: session.envelope.rcptTo.map(({ address }) => address),
          from: parsed.from?.text ?? '',
          subject: parsed.subject ?? '',
          text,
          html: parsed.html || '',
          links: text.match(/https?:\/\/[^\s<>]+/g) ?? [],
          messageId: parsed.messageId ?? '',
          header: (name) =>
            parsed.headerLines.find(({ key }) => key === name)?.line.replace(/^[^:]+:\s*/, ''),
        };
        all.push(mail);
        waiting.forEach((look) => look());
        // A hook that fails cuts the connection: the sender never learns that the mail arrived.
        await Promise.resolve(hook?.(mail)).then(
          () => done(),
          () => server.connections.forEach((connection) => connection.close()),
        );
      };
      // A sender that dies in the middle of a mail has sent none.
      simpleParser(stream).then(take, done);
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
    refuse: (answer, at = 'RCPT TO') => void (refusal = answer && { answer, at }),
    beforeAnswer: (next) => void (hook = next),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
