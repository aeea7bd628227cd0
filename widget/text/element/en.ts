import type { QuestionKind } from '../../../server/contract/assessment.ts';
import type { InvitationView, TimelineKind } from '../../../server/contract/invitation.ts';
import type { AshbySync, DecisionValue, InvitationStatus } from '../../../server/contract/result.ts';
import type { EmbedErrorCode } from '../../embed/error.ts';

/** Keeps the direction of a name or an address from spilling into the sentence. */
const apart = (text: string) => `\u2068${text}\u2069`;
const s = (n: number) => (n === 1 ? '' : 's');

export const en = {
  locale: 'en',
  label: 'Skills assessment',
  loading: 'Loading',
  retry: 'Try again',
  staleSince: (error: string, time: string) => `${error} This is from ${time}.`,

  search: 'Find an assessment',
  clear: 'Clear the search',
  list: 'Assessments',
  found: (n: number, shown: string) => `${n ? shown : 'No'} assessment${s(n)} found`,
  noneFound: 'Nothing found. Try fewer or other words.',
  none: 'There are no assessments yet. Publish one in Canditech.',
  required: 'Choose an assessment.',
  minutes: (n: number | null, shown: string) => (n ? `${shown} min` : 'no time limit'),
  /** The codes themselves are words, here and in the other lists: only what reads otherwise stands here. */
  kinds: {
    single: 'single choice',
    multiple: 'multiple choice',
    text: 'short text',
    open: 'open answer',
  } as Partial<Record<QuestionKind, string>>,
  questions: (n: number, shown: string) => `${shown} question${s(n)}`,
  sections: 'What the candidate will meet',
  recorded: 'Recorded: the answers and when each was saved. No camera, no screen.',
  /** Of five people at least. */
  stats: (_people: number, minutes: string, percent: string, shown: string) =>
    `${shown} people took it, in ${minutes} min (median). ${percent} of those invited hand it in.`,
  taken: (time: string, score: string) => `The candidate took this ${time}: ${score}.`,
  useResult: 'Use that result',
  change: 'Choose another',
  name: 'Candidate’s name',
  email: 'Candidate’s e-mail',
  several: 'Several candidates',
  one: 'One candidate',
  addresses: 'Candidates, one per line: name <address>',
  doubled: (list: string) => `Twice there, invited once: ${list}`,
  invalid: (list: string) => `Not an e-mail address: ${list}`,
  /** `problem` is the server’s, in English. */
  wrong: (field: string, problem: string) => `${field} ${problem}.`,
  deadline: 'Link ends on',
  note: 'Message to the candidate',
  invite: 'Invite',
  inviteAll: (n: number, shown: string) => `Invite ${shown} candidate${s(n)}`,
  invited: (candidate: string) => `${apart(candidate)} is invited.`,
  invitedAll: (_n: number, shown: string) => `${shown} invited.`,
  leaving: 'The e-mail leaves in a moment.',
  undo: 'Undo',
  undone: 'Taken back. No e-mail was sent.',
  invitedBefore: (candidate: string) =>
    `${apart(candidate)} has an open invitation already; no new e-mail was sent.`,
  inviteAnother: 'Invite to another assessment',
  back: 'Back',
  empty: 'No assessment yet. Once the candidate is invited, status and result appear here.',

  status: { submitted: 'Awaiting review' } as Partial<Record<InvitationStatus, string>>,
  mail: {
    accepted: () => 'The e-mail was sent.',
    waiting: (email, problem, time) =>
      problem
        ? `The e-mail has not left yet (${problem}). Next try ${time}.`
        : `The e-mail to ${apart(email)} is on its way.`,
    failed: (email, problem) => `The e-mail to ${apart(email)} did not arrive (${problem}).`,
  } as Record<InvitationView['mail']['state'], (email: string, problem: string, time: string) => string>,
  linkEnds: (time: string) => `The link can be opened until ${time}.`,
  started: (time: string, end: string) => `Begun ${time}.${end && ` Time ends ${end}.`}`,
  next: {
    submitted: (time: string) => `Submitted ${time}. Open answers wait for points: give them in the report.`,
    completed: (time: string) => `Completed ${time}. The score is final.`,
    expired: (time: string) => `The link ended ${time}, unused. Extend it, or invite again.`,
    cancelled: () => 'This invitation was cancelled; its link no longer works.',
  },
  /** What it does, its field, and what stands in there at first. */
  actions: {
    address: ['Fix the address and resend', 'Candidate’s e-mail', ''],
    extend: ['Extend the link', 'Days from now', '7'],
    'extra-time': ['Extra time', 'Minutes more', '15'],
  } as Record<'address' | 'extend' | 'extra-time', [action: string, field: string, value: string]>,
  resend: 'Resend the e-mail',
  done: 'Done.',

  score: 'Score',
  provisional: (min: string, max: string) => `provisional, will be ${min} to ${max}`,
  pending: (points: number, shown: string) => `${shown} point${s(points)} open`,
  comments: 'Comments',
  comment: 'Your comment',
  addComment: 'Add comment',
  commented: 'Comment added.',
  edited: 'edited',
  edit: 'Edit',
  delete: 'Delete',
  sure: 'Delete this comment?',
  save: 'Save',
  cancel: 'Cancel',
  decision: 'Decision',
  decisions: {} as Partial<Record<DecisionValue, string>>,
  reason: 'Reason',
  decide: 'Save decision',
  decided: 'Decision saved.',
  ashby: { pending: 'sending', in_sync: 'matches', failed: 'not sent' } as Partial<
    Record<AshbySync['state'], string>
  >,
  inAshby: (state: string, time: string, problem: string) =>
    `In Ashby: ${time && `sent ${time} · `}${state}${problem && `: ${problem}`}`,
  sendAgain: 'Send again',
  report: 'Open the report',
  others: 'Other assessments',
  history: 'History',
  timeline: {
    resent: 'E-mail sent again',
    mail_accepted: 'E-mail sent',
    mail_failed: 'E-mail failed',
    auto_submitted: 'Submitted as time ended',
    graded: 'Answer graded',
    decided: 'Decision',
  } as Partial<Record<TimelineKind, string>>,
  /** Codes beside an entry of the history: which e-mail, which decision. */
  details: {} as Partial<Record<string, string>>,

  /**
   * Codes without a sentence here show the server's own, which knows the details. What only those who build the page can
   * mend stands here alone.
   */
  errors: {
    unset: 'This page does not say where Canditech is: set api-base.',
    token_unset: 'This page does not say who gives access: set token-endpoint or fetchToken.',
    token_missing: 'This page did not get access. Reload it, or tell its owner.',
    token_not_renewed: 'This page gave the same access again, which has ended. Reload it.',
    token_timeout: 'This page takes too long to give access. Reload it, or tell its owner.',
    unauthenticated: 'Access has ended. Reload the page; if that does not help, tell its owner.',
    scope_missing: 'You have no access to this here.',
    candidate_mismatch: 'This page has access to another candidate. Tell its owner.',
    network: 'The server cannot be reached.',
    offline: 'You are offline.',
    timeout: 'The server takes too long to answer.',
    server: 'What answered is not Canditech: check api-base.',
    csp_blocked: 'This page’s security policy lacks “trusted-types canditech-embed”.',
    unsupported_browser: 'This browser is too old for this. Update it.',
    undecided: 'Choose a decision first.',
    stale: 'Somebody commented or decided meanwhile, see above. Save again if you still mean it.',
  } as Partial<Record<EmbedErrorCode, string>>,
};

export type Text = typeof en;
