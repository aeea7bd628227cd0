import type { AssessmentStatus } from '../../../server/contract/assessment.ts';
import type { Role } from '../../../server/contract/member.ts';
import { count, ui } from '../ui/en.ts';

const assessmentStatuses: Record<AssessmentStatus, string> = {
  published: 'Published',
  draft: 'Draft',
  archived: 'Archived',
};

const roles: Record<Role, string> = { admin: 'Admin', recruiter: 'Recruiter', reviewer: 'Reviewer' };

export const text = {
  title: (page: string) => `${page} · Canditech`,
  product: 'Canditech',
  roles,
  assessmentStatuses,
  shell: {
    skip: 'Skip to content',
    navigation: 'Main',
    assessments: 'Assessments',
    candidates: 'Candidates',
    settings: 'Settings',
    signOut: 'Sign out',
  },
  unknown: {
    heading: 'There is nothing here',
    body: 'The address may be mistyped, or the page belongs to another workspace.',
    back: 'Go to the candidates',
  },
  signIn: {
    heading: 'Sign in',
    intro: 'We mail you a link that signs you in. There is no password.',
    email: 'E-mail address',
    ask: 'Send me a link',
    sent: 'Look into your mailbox',
    sentBody: (email: string) =>
      `We have sent a link to ${email}, if it belongs to a member. It works once, for 15 minutes.`,
    sentHint: 'Nothing there after a minute? Look into the spam folder, or check the address.',
    other: 'Use another address',
    linkHeading: 'Finish signing in',
    linkBody: 'You came by the link from your mailbox. It works once, in this browser.',
    invalidBody: 'It was used already, or it is older than 15 minutes. Ask for a new one; it takes a moment.',
    confirm: 'Sign in',
    invalid: 'This link no longer works',
    newLink: 'Ask for a new link',
  },
  list: {
    status: 'Status',
    any: 'Any status',
    more: 'Show more',
    shown: (shown: number, more: boolean) => `${shown}${more ? ' of more' : ''} shown`,
    noMatch: 'Nothing fits these filters.',
    clear: 'Clear the filters',
  },
  assessments: {
    heading: 'Assessments',
    search: 'Search name, description or section',
    name: 'Name',
    minutes: 'Minutes',
    untimed: 'Untimed',
    kinds: 'Kinds of question',
    questions: 'Questions',
    version: 'Version',
    facts: (minutes: number | null, questions: number) =>
      `${minutes === null ? 'Untimed' : ui.minutes(minutes)} · ${count(questions, 'question', 'questions')}`,
    unpublished: '–',
    hasDraft: 'Has an unpublished draft',
    empty: {
      published:
        'No assessment is published. Drafts come by the API; publish one to invite candidates to it.',
      draft: 'There are no drafts. Drafts are made by the API (POST /v1/assessments).',
      archived: 'Nothing is archived. Archived assessments stay here, out of every other list.',
    },
  },
  assessment: {
    heading: 'Assessment',
    back: 'All assessments',
    facts: 'Facts',
    status: 'Status',
    time: 'Time',
    points: 'Points',
    language: 'Language',
    updated: 'Last change',
    candidates: 'Candidates of this assessment',
    invite: 'Invite a candidate',
    publish: 'Publish',
    republish: 'Publish again',
    archive: 'Archive',
    preview: 'What the candidate sees',
    previewHint:
      'Try it out, nothing is saved. Right answers are not shown, as candidates do not see them either.',
    previewDraft: 'This is the draft, which is not published yet.',
    section: (title: string, questions: number, minutes: number | undefined) =>
      `${title}: ${count(questions, 'question', 'questions')}${minutes === undefined ? '' : `, ${ui.minutes(minutes)}`}`,
    question: (n: number, kind: string, points: number) => `Question ${n} · ${kind} · ${ui.points(points)}`,
    publishTitle: (name: string) => `Publish “${name}”?`,
    publishBody: (version: number) =>
      `It becomes version ${version}. New invitations use it; candidates who are invited already keep theirs.`,
    republishBody: 'It can be chosen for new invitations again.',
    archiveTitle: (name: string) => `Archive “${name}”?`,
    archiveBody:
      'It leaves every list, also the one in Ashby, so nobody can be invited to it. Invitations that exist go on. You can publish it again.',
    published: (name: string) => `“${name}” is published.`,
    archived: (name: string) => `“${name}” is archived.`,
  },
  invite: {
    title: 'Invite a candidate',
    to: (name: string) => `To “${name}”. The candidate gets an e-mail with a personal link.`,
    body: 'The candidate gets an e-mail with a personal link.',
    assessment: 'Assessment',
    choose: 'Choose an assessment',
    chooseFirst: 'Choose one of the published assessments.',
    name: 'Name',
    email: 'E-mail address',
    days: 'The link works for',
    day: (days: number) => count(days, 'day', 'days'),
    note: 'Message to the candidate',
    noteHint: 'If you like: it stands in the e-mail.',
    action: 'Invite',
    done: (name: string) => `${name} is invited.`,
    openActive: 'Open that invitation',
    nothingPublished: 'No assessment is published, so there is nothing to invite to yet.',
  },
  candidates: {
    heading: 'Candidates',
    search: 'Search name or e-mail address',
    assessment: 'Assessment',
    anyAssessment: 'Any assessment',
    chosenAssessment: 'The chosen assessment',
    candidate: 'Candidate',
    status: 'Status',
    score: 'Score',
    when: 'Last step',
    provisional: 'provisional',
    noScore: 'No score yet',
    mailFailed: (problem: string) => `Mail failed: ${problem}`,
    mailWaiting: (problem: string, next: string | undefined) =>
      `Mail waits: ${problem}${next ? ` Next try ${next}.` : ''}`,
    ashby: {
      failed: (problem: string) => `Ashby refused an update: ${problem}`,
      paused: (problem: string) => `Updates for Ashby wait: ${problem}`,
      pending: (problem: string) => `Ashby could not be reached: ${problem}`,
    },
    steps: { completed: 'Completed', submitted: 'Submitted', started: 'Started', invited: 'Invited' },
    empty: 'Here you follow everybody who is invited to an assessment, and open their results.',
  },
};
