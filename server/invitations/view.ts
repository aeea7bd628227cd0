import type { InvitationRow, InvitationView, PendingDelivery, TimelineKind } from '../contract/invitation.ts';
import type { AshbySync, ResultView } from '../contract/result.ts';
import { isSamePerson } from '../core/person.ts';
import type { InvitationDoc, Lane, Person, StoredDecision } from '../db/collections.ts';
import type { Mark } from '../http/etag.ts';
import type { ListedInvitation } from './store.ts';

const iso = (date: Date | undefined) => date?.toISOString();
/** Absent members stay absent: JSON has no undefined, and schemas know no null there. */
function present<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;
}

const SAID: TimelineKind[] = [
  'submitted',
  'auto_submitted',
  'graded',
  'completed',
  'commented',
  'comment_edited',
  'comment_deleted',
  'decided',
];

/** A decision rests on what was submitted, graded, said and decided, not on what was delivered. */
export const markOf = ({ revision, timeline }: InvitationDoc): Mark => ({
  revision,
  said: timeline.filter(({ kind }) => SAID.includes(kind)).length,
});

export const reportUrl = (publicUrl: string, id: string): string => `${publicUrl}/reports/${id}`;

/** Known once a try has failed; before that it is about to happen. */
const nextTryOf = ({ problem, notBefore }: Lane) =>
  problem && problem.kind !== 'parked' ? notBefore.toISOString() : undefined;

function pendingOf(lane: Lane, channel: PendingDelivery['channel']): PendingDelivery[] {
  return lane.queue.map((event, i) =>
    present({
      channel,
      name: event.name,
      tries: i === 0 ? lane.tries : 0,
      nextTryAt: i === 0 ? nextTryOf(lane) : undefined,
      problem: i === 0 ? lane.problem?.message : undefined,
    }),
  );
}

/** A second result is sent when a person asks for it: Ashby may notify people once more. */
function correctionOf({ status, result, ashby }: ListedInvitation): string | undefined {
  const [told, now] = [ashby?.resultPercent, result?.percent];
  if (status !== 'completed' || told === undefined || told === now) return undefined;
  return `Ashby took ${told} % as the score before it was corrected, and shows ${now} % beside that. Send again to replace it.`;
}

function toSync(invitation: ListedInvitation): AshbySync {
  const {
    source,
    outbox: { ashby },
    ashby: sent,
  } = invitation;
  if (source.kind !== 'ashby') return { state: 'none' };
  const lastSentAt = iso(ashby.lastSentAt);
  const states = { parked: 'failed', paused: 'paused', retrying: 'pending' } as const;
  if (ashby.queue.length === 0) {
    const problem = correctionOf(invitation);
    if (problem !== undefined) return present({ state: 'failed', lastSentAt, problem });
    return present({ state: (lastSentAt ?? sent?.acknowledgedAt) ? 'in_sync' : 'pending', lastSentAt });
  }
  const state = ashby.problem ? states[ashby.problem.kind] : 'pending';
  return present({ state, lastSentAt, nextTryAt: nextTryOf(ashby), problem: ashby.problem?.message });
}

const toDecision = ({ value, note, by, at }: StoredDecision) =>
  present({ value, note, by: { name: by.name }, at: at.toISOString() });

interface Shown {
  /** For callers who may read results. */
  score: boolean;
}

/** Nobody has taken up the mail yet. */
export const isHeld = ({ heldUntil, outbox, status }: ListedInvitation): boolean =>
  heldUntil !== undefined && status === 'invited' && outbox.mail.fence === 0;

function toRowCore(publicUrl: string, doc: ListedInvitation, { score }: Shown) {
  const mailProblem = doc.mail.problem ?? doc.outbox.mail.problem?.message;
  return present({
    id: doc._id,
    status: doc.status,
    assessment: doc.assessment,
    candidate: present({
      externalId: doc.candidate.externalId,
      name: doc.candidate.name,
      email: doc.candidate.email,
    }),
    jobId: doc.jobId,
    extraMinutes: doc.extraMinutes,
    createdAt: doc.createdAt.toISOString(),
    expiresAt: doc.expiresAt.toISOString(),
    startedAt: iso(doc.startedAt),
    deadlineAt: iso(doc.deadlineAt),
    submittedAt: iso(doc.submittedAt),
    completedAt: iso(doc.completedAt),
    percent: score ? doc.result?.percent : undefined,
    provisional: score ? doc.result?.provisional : undefined,
    reportUrl: reportUrl(publicUrl, doc._id),
    heldUntil: isHeld(doc) ? iso(doc.heldUntil) : undefined,
    mail: present({
      state: doc.mail.state,
      problem: doc.mail.state === 'accepted' ? undefined : mailProblem,
      nextTryAt: doc.mail.state === 'waiting' ? nextTryOf(doc.outbox.mail) : undefined,
    }),
    ashby: toSync(doc),
  });
}

export function toInvitationView(publicUrl: string, doc: InvitationDoc, shown: Shown): InvitationView {
  return {
    ...toRowCore(publicUrl, doc, shown),
    timeline: doc.timeline.map(({ at, kind, by, detail }) =>
      present({ at: at.toISOString(), kind, by, detail }),
    ),
    deliveries: [...pendingOf(doc.outbox.mail, 'mail'), ...pendingOf(doc.outbox.ashby, 'ashby')],
  };
}

/** Lists are for those who may read results. */
export const toInvitationRow = (publicUrl: string, doc: ListedInvitation): InvitationRow =>
  toRowCore(publicUrl, doc, { score: true });

/** `caller`: whose comments are their own. */
export function toResultView(publicUrl: string, doc: InvitationDoc, caller: Person): ResultView {
  const { result } = doc;
  return present({
    invitationId: doc._id,
    status: doc.status,
    submittedAt: iso(doc.submittedAt),
    completedAt: iso(doc.completedAt),
    reportUrl: reportUrl(publicUrl, doc._id),
    overall: result ? { points: result.points, maxPoints: result.maxPoints, percent: result.percent } : null,
    provisional: result?.provisional ?? false,
    range: result?.range,
    sections: result?.sections ?? [],
    comments: doc.comments.map(({ id, author, text, at, editedAt }) =>
      present({
        id,
        author: { name: author.name },
        text,
        at: at.toISOString(),
        editedAt: iso(editedAt),
        isOwn: isSamePerson(author, caller),
      }),
    ),
    decision: doc.decision ? toDecision(doc.decision) : null,
    ashby: toSync(doc),
  });
}
