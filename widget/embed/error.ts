import type { ErrorCode, FieldProblem } from '../../server/contract/error.ts';

/** The API's own codes, and what can go wrong before an answer of the API is there. */
export type EmbedErrorCode = ErrorCode | LocalErrorCode;
export type LocalErrorCode =
  | 'unset'
  | 'token_unset'
  | 'token_missing'
  | 'token_not_renewed'
  | 'network'
  | 'offline'
  | 'timeout'
  | 'server'
  | 'undecided'
  | 'csp_blocked'
  | 'unsupported_browser';

interface Detail {
  message?: string | undefined;
  /** For developers: what was answered, where `message` does not say it. */
  detail?: string | undefined;
  /** HTTP status, when there was an answer. */
  status?: number | undefined;
  requestId?: string | undefined;
  /** URL of what the code means and what to do, for developers; none where no server is known. */
  docs?: string | undefined;
  retryAfterMs?: number | undefined;
  fields?: FieldProblem[] | undefined;
  /** What the server has now, when it refused because of that. */
  current?: unknown;
  cause?: unknown;
}

/** `message` is a sentence for people; it and all else in here may be shown and logged: no secrets. */
export class EmbedError extends Error implements Detail {
  override name = 'EmbedError';
  readonly code: EmbedErrorCode;
  readonly retryable: boolean;
  declare readonly detail?: string | undefined;
  declare readonly status?: number | undefined;
  declare readonly requestId?: string | undefined;
  declare readonly docs?: string | undefined;
  declare readonly retryAfterMs?: number | undefined;
  declare readonly fields?: FieldProblem[] | undefined;
  declare readonly current?: unknown;

  constructor(code: EmbedErrorCode, detail: Detail = {}) {
    super();
    this.code = code;
    Object.assign(this, detail);
    const { status = 500 } = detail;
    this.retryable = status > 428 || (status > 0 && code.startsWith('token_'));
  }
}

export function toEmbedError(cause: unknown): EmbedError {
  if (cause instanceof EmbedError) return cause;
  const isLate = (cause as Error | undefined)?.name === 'TimeoutError';
  return new EmbedError(isLate ? 'timeout' : navigator.onLine ? 'network' : 'offline', { cause });
}
