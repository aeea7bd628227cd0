import type { Scope } from '../../server/contract/embed.ts';
import { EmbedError, toEmbedError } from './error.ts';

/** What the host's `fetchToken` gets; without the signal it is POSTed to `token-endpoint`. */
export interface TokenRequest {
  reason: 'initial' | 'renew' | 'expired';
  view: string;
  /** What the view that asks can use, also where others share the token; what is above the role the server refuses. */
  scopes: Scope[];
  candidateId?: string | undefined;
  jobId?: string | undefined;
  /** The element's attribute, passed on. */
  context?: string | undefined;
  signal: AbortSignal;
}

/** As the server minted it for the host's backend; `expiresIn` in seconds, default what the token says, else 600. */
export interface TokenResponse {
  token: string;
  expiresIn?: number;
}

export type TokenSource = (
  reason: TokenRequest['reason'],
  signal: AbortSignal,
) => Promise<string | TokenResponse>;

/** What a token says of itself: read to plan its renewal and to notice another person, never trusted. */
export interface Claims {
  ws?: string;
  sub?: string;
  origin?: string;
  iat?: number;
  exp?: number;
}

export interface Session {
  readonly claims: Claims | undefined;
  /** A token that should still work. */
  token(): Promise<string>;
  /** A new token after the server refused `used`; all who ask meanwhile share one request. */
  replace(used: string): Promise<string>;
}

interface Keeping {
  /** A first token that came with the page. */
  first: string;
  signal: AbortSignal;
  /** A token has come in place of another, perhaps of another person. */
  onRenewed(isOther: boolean): void;
}

const ASK_MS = 15_000;
const LONGEST_PAUSE_MS = 60_000;

function claimsOf(token: string): Claims {
  try {
    return JSON.parse(atob(token.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/'))) as Claims;
  } catch {
    return {};
  }
}

/**
 * Keeps one token in memory and renews it at 80 % of its life, on wake-up, and when the server says it has expired.
 * Time is measured from receipt by a monotonic clock, so a wrong clock of the computer does not matter.
 */
export function createSession(ask: TokenSource, { first, signal, onRenewed }: Keeping): Session {
  let token = '';
  let claims: Claims | undefined;
  let renewAt = 0;
  let endsAt = 0;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pending: Promise<string> | undefined;

  function accept({ token: fresh, expiresIn }: Partial<TokenResponse>): string {
    if (!fresh) throw new EmbedError('token_missing', { detail: 'the answer has no token' });
    if (fresh === token) throw new EmbedError('token_not_renewed');
    const old = claims;
    token = fresh;
    claims = claimsOf(fresh);
    failures = 0;
    const life = Number(expiresIn) || claims.exp! - claims.iat! || 600;
    // Whatever a host says, it is asked once a second at most, and timers end at once beyond 24 days.
    const seconds = Math.min(Math.max(life, 1), 1e6);
    const now = performance.now();
    endsAt = now + seconds * 1000;
    renewAt = now + seconds * (720 + Math.random() * 160);
    plan(renewAt - now);
    if (old) onRenewed(old.sub !== claims.sub || old.ws !== claims.ws);
    return token;
  }

  async function request(reason: TokenRequest['reason']): Promise<string> {
    const own = AbortSignal.any([signal, AbortSignal.timeout(ASK_MS)]);
    // The host may not look at the signal.
    const late = new Promise<never>((_, reject) => (own.onabort = () => reject(own.reason as Error)));
    const answer = await Promise.race([ask(reason, own), late]).catch((cause: unknown) => {
      throw toEmbedError(cause).code === 'timeout' ? new EmbedError('token_timeout', { cause }) : cause;
    });
    return accept(typeof answer === 'string' ? { token: answer } : (answer ?? {}));
  }

  const renew = (reason: TokenRequest['reason']) =>
    (pending ??= request(reason).finally(() => (pending = undefined)));

  function plan(ms: number): void {
    clearTimeout(timer);
    if (!signal.aborted) timer = setTimeout(wake, ms);
  }

  /** A hidden page sleeps; it is woken by one of the events below. */
  function wake(): void {
    if (!token || document.hidden) return;
    const ms = renewAt - performance.now();
    // Timers may be early.
    if (ms > 0) plan(ms);
    else renew('renew').catch(() => plan(Math.min(LONGEST_PAUSE_MS, 2000 * 2 ** failures++)));
  }

  for (const type of ['pageshow', 'online', 'focus', 'visibilitychange'])
    addEventListener(type, wake, { signal });
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    token = '';
  });
  if (first) accept({ token: first });

  return {
    get claims() {
      return claims;
    },
    token: async () => (performance.now() < endsAt ? token : renew(token ? 'expired' : 'initial')),
    replace: async (used) => (used === token ? renew('expired') : token),
  };
}
