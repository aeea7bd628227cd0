import type { QuestionKind } from '../../../server/contract/assessment.ts';
import type { DecisionValue, InvitationStatus } from '../../../server/contract/result.ts';
import type { EmbedErrorCode } from '../../embed/error.ts';

/** Keeps a name's direction from spilling into the sentence. */
const name = (text: string) => `\u2068${text}\u2069`;
const counts = new Intl.PluralRules('en');
const count = (n: number, one: string, other: string) =>
  `${n.toLocaleString('en')} ${counts.select(n) === 'one' ? one : other}`;

export const en = {
  locale: 'en',
  label: 'Skills assessment',
  loading: 'Loading',
  retry: 'Try again',
  staleSince: (error: string, time: string) => `${error} This is from ${time}.`,

  search: 'Find an assessment',
  list: 'Assessments',
  found: (n: number) => (n ? `${count(n, 'assessment', 'assessments')} found` : 'Nothing found'),
  noneFound: (query: string) => `Nothing found for “${name(query)}”. Try fewer or other words.`,
  none: 'There are no published assessments yet. Publish one in Canditech and it appears here.',
  minutes: (n: number | null) => (n === null ? 'untimed' : `${n} min`),
  kinds: {
    single: 'single choice',
    multiple: 'multiple choice',
    number: 'number',
    text: 'short answer',
    ordering: 'ordering',
    matching: 'matching',
    open: 'open answer',
  } satisfies Record<QuestionKind, string>,
  questions: (n: number) => count(n, 'question', 'questions'),
  change: 'Choose another',
  sections: 'What the candidate will meet',
  name: 'Candidate’s name',
  email: 'Candidate’s e-mail',
  invite: 'Invite',
  inviteHint: 'We send the link by e-mail. It works for 7 days.',
  isMissing: 'Fill this in.',
  invited: (candidate: string) => `${name(candidate)} is invited.`,
  inviteAnother: 'Invite to another assessment',
  back: 'Back to the result',
  empty: 'No assessment yet. Once the candidate is invited, status and result appear here.',

  status: {
    invited: 'Invited',
    started: 'Started',
    submitted: 'Awaiting review',
    completed: 'Completed',
    expired: 'Expired',
    cancelled: 'Cancelled',
  } satisfies Record<InvitationStatus, string>,
  mailWaits: (email: string) => `The e-mail to ${name(email)} is on its way.`,
  mailRetries: (problem: string, time: string) =>
    `The e-mail has not left yet: ${problem}${time && ` Next try ${time}.`}`,
  mailFailed: (email: string, problem: string) =>
    `The e-mail to ${name(email)} did not arrive: ${problem} Correct the address in the report.`,
  linkEnds: (time: string) => `The link can be opened until ${time}.`,
  started: (time: string, end: string) => `Begun ${time}.${end && ` Time ends ${end}.`}`,
  submitted: (time: string) =>
    `Submitted ${time}. Open answers wait for a reviewer: give points in the report.`,
  completed: (time: string) => `Completed ${time}. The score is final.`,
  expired: (time: string) => `The link ended ${time}, unused. Extend it in the report or invite again.`,
  cancelled: 'This invitation was cancelled. Its link no longer works.',

  score: 'Score',
  provisional: (min: string, max: string) => `provisional, ends between ${min} and ${max}`,
  pending: (points: string) => `${points} points open`,
  comments: 'Comments',
  comment: 'Add a comment',
  commented: 'Comment added.',
  save: 'Save',
  decision: 'Decision',
  decisions: {
    advance: 'Advance',
    hold: 'Hold',
    reject: 'Reject',
  } satisfies Record<DecisionValue, string>,
  by: (person: string) => `by ${name(person)}`,
  reason: 'Reason',
  changeDecision: 'Change',
  cancel: 'Cancel',
  decided: 'Decision saved.',
  chooseDecision: 'Choose one.',
  ashby: {
    pending: 'sending',
    in_sync: 'up to date',
    failed: 'not sent',
    paused: 'paused',
  },
  inAshby: (state: string, time: string, problem: string) =>
    `In Ashby: ${state}${time && ` · sent ${time}`}${problem && ` · ${problem}`}`,
  report: 'Open the report',
  others: 'Other assessments',

  /** Codes without a sentence here show the server's own, which knows the details. */
  errors: {
    unset: 'This page does not say where Canditech is: set api-base.',
    token_missing: 'This page did not get access. Reload it; if that does not help, tell its owner.',
    token_not_renewed: 'The page handed out the same access again, which has ended. Reload the page.',
    token_expired: 'Access has ended and could not be renewed. Reload the page.',
    scope_missing: 'This page may not show assessments to you. Ask its owner for access.',
    candidate_mismatch: 'The page asked for another candidate than it has access to. Tell its owner.',
    network: 'The server cannot be reached.',
    offline: 'You are offline.',
    timeout: 'The server takes too long to answer.',
    server: 'What answered is not Canditech. Tell the page’s owner to check api-base.',
    csp_blocked: 'This page’s security policy blocks the assessment panel (trusted-types canditech-embed).',
    stale: 'Somebody decided meanwhile: see above. Save again to replace that.',
  } satisfies Partial<Record<EmbedErrorCode, string>> as Partial<Record<EmbedErrorCode, string>>,
};

export type Text = typeof en;
