import { findAssessment } from '../assessments/store.ts';
import type { Context } from '../context.ts';
import { activeKeyOf } from '../core/invitation.ts';
import type { InvitationDoc } from '../db/collections.ts';
import { AppError } from '../errors.ts';
import { invite } from '../invitations/invite.ts';
import { findActive } from '../invitations/store.ts';
import { getWorkspace } from '../members/store.ts';
import type { StartBody } from './wire.ts';

type Parts = Pick<Context, 'db' | 'clock' | 'vault' | 'config' | 'bell'>;

export const UNKNOWN_TYPE = 'Canditech does not know this assessment type. Choose another assessment type.';

/**
 * Ashby may not have got our first answer: until it has shown that it knows the id, the same start gets the same answer.
 * After that, or once the candidate has begun, a further start is a real conflict.
 */
function repeatOf(active: InvitationDoc, email: string): InvitationDoc {
  const isSameAddress = active.candidate.email.toLowerCase() === email.toLowerCase();
  if (active.status === 'invited' && !active.ashby?.acknowledgedAt) {
    if (isSameAddress) return active;
    throw new AppError(
      'already_invited',
      `${active.candidate.name} is invited to “${active.assessment.name}” already, at another address: ${active.candidate.email}. Change the address in Canditech, or cancel that invitation first.`,
    );
  }
  throw new AppError(
    'already_invited',
    `${active.candidate.name} is being assessed with “${active.assessment.name}” already. Look at that assessment, or cancel it first.`,
  );
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
  const active = await findActive(ctx.db, workspaceId, activeKey);
  if (active) return repeatOf(active, candidate.email);
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
    return repeatOf(winner, candidate.email);
  }
}
