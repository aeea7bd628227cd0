import { z } from 'zod';

export const ErrorCode = z.enum([
  'malformed_body',
  'version_mismatch',
  'unauthenticated',
  'token_expired',
  'forbidden',
  'origin_not_allowed',
  'scope_missing',
  'candidate_mismatch',
  'not_found',
  'method_not_allowed',
  'conflict',
  'already_invited',
  'already_submitted',
  'stale',
  'link_invalid',
  'invitation_expired',
  'invitation_cancelled',
  'time_over',
  'too_large',
  'unsupported_media_type',
  'validation_failed',
  'idempotency_mismatch',
  'rate_limited',
  'unavailable',
  'internal',
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** One wrong value of a request; `path` is dotted, with indexes: `sections.0.title`. */
export const FieldProblem = z.strictObject({ path: z.string(), message: z.string() });
export type FieldProblem = z.infer<typeof FieldProblem>;

/** RFC 9457 problem details, sent as `application/problem+json`. */
export const Problem = z.strictObject({
  /** Of the page that says what to do about the code, relative to the server. */
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: ErrorCode,
  /** A sentence for people that says what to do. */
  detail: z.string(),
  errors: z.array(FieldProblem).optional(),
  requestId: z.string(),
});
export type Problem = z.infer<typeof Problem>;
