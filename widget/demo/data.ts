import type { AssessmentSummary } from '../../server/contract/assessment.ts';
import type { InvitationView } from '../../server/contract/invitation.ts';
import type { ResultView } from '../../server/contract/result.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** All times are relative to the opening of the page. */
const OPENED = Date.now();
export const ago = (ms: number): string => new Date(OPENED - ms).toISOString();

const NAMES = [
  'Junior JavaScript Developer',
  'SQL and Data',
  'Customer Support',
  'Sales Development',
  'Bookkeeping',
  'Business English',
  'Project Coordination in International Organisations with Several Time Zones and Many Stakeholders',
  'Schriftliches Deutsch',
  'Comptabilité générale',
  'Atención al cliente',
  'חשיבה כמותית',
  'مهارات التواصل الكتابي',
  'Numeracy',
  'Attention to Detail',
  'Warehouse Safety',
  'Python for Analysts',
  'Excel',
  'Recruiting Basics',
  'UX Writing',
  'Negotiation',
];
const LANGUAGES: Record<number, string> = { 7: 'de', 8: 'fr', 9: 'es', 10: 'he', 11: 'ar' };

export const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Each twice, the second time for people with experience. */
export const ASSESSMENTS: AssessmentSummary[] = [...NAMES, ...NAMES.map((name) => `${name} II`)]
  .map((name, i): AssessmentSummary => ({
    id: idOf(i + 1),
    name,
    description: `What people do on an ordinary day in this work, in ${3 + (i % 3)} parts.`,
    language: LANGUAGES[i % NAMES.length] ?? 'en',
    status: 'published',
    version: 1,
    minutes: i % 7 === 6 ? null : 15 + (i % 6) * 5,
    kinds: i % 2 ? ['single', 'number', 'open'] : ['single', 'multiple', 'text'],
    sectionTitles: ['Basics', 'Working with cases', 'Your own words'].slice(0, 2 + (i % 2)),
    questionCount: 12 + (i % 9),
    maxPoints: 40,
    updatedAt: ago(30 * DAY),
    ...(i === 4 && { lastUsedAt: ago(DAY) }),
    hasDraft: false,
  }))
  .sort((a, b) => a.name.localeCompare(b.name));

export const CANDIDATE = { externalId: 'demo-1', name: 'Amara Okafor', email: 'amara@mail.example' };
/** Of a list with a badge in each row. */
export const PEOPLE: [name: string, status: InvitationView['status']][] = [
  [CANDIDATE.name, 'completed'],
  ['Luca Bianchi', 'submitted'],
  ['Hana Suzuki', 'started'],
  ['נועה לוי', 'invited'],
  ['Wolfeschlegelsteinhausenbergerdorff', 'expired'],
  ['Ana de la Cruz', 'cancelled'],
];
export const ACTOR = { name: 'Rita Recruiter', email: 'rita@ats.example' };

type Status = InvitationView['status'];
const TIMES: Partial<Record<Status, Partial<InvitationView>>> = {
  started: { startedAt: ago(9 * MINUTE), deadlineAt: ago(-26 * MINUTE) },
  submitted: { startedAt: ago(3 * HOUR), submittedAt: ago(2 * HOUR) },
  completed: { startedAt: ago(2 * DAY), submittedAt: ago(47 * HOUR), completedAt: ago(40 * HOUR) },
  expired: { expiresAt: ago(DAY) },
};

export function invitationOf(status: Status, more: Partial<InvitationView> = {}): InvitationView {
  const { id, name, version, minutes } = ASSESSMENTS.find((one) => one.name === 'Customer Support')!;
  return {
    id: idOf(900),
    status,
    assessment: { id, name, version, minutes },
    candidate: CANDIDATE,
    createdAt: ago(3 * DAY),
    expiresAt: ago(-4 * DAY),
    reportUrl: 'https://demo.invalid/reports/1',
    mail: { state: 'accepted' },
    timeline: [
      { at: ago(3 * DAY), kind: 'invited', by: ACTOR.name },
      { at: ago(3 * DAY - MINUTE), kind: 'mail_accepted', detail: 'invitation' },
    ],
    deliveries: [],
    ashby: { state: 'none' },
    ...TIMES[status],
    ...more,
  };
}

const SECTIONS: [title: string, points: number, maxPoints: number][] = [
  ['Reading what customers mean', 18.4, 20],
  ['Finding the cause', 15, 20],
];
/** Of ten points of the last section: by machine at once, and what people have yet to give. */
const WRITING = { title: 'Writing an answer', points: 1.6, pending: 6, maxPoints: 10 };
const MAX_POINTS = 50;
const SURE_POINTS = 35;

const scoreOf = (points: number, maxPoints: number) => ({
  points: Math.round(points * 10) / 10,
  maxPoints,
  percent: Math.round((points / maxPoints) * 1000) / 10,
});

function sectionsOf(points: number, isFinal: boolean): ResultView['sections'] {
  const { title, pending, maxPoints } = WRITING;
  const written = WRITING.points + points - SURE_POINTS;
  return [...SECTIONS, [title, written, maxPoints] as const].map(([name, own, most], i) => ({
    id: `s${i}`,
    title: name,
    ...scoreOf(own, most),
    pendingPoints: name === title && !isFinal ? pending : 0,
  }));
}

/** Without a score before the submission; provisional until people have graded. */
export function resultOf({ id, status, reportUrl, ashby }: InvitationView, percent = 78): ResultView {
  const isIn = status === 'submitted' || status === 'completed';
  const isFinal = status === 'completed';
  const points = isFinal ? (percent / 100) * MAX_POINTS : SURE_POINTS;
  const most = scoreOf(SURE_POINTS + WRITING.pending, MAX_POINTS).percent;
  const least = scoreOf(SURE_POINTS, MAX_POINTS).percent;
  return {
    invitationId: id,
    status,
    reportUrl,
    overall: isIn ? scoreOf(points, MAX_POINTS) : null,
    provisional: isIn && !isFinal,
    ...(isIn && !isFinal && { range: { minPercent: least, maxPercent: most } }),
    sections: isIn ? sectionsOf(points, isFinal) : [],
    comments: isFinal
      ? [
          {
            id: idOf(801),
            author: { name: 'Ben Reviewer' },
            text: 'Warm and exact.\nWould trust with our hardest customers.',
            at: ago(39 * HOUR),
            isOwn: false,
          },
          {
            id: idOf(802),
            author: { name: ACTOR.name },
            text: 'Agreed.',
            at: ago(38 * HOUR),
            isOwn: true,
          },
        ]
      : [],
    decision: isFinal
      ? {
          value: 'advance',
          note: 'Invite to the second round.',
          by: { name: ACTOR.name },
          at: ago(20 * HOUR),
        }
      : null,
    ashby,
  };
}

export interface Scenario {
  invitations: InvitationView[];
  /** Percent of the result. */
  percent?: number;
  assessments?: AssessmentSummary[];
  scopes?: string[];
  hasCandidate?: boolean;
  /** What answers instead, at once or after the first load. */
  trouble?: 'expired' | 'offline' | 'failing' | 'forbidden';
}

const one = (status: Status, more?: Partial<InvitationView>): Scenario => ({
  invitations: [invitationOf(status, more)],
});
const inAshby = { ashby: { state: 'in_sync' as const, lastSentAt: ago(20 * HOUR) } };

export const SCENARIOS: Record<string, Scenario> = {
  picker: { invitations: [] },
  invited: one('invited'),
  'mail-failed': one('invited', {
    mail: { state: 'failed', problem: '550 no such user' },
    timeline: [
      { at: ago(3 * DAY), kind: 'invited', by: ACTOR.name },
      { at: ago(3 * DAY - MINUTE), kind: 'mail_failed', detail: '550 no such user' },
    ],
  }),
  started: one('started'),
  submitted: one('submitted'),
  completed: one('completed', inAshby),
  'not-in-ashby': one('completed', {
    ashby: { state: 'failed', problem: 'Ashby refused it: the candidate was deleted there.' },
  }),
  expired: one('expired'),
  cancelled: one('cancelled'),
  empty: { invitations: [], assessments: [] },
  viewer: { ...one('completed'), scopes: ['assessments:read', 'results:read'] },
  'expired-token': { invitations: [], trouble: 'expired' },
  forbidden: { invitations: [], trouble: 'forbidden' },
  error: { invitations: [], trouble: 'failing' },
  offline: { ...one('completed'), trouble: 'offline' },
  rtl: one('completed', { candidate: { ...CANDIDATE, name: 'עמרה אוקפור' } }),
  badge: {
    invitations: PEOPLE.map(([name, status], i) =>
      invitationOf(status, {
        id: idOf(900 + i),
        candidate: { externalId: `demo-${i + 1}`, name, email: `person${i + 1}@mail.example` },
      }),
    ),
  },
  several: { invitations: [], hasCandidate: false },
  reuse: {
    invitations: [
      invitationOf('completed', {
        submittedAt: ago(41 * DAY),
        completedAt: ago(41 * DAY),
        createdAt: ago(42 * DAY),
      }),
    ],
    percent: 82,
  },
};
