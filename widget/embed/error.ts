import type { ErrorCode, FieldProblem } from '../../server/contract/error.ts';

/** The API's own codes, and what can go wrong before an answer of the API is there. */
export type EmbedErrorCode = ErrorCode | LocalErrorCode;
export type LocalErrorCode =
  | 'unset'
  | 'token_unset'
  | 'token_missing'
  | 'token_not_renewed'
  | 'token_timeout'
  | 'network'
  | 'offline'
  | 'timeout'
  | 'server'
  | 'undecided'
  | 'csp_blocked'
  | 'unsupported_browser';

/** Below it are `embed/<version>/` and this file. */
const SERVER = import.meta.url.split('/').slice(0, -3).join('/');

interface Detail {
  message?: string | undefined;
  /** For developers: what was answered, where `message` does not say it. */
  detail?: string | undefined;
  /** HTTP status, when there was an answer. */
  status?: number | undefined;
  requestId?: string | undefined;
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
  /** URL of what the code means and what to do about it, for developers: of the server that the element comes from. */
  readonly docs: string;
  declare readonly detail?: string | undefined;
  declare readonly status?: number | undefined;
  declare readonly requestId?: string | undefined;
  declare readonly retryAfterMs?: number | undefined;
  declare readonly fields?: FieldProblem[] | undefined;
  declare readonly current?: unknown;

  constructor(code: EmbedErrorCode, detail: Detail = {}) {
    super();
    this.code = code;
    this.docs = `${SERVER}/errors#${code}`;
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
