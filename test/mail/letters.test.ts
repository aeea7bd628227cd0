import { describe, expect, test } from 'vitest';
import { invitationMail } from '../../server/mail/invitation-mail.ts';
import { plain, plainName } from '../../server/mail/layout.ts';
import type { Mail } from '../../server/mail/mailer.ts';
import { noticeMail } from '../../server/mail/notice-mail.ts';
import { receiptMail } from '../../server/mail/receipt-mail.ts';
import { signInMail, welcomeMail } from '../../server/mail/sign-in-mail.ts';

const at = new Date('2026-03-09T14:05:00Z');
const link = 'https://tests.acme.example/take/0a1b#s3cret';

interface Names {
  candidateName: string;
  workspaceName: string;
  assessmentName: string;
  invitedBy: string;
}
const NICE: Names = {
  candidateName: 'Zoë O’Neil',
  workspaceName: 'Acme & Söhne',
  assessmentName: 'Node.js: <basics>',
  invitedBy: 'Rita "R" Recruiter',
};

type Letter = [title: string, write: (names: Names) => Mail, subject: string, link: string | null];
const to = 'zoe+jobs@mail.example';
const LETTERS: Letter[] = [
  [
    'invitation',
    (names) => invitationMail({ ...names, to, minutes: 25, link, expiresAt: at }),
    'Acme & Söhne invites you: Node.js: <basics>',
    link,
  ],
  [
    'invitation to an untimed test by the workspace itself',
    (names) =>
      invitationMail({ ...names, invitedBy: names.workspaceName, to, minutes: null, link, expiresAt: at }),
    'Acme & Söhne invites you: Node.js: <basics>',
    link,
  ],
  [
    'receipt',
    (names) => receiptMail({ ...names, to, submittedAt: at, automatic: false }),
    'Acme & Söhne has your answers: Node.js: <basics>',
    null,
  ],
  [
    'receipt when the time ended',
    (names) => receiptMail({ ...names, to, submittedAt: at, automatic: true }),
    'Acme & Söhne has your answers: Node.js: <basics>',
    null,
  ],
  [
    'notice to review',
    (names) => noticeMail({ ...names, to, reportUrl: link, pending: true }),
    'To review: Zoë O’Neil, Node.js: <basics>',
    link,
  ],
  [
    'notice of a result',
    (names) => noticeMail({ ...names, to, reportUrl: link, pending: false }),
    'Result: Zoë O’Neil, Node.js: <basics>',
    link,
  ],
  ['sign-in', (names) => signInMail({ ...names, to, link }), 'Sign in to Acme & Söhne', link],
  [
    'welcome',
    (names) => welcomeMail({ ...names, to, link, addedBy: names.invitedBy }),
    `Rita "R" Recruiter added you to Acme & Söhne`,
    link,
  ],
];

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const unescape = (text: string) =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name]!);
const hrefsOf = ({ html }: Mail) => [...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => unescape(url!));
const urlsOf = ({ text }: Mail) => text.match(/\b[a-z]+:\/\/\S+/gi) ?? [];
const paragraphsOf = ({ html }: Mail) =>
  [...html.matchAll(/<p[^>]*>(.*?)<\/p>/gs)].map(([, inner]) => unescape(inner!.replace(/<[^>]+>/g, '')));

describe.each(LETTERS)('%s', (_title, write, subject, url) => {
  const mail = write(NICE);

  test('goes to one address and says what it is in the subject', () => {
    expect(mail).toMatchObject({ to, subject });
  });

  test('has one link, or none where there is nothing to do', () => {
    expect(hrefsOf(mail)).toEqual(url === null ? [] : [url]);
    expect(urlsOf(mail)).toEqual(url === null ? [] : [url]);
    expect(mail.html).not.toMatch(/<(img|script|link|iframe|form)\b/i);
  });

  test('says the same as text and as HTML', () => {
    const plainText = mail.text.replace(/:\n\S+:\/\/\S+/, '').trimEnd();
    expect(paragraphsOf(mail).join('\n\n')).toBe(plainText);
  });

  test('may be shown dark', () => {
    expect(mail.html).toContain('<meta name="color-scheme" content="light dark">');
  });
});

const HOSTILE = [
  'Ann\r\nBcc: evil@evil.example',
  'Ann\nSubject: You won',
  'Ann\u2028https://evil.example/login',
  '\u202eelpmaxe.live\u202c',
  '\u2066bidi\u2069',
  '<img src=x onerror=alert(1)>',
  '"><a href="https://evil.example">Click</a>',
  'Visit https://evil.example/?a=b now',
  'HTTPS://EVIL.EXAMPLE',
  'ftp://evil.example',
  '//evil.example/x',
  'www.evil.example',
  'mailto:evil@evil.example',
  '{{constructor.constructor("x")()}}',
  '\u0000\u0007\u001b[31mred',
  'lone \ud800 surrogate',
  'x'.repeat(5000),
  '😀'.repeat(150),
];

describe.each(HOSTILE)('a name like %j', (name) => {
  const names: Names = { candidateName: name, workspaceName: name, assessmentName: name, invitedBy: name };

  test.each(LETTERS)('adds no line, link, element or direction to: %s', (_title, write, _subject, url) => {
    const mail = write(names);
    const nice = write(NICE);
    expect(mail.subject).not.toMatch(/[\u0000-\u001f\u007f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
    expect(mail.subject.length).toBeLessThanOrEqual(200);
    expect(mail.subject.isWellFormed() && mail.text.isWellFormed() && mail.html.isWellFormed()).toBe(true);
    expect(mail.text.split('\n')).toHaveLength(nice.text.split('\n').length);
    expect(mail.text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u0007\u001b]/);
    expect(hrefsOf(mail)).toEqual(url === null ? [] : [url]);
    expect(urlsOf(mail)).toEqual(url === null ? [] : [url]);
    expect(mail.text).not.toMatch(/\bwww\.|mailto:/i);
    expect(mail.html.match(/<[a-z]+/g)).toEqual(nice.html.match(/<[a-z]+/g));
    expect(mail.to).toBe(to);
  });
});

test('an inviter’s message is quoted in full, line by line, as text and as HTML, and holds no link', () => {
  const text = `Dear Zoë,\r\n\n\n\nsee <b>www.evil.example</b> & ${'word '.repeat(150)}end.`;
  const mail = invitationMail({
    ...NICE,
    to,
    minutes: 20,
    link,
    expiresAt: at,
    note: { by: 'Rita <i>', text },
  });
  expect(mail.text).toMatch(/\n\nRita <i> writes:\n\n> Dear Zoë,\n>\n> see <b>www evil.+ word end\.\n\n/);
  const [, quoted] = /<blockquote[^>]*>(.*?)<\/blockquote>/s.exec(mail.html)!;
  expect(quoted).toMatch(/^Dear Zoë,<br><br>see &lt;b&gt;www .+ word end\.$/);
  expect(mail.html).toContain('Rita &lt;i&gt; writes:');
  expect([hrefsOf(mail), urlsOf(mail)]).toEqual([[link], [link]]);
});

test('a candidate’s name is no domain that mail programs make a link of', () => {
  const mail = noticeMail({ ...NICE, to, reportUrl: link, pending: true, candidateName: 'evil.example/win' });
  expect(`${mail.subject} ${mail.text} ${mail.html}`).not.toContain('evil.example');
  expect(plainName('J.R.R. Tolkien')).toBe('J.R.R. Tolkien');
  expect(plainName('Zoë O’Neil')).toBe('Zoë O’Neil');
});

test('ordinary names stay as they are', () => {
  for (const name of ['Node.js basics', 'C++ / C#', 'Müller-Lüdenscheidt', '李小龍', 'R&D', 'Q: why?']) {
    expect(plain(name)).toBe(name);
  }
});
