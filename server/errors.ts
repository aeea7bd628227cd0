import type { ErrorCode, FieldProblem } from './contract/error.ts';

export const STATUS: Record<ErrorCode, number> = {
  malformed_body: 400,
  version_mismatch: 400,
  unauthenticated: 401,
  token_expired: 401,
  forbidden: 403,
  origin_not_allowed: 403,
  scope_missing: 403,
  candidate_mismatch: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  already_invited: 409,
  already_submitted: 409,
  link_invalid: 404,
  invitation_expired: 410,
  invitation_cancelled: 410,
  time_over: 410,
  stale: 412,
  too_large: 413,
  unsupported_media_type: 415,
  validation_failed: 422,
  idempotency_mismatch: 422,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
};

interface Extra {
  fields?: FieldProblem[];
  /** Seconds for `Retry-After`. */
  retryAfter?: number;
  /** The current view, sent along with `stale`. */
  current?: unknown;
  cause?: unknown;
}

/** A refusal. `message` is shown to people, so it holds no secrets and says what to do. */
export class AppError extends Error {
  override name = 'AppError';
  readonly code: ErrorCode;
  readonly fields: FieldProblem[] | undefined;
  readonly retryAfter: number | undefined;
  readonly current: unknown;

  constructor(code: ErrorCode, message: string, extra: Extra = {}) {
    super(message, { cause: extra.cause });
    this.code = code;
    this.fields = extra.fields;
    this.retryAfter = extra.retryAfter;
    this.current = extra.current;
  }

  get status(): number {
    return STATUS[this.code];
  }
}

export const notFound = (what: string): AppError =>
  new AppError('not_found', `There is no such ${what} in this workspace. Check the id.`);
