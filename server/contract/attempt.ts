import { z } from 'zod';
import { Time } from './field.ts';
import { InvitationStatus } from './result.ts';

const text = z.strictObject({ id: z.string(), text: z.string() });
const base = { id: z.string(), prompt: z.string(), points: z.number() };

/** A question as the candidate gets it: nothing in it tells the right answer. */
export const CandidateQuestion = z.discriminatedUnion('kind', [
  z.strictObject({ ...base, kind: z.literal('single'), options: z.array(text) }),
  z.strictObject({ ...base, kind: z.literal('multiple'), options: z.array(text) }),
  z.strictObject({ ...base, kind: z.literal('number') }),
  z.strictObject({ ...base, kind: z.literal('text') }),
  z.strictObject({ ...base, kind: z.literal('ordering'), items: z.array(text) }),
  z.strictObject({ ...base, kind: z.literal('matching'), lefts: z.array(text), rights: z.array(text) }),
  z.strictObject({ ...base, kind: z.literal('open'), maxLength: z.number() }),
]);
export type CandidateQuestion = z.infer<typeof CandidateQuestion>;

/** By kind: option id · option ids · number · string · item ids in order · { leftId: rightId } · string. null clears. */
export const AnswerValue = z.union([
  z.null(),
  z.number(),
  // Half a character, as text fields cut them: kept as a replacement character, so that the rest is not lost.
  z
    .string()
    .max(20_000)
    .transform((text) => text.toWellFormed()),
  z.array(z.string().max(100)).max(100),
  z.record(z.string().max(100), z.string().max(100)),
]);
export type AnswerValue = z.infer<typeof AnswerValue>;

export const AnswerInput = z.strictObject({
  /** From 1, one higher with each change in this browser; a lower or equal one is not stored. */
  revision: z.number().int().min(1).max(1_000_000_000),
  value: AnswerValue,
});
export type AnswerInput = z.infer<typeof AnswerInput>;

/** Names the revision that is stored now: the caller's, or a newer one that another device saved. */
export const AnswerSaved = z.strictObject({
  revision: z.number().int(),
  savedAt: Time,
  serverNow: Time,
  deadlineAt: Time.optional(),
});
export type AnswerSaved = z.infer<typeof AnswerSaved>;

export const ExchangeInput = z.strictObject({ secret: z.string().max(200) });

export const CandidateSection = z.strictObject({
  id: z.string(),
  title: z.string(),
  minutes: z.number().int().optional(),
  questionCount: z.number().int(),
  questions: z.array(CandidateQuestion).optional(),
});
export type CandidateSection = z.infer<typeof CandidateSection>;

export const AttemptView = z.strictObject({
  status: InvitationStatus,
  workspace: z.strictObject({ name: z.string() }),
  candidate: z.strictObject({ name: z.string() }),
  assessment: z.strictObject({
    name: z.string(),
    description: z.string(),
    language: z.string(),
    /** null: untimed. */
    minutes: z.number().int().nullable(),
    kinds: z.array(z.string()),
    sections: z.array(CandidateSection),
  }),
  answers: z.record(
    z.string(),
    z.strictObject({ revision: z.number().int(), value: AnswerValue, savedAt: Time }),
  ),
  serverNow: Time,
  /** End of the link, before the start. */
  expiresAt: Time,
  startedAt: Time.optional(),
  deadlineAt: Time.optional(),
  submittedAt: Time.optional(),
});
export type AttemptView = z.infer<typeof AttemptView>;

export const Receipt = z.strictObject({
  submittedAt: Time,
  /** The server handed in the saved answers because the time was over. */
  automatic: z.boolean(),
  answered: z.number().int(),
  questions: z.number().int(),
  assessment: z.strictObject({ name: z.string() }),
  workspace: z.strictObject({ name: z.string() }),
});
export type Receipt = z.infer<typeof Receipt>;
