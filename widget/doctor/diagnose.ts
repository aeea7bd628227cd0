import { doctor as t } from '../text/doctor/en.ts';

/** What support needs of an error, and nobody's data. */
export interface Fault {
  code: string;
  message: string;
  detail?: string | undefined;
  status?: number | undefined;
  requestId?: string | undefined;
}

/** What can be seen in the page; nothing secret. */
export interface Facts {
  version: string;
  pageOrigin: string;
  isOnline: boolean;
  apiBase: string;
  isDemo: boolean;
  view: string;
  candidateId: string;
  scopes: readonly string[];
  error: Fault | undefined;
  /** Seconds, as the token says. */
  token: { issuedAt: number; expiresAt: number; receivedAt: number; origin?: string | undefined } | undefined;
  now: number;
  /** What the server's manifest says; null: no answer that can be read; undefined: not asked yet. */
  server: { version: string } | 'foreign' | null | undefined;
  violations: { directive: string; blocked: string }[];
  /** Addresses of the element's files that the page has loaded. */
  copies: string[];
}

export interface Finding {
  name: string;
  state: 'pass' | 'attention' | 'unchecked';
  detail: string;
  /** The line to add. */
  fix?: string;
}

const NEEDS: Record<string, string[]> = {
  picker: ['assessments:read', 'invitations:write'],
  result: ['results:read'],
  badge: ['results:read'],
  auto: ['results:read'],
};
const MOST_SKEW_S = 120;

const pass = (name: string, detail: string): Finding => ({ name, state: 'pass', detail });
const attention = (name: string, detail: string, fix?: string): Finding => ({
  name,
  state: 'attention',
  detail,
  ...(fix && { fix }),
});
const unchecked = (name: string, detail = ''): Finding => ({ name, state: 'unchecked', detail });

/** Browsers trust the own machine without https. */
const isLocal = (base: string) => /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(base);

const originOf = (base: string) => (URL.canParse(base) ? new URL(base).origin : 'https://tests.example.com');

function ofAddress({ apiBase, pageOrigin, isDemo }: Facts): Finding {
  const { name, missing, mixed, fine } = t.address;
  if (isDemo) return unchecked(name, t.canned);
  if (!apiBase)
    return attention(name, missing, '<canditech-assessment api-base="https://tests.example.com">');
  if (pageOrigin.startsWith('https:') && apiBase.startsWith('http:') && !isLocal(apiBase))
    return attention(name, mixed, `api-base="${apiBase.replace(/^http:/, 'https:')}"`);
  return pass(name, fine(apiBase));
}

function ofConnection({ server, version, isOnline, isDemo, violations, apiBase }: Facts): Finding {
  const { name, ...say } = t.connection;
  if (server === undefined) return unchecked(name, isDemo ? t.canned : say.asking);
  if (violations.some(({ directive }) => directive.startsWith('connect-src')))
    return attention(name, say.blocked, `connect-src ${originOf(apiBase)}`);
  if (!isOnline) return attention(name, say.offline);
  if (server === null) return attention(name, say.unreachable, `curl ${apiBase}/embed/v1/manifest.json`);
  if (server === 'foreign') return attention(name, say.foreign, 'api-base="https://tests.example.com"');
  if (server.version.split('.')[0] !== version.split('.')[0])
    return attention(name, say.version(server.version, version), `${originOf(apiBase)}/embed/v1/loader.js`);
  return pass(name, say.fine(server.version));
}

function ofPolicy({ violations, error, apiBase }: Facts): Finding {
  const { name, ...say } = t.policy;
  const { directive, blocked } = violations.find((one) => !one.directive.startsWith('connect-src')) ?? {};
  if (error?.code === 'csp_blocked' || directive?.includes('trusted-types'))
    return attention(name, say.types, 'trusted-types canditech-embed');
  if (directive)
    return attention(name, say.blocked(directive, blocked!), `${directive} ${originOf(apiBase)}`);
  return pass(name, say.fine);
}

function ofToken({ token, error, now, isDemo }: Facts): Finding {
  const { name, missing, fine } = t.token;
  if (isDemo) return unchecked(name, t.canned);
  if (error && /^(token_|unauthenticated)/.test(error.code)) {
    const line = 'token-endpoint="/canditech/token"';
    return attention(
      name,
      t.error(error.code, error.detail ?? error.message),
      error.code === 'token_unset' ? line : '',
    );
  }
  if (!token) return error ? attention(name, missing) : unchecked(name);
  return pass(
    name,
    fine(Math.max(0, Math.round((token.expiresAt - token.issuedAt + token.receivedAt - now) / 60))),
  );
}

function ofOrigin({ error, pageOrigin, token }: Facts): Finding {
  const { name, refused, fine } = t.origin;
  const isOther = token?.origin !== undefined && token.origin !== pageOrigin;
  if (error?.code === 'origin_not_allowed' || isOther)
    return attention(name, refused(pageOrigin), `"origin": "${pageOrigin}"`);
  return token ? pass(name, fine(pageOrigin)) : unchecked(name);
}

function ofClock({ token }: Facts): Finding {
  const { name, off, fine } = t.clock;
  if (!token) return unchecked(name);
  const skew = Math.abs(token.receivedAt - token.issuedAt);
  return skew > MOST_SKEW_S ? attention(name, off(Math.round(skew / 60))) : pass(name, fine);
}

function ofScopes({ scopes, view, error }: Facts): Finding {
  const { name, lacks, fine } = t.scope;
  const lacking = NEEDS[view]!.filter((scope) => !scopes.includes(scope));
  if (error?.code === 'scope_missing' && lacking.length > 0)
    return attention(name, lacks(lacking.join(', ')), `"scopes": ${JSON.stringify([...scopes, ...lacking])}`);
  return scopes.length > 0 ? pass(name, fine(scopes.join(', '))) : unchecked(name);
}

function ofCandidate({ error, candidateId }: Facts): Finding {
  const { name, other, fine, none } = t.candidate;
  if (error?.code === 'candidate_mismatch')
    return attention(name, other, `"candidate": { "externalId": "${candidateId}" }`);
  if (error && !candidateId) return unchecked(name);
  return pass(name, candidateId ? fine(candidateId) : none);
}

function ofCopies({ copies }: Facts): Finding {
  const { name, several, fine } = t.copies;
  return copies.length > 1 ? attention(name, several(copies.join(', '))) : pass(name, fine);
}

/** One finding a layer, from the address to the double load. */
export const diagnose = (facts: Facts): Finding[] =>
  [ofAddress, ofConnection, ofPolicy, ofToken, ofOrigin, ofClock, ofScopes, ofCandidate, ofCopies].map(
    (check) => check(facts),
  );
