import { Router } from 'express';
import { simpleParser } from 'mailparser';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { address, clock, html, toPage, type Html } from './html.ts';
import { keep } from './state.ts';

interface StoredMail {
  id: number;
  to: string;
  subject: string;
  text: string;
  html: string;
  at: number;
}

export interface Mailbox {
  smtpUrl: string;
  /** Resolves with the text of the next mail to an address. */
  next(to: string): Promise<string>;
  routes(nav: { href: string; label: string }[]): Router;
  close(): Promise<void>;
}

const KEPT = 200;

/** Text of a mail with its links to click. */
const withLinks = (text: string): Html[] =>
  text
    .split(/(https?:\/\/[^\s<>]+)/)
    .map((part, i) => (i % 2 === 0 ? html`${part}` : html`<a href="${part}">${part}</a>`));

/** The list of mails, one mail, and the mail as a mail program shows it. */
function mailboxRoutes(mails: StoredMail[], nav: { href: string; label: string }[]): Router {
  const router = Router();
  router.get('/mail', (_req, res) => {
    const rows = mails.map(
      ({ id, to, subject, at }) =>
        html`<tr>
          <td><a href="/mail/${id}">${subject}</a></td>
          <td>${address(to)}</td>
          <td>${clock(at)}</td>
        </tr>`,
    );
    const table = html`<div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Subject</th>
            <th scope="col">To</th>
            <th scope="col">Taken at</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`;
    const main = html`<h1>Mailbox</h1>
      <p class="note">Every e-mail of this demo lands here, whoever it is for.</p>
      ${mails.length > 0 ? table : html`<p>No mail yet. Invite a candidate, or sign in.</p>`}`;
    res.send(toPage({ title: 'Mailbox', brand: 'Mailbox', nav, path: '/mail', live: true, main }));
  });
  router.get('/mail/:id', (req, res, next) => {
    const mail = mails.find(({ id }) => String(id) === req.params.id);
    if (!mail) return next();
    const main = html`<h1>${mail.subject}</h1>
      <dl>
        <dt>To</dt>
        <dd>${address(mail.to)}</dd>
        <dt>Taken at</dt>
        <dd>${clock(mail.at)}</dd>
      </dl>
      <pre>${withLinks(mail.text)}</pre>
      <p><a href="/mail/${mail.id}/html">As a mail program shows it</a></p>`;
    res.send(toPage({ title: mail.subject, brand: 'Mailbox', nav, path: '/mail', main }));
  });
  router.get('/mail/:id/html', (req, res, next) => {
    const mail = mails.find(({ id }) => String(id) === req.params.id);
    if (!mail) return next();
    res.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'").send(mail.html);
  });
  return router;
}

/** Everybody's mailbox: an SMTP server that takes all, and pages that show it. */
export async function openMailbox(file: string): Promise<Mailbox> {
  const kept = keep<{ mails: StoredMail[] }>(file, { mails: [] });
  const { mails } = kept.value;
  const waiting = new Set<(mail: StoredMail) => void>();

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      simpleParser(stream).then((parsed) => {
        const to = session.envelope.rcptTo.map(({ address }) => address).join(', ');
        const mail: StoredMail = {
          id: (mails[0]?.id ?? 0) + 1,
          to,
          subject: parsed.subject ?? '',
          text: parsed.text ?? '',
          html: parsed.html || '',
          at: Date.now(),
        };
        mails.unshift(mail);
        mails.length = Math.min(mails.length, KEPT);
        kept.save();
        waiting.forEach((tell) => tell(mail));
        done();
      }, done);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    smtpUrl: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}?ignoreTLS=true`,
    next: (to) =>
      new Promise((resolve) => {
        const tell = (mail: StoredMail) => {
          if (mail.to !== to) return;
          waiting.delete(tell);
          resolve(mail.text);
        };
        waiting.add(tell);
      }),
    routes: (nav) => mailboxRoutes(mails, nav),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
