// Generated assessments and invitations, the same in every run, in the shapes of the API's contract.
import type { AssessmentSummary } from '../../server/contract/assessment.ts';
import type { InvitationRow } from '../../server/contract/invitation.ts';
import type { Me } from '../../server/contract/me.ts';
import type { InvitationStatus } from '../../server/contract/result.ts';

const AREAS = [
  'Sales',
  'Support',
  'Finance',
  'Design',
  'Logistics',
  'Marketing',
  'Data',
  'Nursing',
  'Security',
];
const LEVELS = ['basics', 'for juniors', 'for seniors', 'for managers', 'refresher', 'in depth'];
const TOPICS = [
  'Terms',
  'Reading a table',
  'A difficult customer',
  'Écriture',
  'Planning',
  'Numbers',
  'Judgement',
];
const KINDS = ['single', 'multiple', 'number', 'text', 'ordering', 'matching', 'open'] as const;
const LANGUAGES = ['en', 'de', 'fr', 'es', 'he'];

const pick = <T>(from: readonly T[], i: number): T => from[i % from.length]!;
const uuid = (i: number) => `00000000-0000-4000-8000-${i.toString(16).padStart(12, '0')}`;

function assessment(i: number): AssessmentSummary {
  const area = pick(AREAS, i * 7);
  const sectionTitles = [0, 1, 2].map((n) => pick(TOPICS, i + n * 3));
  return {
    id: uuid(i),
    name: `${area} ${pick(LEVELS, i)}, ${i + 1}`,
    description: `What people in ${area.toLowerCase()} need in the first ${(i % 12) + 1} months: ${pick(TOPICS, i * 5).toLowerCase()}.`,
    language: pick(LANGUAGES, i * 3),
    status: 'published',
    version: (i % 4) + 1,
    minutes: 10 + (i % 8) * 5,
    kinds: [pick(KINDS, i), pick(KINDS, i + 2), pick(KINDS, i + 5)],
    sectionTitles,
    questionCount: 8 + (i % 20),
    maxPoints: 40 + (i % 60),
    updatedAt: '2026-11-02T09:00:00.000Z',
    ...(i % 4001 === 7 && { lastUsedAt: '2026-11-20T09:00:00.000Z' }),
    hasDraft: false,
  };
}

const lists = new Map<number, AssessmentSummary[]>();
export function assessments(count: number): AssessmentSummary[] {
  const known = lists.get(count) ?? Array.from({ length: count }, (_, i) => assessment(i));
  lists.set(count, known);
  return known;
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
/** How many match what was typed. */
export const matchesOf = (count: number, query: string) =>
  assessments(count).filter(({ name, description, sectionTitles }) =>
    fold([name, description, ...sectionTitles].join(' ')).includes(query),
  ).length;

export const candidateId = (i: number) => `c-${1000 + i}`;

export function invitation(i: number, status: InvitationStatus): InvitationRow {
  const { id, name, version, minutes } = assessment(i);
  return {
    id: uuid(0x100000 + i),
    status,
    assessment: { id, name, version, minutes },
    candidate: { externalId: candidateId(i), name: `Robin Doe ${i}`, email: `robin${i}@mail.example` },
    createdAt: '2026-11-20T09:00:00.000Z',
    expiresAt: '2026-12-20T09:00:00.000Z',
    reportUrl: `https://tests.example/reports/${uuid(i)}`,
    mail: { state: 'accepted' },
    ashby: { state: 'none' },
  };
}

export const me: Me = {
  workspace: { id: uuid(1), name: 'Acme' },
  permissions: ['assessments:read', 'invitations:write', 'results:read'],
  embed: {
    sessionId: uuid(2),
    actor: { name: 'Robin Recruiter' },
    role: 'recruiter',
    scopes: ['assessments:read', 'invitations:write', 'results:read', 'comments:write', 'decisions:write'],
  },
};

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** As long as a real one, and as readable. */
export function newToken(): string {
  const iat = Math.floor(Date.now() / 1000);
  const claims = { aud: 'canditech-embed', sid: uuid(2), ws: uuid(1), sub: 'u-1', iat, exp: iat + 600 };
  return `${encode({ alg: 'HS256', typ: 'canditech-embed+jwt' })}.${encode(claims)}.${'s'.repeat(43)}`;
}
