import { z } from 'zod';
import { prose, Time } from './field.ts';

/** `percent` has one decimal, halves away from zero. */
export const Score = z.strictObject({ points: z.number(), maxPoints: z.number(), percent: z.number() });
export type Score = z.infer<typeof Score>;

export const SectionScore = z.strictObject({
  id: z.string(),
  title: z.string(),
  points: z.number(),
  maxPoints: z.number(),
  percent: z.number(),
  /** Points of open answers that nobody has graded yet. */
  pendingPoints: z.number(),
});
export type SectionScore = z.infer<typeof SectionScore>;

export const Comment = z.strictObject({
  id: z.string(),
  author: z.strictObject({ name: z.string() }),
  text: z.string(),
  at: Time,
  editedAt: Time.optional(),
  /** The caller's, who may change it. */
  isOwn: z.boolean(),
});
export type Comment = z.infer<typeof Comment>;

export const DecisionValue = z.enum(['advance', 'hold', 'reject']);
export type DecisionValue = z.infer<typeof DecisionValue>;

export const Decision = z.strictObject({
  value: DecisionValue,
  note: z.string().optional(),
  by: z.strictObject({ name: z.string() }),
  at: Time,
});
export type Decision = z.infer<typeof Decision>;

/** `failed` waits for a person: Ashby has refused an update, or has an earlier score as the result than there is now. */
export const AshbySync = z.strictObject({
  state: z.enum(['none', 'pending', 'in_sync', 'failed', 'paused']),
  lastSentAt: Time.optional(),
  nextTryAt: Time.optional(),
  /** A sentence that says what is wrong and what to do. */
  problem: z.string().optional(),
});
export type AshbySync = z.infer<typeof AshbySync>;

export const InvitationStatus = z.enum([
  'invited',
  'started',
  'submitted',
  'completed',
  'expired',
  'cancelled',
]);
export type InvitationStatus = z.infer<typeof InvitationStatus>;

export const ResultView = z.strictObject({
  invitationId: z.string(),
  status: InvitationStatus,
  submittedAt: Time.optional(),
  completedAt: Time.optional(),
  reportUrl: z.string(),
  /** null until submitted. */
  overall: Score.nullable(),
  provisional: z.boolean(),
  /** Where the final score can still land, while grades are missing. */
  range: z.strictObject({ minPercent: z.number(), maxPercent: z.number() }).optional(),
  sections: z.array(SectionScore),
  comments: z.array(Comment),
  decision: Decision.nullable(),
  ashby: AshbySync,
});
export type ResultView = z.infer<typeof ResultView>;

export const CommentInput = z.strictObject({ text: prose(4000) });
export const DecisionInput = z.strictObject({ decision: DecisionValue, note: prose(2000).optional() });
export const GradeInput = z.strictObject({
  /** 0 to the points of the question, in steps of 0.5 or all of them. */
  points: z.number().nonnegative(),
  note: prose(2000).optional(),
});
