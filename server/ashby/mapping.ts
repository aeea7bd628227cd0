// The only place that knows both our words and Ashby's. Identifiers are fixed for ever: customers filter by them.
import { minutesAllowed, minutesTaken } from '../core/attempt.ts';
import { isOver, statusLabel } from '../core/invitation.ts';
import type { InvitationDoc, QueuedEvent, StoredResult } from '../db/collections.ts';
import type { NewEvent } from '../invitations/change.ts';
import { reportUrl } from '../invitations/view.ts';
import { resultIn } from '../outbox/outcome.ts';
import type { AshbyUpdate, Datum } from './wire.ts';

/**
 * status: where it stands · completed: the final result · review: what reviewers said · cancelled: it is over without a
 * result · score: points were changed after the final result · snapshot: everything that Ashby should have now · asked: the same because a person asks for it, who may so
 * correct the result. Ashby promises nothing about a second result and may notify people of it, so none is sent by itself.
 */
export type Announcement = 'status' | 'completed' | 'review' | 'score' | 'cancelled' | 'snapshot' | 'asked';

const LONGEST = 1000;
const MOST_METADATA = 50;
/** Keeps the document small while nothing can leave for weeks. */
const LONG_QUEUE = 20;
const REVIEW = 'Comments and decision';
const SCORE = 'Current score';
const EVERYTHING = 'Everything';
const NOT_MAILED = 'E-mail not delivered';
const DECISIONS = { advance: 'Advance', hold: 'Hold', reject: 'Reject' } as const;

const cut = (text: string) =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).toWellFormed()}…`;
const text = (identifier: string, label: string, value: string): Datum => ({
  identifier,
  label,
  type: 'string',
  value: cut(value),
});

/** As the report shows points: parts of a question have endless ones. */
const shortPoints = (points: number) => Math.round(points * 100) / 100;

function sectionScores({ sections }: StoredResult): Datum[] {
  return sections.map(({ title, percent, points, maxPoints }, i) => ({
    identifier: `section_${i + 1}_score`,
    label: cut(title),
    description: `${shortPoints(points)} of ${shortPoints(maxPoints)} points`,
    type: 'numeric_score',
    value: percent,
  }));
}

/** Newest first, as many as fit. */
function commentsText({ comments }: InvitationDoc): string {
  return [...comments]
    .reverse()
    .map(({ author, text: said }) => `${author.name}: ${said}`)
    .join('\n\n');
}

const isReviewed = ({ status }: InvitationDoc) => status === 'submitted' || status === 'completed';

/** What reviewers said. It need not wait for the last grade: who rejects somebody may never give it. */
function reviewData(after: InvitationDoc): Datum[] {
  const { decision } = after;
  const review: Datum[] = [];
  if (decision)
    review.push(
      text(
        'decision',
        'Decision',
        decision.note ? `${DECISIONS[decision.value]}: ${decision.note}` : DECISIONS[decision.value],
      ),
    );
  // Ashby has what was said before the last comment was deleted.
  const hasSaid = after.timeline.some(({ kind }) => kind === 'commented');
  if (after.comments.length > 0 || hasSaid)
    review.push(text('comments', 'Comments', commentsText(after) || 'No comments.'));
  return review;
}

function toMetadata(after: InvitationDoc): Datum[] {
  const { status, result, startedAt, submittedAt } = after;
  const review = isReviewed(after) ? reviewData(after) : [];
  if (status !== 'completed' || !result || !startedAt || !submittedAt) return review;
  const fixed: Datum[] = [
    { identifier: 'points', label: 'Points', type: 'numeric_score', value: shortPoints(result.points) },
    {
      identifier: 'max_points',
      label: 'Maximum points',
      type: 'numeric_score',
      value: shortPoints(result.maxPoints),
    },
    {
      identifier: 'minutes_taken',
      label: 'Minutes taken',
      type: 'numeric_duration_minutes',
      value: minutesTaken(startedAt, submittedAt, minutesAllowed(after)),
    },
    ...review,
  ];
  return [...fixed, ...sectionScores(result).slice(0, MOST_METADATA - fixed.length)];
}

const scoreOf = ({ percent }: StoredResult): Datum => ({
  identifier: 'score',
  label: 'Score',
  description: 'Percent of all points',
  type: 'numeric_score',
  value: percent,
});

function cancelReason({ status, cancelReason }: InvitationDoc): string {
  if (status === 'expired') return 'The candidate did not begin in time.';
  return cancelReason ? `Cancelled: ${cancelReason}` : 'The invitation was cancelled.';
}

const isStarted = (name: string | undefined) => name === 'Started';
const isParked = ({ outbox }: InvitationDoc) => outbox.ashby.problem?.kind === 'parked';
const isEverything = (what: Announcement) => what === 'snapshot' || what === 'asked';
/** What waits and may be on its way this very moment. What Ashby has refused is neither. */
const waitingOf = (doc: InvitationDoc): QueuedEvent[] => (isParked(doc) ? [] : doc.outbox.ashby.queue);

/** Ashby takes the time of each "Started" for that of the start, so a repeat of the state must not say it again. */
function statusText(after: InvitationDoc, what: Announcement): string {
  if (after.status === 'invited' && after.mail.state === 'failed') return NOT_MAILED;
  const label = statusLabel(after.status, after.result?.provisional === true);
  const told = after.timeline.some(({ kind, detail }) => kind === 'ashby_accepted' && isStarted(detail));
  const isKnown = told || waitingOf(after).some(({ name }) => isStarted(name));
  return isEverything(what) && isStarted(label) && isKnown ? 'In progress' : label;
}

/** Of invitations that are older than `resultPercent`. */
const hasOldResult = ({ timeline }: InvitationDoc) =>
  timeline.some(({ kind, detail }) => kind === 'ashby_accepted' && detail === 'Completed');

/** The score that Ashby has as the result, or is about to get. */
const toldResult = (after: InvitationDoc): number | undefined =>
  waitingOf(after)
    .map(resultIn)
    .findLast((percent) => percent !== undefined) ??
  after.ashby?.resultPercent ??
  (hasOldResult(after) ? after.result?.percent : undefined);

/** The whole body for `after`, the invitation as it is once the change is made. */
export function toUpdate(
  publicUrl: string,
  after: InvitationDoc,
  { what, timestamp }: { what: Announcement; timestamp: number },
): AshbyUpdate {
  const { _id, status, result } = after;
  const final = status === 'completed' && result !== undefined;
  const told = toldResult(after);
  const isNews = told === undefined ? isEverything(what) : what === 'asked' && told !== result?.percent;
  const sendsResult = final && (what === 'completed' || isNews);
  const over = what === 'cancelled' || (isEverything(what) && isOver(after));
  const metadata =
    final && (told !== undefined || !sendsResult)
      ? [scoreNow(result), ...toMetadata(after)].slice(0, MOST_METADATA)
      : toMetadata(after);
  return {
    assessment_id: _id,
    timestamp,
    assessment_status: text('status', 'Status', statusText(after, what)),
    assessment_profile_url: {
      identifier: 'report_url',
      label: 'Assessment report',
      type: 'url',
      value: reportUrl(publicUrl, _id),
    },
    ...(sendsResult && { assessment_result: scoreOf(result) }),
    ...(over && { cancelled_reason: text('cancelled_reason', 'Reason', cancelReason(after)) }),
    ...(metadata.length > 0 && { metadata }),
  };
}

/** A corrected score after the completion travels beside the first one, which stays what notified people. */
const scoreNow = (result: StoredResult): Datum => ({
  ...scoreOf(result),
  identifier: 'current_score',
  label: SCORE,
});

function nameOf(update: AshbyUpdate, what: Announcement): string {
  const status = String(update.assessment_status.value);
  if (what === 'review') return REVIEW;
  if (what === 'score') return SCORE;
  return isEverything(what) && !isStarted(status) ? EVERYTHING : status;
}

/** Either says all that reviewers said, and the score as it is. */
const isReview = (name: string | undefined) => name === REVIEW || name === SCORE;

/** What a snapshot does not say: what may be on its way, and what was told step by step. */
const besideSnapshot = (waiting: QueuedEvent[]) =>
  waiting.filter(
    (event, i) =>
      i === 0 || resultIn(event) !== undefined || !(isReview(event.name) || event.name === EVERYTHING),
  );

/** Times of updates only ever grow, also when the clock steps back. */
export const nextTimestamp = (after: InvitationDoc, now: Date): number =>
  Math.max(now.getTime(), (after.ashby?.lastTimestamp ?? 0) + 1);

/** How many of the last that wait say no more than the next review does, so that a long queue stays as long as it is. */
function outdatedBy(what: Announcement, waiting: QueuedEvent[]): number {
  const saysAll = what === 'review' || what === 'score';
  return saysAll && waiting.length >= LONG_QUEUE && isReview(waiting.at(-1)?.name) ? 1 : 0;
}

/**
 * The event that tells Ashby what `after` is, to be written with the change; {} when Ashby did not start it or need not
 * know. Where Ashby has refused the update before, this one takes its place and so says everything. A snapshot is to take
 * the place of what waits, and so begins with that, byte for byte: Ashby may get it twice, but never two of it.
 */
export function announce(
  publicUrl: string,
  after: InvitationDoc,
  what: Announcement,
  now: Date,
): { ashby?: NewEvent[]; set?: { 'ashby.lastTimestamp': number } } {
  if (after.source.kind !== 'ashby') return {};
  if (what === 'review' && !isReviewed(after)) return {};
  const timestamp = nextTimestamp(after, now);
  const replaces = isParked(after) && what !== 'cancelled';
  const update = toUpdate(publicUrl, after, { what: replaces ? 'snapshot' : what, timestamp });
  const waiting = waitingOf(after);
  const event = {
    name: nameOf(update, what),
    body: JSON.stringify(update),
    replaces: outdatedBy(what, waiting),
  };
  return {
    ashby: isEverything(what) ? [...besideSnapshot(waiting), event] : [event],
    set: { 'ashby.lastTimestamp': timestamp },
  };
}

/** Two moments that Ashby's people tell apart: the answers are in, and somebody has to look at them. */
export function announceSubmission(
  publicUrl: string,
  after: InvitationDoc,
  now: Date,
): ReturnType<typeof announce> {
  const submitted = announce(publicUrl, { ...after, result: undefined }, 'status', now);
  if (!submitted.set || !after.ashby) return {};
  const lastTimestamp = submitted.set['ashby.lastTimestamp'];
  const awaiting = announce(publicUrl, { ...after, ashby: { ...after.ashby, lastTimestamp } }, 'status', now);
  return { ...awaiting, ashby: [...(submitted.ashby ?? []), ...(awaiting.ashby ?? [])] };
}

/**
 * The last grade, or a later one that corrects the score; before that Ashby knows no score. A result that waits behind
 * another update was never tried: then the right one takes its place, and that of all that was to follow it.
 */
export function announceGrade(
  publicUrl: string,
  after: InvitationDoc,
  { completes, now }: { completes: boolean; now: Date },
): ReturnType<typeof announce> {
  if (after.status !== 'completed') return {};
  const waiting = waitingOf(after);
  const wrong = waiting.findIndex((event, i) => i > 0 && resultIn(event) !== undefined);
  if (completes || wrong < 0) return announce(publicUrl, after, completes ? 'completed' : 'score', now);
  const outbox = { ...after.outbox, ashby: { ...after.outbox.ashby, queue: waiting.slice(0, wrong) } };
  const waited = { ...after, outbox };
  // Corrected back to what Ashby has: that is no second result.
  const isTold = toldResult(waited) === after.result?.percent;
  const { ashby = [], set } = announce(publicUrl, waited, isTold ? 'review' : 'completed', now);
  const replaces = waiting.length - wrong;
  return { ashby: ashby.map((event) => ({ ...event, replaces })), ...(set && { set }) };
}
