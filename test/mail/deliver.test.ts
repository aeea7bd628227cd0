import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createVault, hashSecret } from '../../server/crypto.ts';
import { deliverMail } from '../../server/mail/deliver.ts';
import { mailEvent } from '../../server/mail/event.ts';
import { createMailer, type Mailer } from '../../server/mail/mailer.ts';
import { signInMail } from '../../server/mail/sign-in-mail.ts';
import { startMailSink, type MailSink } from '../support/mail-sink.ts';

const at = new Date('2026-03-09T14:00:00Z');
const vault = createVault([randomBytes(32)]);
let now = at;
let sink: MailSink;
let mailer: Mailer;

beforeAll(async () => {
  sink = await startMailSink();
  mailer = createMailer(sink.url, 'hello@canditech.example');
});
afterEach(() => {
  now = at;
  sink.refuse(null);
  sink.all.length = 0;
});
afterAll(async () => {
  mailer.close();
  await sink.close();
});

const mail = signInMail({
  to: 'ann@mail.example',
  workspaceName: 'Acme',
  link: 'https://acme.example/sign-in#x',
});
function deliver(documentId: string, { name = 'invitation', seq = 1 } = {}, opener = vault) {
  const event = { ...mailEvent(vault, documentId, { name: name as 'invitation', mail }), seq, at };
  const handler = deliverMail({ vault: opener, mailer, clock: () => now });
  const signal = new AbortController().signal;
  return handler({ lane: 'mail', event, tries: 0, workspaceId: randomUUID(), documentId, signal });
}

test('the message id is the same in every try of a mail and another for the next mail', async () => {
  const id = randomUUID();
  await deliver(id);
  await deliver(id);
  await deliver(id, { seq: 2 });
  const [first, repeat, next] = sink.all.map(({ messageId }) => messageId);
  expect(first).toBe(`<${id}.1@canditech.example>`);
  expect(repeat).toBe(first);
  expect(next).not.toBe(first);
});

test('two sign-in mails of one moment have ids of their own, which are not the names of their links', async () => {
  const names = ['one', 'two'].map(hashSecret);
  for (const name of names) await deliver(name, { name: 'sign-in' });
  const ids = sink.all.map(({ messageId }) => messageId);
  expect(new Set(ids).size).toBe(2);
  for (const name of names) expect(ids.join()).not.toContain(name);
});

test('a sign-in mail stays here once its link is over', async () => {
  now = new Date(at.getTime() + 15 * 60_000 + 1);
  expect(await deliver(hashSecret('x'), { name: 'sign-in' })).toMatchObject({ kind: 'refused' });
  expect(await deliver(randomUUID())).toEqual({ kind: 'delivered' });
  expect(sink.all).toHaveLength(1);
});

test('a final refusal is told from one that passes', async () => {
  sink.refuse(() => ({ code: 550, message: 'no such mailbox' }));
  expect(await deliver(randomUUID())).toEqual({
    kind: 'refused',
    reason: expect.stringContaining('no such mailbox') as string,
  });
  sink.refuse(() => ({ code: 451, message: 'later' }));
  expect(await deliver(randomUUID())).toMatchObject({ kind: 'retry' });
});

test('waiting mails are sealed: neither link nor address can be read in them', () => {
  const { body } = mailEvent(vault, 'document', { name: 'sign-in', mail });
  expect(JSON.stringify(body)).not.toMatch(/sign-in#|ann@/);
  expect(Buffer.from(body.data, 'base64').toString('latin1')).not.toMatch(/sign-in#|ann@/);
});

test('a mail that was moved to another document, or sealed by a lost key, does not open', async () => {
  const { body } = mailEvent(vault, 'one', { name: 'invitation', mail });
  expect(() => vault.open(body, 'two/mail')).toThrow();
  await expect(deliver(randomUUID(), {}, createVault([randomBytes(32)]))).rejects.toThrow('MASTER_KEY');
});
