import { z } from 'zod';
import { Id, line, prose } from './field.ts';

export const QuestionKind = z.enum(['single', 'multiple', 'number', 'text', 'ordering', 'matching', 'open']);
export type QuestionKind = z.infer<typeof QuestionKind>;

const points = z.number().positive().max(1000);
const prompt = prose(8000);
const minutes = z.number().int().min(1).max(480);
/** The place in the list (from 0), or the id that an earlier answer gave. */
const reference = z.union([z.number().int().nonnegative(), Id]);
const optionInput = z.strictObject({ id: Id.optional(), text: prose(500) });
const optionInputs = z.array(optionInput).min(2).max(10);
const base = { id: Id.optional(), prompt, points };

export const QuestionInput = z.discriminatedUnion('kind', [
  z.strictObject({ ...base, kind: z.literal('single'), options: optionInputs, correct: reference }),
  z.strictObject({
    ...base,
    kind: z.literal('multiple'),
    options: optionInputs,
    correct: z.array(reference).min(1),
    scoring: z.enum(['all', 'partial']),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('number'),
    correct: z.number(),
    /** Largest accepted distance from `correct`, in the same unit; default 0. */
    tolerance: z.number().nonnegative().optional(),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('text'),
    accept: z.array(line(500)).min(1).max(50),
    caseSensitive: z.boolean().optional(),
  }),
  z.strictObject({ ...base, kind: z.literal('ordering'), items: z.array(optionInput).min(2).max(12) }),
  z.strictObject({
    ...base,
    kind: z.literal('matching'),
    pairs: z
      .array(
        z.strictObject({ id: Id.optional(), rightId: Id.optional(), left: prose(500), right: prose(500) }),
      )
      .min(2)
      .max(12),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('open'),
    rubric: prose(4000).optional(),
    /** Longest answer in UTF-16 units; default 20,000. */
    maxLength: z.number().int().min(1).max(20_000).optional(),
  }),
]);
export type QuestionInput = z.infer<typeof QuestionInput>;

/** An assessment as a member writes it. Ids may be sent to keep those of an earlier version. */
export const AssessmentInput = z.strictObject({
  name: line(200),
  description: prose(1000),
  /** BCP 47 tag of the candidate's text; default `en`. */
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
    .default('en'),
  sections: z
    .array(
      z.strictObject({
        id: Id.optional(),
        title: line(120),
        minutes: minutes.optional(),
        questions: z.array(QuestionInput).min(1).max(100),
      }),
    )
    .min(1)
    .max(20),
});
export type AssessmentInput = z.infer<typeof AssessmentInput>;

const choice = z.strictObject({ id: z.string(), text: z.string() });
const read = { id: z.string(), prompt: z.string(), points: z.number() };

/** A question as members read it and as it is stored: every part has its id, `correct` holds ids. */
export const Question = z.discriminatedUnion('kind', [
  z.strictObject({ ...read, kind: z.literal('single'), options: z.array(choice), correct: z.string() }),
  z.strictObject({
    ...read,
    kind: z.literal('multiple'),
    options: z.array(choice),
    correct: z.array(z.string()),
    scoring: z.enum(['all', 'partial']),
  }),
  z.strictObject({
    ...read,
    kind: z.literal('number'),
    correct: z.number(),
    tolerance: z.number().optional(),
  }),
  z.strictObject({
    ...read,
    kind: z.literal('text'),
    accept: z.array(z.string()),
    caseSensitive: z.boolean().optional(),
  }),
  z.strictObject({ ...read, kind: z.literal('ordering'), items: z.array(choice) }),
  z.strictObject({
    ...read,
    kind: z.literal('matching'),
    /** `id` names the left side, `rightId` the right one. */
    pairs: z.array(
      z.strictObject({ id: z.string(), left: z.string(), rightId: z.string(), right: z.string() }),
    ),
  }),
  z.strictObject({
    ...read,
    kind: z.literal('open'),
    rubric: z.string().optional(),
    maxLength: z.number().optional(),
  }),
]);
export type Question = z.infer<typeof Question>;

export const Section = z.strictObject({
  id: z.string(),
  title: z.string(),
  minutes: z.number().int().optional(),
  questions: z.array(Question),
});
export type Section = z.infer<typeof Section>;

/** One version: what invitations made for it keep for ever. */
export const AssessmentContent = z.strictObject({
  name: z.string(),
  description: z.string(),
  language: z.string(),
  sections: z.array(Section),
});
export type AssessmentContent = z.infer<typeof AssessmentContent>;

export const AssessmentStatus = z.enum(['draft', 'published', 'archived']);
export type AssessmentStatus = z.infer<typeof AssessmentStatus>;

/** One row of a list. */
export const AssessmentSummary = z.strictObject({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  language: z.string(),
  status: AssessmentStatus,
  /** Latest published version, from 1; 0 before the first. */
  version: z.number().int(),
  /** Time allowed; null: untimed. */
  minutes: z.number().int().nullable(),
  kinds: z.array(QuestionKind),
  sectionTitles: z.array(z.string()),
  questionCount: z.number().int(),
  maxPoints: z.number(),
  updatedAt: z.string(),
  /** When somebody was last invited to it. */
  lastUsedAt: z.string().optional(),
  /** There is an edited text that is not published yet. */
  hasDraft: z.boolean(),
});
export type AssessmentSummary = z.infer<typeof AssessmentSummary>;

/** What lists say of a text, so that they need not read it. */
export type AssessmentFacts = Pick<
  AssessmentSummary,
  'minutes' | 'kinds' | 'sectionTitles' | 'questionCount' | 'maxPoints'
>;

/** For members; the element never gets `content`, which holds the answer key. */
export const AssessmentView = z.strictObject({
  ...AssessmentSummary.shape,
  content: AssessmentContent.optional(),
});
export type AssessmentView = z.infer<typeof AssessmentView>;

/** `GET /v1/assessments/{id}/stats`; fewer than five people tell nothing but their number. */
export const AssessmentStats = z.strictObject({
  /** Who has handed it in. */
  people: z.number().int(),
  medianMinutes: z.number().optional(),
  /** Of those who were invited and have handed it in or let the link end. */
  completionPercent: z.number().optional(),
});
export type AssessmentStats = z.infer<typeof AssessmentStats>;

export const AssessmentList = z.strictObject({
  items: z.array(AssessmentSummary),
  nextCursor: z.string().optional(),
});
export type AssessmentList = z.infer<typeof AssessmentList>;
