import { doctor as t } from '../text/doctor/en.ts';
import { ofAttributes } from './attributes.ts';
import type { Facts } from './facts.ts';
import { lineFor, ofPolicy, originOf } from './policy.ts';
import { ofToken } from './token.ts';
import { attention, needsAttention, fine, unknown, type Finding, type Verdict } from './verdict.ts';

const MOST_SKEW_S = 120;
const EXAMPLE = 'api-base="https://tests.example.com"';

/** Of http or https, or a path of the page's own origin. */
export const isAddress = (base: string): boolean => /^(https?:\/)?\//.test(base);

function ofAddress({ apiBase, pageOrigin }: Facts): Verdict {
  if (!apiBase) return attention(t.none, EXAMPLE);
  const rest = apiBase.replace(/^(\w+:)?\/+/, '');
  // Browsers trust the own machine without https.
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(rest);
  const line = `api-base="http${isLocal ? '' : 's'}://${rest}"`;
  if (!isAddress(apiBase)) return attention(t.address.bare, line);
  return /^https:.* http:/.test(`${pageOrigin} ${apiBase}`) && !isLocal
    ? attention(t.address.mixed, line)
    : fine(t.address.fine(apiBase));
}

function ofConnection(facts: Facts): Verdict {
  const { server, version, apiBase } = facts;
  const line = lineFor(facts, originOf(apiBase));
  if (server === undefined) return unknown();
  if (line.startsWith('connect')) return attention(t.forbids, line);
  if (facts.error?.code === 'offline') return attention(t.connection.offline);
  if (server === null) return attention(t.unreachable, `curl ${apiBase}/embed/v1/manifest.json`);
  if (!server) return attention(t.connection.foreign, EXAMPLE);
  return parseInt(server) === parseInt(version)
    ? fine(t.connection.fine(server))
    : attention(t.connection.version(server, version), `${originOf(apiBase)}/embed/v1/loader.js`);
}

function ofOrigin({ error, pageOrigin, token, isAdmitted }: Facts): Verdict {
  const isOther = (token?.origin ?? pageOrigin) !== pageOrigin;
  if (error?.code === 'origin_not_allowed' || isOther)
    return attention(t.origin.refused(pageOrigin), `"origin": "${pageOrigin}"`);
  return isAdmitted ? fine(t.origin.fine(pageOrigin)) : unknown();
}

/** Who has signed a token that the server takes has the server's time. */
function ofClock({ token, isAdmitted }: Facts): Verdict {
  const skew = Math.abs(token?.skewS ?? 0);
  if (skew <= MOST_SKEW_S) return isAdmitted ? fine() : unknown();
  const [whose, line] =
    token?.origin && !isAdmitted ? [t.clock.host, 'timedatectl set-ntp true'] : [t.clock.here, t.clock.mend];
  return attention(t.clock.off(whose, Math.round(skew / 60)), line);
}

function ofScopes({ scopes, view, error }: Facts): Verdict {
  const needed = view === 'picker' ? ['assessments:read', 'invitations:write'] : ['results:read'];
  const lacking = needed.filter((scope) => !scopes.includes(scope));
  const list = (names: readonly string[]) => names.join(', ');
  if (error?.code !== 'scope_missing' || !lacking[0])
    return scopes[0] ? fine(t.scopes.fine(list(scopes))) : unknown();
  // No other role may invite.
  const role = lacking.includes('invitations:write') ? '"role": "recruiter", ' : '';
  return attention(
    `${t.scopes.lacks(list(lacking))} ${t.token.otherKey}`,
    `${role}"scopes": ${JSON.stringify([...scopes, ...lacking])}`,
  );
}

function ofCandidate({ error, candidateId, isForCandidate, view }: Facts): Verdict {
  if (error?.code === 'candidate_mismatch' || isForCandidate === false)
    return attention(
      t.candidate.other(candidateId),
      `"candidate": ${view === 'badge' ? `["${candidateId}"]` : `{ "externalId": "${candidateId}" }`}`,
    );
  if (!isForCandidate) return unknown();
  return fine(candidateId ? t.candidate.fine(candidateId) : t.none);
}

const ofColours = ({ shade, scheme }: Facts): Verdict =>
  shade && shade !== scheme ? attention(t.colours.other(shade), `html { color-scheme: ${shade} }`) : fine();

const ofCopies = ({ copies }: Facts): Verdict =>
  copies[1] ? attention(t.copies.several(copies.join(', '))) : fine();

const CHECKS: Record<keyof typeof t.names, (facts: Facts) => Verdict> = {
  address: ofAddress,
  connection: ofConnection,
  policy: ofPolicy,
  token: ofToken,
  origin: ofOrigin,
  clock: ofClock,
  scopes: ofScopes,
  candidate: ofCandidate,
  attributes: ofAttributes,
  colours: ofColours,
  copies: ofCopies,
};
const CANNED = ['address', 'connection', 'token'];

/** One finding a layer, from the address to the double load. */
export function diagnose(facts: Facts): Finding[] {
  const { error } = facts;
  const findings = Object.entries(CHECKS).map(([layer, check]): Finding => {
    const isCanned = facts.isDemo && CANNED.includes(layer);
    const name = t.names[layer as keyof typeof CHECKS];
    return { name, ...(isCanned ? unknown(t.canned) : check(facts)) };
  });
  // What no layer explains is what was answered.
  if (error && !findings.some(needsAttention))
    Object.assign(findings[1]!, attention(`${error.code}: ${error.message}`));
  return findings;
}
