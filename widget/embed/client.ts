import type { Problem } from '../../server/contract/error.ts';
import { EmbedError, toEmbedError } from './error.ts';
import { pause } from './pause.ts';
import type { Session } from './session.ts';
import { VERSION } from './version.ts';

export interface Call {
  method?: string;
  body?: unknown;
  /** One for each intent of a person, the same in every try: the server does it once. */
  key?: string;
  /** ETag of what the person saw. */
  match?: string;
  /** ETag of what is known already; the answer is that again if it is still so. */
  known?: Answer<unknown> | undefined;
  /** Id of the last event that was seen. */
  after?: string;
  /** Default: as long as the client lives, but 10 s at most. */
  signal?: AbortSignal;
}

export interface Answer<T> {
  data: T;
  etag: string;
}

export interface Client {
  /** One request with a token that works; throws `EmbedError` for the API's refusals. */
  open(path: string, call?: Call): Promise<Response>;
  /** The same for JSON, within 10 s a try; tries again what may be repeated. */
  call<T>(path: string, call?: Call): Promise<Answer<T>>;
  /** Reads; all who ask at once share a request. `isOldFine` answers what was read before, if it was. */
  get<T>(path: string, isOldFine?: boolean): Promise<Answer<T>>;
  /** There are answers that may be old by now. */
  hasRead(): boolean;
}

interface Wire {
  base: string;
  session: Session;
  signal: AbortSignal;
  transport: typeof fetch | undefined;
}

const TRY_MS = 10_000;
const LONGEST_PAUSE_MS = 15_000;

/** Of the server's ETags, `"r12.4"`: counts every change of what is shown. */
export const revisionOf = (etag: string): number => Number(/r(\d+)/.exec(etag)?.[1]);
/** Of the same: counts what people have said. */
export const saidOf = (etag: string): number => Number(/\.(\d+)/.exec(etag)?.[1]);

/** Random enough for one person's requests, and there on pages without https as well. */
export const newKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-');

/** Anything that is not the API's own refusal is a wrong address or something in between. */
async function toRefusal(response: Response): Promise<EmbedError> {
  const { status, headers } = response;
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem> & { current?: unknown };
  return new EmbedError(problem.code ?? 'server', {
    message: problem.detail,
    detail: problem.detail,
    status,
    requestId: problem.requestId,
    fields: problem.errors,
    current: problem.current,
    retryAfterMs: Number(headers.get('Retry-After')) * 1000 || undefined,
  });
}

export function createClient({ base, session, signal, transport }: Wire): Client {
  const answers = new Map<string, Answer<unknown>>();
  const asked = new Map<string, Promise<Answer<unknown>>>();

  async function open(path: string, call: Call = {}): Promise<Response> {
    const { method = 'GET', body, key, match, known, after } = call;
    for (let refused = ''; ;) {
      const token = await (refused ? session.replace(refused) : session.token());
      const headers = {
        Authorization: `Bearer ${token}`,
        'Canditech-Embed-Version': VERSION,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(key && { 'Idempotency-Key': key }),
        ...(match && { 'If-Match': match }),
        ...(known?.etag && { 'If-None-Match': known.etag }),
        ...(after && { 'Last-Event-ID': after }),
      };
      const response = await (transport ?? fetch)(`${base}/v1${path}`, {
        method,
        body: JSON.stringify(body) ?? null,
        headers,
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'origin',
        // Not before: a host may take longer for its token than we may for an answer.
        signal: call.signal ?? AbortSignal.any([signal, AbortSignal.timeout(TRY_MS)]),
      });
      if (response.ok || response.status === 304) return response;
      const refusal = await toRefusal(response);
      if (refusal.code !== 'token_expired') throw refusal;
      // The host gives tokens that have ended already, such as the one its page was made with.
      if (refused) throw new EmbedError('token_not_renewed', { status: 401 });
      refused = token;
    }
  }

  async function call<T>(path: string, call: Call = {}): Promise<Answer<T>> {
    for (let tries = 0; ; tries++) {
      try {
        const response = await open(path, call);
        if (response.status === 304) return call.known as Answer<T>;
        const text = await response.text();
        if (!/^[[{]/.test(text)) throw new EmbedError('server');
        // What was asked before does not know of it.
        if (call.method) asked.clear();
        return { data: JSON.parse(text) as T, etag: response.headers.get('ETag') ?? '' };
      } catch (cause) {
        const error = toEmbedError(cause);
        const { status = 503, retryAfterMs } = error;
        const isRepeatable = !call.method || call.key || error.status === 429 || error.status === 503;
        // With Retry-After, also a 409: the same request is still under way.
        const isTransient = (status > 428 || retryAfterMs) && !error.code.startsWith('token_');
        const ms = retryAfterMs || 500 * 2 ** tries * (0.5 + Math.random());
        if (tries > 1 || !isRepeatable || !isTransient || ms > LONGEST_PAUSE_MS) throw error;
        await pause(ms, signal);
        if (signal.aborted) throw error;
      }
    }
  }

  function get<T>(path: string, isOldFine?: boolean): Promise<Answer<T>> {
    const known = answers.get(path);
    let answer = isOldFine && known ? Promise.resolve(known) : asked.get(path);
    if (!answer) {
      answer = call(path, { known });
      asked.set(path, answer);
      void answer
        .then((read) => answers.set(path, read))
        .catch(() => undefined)
        .finally(() => asked.delete(path));
    }
    return answer as Promise<Answer<T>>;
  }

  return { open, call, get, hasRead: () => answers.size > 0 };
}
