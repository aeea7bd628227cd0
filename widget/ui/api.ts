import type { FieldProblem, Problem } from '../../server/contract/error.ts';

/** A refusal of the server, or `network` when it could not be asked. `message` is for people. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly code: Problem['code'] | 'network';
  readonly status: number;
  readonly fields: FieldProblem[];
  readonly current: unknown;

  constructor(problem: Partial<Omit<Problem, 'code'>> & { code: ApiError['code']; current?: unknown }) {
    super(problem.detail ?? 'Something went wrong. Try again.');
    this.code = problem.code;
    this.status = problem.status ?? 0;
    this.fields = problem.errors ?? [];
    this.current = problem.current;
  }
}

export interface Answer<T> {
  data: T;
  etag: string | null;
}

interface Options {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Lets the call outlive the page; for small bodies only. */
  keepalive?: boolean;
}

const TIMEOUT_MS = 15_000;

const offline = () =>
  new ApiError({
    code: 'network',
    detail: 'The server cannot be reached. Check your connection and try again.',
  });

/** Calls our own API with the page's session. Throws ApiError. */
export async function call<T>(method: string, path: string, options: Options = {}): Promise<Answer<T>> {
  const { body, headers, signal, keepalive = false } = options;
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      keepalive,
      headers: { ...(method !== 'GET' && { 'Content-Type': 'application/json' }), ...headers },
      ...(method !== 'GET' && { body: JSON.stringify(body ?? {}) }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw offline();
  }
  const json = (response.headers.get('Content-Type') ?? '').includes('json');
  const data: unknown = json ? await response.json().catch(() => null) : null;
  if (!response.ok) {
    if (!json) throw offline();
    throw new ApiError(data as Problem);
  }
  // A proxy's sign-in page is no answer of ours.
  if (response.status !== 204 && !json) throw offline();
  return { data: data as T, etag: response.headers.get('ETag') };
}

/** What to show for anything that was thrown. */
export const toApiError = (error: unknown): ApiError =>
  error instanceof ApiError
    ? error
    : new ApiError({ code: 'internal', detail: 'Something went wrong. Reload the page.' });
