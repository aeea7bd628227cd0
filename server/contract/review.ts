import { z } from 'zod';
import { Question } from './assessment.ts';
import { AnswerValue } from './attempt.ts';
import { Time } from './field.ts';
import { Decision } from './result.ts';

export const Grade = z.strictObject({
  points: z.number(),
  note: z.string().optional(),
  by: z.strictObject({ name: z.string() }),
  at: Time,
});
export type Grade = z.infer<typeof Grade>;

/** One question of the report: the right answer beside what the candidate gave. */
export const AnsweredQuestion = z.strictObject({
  question: Question,
  answer: AnswerValue,
  answeredAt: Time.optional(),
  /** null: an open answer without a grade. */
  points: z.number().nullable(),
  grade: Grade.optional(),
});
export type AnsweredQuestion = z.infer<typeof AnsweredQuestion>;

/** `GET /v1/invitations/{id}/answers` */
export const AnswersView = z.strictObject({
  invitationId: z.string(),
  minutesTaken: z.number().optional(),
  sections: z.array(
    z.strictObject({ id: z.string(), title: z.string(), questions: z.array(AnsweredQuestion) }),
  ),
  /** Earlier decisions, oldest first, without the present one. */
  decisionHistory: z.array(Decision),
});
export type AnswersView = z.infer<typeof AnswersView>;
