import { announce, announceSubmission } from '../ashby/mapping.ts';
import { getContent } from '../assessments/store.ts';
import type { Context } from '../context.ts';
import { pendingOf, score } from '../core/scoring.ts';
import type { InvitationDoc, WorkspaceDoc } from '../db/collections.ts';
import { changeInvitation, type Change, type InvitationRef, type NewEvent } from '../invitations/change.ts';
import { reportUrl } from '../invitations/view.ts';
import { mailEvent } from '../mail/event.ts';
import { noticeMail } from '../mail/notice-mail.ts';
import { receiptMail } from '../mail/receipt-mail.ts';
import { findMembersByEmail, getWorkspace, listAdmins } from '../members/store.ts';
import { refusalOf } from './refusal.ts';

type Parts = Pick<Context, 'db' | 'clock' | 'vault' | 'config' | 'bell'>;

/** Who looks at it: the hiring team or who invited, as far as they are members (still), else the admins. */
async function reviewersOf({ db }: Parts, { source, workspaceId }: InvitationDoc): Promise<string[]> {
  if (source.kind === 'embed' && source.email) return [source.email];
  const asked = source.kind === 'ashby' ? source.hiringTeam : source.kind === 'member' ? [source.email] : [];
  const team = await findMembersByEmail(db, workspaceId, asked);
  const people = team.length > 0 ? team : await listAdmins(db, workspaceId);
  return people.map(({ email }) => email);
}

async function mailsOf(ctx: Parts, after: InvitationDoc, workspace: WorkspaceDoc): Promise<NewEvent[]> {
  const { candidate, assessment, submittedAt, autoSubmitted, status, _id: id } = after;
  const names = {
    workspaceName: workspace.name,
    candidateName: candidate.name,
    assessmentName: assessment.name,
  };
  const receipt = receiptMail({
    ...names,
    to: candidate.email,
    submittedAt: submittedAt!,
    automatic: autoSubmitted === true,
  });
  const notices = (await reviewersOf(ctx, after)).map((to) =>
    noticeMail({
      ...names,
      to,
      reportUrl: reportUrl(ctx.config.publicUrl, id),
      pending: status === 'submitted',
    }),
  );
  // One waits for the other: members have had mail from us, whereas a candidate's mailbox may be full.
  return [
    ...notices.map((mail) => mailEvent(ctx.vault, id, { name: 'notice', mail })),
    mailEvent(ctx.vault, id, { name: 'receipt', mail: receipt }),
  ];
}

async function toChange(
  ctx: Parts,
  current: InvitationDoc,
  { now, automatic }: { now: Date; automatic: boolean },
): Promise<Change> {
  const { id, version } = current.assessment;
  const content = await getContent(ctx.db, { workspaceId: current.workspaceId, id, version });
  const workspace = await getWorkspace(ctx.db, current.workspaceId);
  const { answers, saves } = current.attempt;
  const complete = pendingOf(content, answers, {}).length === 0;
  const submitted = {
    status: complete ? ('completed' as const) : ('submitted' as const),
    submittedAt: now,
    autoSubmitted: automatic,
    ...(complete && { completedAt: now }),
    result: score(content, answers, {}),
  };
  const after = { ...current, ...submitted };
  const { set, ashby } = complete
    ? announce(ctx.config.publicUrl, after, 'completed', now)
    : announceSubmission(ctx.config.publicUrl, after, now);
  // A link that could not be mailed must not stand before what there is to say now.
  const isStuck = current.mail.state === 'waiting' && current.outbox.mail.problem !== undefined;
  const done = { kind: automatic ? ('auto_submitted' as const) : ('submitted' as const) };
  return {
    // Scores exactly what is saved: an answer that arrives in between sends us back to read again.
    guard: { 'attempt.saves': saves },
    // Who hands in has had a link.
    set: { ...set, ...submitted, ...(isStuck && { mail: { state: 'accepted' } }) },
    unset: ['sweepAt', ...(complete ? ['activeKey'] : [])],
    ...(ashby && { ashby }),
    mail: await mailsOf(ctx, after, workspace),
    ...(isStuck && { purge: ['mail'] }),
    timeline: complete ? [done, { kind: 'completed' }] : [done],
  };
}

/**
 * Hands in what is saved and scores it, once; repeats change nothing. Final at once if nobody has to grade.
 * Throws `conflict` before the start, `invitation_expired`, `invitation_cancelled`.
 */
export function submitAttempt(
  ctx: Parts,
  ref: InvitationRef,
  { automatic }: { automatic: boolean },
): Promise<InvitationDoc> {
  return changeInvitation(ctx, ref, async (current, now) => {
    if (current.status === 'submitted' || current.status === 'completed') return null;
    if (current.status !== 'started') throw refusalOf(current);
    if (automatic && (current.sweepAt === undefined || current.sweepAt > now)) return null;
    return toChange(ctx, current, { now, automatic });
  });
}
