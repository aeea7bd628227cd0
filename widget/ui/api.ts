import type { FieldProblem, Problem } from '../../server/contract/error.ts';
import { ui } from '../text/ui/en.ts';

/** A refusal of the server, or `network` when it could not be asked. `message` is for people. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly code: Problem['code'] | 'network';
  readonly status: number;
  readonly fields: FieldProblem[];
  readonly current: unknown;

  constructor(problem: Partial<Omit<Problem, 'code'>> & { code: ApiError['code']; current?: unknown }) {
    super(problem.detail ?? ui.errors.unknown);
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

export interface CallOptions {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Lets the call outlive the page; for small bodies only. */
  keepalive?: boolean;
  /** Sends an Idempotency-Key: a repeat after an answer that got lost does nothing twice. */
  once?: boolean;
}

const TIMEOUT_MS = 15_000;
/** Requests without an answer yet, with their keys. */
const unanswered = new Map<string, string>();

const offline = () => new ApiError({ code: 'network', detail: ui.errors.network });

async function send(method: string, path: string, options: CallOptions): Promise<Response> {
  const { body, headers, signal, keepalive = false, once = false } = options;
  const json = JSON.stringify(body ?? {});
  const intent = `${method} ${path} ${json}`;
  const key = once ? (unanswered.get(intent) ?? crypto.randomUUID()) : undefined;
  if (key) unanswered.set(intent, key);
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(path, {
      method,
      keepalive,
      headers: {
        ...(method !== 'GET' && { 'Content-Type': 'application/json' }),
        ...(key && { 'Idempotency-Key': key }),
        ...headers,
      },
      ...(method !== 'GET' && { body: json }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    if (response.ok) unanswered.delete(intent);
    return response;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw offline();
  }
}

/** Calls our own API with the page's session. Throws ApiError. */
export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<Answer<T>> {
  const response = await send(method, path, options);
  const json = (response.headers.get('Content-Type') ?? '').includes('json');
  const data: unknown = json ? await response.json().catch(() => null) : null;
  if (!response.ok) {
    if (!json || !data) throw offline();
    throw new ApiError(data as Problem);
  }
  // A proxy's sign-in page is no answer of ours.
  if (response.status !== 204 && !json) throw offline();
  return { data: data as T, etag: response.headers.get('ETag') };
}

/** What to show for anything that was thrown. */
export const toApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError({ code: 'internal', detail: ui.errors.internal });
