import * as t from '../text/doctor/en.ts';
import { ofAttributes } from './attributes.ts';
import type { Facts } from './facts.ts';
import { ofPolicy, serverLine } from './policy.ts';
import { mendOrigin, ofToken } from './token.ts';
import { attention, needsAttention, fine, unknown, type Finding, type Verdict } from './verdict.ts';

const MOST_SKEW_S = 120;

/** Of http or https, or a path of the page's own origin. */
export const isAddress = (base: string): boolean => /^(https?:\/)?\//.test(base);

/** Something else answers at the address; or nothing does, and the script has come from elsewhere. */
const isAstray = ({ apiBase, home, server, error, isAdmitted }: Facts): boolean =>
  !isAdmitted &&
  error?.code !== 'offline' &&
  // It may be a path of the page's origin.
  !home.endsWith(apiBase.replace(/\/$/, '')) &&
  (server === '' || (server === null && home !== ''));

const reasonOf = ({ server }: Facts) => (server === '' ? t.connectionForeign : t.unreachable);

function ofAddress(facts: Facts): Verdict {
  const { apiBase, pageOrigin, home } = facts;
  const known = `api-base="${home || 'https://tests.example.com'}"`;
  if (!apiBase) return attention(t.none, known);
  const asks = `${t.addressFine} ${apiBase}.`;
  if (isAstray(facts)) return attention(`${asks} ${reasonOf(facts)} ${home && t.addressHome}`, known);
  const rest = apiBase.replace(/^(\w+:)?\/+/, '');
  // Browsers trust the own machine without https.
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(rest);
  const line = `api-base="http${isLocal ? '' : 's'}://${rest}"`;
  if (!isAddress(apiBase)) return attention(t.addressBare, line);
  return /^https:.* http:/.test(`${pageOrigin} ${apiBase}`) && !isLocal
    ? attention(t.addressMixed, line)
    : fine(asks);
}

function ofConnection(facts: Facts): Verdict {
  const { server, version, apiBase, isAdmitted } = facts;
  if (serverLine(facts).startsWith('connect')) return attention(t.forbids);
  if (facts.error?.code === 'offline') return attention(t.connectionOffline);
  if (server === undefined || (isAdmitted && !server) || isAstray(facts)) return unknown();
  if (!server) return attention(reasonOf(facts), `curl ${apiBase}/embed/v1/manifest.json`);
  return parseInt(server) === parseInt(version)
    ? fine(t.connectionFine(server))
    : attention(t.connectionVersion(server, version), `${apiBase}/embed/v1/loader.js`);
}

function ofOrigin({ error, pageOrigin, token, isAdmitted }: Facts): Verdict {
  const isOther = (token?.origin ?? pageOrigin) !== pageOrigin;
  if (error?.code === 'origin_not_allowed' || isOther) {
    const [step, line] = mendOrigin(error?.detail ?? '', pageOrigin);
    return attention(step ? `${error!.detail} ${step}` : `${t.tokenOther} ${pageOrigin}.`, line);
  }
  return isAdmitted ? fine(`${t.originFine} ${pageOrigin}.`) : unknown();
}

/** Who has signed a token that the server takes has the server's time. */
function ofClock({ token, isAdmitted }: Facts): Verdict {
  if (token?.skewS === undefined) return unknown();
  const skew = Math.abs(token.skewS);
  if (skew <= MOST_SKEW_S) return isAdmitted ? fine(t.clockFine) : unknown();
  const [whose, line] =
    token.origin && !isAdmitted ? [t.clockHost, 'timedatectl set-ntp true'] : [t.clockHere, t.clockMend];
  return attention(t.clockOff(whose, Math.round(skew / 60)), line);
}

function ofScopes({ scopes, view, error }: Facts): Verdict {
  const needed = view === 'picker' ? ['assessments:read', 'invitations:write'] : ['results:read'];
  const lacking = needed.filter((scope) => !scopes.includes(scope));
  if (error?.code !== 'scope_missing' || !lacking[0])
    return scopes[0] ? fine(`${t.scopesFine} ${scopes.join(', ')}.`) : unknown();
  // No other role may invite.
  const role = lacking.includes('invitations:write') ? '"role": "recruiter", ' : '';
  return attention(
    `${t.scopesLacks} ${lacking.join(', ')}. ${t.tokenMore} ${t.tokenOtherKey}`,
    `${role}"scopes": ${JSON.stringify([...scopes, ...lacking])}`,
  );
}

function ofCandidate({ error, candidateId, isForCandidate, view }: Facts): Verdict {
  if (error?.code === 'candidate_mismatch' || isForCandidate === false)
    return attention(
      `${t.tokenOther} ${candidateId}.`,
      `"candidate": ${view === 'badge' ? `["${candidateId}"]` : `{ "externalId": "${candidateId}" }`}`,
    );
  if (!isForCandidate) return unknown();
  return fine(candidateId ? `${t.candidateFine} ${candidateId}.` : t.none);
}

const ofColours = ({ shade, scheme }: Facts): Verdict =>
  shade && shade !== scheme
    ? attention(t.coloursOther(shade), `html { color-scheme: ${shade} }`)
    : fine(t.coloursFine);

const ofCopies = ({ copies }: Facts): Verdict =>
  copies[1] ? attention(`${t.copiesSeveral} ${copies.join(', ')}`) : fine(t.copiesFine);

const CHECKS: [name: string, check: (facts: Facts) => Verdict, isCanned?: boolean][] = [
  [t.address, ofAddress, true],
  [t.connection, ofConnection, true],
  [t.policy, ofPolicy],
  [t.token, ofToken, true],
  [t.origin, ofOrigin],
  [t.clock, ofClock],
  [t.scopes, ofScopes],
  [t.candidate, ofCandidate],
  [t.attributes, ofAttributes],
  [t.colours, ofColours],
  [t.copies, ofCopies],
];

/** One finding a layer, from the address to the double load. */
export function diagnose(facts: Facts): Finding[] {
  const { error } = facts;
  const findings = CHECKS.map(([name, check, isCanned]): Finding => ({
    name,
    ...(facts.isDemo && isCanned ? unknown(t.canned) : check(facts)),
  }));
  // What no layer explains is what was answered.
  if (error && !findings.some(needsAttention))
    Object.assign(findings[1]!, attention(`${error.code}: ${error.message}`));
  return findings;
}
