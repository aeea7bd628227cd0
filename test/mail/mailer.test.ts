import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { EmailAddress } from '../../server/contract/field.ts';
import { createMailer, MailRefused, type Mail, type Mailer } from '../../server/mail/mailer.ts';
import { startMailSink, type MailSink } from '../support/mail-sink.ts';

let sink: MailSink;
let mailer: Mailer;
const mailTo = (to: string): Mail => ({
  to,
  subject: 'Größe — 時間',
  text: 'Hello,\n\nplain.\n',
  html: '<p>Hello,</p><p>plain.</p>',
});
const send = (to: string, id = 'id.1') => mailer.send(mailTo(to), id);

beforeAll(async () => {
  sink = await startMailSink();
  mailer = createMailer(sink.url, 'Canditech hiring <hello@canditech.example>');
});
afterEach(() => {
  sink.refuse(null);
  sink.all.length = 0;
});
afterAll(async () => {
  mailer.close();
  await sink.close();
});

test('a mail arrives as written, from the configured sender, marked as made by a machine', async () => {
  await send('ann@mail.example', '0a1b.7');
  const [mail] = sink.all;
  expect(mail).toMatchObject({
    to: ['ann@mail.example'],
    subject: 'Größe — 時間',
    messageId: '<0a1b.7@canditech.example>',
    text: 'Hello,\n\nplain.\n',
    html: expect.stringContaining('<p>plain.</p>') as string,
  });
  expect(mail!.from).toContain('hello@canditech.example');
  expect(mail!.header('auto-submitted')).toBe('auto-generated');
  expect(mail!.header('to')).toBe('ann@mail.example');
  for (const name of ['cc', 'bcc', 'list-unsubscribe', 'x-mailer'])
    expect(mail!.header(name)).toBeUndefined();
});

describe('one mail has one recipient', () => {
  const HOSTILE = [
    'a@x.example, b@evil.example',
    'a@x.example,b@evil.example',
    'a@x.example; b@evil.example',
    'a@x.example b@evil.example',
    'a@x.example\nb@evil.example',
    'a@x.example\r\nBcc: b@evil.example',
    'a@x.example%0ABcc:b@evil.example',
    'a@x.example\u0000b@evil.example',
    'Friends: a@x.example, b@evil.example;',
    'G:a@x.example;',
    '"Real" <b@evil.example>, a@x.example',
    '"Real" <b@evil.example>',
    '<b@evil.example>',
    'a@x.example <b@evil.example>',
    '"a@x.example, b"@evil.example',
    '"a b"@evil.example',
    '"<b@evil.example>"@x.example',
    'a@x.example(comment)',
    '(b@evil.example)a@x.example',
    '@relay.example:b@evil.example',
    'b%evil.example@x.example',
    'b@evil.example@x.example',
    'a@@x.example',
    '@x.example',
    'a@',
    'a',
    '',
    ' ',
    '.a@x.example',
    'a..b@x.example',
    'a.@x.example',
    'a@-x.example',
    'a@[127.0.0.1]',
    'a@x..example',
    'a@x.example>\r\nRCPT TO:<b@evil.example',
    `${'a'.repeat(65)}@x.example`,
    `a@${'x'.repeat(250)}.example`,
    'a\u202e@x.example',
    'ａ@x.example',
    "a@x.example' OR 1=1",
  ];

  test.each(HOSTILE)('%j is refused, or reaches just itself', async (address) => {
    const sent = await send(address).then(
      () => true,
      (error: unknown) => {
        expect(error).toBeInstanceOf(MailRefused);
        return false;
      },
    );
    expect(sink.all).toHaveLength(sent ? 1 : 0);
    if (sent) expect(sink.all[0]!.to).toEqual([address]);
    expect(sent).toBe(EmailAddress.safeParse(address).success);
  });

  test.each(['Zoe+Jobs@Mail.example', "o'neil@mail.example", 'a@b', '1/2=3@x-y.example'])(
    '%s is kept as it is',
    async (address) => {
      await send(address);
      expect(sink.all[0]!.to[0]!.split('@')[0]).toBe(address.split('@')[0]);
      expect(sink.all[0]!.to[0]!.toLowerCase()).toBe(address.toLowerCase());
    },
  );

  test('an address with an international domain leaves in its ASCII form', async () => {
    await send('ann@bücher.example');
    expect(sink.all[0]!.header('to')).toBe('ann@xn--bcher-kva.example');
    expect(sink.all[0]!.to).toEqual(['ann@bücher.example']);
  });
});

describe('what the mail server’s refusal means', () => {
  const isFinal = (to = 'ann@mail.example') =>
    send(to).then(
      () => 'sent',
      (error: unknown) => (error instanceof MailRefused ? 'final' : 'passes'),
    );

  test.each([
    ['RCPT TO', 550, 'final'],
    ['RCPT TO', 552, 'final'],
    ['RCPT TO', 450, 'passes'],
    ['RCPT TO', 421, 'passes'],
    ['RCPT TO', 530, 'passes'],
    ['DATA', 554, 'final'],
    ['DATA', 451, 'passes'],
    ['MAIL FROM', 550, 'passes'],
    ['MAIL FROM', 530, 'passes'],
    ['MAIL FROM', 451, 'passes'],
  ] as const)('%s %d: %s', async (at, code, meaning) => {
    sink.refuse(() => ({ code, message: 'No.' }), at);
    expect(await isFinal()).toBe(meaning);
    sink.refuse(null);
    expect(await isFinal()).toBe('sent');
  });

  test('the server’s words reach the person who has to act', async () => {
    sink.refuse(() => ({ code: 550, message: 'no such mailbox here' }));
    await expect(send('gone@mail.example')).rejects.toThrow('no such mailbox here');
  });

  test('no mail server at all passes: it may come back', async () => {
    const gone = await startMailSink();
    const lonely = createMailer(gone.url, 'hello@canditech.example');
    await gone.close();
    const error: unknown = await lonely.send(mailTo('ann@mail.example'), 'x').catch((e: unknown) => e);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(MailRefused);
    lonely.close();
  });

  test('no configured mail server passes too, and says which variable is missing', async () => {
    const none = createMailer(undefined, 'hello@canditech.example');
    const error: unknown = await none.send(mailTo('ann@mail.example'), 'x').catch((e: unknown) => e);
    expect(error).not.toBeInstanceOf(MailRefused);
    expect((error as Error).message).toContain('SMTP_URL');
  });
});
