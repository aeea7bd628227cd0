import type { TimelineKind } from '../../../server/contract/invitation.ts';
import type { DecisionValue, InvitationStatus } from '../../../server/contract/result.ts';
import { count, ui } from '../ui/en.ts';

const decisions: Record<DecisionValue, string> = { advance: 'Advance', hold: 'Hold', reject: 'Reject' };

const timeline: Record<TimelineKind, string> = {
  invited: 'Invited',
  resent: 'E-mail sent again',
  address_changed: 'Address changed',
  extended: 'Extended',
  extra_time: 'Extra time',
  mail_accepted: 'E-mail sent',
  mail_failed: 'E-mail failed',
  link_opened: 'Link opened',
  started: 'Started',
  submitted: 'Submitted',
  auto_submitted: 'Submitted as time ended',
  graded: 'Answer graded',
  completed: 'Completed',
  commented: 'Commented',
  comment_edited: 'Comment edited',
  comment_deleted: 'Comment deleted',
  decided: 'Decision',
  expired: 'Expired',
  cancelled: 'Cancelled',
  ashby_accepted: 'Ashby accepted',
  ashby_refused: 'Ashby refused',
  ashby_resent: 'Sent to Ashby again',
};

const mails: Record<string, string> = {
  invitation: 'invitation',
  receipt: 'receipt for the candidate',
  notice: 'notice to the reviewers',
};

const waiting: Partial<Record<InvitationStatus, (name: string) => string>> = {
  invited: (name) => `${name} has not begun yet. Answers and score appear here after the submission.`,
  started: (name) => `${name} is taking the test. Answers and score appear here after the submission.`,
  expired: (name) => `The link ended before ${name} began. Extend it, and a new e-mail goes out.`,
  cancelled: () => 'The invitation was cancelled before anything was submitted, so there is no result.',
};

export const report = {
  heading: 'Report',
  back: 'All candidates',
  notFound: 'There is no such report',
  notFoundBody: 'The address may be mistyped, or the report belongs to another workspace.',
  version: (version: number) => `Version ${version}`,
  mailFailed: (problem: string) =>
    `The e-mail did not arrive: ${problem}. Fix the address, or send it again.`,
  waiting: (status: InvitationStatus, name: string) => waiting[status]?.(name) ?? '',
  next: 'What comes next',
  linkEnds: 'The link ends',
  linkEnded: 'The link ended',
  deadline: 'Time ends',
  answers: 'Answers',
  sectionPoints: (points: number, most: number, pending: number) =>
    `${ui.number(points)} of ${ui.points(most)}${pending > 0 ? `, ${ui.number(pending)} to grade` : ''}`,
  question: (n: number, kind: string) => `Question ${n} · ${kind}`,
  points: (points: number | null, most: number) =>
    points === null ? `Not graded, of ${ui.points(most)}` : `${ui.number(points)} of ${ui.points(most)}`,
  answer: 'Answer',
  rightAnswer: 'Right answer',
  noAnswer: 'No answer',
  chosen: 'Chosen',
  right: 'Right',
  wrong: 'Wrong',
  missed: 'Right, not chosen',
  chosenRight: 'Chosen, right',
  chosenWrong: 'Chosen, wrong',
  tolerance: (number: string, tolerance: string) => `${number} ± ${tolerance}`,
  accepted: (accepted: string[]) => accepted.join(' or '),
  left: 'Item',
  rubric: 'What to look for',
  print: 'Print',
  jump: 'To score and decision',
  grading: {
    heading: 'Grading',
    points: 'Points',
    of: (question: number) => `Points for question ${question}`,
    outOf: (most: number) => `of ${ui.number(most)}`,
    range: (most: number) => `Points must be 0 to ${ui.number(most)}, in steps of 0.5 or all of them.`,
    give: (points: number) => `Give ${ui.points(points)}`,
    note: 'Note for other reviewers',
    noteWaits: 'It is saved together with the points.',
    noteUnsaved: 'It is not saved yet: save the points again.',
    noteSaved: 'Note saved.',
    save: 'Save points',
    saved: (by: string) => `Graded by ${by}`,
    done: (points: number) => `${ui.points(points)} saved.`,
    tooMany: (most: number) => `This answer can get ${ui.points(most)} at most.`,
    progress: (graded: number, all: number) =>
      `${graded} of ${count(all, 'open answer', 'open answers')} graded`,
    nextOpen: 'Go to the next answer to grade',
    keysHeading: 'Keys for grading',
    keys: 'Grade with the keyboard',
    keyHelp: [
      ['J', 'next answer'],
      ['K', 'previous'],
      ['0–9', 'give points'],
      ['.', 'half a point'],
      ['N', 'write a note'],
      ['Esc', 'leave a field'],
    ] as const,
    keyHelpMany: 'If an answer has 10 points or more: type them, then press Enter.',
  },
  score: {
    heading: 'Score',
    final: (points: number, most: number) => `${ui.number(points)} of ${ui.points(most)}`,
    provisional: 'provisional',
    range: (min: number, max: number) =>
      `Points so far. The final score will lie between ${ui.percent(min)} and ${ui.percent(max)}.`,
    bar: 'Score',
    sections: 'Sections',
    pending: (points: number) => `${ui.points(points)} to grade`,
    minutes: (taken: number, allowed: number | null) =>
      allowed === null ? `Took ${ui.minutes(taken)}` : `Took ${ui.number(taken)} of ${ui.minutes(allowed)}`,
    submitted: 'Submitted',
  },
  decision: {
    heading: 'Decision',
    values: decisions,
    none: 'Nobody has decided yet.',
    legend: 'What happens with the candidate?',
    note: 'Reason (optional)',
    save: 'Save decision',
    change: 'Change decision',
    cancel: 'Keep the decision',
    missing: 'Choose one of the three.',
    by: (name: string) => `by ${name}`,
    history: (n: number) => `${count(n, 'earlier decision', 'earlier decisions')}`,
    done: (value: DecisionValue) => `Decision saved: ${decisions[value]}.`,
    stale:
      'Somebody changed this report while you were deciding, so yours is not saved. Look at what it says now; save again if you still mean it.',
  },
  comments: {
    heading: 'Comments',
    none: 'No comments yet.',
    label: 'Add a comment',
    subject: 'The comment',
    save: 'Add comment',
    done: 'Comment added.',
    edited: 'edited',
    edit: 'Edit',
    editTitle: 'Edit your comment',
    change: 'Save',
    delete: 'Delete',
    deleteTitle: 'Delete your comment?',
    saved: 'Comment saved.',
    deleted: 'Comment deleted.',
    deleteBody: 'It is gone for everybody, in Ashby as well.',
  },
  candidate: {
    heading: 'Invitation',
    email: 'E-mail address',
    externalId: 'Id in the ATS',
    job: 'Job',
    invited: 'Invited',
    mail: 'E-mail',
    mailStates: { waiting: 'On its way', accepted: 'Sent', failed: 'Failed' },
    problem: (state: string, problem: string) => `${state}: ${problem}`,
    nextTry: (time: string) => `Next try ${time}`,
    resend: 'Send e-mail again',
    resendTitle: 'Send the e-mail again?',
    resendBody: (email: string) => `${email} gets a new link. Links in earlier e-mails keep working.`,
    resent: 'The e-mail is on its way.',
    address: 'Fix address',
    addressTitle: 'Fix the e-mail address',
    addressBody: 'The new address gets an e-mail with a new link. Links sent to the old one stop working.',
    addressAction: 'Save and send',
    addressed: 'The e-mail to the new address is on its way.',
    extend: 'Extend',
    extendTitle: 'Extend the link',
    extendBody: (expired: boolean) =>
      expired
        ? 'The invitation opens again, and the candidate gets an e-mail with a new link.'
        : 'The link that the candidate has works longer.',
    extendDays: 'From now, the link works for',
    extended: 'The link works longer now.',
    longAlready: 'The link already works longer than that.',
    extraTime: 'Extra time',
    extraTimeTitle: 'Give extra time',
    extraTimeBody: (started: boolean) =>
      started
        ? 'The deadline moves at once; the candidate sees it.'
        : 'The candidate has this much more than the test allows.',
    extraTimeMinutes: 'Minutes more',
    extraTimeGiven: 'The candidate has more time now.',
    cancel: 'Cancel invitation',
    cancelTitle: (name: string) => `Cancel the invitation of ${name}?`,
    cancelBody: (started: boolean) =>
      `${
        started
          ? 'The test ends at once. The answers that were given so far are lost, and there will be no score.'
          : 'The link stops working at once, and the candidate cannot begin. To ask again you have to invite anew.'
      } The candidate gets no e-mail about it and sees it when opening the link.`,
    reason: 'Reason (optional, shown in the timeline)',
    reasonSubject: 'The reason',
    keep: 'Keep the invitation',
    cancelAction: 'Cancel invitation',
    cancelled: 'The invitation is cancelled.',
  },
  ashby: {
    heading: 'In Ashby',
    none: 'This invitation was not started in Ashby, so nothing is sent there.',
    inSync: (time: string | undefined) => (time ? `Sent ${time} · matches` : 'Matches'),
    sending: 'On its way to Ashby.',
    waiting: (problem: string, next: string | undefined) =>
      `Waiting: ${problem}${next ? ` · next try ${next}` : ''}`,
    paused: (problem: string) => `Waiting for a good key: ${problem}`,
    failed: (problem: string) => `Not sent: ${problem}`,
    again: 'Send again',
    resent: 'The present state is queued for Ashby.',
    resentPaused: 'It waits for a good Ashby API key.',
    settings: 'Settings for Ashby',
  },
  timeline: {
    heading: 'Timeline',
    kinds: timeline,
    by: (name: string) => `by ${name}`,
    /** `detail` as the server keeps it: the name of a mail with its problem, a decision, or words of people. */
    detail(kind: TimelineKind, detail: string): string {
      if (kind === 'decided') return decisions[detail as DecisionValue] ?? detail;
      const [first = '', ...rest] = detail.split(': ');
      if (kind === 'mail_accepted') return mails[detail] ?? detail;
      if (kind === 'mail_failed') return [mails[first] ?? first, ...rest].join(': ');
      return detail;
    },
  },
};
