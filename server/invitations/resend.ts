import type { Context } from '../context.ts';
import type { TimelineKind } from '../contract/invitation.ts';
import { activeKeyOf, canBecome, DAY_MS, isOver, linkEndsAt } from '../core/invitation.ts';
import { foldText } from '../core/assessment.ts';
import { announce } from '../ashby/mapping.ts';
import type { InvitationDoc } from '../db/collections.ts';
import { MongoServerError } from 'mongodb';
import { AppError } from '../errors.ts';
import { changeInvitation, type Change, type InvitationRef, type NewEvent } from './change.ts';
import { newLinkMail } from './link.ts';

type Parts = Pick<Context, 'db' | 'clock' | 'vault' | 'config' | 'bell'>;
const MAILS_A_DAY = 3;
const ADDRESSES_A_DAY = 5;
const MAILING: TimelineKind[] = ['invited', 'resent', 'address_changed'];

function demandOpen(current: InvitationDoc): void {
  if (current.status === 'invited' || current.status === 'started') return;
  if (current.status === 'expired') {
    throw new AppError(
      'invitation_expired',
      'The invitation has expired. Extend it, then the candidate gets a new link.',
    );
  }
  if (current.status === 'cancelled')
    throw new AppError('invitation_cancelled', 'The invitation was cancelled. Invite anew.');
  throw new AppError('already_submitted', 'The candidate has submitted already.');
}

const tooMany = (sentence: string) => new AppError('rate_limited', sentence, { retryAfter: 3600 });

/** Mails of the last day, oldest first; an extension mails only what had expired, so it cannot be many. */
function mailsOfToday({ timeline }: InvitationDoc, now: Date): string[] {
  const since = now.getTime() - DAY_MS;
  return timeline
    .filter(({ kind, at }) => MAILING.includes(kind) && at.getTime() > since)
    .map(({ kind }) => kind);
}

/** People forward complaints, and machines loop: one invitation is mailed to an address at most three times a day. */
function demandMailsLeft(current: InvitationDoc, now: Date): void {
  const sent = mailsOfToday(current, now);
  const toThisAddress = sent.slice(Math.max(0, sent.lastIndexOf('address_changed')));
  if (toThisAddress.length >= MAILS_A_DAY)
    throw tooMany('This candidate got three mails within a day. Try again tomorrow, or fix the address.');
}

function demandOtherAddress(current: InvitationDoc, email: string, now: Date): void {
  if (email.toLowerCase() === current.candidate.email.toLowerCase()) {
    const message = 'is the address already; resend the mail instead';
    throw new AppError('validation_failed', `This ${message}.`, { fields: [{ path: 'email', message }] });
  }
  const changes = mailsOfToday(current, now).filter((kind) => kind === 'address_changed');
  if (changes.length >= ADDRESSES_A_DAY)
    throw tooMany('The address was changed five times within a day. Try again tomorrow.');
}

/** A mail that leaves anew. Ashby hears of it if it knows that the one before did not arrive. */
function mailAnew(
  { config }: Parts,
  current: InvitationDoc,
  { event, now }: { event: NewEvent; now: Date },
): Pick<Change, 'mail' | 'purge' | 'ashby'> & { set: Record<string, unknown> } {
  const mail = { state: 'waiting' as const };
  const isNews = current.status === 'invited' && current.mail.state === 'failed';
  const { set, ashby } = isNews
    ? announce(config.publicUrl, { ...current, mail }, 'status', now)
    : { set: {}, ashby: undefined };
  return { set: { ...set, mail }, mail: [event], purge: ['mail'], ...(ashby && { ashby }) };
}

/** Mails a fresh link to the same address. Throws `invitation_expired`, `invitation_cancelled`, `already_submitted`, `rate_limited`. */
export function resendInvitation(ctx: Parts, ref: InvitationRef, by: string): Promise<InvitationDoc> {
  return changeInvitation(ctx, ref, async (current, now) => {
    demandOpen(current);
    demandMailsLeft(current, now);
    const { linkHashes, event } = await newLinkMail(ctx, current, { by, revokeEarlier: false });
    const anew = mailAnew(ctx, current, { event, now });
    return { ...anew, set: { ...anew.set, linkHashes }, timeline: [{ kind: 'resent', by }] };
  });
}

/**
 * Mails a fresh link to another address; links in the old mailbox end, and so does whoever opened one without
 * having begun. Throws as `resendInvitation`, and `validation_failed` (same address), `already_invited`.
 */
export async function changeAddress(
  ctx: Parts,
  ref: InvitationRef,
  { email, by }: { email: string; by: string },
): Promise<InvitationDoc> {
  return refuseSecondActive(() =>
    changeInvitation(ctx, ref, async (current, now) => {
      demandOpen(current);
      demandOtherAddress(current, email, now);
      const candidate = { ...current.candidate, email };
      const after = { ...current, candidate };
      const { linkHashes, event } = await newLinkMail(ctx, after, { by, revokeEarlier: true });
      const anew = mailAnew(ctx, current, { event, now });
      return {
        ...anew,
        set: {
          ...anew.set,
          'candidate.email': email,
          searchText: foldText(`${candidate.name} ${email}`),
          activeKey: keyOf(after),
          linkHashes,
        },
        ...(current.status === 'invited' && { unset: ['attempt.session'] }),
        timeline: [{ kind: 'address_changed', by, detail: email }],
      };
    }),
  );
}

/**
 * Gives an invited candidate more days (never fewer), or opens an expired invitation again with a new mail.
 * Throws `already_submitted`, `conflict` (begun), `invitation_cancelled`, `invitation_expired` (too long ago), `already_invited`.
 */
export async function extendInvitation(
  ctx: Parts,
  ref: InvitationRef,
  { days, by }: { days: number; by: string },
): Promise<InvitationDoc> {
  return refuseSecondActive(() =>
    changeInvitation(ctx, ref, async (current, now) => {
      if (current.status === 'started')
        throw new AppError('conflict', 'The candidate has begun: the link no longer matters.');
      if (current.status !== 'expired') demandOpen(current);
      if (isOver(current))
        throw new AppError('invitation_expired', 'It expired more than 30 days ago. Invite anew.');
      const wanted = linkEndsAt(now, days);
      const expiresAt = wanted > current.expiresAt ? wanted : current.expiresAt;
      const mail = { state: 'waiting' as const };
      const after: InvitationDoc = { ...current, status: 'invited', expiresAt, mail };
      const extended = { expiresAt, sweepAt: expiresAt };
      const timeline = [{ kind: 'extended' as const, by, detail: `${days} days` }];
      if (!canBecome(current.status, 'invited')) return { set: extended, timeline };
      const { linkHashes, event } = await newLinkMail(ctx, after, { by, revokeEarlier: false });
      const { set, ashby } = announce(ctx.config.publicUrl, after, 'status', now);
      return {
        set: {
          ...extended,
          ...set,
          status: 'invited',
          activeKey: keyOf(after),
          linkHashes,
          mail,
        },
        unset: ['endedAt'],
        mail: [event],
        ...(ashby && { ashby }),
        timeline,
      };
    }),
  );
}

const keyOf = ({ assessment, candidate, source }: InvitationDoc) =>
  activeKeyOf({
    assessmentId: assessment.id,
    externalId: candidate.externalId,
    email: candidate.email,
    ...(source.kind === 'ashby' && { applicationId: source.applicationId }),
  });

async function refuseSecondActive(work: () => Promise<InvitationDoc>): Promise<InvitationDoc> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof MongoServerError && error.code === 11000)) throw error;
    throw new AppError(
      'already_invited',
      'There is a newer open invitation to the same assessment. Use that one.',
      { cause: error },
    );
  }
}
