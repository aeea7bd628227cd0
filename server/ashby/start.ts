import { findAssessment } from '../assessments/store.ts';
import type { Context } from '../context.ts';
import { activeKeyOf, isActive } from '../core/invitation.ts';
import type { InvitationDoc } from '../db/collections.ts';
import { AppError } from '../errors.ts';
import { changeInvitation } from '../invitations/change.ts';
import { invite } from '../invitations/invite.ts';
import { findActive, findCompleted } from '../invitations/store.ts';
import { getWorkspace } from '../members/store.ts';
import { isUnknownToAshby } from './deliver.ts';
import { announce } from './mapping.ts';
import type { StartBody } from './wire.ts';

type Parts = Pick<Context, 'db' | 'clock' | 'vault' | 'config' | 'bell'>;

export const UNKNOWN_TYPE = 'Canditech does not know this assessment type. Choose another assessment type.';

const isAt = ({ candidate }: InvitationDoc, email: string) =>
  candidate.email.toLowerCase() === email.toLowerCase();

function alreadyInvited(invitation: InvitationDoc, email: string): AppError {
  const { candidate, assessment } = invitation;
  return new AppError(
    'already_invited',
    isAt(invitation, email)
      ? `${candidate.name} is being assessed with “${assessment.name}” already. Look at that assessment, or cancel it first.`
      : `${candidate.name} is invited to “${assessment.name}” already, at another address: ${candidate.email}. Change the address in Canditech, or cancel that invitation first.`,
  );
}

/**
 * Ashby may not have got our first answer: until it has shown that it knows the id, the same start gets the same answer,
 * and what it has refused for want of the id is said again. After that a further start is a real conflict.
 */
function repeatOf(ctx: Parts, active: InvitationDoc, email: string): Promise<InvitationDoc> {
  const { _id: id, workspaceId } = active;
  return changeInvitation(ctx, { workspaceId, id }, (current, now) => {
    const isLost = current.status === 'completed' && isUnknownToAshby(current);
    const isRepeat = isActive(current.status) || isLost;
    if (!isRepeat || current.ashby?.acknowledgedAt || !isAt(current, email))
      throw alreadyInvited(current, email);
    if (current.outbox.ashby.problem?.kind !== 'parked') return null;
    const { set, ashby } = announce(ctx.config.publicUrl, current, 'snapshot', now);
    return { set: { ...set, 'ashby.askedAt': now }, ...(ashby && { ashby }) };
  });
}

/** What the start may be a repeat of: the active one, or one that was completed before Ashby knew of it. */
async function findFirst(
  { db }: Parts,
  { workspaceId, activeKey, body }: { workspaceId: string; activeKey: string; body: StartBody },
): Promise<InvitationDoc | null> {
  const active = await findActive(db, workspaceId, activeKey);
  if (active) return active;
  const { assessment_type_id: assessmentId, application, candidate } = body;
  const ref = { applicationId: application.ashby_id, assessmentId };
  const completed = await findCompleted(db, workspaceId, ref);
  const isLost = completed && isUnknownToAshby(completed) && isAt(completed, candidate.email);
  return isLost ? completed : null;
}

/** Starts an assessment for Ashby, once for an application and a type. Throws `validation_failed`, `already_invited`. */
export async function startForAshby(
  ctx: Parts,
  workspaceId: string,
  body: StartBody,
): Promise<InvitationDoc> {
  const { assessment_type_id: assessmentId, candidate, application, job } = body;
  const activeKey = activeKeyOf({
    assessmentId,
    applicationId: application.ashby_id,
    email: candidate.email,
  });
  const first = await findFirst(ctx, { workspaceId, activeKey, body });
  if (first) return repeatOf(ctx, first, candidate.email);
  const assessment = await findAssessment(ctx.db, workspaceId, assessmentId);
  if (assessment?.status !== 'published') {
    const message = assessment
      ? `“${assessment.name}” is no longer offered in Canditech. Choose another assessment type.`
      : UNKNOWN_TYPE;
    throw new AppError('validation_failed', message);
  }
  const workspace = await getWorkspace(ctx.db, workspaceId);
  const name = `${candidate.first_name} ${candidate.last_name}`.trim() || candidate.email;
  try {
    return await invite(ctx, {
      workspaceId,
      assessmentId,
      candidate: { externalId: candidate.ashby_id, name, email: candidate.email },
      jobId: job?.ashby_id || undefined,
      source: {
        kind: 'ashby',
        applicationId: application.ashby_id,
        ...(candidate.ashby_profile_url && { candidateUrl: candidate.ashby_profile_url }),
        ...(job?.name && { jobName: job.name }),
        hiringTeam: job?.hiringTeam ?? [],
      },
      invitedBy: { name: workspace.name },
    });
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'already_invited')) throw error;
    const winner = await findActive(ctx.db, workspaceId, activeKey);
    if (!winner) throw error;
    return repeatOf(ctx, winner, candidate.email);
  }
}
