import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { expectUpdate } from './contract.ts';
import { deliverAshbyUpdate } from '../../server/ashby/deliver.ts';
import type { Sealed } from '../../server/crypto.ts';
import type { InvitationDoc } from '../../server/db/collections.ts';
import { tellOfFailedMail } from '../../server/invitations/mail-failed.ts';
import { sweep } from '../../server/invitations/sweep.ts';
import { deliverMail } from '../../server/mail/deliver.ts';
import { claimNext } from '../../server/outbox/store.ts';
import { startOutbox } from '../../server/outbox/worker.ts';
import { startParty, statusesOf, type Party, type Started, type Workplace } from './workplace.ts';

let party: Party;
let acme: Workplace;

beforeAll(async () => {
  party = await startParty();
  acme = await party.workplace();
});
afterEach(() => party.server.mails.refuse(null));
afterAll(() => party.close());

const bounce = () => party.server.mails.refuse(() => ({ code: 550, message: 'no such mailbox' }));
const mailOf = async ({ id }: Started) => (await acme.view(id)).mail;
async function toldAbout({ id }: Started): Promise<string[]> {
  await party.hurry(id);
  await party.server.settle();
  const told = party.server.ashby.told(id);
  told.forEach(expectUpdate);
  return statusesOf(told);
}

test('who looks into Ashby alone learns that the mail did not arrive, and that it has left for another address', async () => {
  bounce();
  const started = await acme.start();
  await eventually(async () => (await mailOf(started)).state).toBe('failed');
  expect(await toldAbout(started)).toEqual(['E-mail not delivered']);
  party.server.mails.refuse(null);
  const email = `right-${started.email}`;
  await acme.admin.call('POST', `/v1/invitations/${started.id}/address`, { email });
  expect(await toldAbout(started)).toEqual(['E-mail not delivered', 'Invited']);
  const candidate = await party.candidate(email);
  await candidate.call('POST', '/begin', {});
  expect(await toldAbout(started)).toEqual(['E-mail not delivered', 'Invited', 'Started']);
});

test('a mail that is given up counts as one that did not arrive', async () => {
  party.server.mails.refuse(() => ({ code: 451, message: 'later' }));
  const started = await acme.start();
  await eventually(async () => (await acme.view(started.id)).deliveries[0]?.tries).toBe(1);
  await party.server.ctx.db.invitations.updateOne(
    { _id: started.id },
    { $set: { 'outbox.mail.tries': 16, 'outbox.mail.notBefore': new Date(0) } },
  );
  party.server.ctx.bell.ring();
  await eventually(async () => (await mailOf(started)).state).toBe('failed');
  expect(await toldAbout(started)).toEqual(['E-mail not delivered']);
  const { timeline, mail } = await acme.view(started.id);
  expect(mail.problem).toMatch(/given up after 17 tries: .*later/);
  expect(timeline.filter(({ kind }: any) => kind === 'mail_failed')).toHaveLength(1);
});

test('a link mailed again that does not arrive is nothing to Ashby once the candidate has begun', async () => {
  const started = await acme.start();
  const candidate = await party.candidate(started.email);
  await candidate.call('POST', '/begin', {});
  bounce();
  await acme.admin.call('POST', `/v1/invitations/${started.id}/resend`, {});
  await eventually(async () => (await mailOf(started)).state).toBe('failed');
  expect(await toldAbout(started)).toEqual(['Started']);
});

test('an extension says that the candidate is invited, whatever became of the mail before', async () => {
  bounce();
  const started = await acme.start();
  await eventually(async () => (await mailOf(started)).state).toBe('failed');
  await party.server.ctx.db.invitations.updateOne({ _id: started.id }, { $set: { sweepAt: new Date(0) } });
  await sweep(party.server.ctx);
  party.server.mails.refuse(null);
  await acme.admin.call('POST', `/v1/invitations/${started.id}/extend`, { days: 3 });
  expect(await toldAbout(started)).toEqual(['E-mail not delivered', 'Expired', 'Invited']);
});

test('a process that dies once Ashby knows of the failure does not leave it there when the mail arrives after all', async () => {
  const dying = await startParty({ outbox: false });
  const { ctx, ashby, mails } = dying.server;
  const place = await dying.workplace();
  const started = await place.start();
  mails.refuse(() => ({ code: 550, message: 'no such mailbox' }));
  const lane = { collection: 'invitations', lane: 'mail' } as const;
  const { doc, event } = (await claimNext(ctx.db, lane, { leaseMs: 0, skip: [] }))!;
  const mail = tellOfFailedMail(ctx, deliverMail(ctx));
  const outcome = await mail({
    lane: 'mail',
    event,
    tries: 0,
    workspaceId: place.id,
    documentId: doc._id,
    invitation: doc as InvitationDoc,
    signal: new AbortController().signal,
  });
  expect(outcome.kind).toBe('refused');
  mails.refuse(null);
  const outbox = startOutbox(ctx, { mail, ashby: deliverAshbyUpdate(ctx) });
  await eventually(async () => (await place.view(started.id)).mail.state).toBe('accepted');
  await dying.server.settle();
  await outbox.stop();
  expect(statusesOf(ashby.told(started.id))).toEqual(['E-mail not delivered', 'Invited']);
  await dying.close();
});

test('a mail that can never be made counts as one that did not arrive', async () => {
  party.server.mails.refuse(() => ({ code: 451, message: 'later' }));
  const started = await acme.start();
  await eventually(async () => (await acme.view(started.id)).deliveries[0]?.tries).toBe(1);
  const { db, bell } = party.server.ctx;
  const invitation = (await db.invitations.findOne({ _id: started.id }))!;
  const sealed = { ...(invitation.outbox.mail.queue[0]!.body as Sealed), data: 'of a lost key' };
  await db.invitations.updateOne(
    { _id: started.id },
    {
      $set: {
        'outbox.mail.queue.0.body': sealed,
        'outbox.mail.tries': 16,
        'outbox.mail.notBefore': new Date(0),
      },
    },
  );
  bell.ring();
  await eventually(async () => (await mailOf(started)).state).toBe('failed');
  expect(await toldAbout(started)).toEqual(['E-mail not delivered']);
});
