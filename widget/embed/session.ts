import { EmbedError } from './error.ts';

/** What the host's `fetchToken` gets; without the signal it is POSTed to `token-endpoint`. */
export interface TokenRequest {
  reason: 'initial' | 'renew' | 'expired';
  view: string;
  candidateId?: string | undefined;
  signal: AbortSignal;
}

/** As the server minted it for the host's backend; `expiresIn` in seconds, default 600. */
export interface TokenResponse {
  token: string;
  expiresIn?: number;
}

export type TokenSource = (
  reason: TokenRequest['reason'],
  signal: AbortSignal,
) => Promise<string | TokenResponse>;

export interface Session {
  /** A token that should still work. */
  token(): Promise<string>;
  /** A new token after the server refused `used`; all who ask meanwhile share one request. */
  replace(used: string): Promise<string>;
}

const ASK_MS = 15_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Keeps one token in memory and renews it at 80 % of its life, on wake-up, and when the server says it has expired.
 * Time is measured from receipt by a monotonic clock, so a wrong clock of the computer does not matter.
 */
export function createSession(ask: TokenSource, signal: AbortSignal): Session {
  let token = '';
  let renewAt = 0;
  let endsAt = 0;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pending: Promise<string> | undefined;

  async function request(reason: TokenRequest['reason']): Promise<string> {
    const own = AbortSignal.any([signal, AbortSignal.timeout(ASK_MS)]);
    // The host may not look at the signal.
    const late = new Promise<never>((_, reject) => (own.onabort = () => reject(own.reason as Error)));
    const answer = await Promise.race([ask(reason, own), late]);
    const { token: fresh, expiresIn = 600 } = typeof answer === 'string' ? { token: answer } : (answer ?? {});
    if (!fresh) throw new EmbedError('token_missing', { detail: 'the answer has no token' });
    if (fresh === token) throw new EmbedError('token_not_renewed');
    token = fresh;
    failures = 0;
    const now = performance.now();
    endsAt = now + expiresIn * 1000;
    renewAt = now + expiresIn * (780 + Math.random() * 40);
    plan(renewAt - now);
    return token;
  }

  const renew = (reason: TokenRequest['reason']) =>
    (pending ??= request(reason).finally(() => (pending = undefined)));

  function plan(ms: number): void {
    clearTimeout(timer);
    if (!signal.aborted) timer = setTimeout(wake, ms);
  }

  /** A hidden page sleeps; it is woken by one of the events below. */
  function wake(): void {
    if (!token || document.hidden || performance.now() < renewAt) return;
    renew('renew').catch(() => plan(Math.min(LONGEST_PAUSE_MS, 2000 * 2 ** failures++)));
  }

  for (const type of ['pageshow', 'online', 'focus', 'visibilitychange'])
    addEventListener(type, wake, { signal });
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    token = '';
  });

  return {
    token: async () => (performance.now() < endsAt ? token : renew(token ? 'expired' : 'initial')),
    replace: async (used) => (used === token ? renew('expired') : token),
  };
}
