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
  /** Absolute, without a query. */
  tokenEndpoint: string;
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

type Verdict = Omit<Finding, 'name'>;

const MOST_SKEW_S = 120;

const pass = (detail: string): Verdict => ({ state: 'pass', detail });
const attention = (detail: string, fix?: string): Verdict => ({
  state: 'attention',
  detail,
  ...(fix && { fix }),
});
export const needsAttention = ({ state }: Finding): boolean => state === 'attention';
const unchecked = (detail = ''): Verdict => ({ state: 'unchecked', detail });

/** Browsers trust the own machine without https. */
const isLocal = (base: string) => /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(base);

const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : '');

/** What lets the page have `url`, if its policy blocks that. */
function lineFor({ violations, pageOrigin }: Facts, url: string): string {
  const { directive } = violations.find(({ blocked }) => url && blocked.startsWith(url)) ?? {};
  const source = originOf(url);
  // With a directive for elements of its own the page would lose what script-src allows.
  return directive ? `${directive.replace('-elem', '')} ${source === pageOrigin ? "'self'" : source}` : '';
}

function ofAddress({ apiBase, pageOrigin }: Facts): Verdict {
  const { missing, mixed, fine } = t.address;
  if (!apiBase) return attention(missing, '<canditech-assessment api-base="https://tests.example.com">');
  if (pageOrigin.startsWith('https:') && apiBase.startsWith('http:') && !isLocal(apiBase))
    return attention(mixed, `api-base="${apiBase.replace(/^http:/, 'https:')}"`);
  return pass(fine(apiBase));
}

function ofConnection(facts: Facts): Verdict {
  const { server, version, isOnline, apiBase } = facts;
  const say = t.connection;
  const line = lineFor(facts, originOf(apiBase));
  if (server === undefined) return unchecked(say.asking);
  if (line.startsWith('connect')) return attention(t.policy.forbids, line);
  if (!isOnline) return attention(say.offline);
  if (server === null) return attention(say.unreachable, `curl ${apiBase}/embed/v1/manifest.json`);
  if (server === 'foreign') return attention(say.foreign, 'api-base="https://tests.example.com"');
  if (server.version.split('.')[0] !== version.split('.')[0])
    return attention(say.version(server.version, version), `${originOf(apiBase)}/embed/v1/loader.js`);
  return pass(say.fine(server.version));
}

function ofPolicy(facts: Facts): Verdict {
  const say = t.policy;
  const { violations, error, apiBase, tokenEndpoint } = facts;
  if (error?.code === 'csp_blocked' || violations.some(({ directive }) => /trusted-types/.test(directive)))
    return attention(say.types, 'trusted-types canditech-embed');
  const lines = [originOf(apiBase), tokenEndpoint].map((url) => lineFor(facts, url)).filter(Boolean);
  if (!lines[0]) return pass(say.fine);
  return attention(say.blocks, lines.join('; ').replace(/^(\S+) (.+); \1/, '$1 $2'));
}

/** By what the element, the page’s backend or Canditech said. */
function mendToken(said: string, { tokenEndpoint, pageOrigin }: Facts): [step: string, line?: string] {
  const { steps } = t.token;
  const route = 'token-endpoint="/canditech/token"';
  const [, role] = /highest role, (\w+)/.exec(said) ?? [];
  if (role) return ['', `"role": "${role}"`];
  const table: [RegExp, step: string, line?: string][] = [
    [/unset/, '', route],
    [/renewed/, steps.same],
    [/no token/, steps.shape, '{ "token": "…", "expiresIn": 600 }'],
    [/TypeError/, t.connection.unreachable, `curl -i -X POST ${tokenEndpoint}`],
    [/embed key/, '', 'Authorization: Bearer ck_live_…'],
    [/^unauth/, steps.key],
    [/origin is/, steps.origin, pageOrigin],
    [/than the key/, steps.less],
    [/ed 40[45]/, steps.nowhere, route],
    [/ed \d/, steps.log],
  ];
  const [, step = '', line] = table.find(([pattern]) => pattern.test(said)) ?? [];
  return [step, line];
}

function ofToken(facts: Facts): Verdict {
  const { token, error, now, tokenEndpoint } = facts;
  const { missing, fine } = t.token;
  if (error && /^(token_|unauth)/.test(error.code)) {
    const line = !error.status && lineFor(facts, tokenEndpoint);
    if (line) return attention(t.policy.forbids, line);
    const said = t.error(error.code, error.detail ?? error.message);
    const [step, mend] = mendToken(said, facts);
    return attention(`${said} ${step}`, mend);
  }
  if (!token) return error ? attention(missing) : unchecked();
  return pass(
    fine(Math.max(0, Math.round((token.expiresAt - token.issuedAt + token.receivedAt - now) / 60))),
  );
}

function ofOrigin({ error, pageOrigin, token }: Facts): Verdict {
  const { refused, fine } = t.origin;
  const isOther = token?.origin !== undefined && token.origin !== pageOrigin;
  if (error?.code === 'origin_not_allowed' || isOther)
    return attention(refused(pageOrigin), `"origin": "${pageOrigin}"`);
  return token ? pass(fine(pageOrigin)) : unchecked();
}

function ofClock({ token }: Facts): Verdict {
  const { off, fine } = t.clock;
  if (!token) return unchecked();
  const skew = Math.abs(token.receivedAt - token.issuedAt);
  return skew > MOST_SKEW_S ? attention(off(Math.round(skew / 60))) : pass(fine);
}

function ofScopes({ scopes, view, error }: Facts): Verdict {
  const { lacks, fine } = t.scope;
  const needed = view === 'picker' ? ['assessments:read', 'invitations:write'] : ['results:read'];
  const lacking = needed.filter((scope) => !scopes.includes(scope));
  if (error?.code === 'scope_missing' && lacking.length > 0)
    return attention(lacks(lacking.join(', ')), `"scopes": ${JSON.stringify([...scopes, ...lacking])}`);
  return scopes.length > 0 ? pass(fine(scopes.join(', '))) : unchecked();
}

function ofCandidate({ error, candidateId }: Facts): Verdict {
  const { other, fine, none } = t.candidate;
  if (error?.code === 'candidate_mismatch')
    return attention(other, `"candidate": { "externalId": "${candidateId}" }`);
  if (error && !candidateId) return unchecked();
  return pass(candidateId ? fine(candidateId) : none);
}

function ofCopies({ copies }: Facts): Verdict {
  const { several, fine } = t.copies;
  return copies.length > 1 ? attention(several(copies.join(', '))) : pass(fine);
}

const CHECKS = {
  address: ofAddress,
  connection: ofConnection,
  policy: ofPolicy,
  token: ofToken,
  origin: ofOrigin,
  clock: ofClock,
  scope: ofScopes,
  candidate: ofCandidate,
  copies: ofCopies,
};

/** One finding a layer, from the address to the double load. */
export function diagnose(facts: Facts): Finding[] {
  const { error, isDemo } = facts;
  const findings = (Object.keys(CHECKS) as (keyof typeof CHECKS)[]).map((layer): Finding => {
    const isCanned = isDemo && /address|conn|token/.test(layer);
    return { name: t[layer].name, ...(isCanned ? unchecked(t.canned) : CHECKS[layer](facts)) };
  });
  // What no layer explains is what was answered.
  if (error && !findings.some(needsAttention))
    Object.assign(findings[1]!, attention(t.error(error.code, error.message)));
  return findings;
}
