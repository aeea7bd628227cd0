import { randomUUID } from 'node:crypto';
import { MongoServerError } from 'mongodb';
import { findAssessment, getContent } from '../assessments/store.ts';
import type { Context } from '../context.ts';
import type { CandidateInput } from '../contract/invitation.ts';
import { foldText, minutesOf } from '../core/assessment.ts';
import { activeKeyOf, linkEndsAt, problemOfEnd } from '../core/invitation.ts';
import { emptyLane, laneWith } from '../core/lane.ts';
import { hashSecret, newSecret } from '../crypto.ts';
import type { InvitationDoc } from '../db/collections.ts';
import { AppError, notFound } from '../errors.ts';
import { invitationEvent } from '../mail/event.ts';
import { getWorkspace } from '../members/store.ts';
import { findActive } from './store.ts';

export interface Invite {
  workspaceId: string;
  /** Chosen by the caller when a repeat must make the same invitation. */
  id?: string;
  assessmentId: string;
  candidate: CandidateInput;
  jobId?: string | undefined;
  source: InvitationDoc['source'];
  days?: number | undefined;
  expiresAt?: string | undefined;
  note?: string | undefined;
  holdSeconds?: number | undefined;
  /** Whom the letter names. */
  invitedBy: { name: string };
  /** Whether the one who invites may see this one; default: no. */
  canSee?: (invitation: InvitationDoc) => boolean;
}

type Parts = Pick<Context, 'db' | 'clock' | 'vault' | 'config' | 'bell'>;

export const linkOf = (publicUrl: string, id: string, secret: string): string =>
  `${publicUrl}/take/${id}#${secret}`;

/** Throws `not_found`, and `validation_failed` for one that is not published. */
async function getOffered(ctx: Parts, { workspaceId, assessmentId, source }: Invite) {
  const assessment = await findAssessment(ctx.db, workspaceId, assessmentId);
  const offered = assessment?.status === 'published' && assessment.version > 0;
  // Hosts know published assessments only.
  if (!assessment || (!offered && source.kind === 'embed')) throw notFound('assessment');
  if (!offered) {
    throw new AppError(
      'validation_failed',
      `“${assessment.name}” is ${assessment.status}. Choose a published assessment.`,
      { fields: [{ path: 'assessmentId', message: 'is not published' }] },
    );
  }
  const { version } = assessment;
  const { name, ...content } = await getContent(ctx.db, { workspaceId, id: assessmentId, version });
  return { id: assessmentId, name, version, minutes: minutesOf({ name, ...content }) };
}

/** Throws `validation_failed`. */
function endOf({ expiresAt, days }: Invite, now: Date): Date {
  if (expiresAt === undefined) return linkEndsAt(now, days);
  const end = new Date(expiresAt);
  const message = days === undefined ? problemOfEnd(end, now) : 'cannot be given together with days';
  if (message === undefined) return end;
  throw new AppError('validation_failed', `The end of the link ${message}.`, {
    fields: [{ path: 'expiresAt', message }],
  });
}

async function toDocument(ctx: Parts, input: Invite, id: string): Promise<InvitationDoc> {
  const { workspaceId, candidate, source, jobId, note, holdSeconds = 0 } = input;
  const assessment = await getOffered(ctx, input);
  const workspace = await getWorkspace(ctx.db, workspaceId);
  const now = ctx.clock();
  const expiresAt = endOf(input, now);
  const secret = newSecret();
  const letter = invitationEvent(ctx.vault, id, {
    link: linkOf(ctx.config.publicUrl, id, secret),
    workspaceName: workspace.name,
    invitedBy: input.invitedBy.name,
  });
  // Real time, as the worker looks at it: see Lane.
  const heldUntil = new Date(Date.now() + holdSeconds * 1000);
  const mailLane = laneWith([letter], now);
  const by = source.kind === 'ashby' ? 'Ashby' : input.invitedBy.name;
  return {
    _id: id,
    workspaceId,
    status: 'invited',
    assessment,
    candidate,
    ...(jobId !== undefined && { jobId }),
    ...(note !== undefined && { note }),
    ...(holdSeconds > 0 && { heldUntil }),
    source,
    activeKey: activeKeyOf({
      assessmentId: assessment.id,
      externalId: candidate.externalId,
      email: candidate.email,
      ...(source.kind === 'ashby' && { applicationId: source.applicationId }),
    }),
    searchText: foldText(`${candidate.name} ${candidate.email}`),
    linkHashes: [hashSecret(secret)],
    createdAt: now,
    expiresAt,
    sweepAt: expiresAt,
    attempt: { answers: {}, saves: 0 },
    grades: {},
    comments: [],
    decisionHistory: [],
    timeline: [{ at: now, kind: 'invited', by }],
    mail: { state: 'waiting' },
    ...(source.kind === 'ashby' && { ashby: { lastTimestamp: now.getTime() } }),
    outbox: {
      mail: holdSeconds > 0 ? { ...mailLane, notBefore: heldUntil } : mailLane,
      // Ashby learns the first status from the answer to its call; nothing may overtake that answer. Real time: see Lane.
      ashby: { ...emptyLane(), notBefore: new Date(Date.now() + 5000) },
    },
    revision: 1,
    changedAt: now,
  };
}

/**
 * Makes the invitation and, in the same write, the e-mail to send; the mail leaves afterwards.
 * Throws `not_found`, `validation_failed` (not published) and `already_invited`, whose `current` is the id of the active one for whom
 * may see that.
 */
export async function invite(ctx: Parts, input: Invite): Promise<InvitationDoc> {
  const id = input.id ?? randomUUID();
  const made = await ctx.db.invitations.findOne({ _id: id, workspaceId: input.workspaceId });
  if (made) return made;
  const doc = await toDocument(ctx, input, id);
  try {
    await ctx.db.invitations.insertOne(doc);
  } catch (error) {
    if (!(error instanceof MongoServerError && error.code === 11000)) throw error;
    const active = await findActive(ctx.db, input.workspaceId, doc.activeKey!);
    if (active?._id === id) return active;
    const isSeen = active !== null && input.canSee?.(active) === true;
    const advice = isSeen
      ? 'Look at that one, resend it, or cancel it first.'
      : 'It was made by somebody else: ask a member of your workspace to look at it.';
    throw new AppError(
      'already_invited',
      `${input.candidate.name} has an open invitation to “${doc.assessment.name}” already. ${advice}`,
      { ...(isSeen && { current: active._id }), cause: error },
    );
  }
  // The order of a list is all that suffers should this never be written.
  await ctx.db.assessments.updateOne(
    { _id: input.assessmentId, workspaceId: input.workspaceId },
    { $max: { lastUsedAt: doc.createdAt } },
  );
  ctx.bell.ring();
  return doc;
}
