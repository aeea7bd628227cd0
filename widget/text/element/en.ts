import type { QuestionKind } from '../../../server/contract/assessment.ts';
import type { AshbySync, DecisionValue, InvitationStatus } from '../../../server/contract/result.ts';
import type { InvitationView } from '../../../server/contract/invitation.ts';
import type { EmbedErrorCode } from '../../embed/error.ts';

/** Keeps the direction of a name or an address from spilling into the sentence. */
const apart = (text: string) => `\u2068${text}\u2069`;

export const en = {
  locale: 'en',
  label: 'Skills assessment',
  loading: 'Loading',
  retry: 'Try again',
  staleSince: (error: string, time: string) => `${error} This is from ${time}.`,

  search: 'Find an assessment',
  list: 'Assessments',
  found: (n: number) => `${n || 'No'} assessment${n === 1 ? '' : 's'} found`,
  noneFound: 'Nothing found. Try fewer or other words.',
  none: 'There are no assessments yet. Publish one in Canditech, and it appears here.',
  minutes: (n: number | null) => (n ? `${n} min` : 'no time limit'),
  kinds: {
    single: 'single choice',
    multiple: 'multiple choice',
    number: 'number',
    text: 'short text',
    ordering: 'ordering',
    matching: 'matching',
    open: 'open answer',
  } satisfies Record<QuestionKind, string>,
  questions: (n: number) => `${n} question${n === 1 ? '' : 's'}`,
  sections: 'What the candidate will meet',
  change: 'Choose another',
  name: 'Candidate’s name',
  email: 'Candidate’s e-mail',
  invite: 'Invite',
  invited: (candidate: string) => `${apart(candidate)} is invited.`,
  invitedBefore: (candidate: string) =>
    `${apart(candidate)} has an open invitation already; no new e-mail was sent.`,
  inviteAnother: 'Invite to another assessment',
  back: 'Back',
  empty: 'No assessment yet. Once the candidate is invited, status and result appear here.',

  status: {
    invited: 'Invited',
    started: 'Started',
    submitted: 'Awaiting review',
    completed: 'Completed',
    expired: 'Expired',
    cancelled: 'Cancelled',
  } satisfies Record<InvitationStatus, string>,
  mail: {
    accepted: () => 'The e-mail was sent.',
    waiting: (email, problem, time) =>
      problem
        ? `The e-mail has not left yet (${problem}). Next try ${time}.`
        : `The e-mail to ${apart(email)} is on its way.`,
    failed: (email, problem) =>
      `The e-mail to ${apart(email)} did not arrive (${problem}). Correct the address in the report.`,
  } as Record<InvitationView['mail']['state'], (email: string, problem: string, time: string) => string>,
  linkEnds: (time: string) => `The link can be opened until ${time}.`,
  started: (time: string, end: string) => `Begun ${time}.${end && ` Time ends ${end}.`}`,
  next: {
    submitted: (time: string) => `Submitted ${time}. Open answers wait for points: give them in the report.`,
    completed: (time: string) => `Completed ${time}. The score is final.`,
    expired: (time: string) => `The link ended ${time}, unused. Extend it in the report or invite again.`,
    cancelled: () => 'This invitation was cancelled; its link no longer works.',
  },

  score: 'Score',
  provisional: (min: string, max: string) => `provisional, will be ${min} to ${max}`,
  pending: (points: string) => `${points} points open`,
  comments: 'Comments',
  comment: 'Your comment',
  addComment: 'Add comment',
  commented: 'Comment added.',
  decision: 'Decision',
  decisions: { advance: 'Advance', hold: 'Hold', reject: 'Reject' } satisfies Record<DecisionValue, string>,
  reason: 'Reason',
  decide: 'Save decision',
  decided: 'Decision saved.',
  ashby: {
    none: '',
    pending: 'sending',
    in_sync: 'up to date',
    failed: 'not sent',
    paused: 'paused',
  } satisfies Record<AshbySync['state'], string>,
  inAshby: (state: string, time: string, problem: string) =>
    `In Ashby: ${state}${time && ` · sent ${time}`}${problem && ` · ${problem}`}`,
  report: 'Open the report',
  others: 'Other assessments',

  /** Codes without a sentence here show the server's own, which knows the details. */
  errors: {
    unset: 'This page does not say where Canditech is: set api-base.',
    token_unset: 'This page does not say who gives access: set token-endpoint or fetchToken.',
    token_missing: 'This page did not get access. Reload it, or tell its owner.',
    token_not_renewed: 'This page gave the same access again, which has ended. Reload it.',
    token_expired: 'Access has ended. Reload the page.',
    unauthenticated: 'Access has ended. Reload the page; if that does not help, tell its owner.',
    scope_missing: 'You have no access to this here.',
    candidate_mismatch: 'This page has access to another candidate. Tell its owner.',
    network: 'The server cannot be reached.',
    offline: 'You are offline.',
    timeout: 'The server takes too long to answer.',
    server: 'What answered is not Canditech: check api-base.',
    csp_blocked: 'This page’s security policy lacks “trusted-types canditech-embed”.',
    stale: 'Somebody commented or decided meanwhile, see above. Save again if you still mean it.',
  } as Partial<Record<EmbedErrorCode, string>>,
};

export type Text = typeof en;
