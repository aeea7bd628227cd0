import type { Problem } from '../../server/contract/error.ts';
import { EmbedError, toEmbedError } from './error.ts';
import type { Session } from './session.ts';
import { wait } from './wait.ts';

export interface Call {
  method?: string;
  body?: unknown;
  /** One for each intent of a person, the same in every try: the server does it once. */
  key?: string;
  /** ETag of what the person saw. */
  match?: string;
  /** Id of the last event that was seen. */
  after?: string;
  signal?: AbortSignal;
}

export interface Answer<T> {
  data: T;
  etag: string;
}

export interface Client {
  /** One request with a token that works; throws `EmbedError` for everything but a success. */
  open(path: string, call?: Call): Promise<Response>;
  /** The same for JSON, within 10 s a try; tries again what may be repeated. */
  call<T>(path: string, call?: Call): Promise<Answer<T>>;
}

const TRY_MS = 10_000;
const LONGEST_PAUSE_MS = 15_000;

/** Random enough for one person's requests, and there on pages without https as well. */
export const newKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-');

/** Anything that is not the API's own refusal is a wrong address or something in between. */
async function toRefusal(response: Response): Promise<EmbedError> {
  const { status, headers } = response;
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem> & { current?: unknown };
  return new EmbedError(problem.code ?? 'server', {
    message: problem.detail,
    status,
    requestId: problem.requestId,
    fields: problem.errors,
    current: problem.current,
    retryAfterMs: Number(headers.get('Retry-After')) * 1000,
  });
}

export function createClient(base: string, session: Session, signal: AbortSignal): Client {
  function send(path: string, { method, body, key, match, after, signal: own }: Call, token: string) {
    const headers: Record<string, string> = { Authorization: `Bearer ${token}` };
    if (body) headers['Content-Type'] = 'application/json';
    if (key) headers['Idempotency-Key'] = key;
    if (match) headers['If-Match'] = match;
    if (after) headers['Last-Event-ID'] = after;
    return fetch(`${base}/v1${path}`, {
      ...(method && { method }),
      ...(body !== undefined && { body: JSON.stringify(body) }),
      headers,
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'origin',
      signal: own ?? signal,
    });
  }

  async function open(path: string, call: Call = {}): Promise<Response> {
    const token = await session.token();
    const response = await send(path, call, token);
    if (response.ok) return response;
    const refusal = await toRefusal(response);
    if (refusal.code !== 'token_expired') throw refusal;
    const again = await send(path, call, await session.replace(token));
    if (again.ok) return again;
    throw await toRefusal(again);
  }

  async function once<T>(path: string, call: Call): Promise<Answer<T>> {
    const own = AbortSignal.any([signal, AbortSignal.timeout(TRY_MS)]);
    const response = await open(path, { ...call, signal: own });
    const data = (await response.json().catch((cause: unknown) => {
      throw own.aborted ? cause : new EmbedError('server');
    })) as T;
    return { data, etag: response.headers.get('ETag') ?? '' };
  }

  async function call<T>(path: string, call: Call = {}): Promise<Answer<T>> {
    for (let tries = 0; ; tries++) {
      try {
        return await once<T>(path, call);
      } catch (cause) {
        const error = toEmbedError(cause);
        const { status, retryAfterMs } = error;
        const repeatable = !call.method || call.key || status === 429 || status === 503;
        const transient = error.retryable && !error.code.startsWith('token_');
        const pause = retryAfterMs || 500 * 2 ** tries * (0.5 + Math.random());
        if (tries > 1 || !repeatable || !transient || pause > LONGEST_PAUSE_MS) throw error;
        await wait(pause, signal);
        if (signal.aborted) throw error;
      }
    }
  }

  return { open, call };
}
