import { ofAttributes } from './attributes.ts';
import type { Facts } from './facts.ts';
import { FORBIDS, lineFor, ofPolicy, originOf } from './policy.ts';
import { ofToken, OTHER_KEY, UNREACHABLE } from './token.ts';
import { attention, needsAttention, fine, unknown, type Finding, type Verdict } from './verdict.ts';

const MOST_SKEW_S = 120;
const EXAMPLE = 'api-base="https://tests.example.com"';

/** Of http or https, or a path of the page's own origin. */
export const isAddress = (base: string): boolean => /^(https?:\/)?\//.test(base);

function ofAddress({ apiBase, pageOrigin }: Facts): Verdict {
  if (!apiBase) return attention('There is none.', EXAMPLE);
  const rest = apiBase.replace(/^(\w+:)?\/+/, '');
  // Browsers trust the own machine without https.
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(rest);
  const line = `api-base="http${isLocal ? '' : 's'}://${rest}"`;
  if (!isAddress(apiBase)) return attention('It lacks http:// or https://.', line);
  return /^https:.* http:/.test(`${pageOrigin} ${apiBase}`) && !isLocal
    ? attention('Browsers block http in a page of https.', line)
    : fine(`It asks ${apiBase}.`);
}

function ofConnection(facts: Facts): Verdict {
  const { server, version, apiBase } = facts;
  const line = lineFor(facts, originOf(apiBase));
  if (server === undefined) return unknown();
  if (line.startsWith('connect')) return attention(FORBIDS, line);
  if (facts.error?.code === 'offline') return attention('The browser is offline.');
  if (server === null) return attention(UNREACHABLE, `curl ${apiBase}/embed/v1/manifest.json`);
  if (!server) return attention('What answers there is not Canditech.', EXAMPLE);
  return parseInt(server) === parseInt(version)
    ? fine(`Canditech ${server} answers.`)
    : attention(
        `It has version ${server}, this page has ${version}.`,
        `${originOf(apiBase)}/embed/v1/loader.js`,
      );
}

function ofOrigin({ error, pageOrigin, token, isAdmitted }: Facts): Verdict {
  const isOther = (token?.origin ?? pageOrigin) !== pageOrigin;
  if (error?.code === 'origin_not_allowed' || isOther)
    return attention(`The key, or the token, is not for ${pageOrigin}.`, `"origin": "${pageOrigin}"`);
  return isAdmitted ? fine(`${pageOrigin} is allowed.`) : unknown();
}

/** Who has signed a token that the server takes has the server's time. */
function ofClock({ token, isAdmitted }: Facts): Verdict {
  const skew = Math.abs(token?.skewS ?? 0);
  if (skew <= MOST_SKEW_S) return isAdmitted ? fine() : unknown();
  const [whose, line] =
    token?.origin && !isAdmitted
      ? ['the page’s server', 'timedatectl set-ntp true']
      : ['this computer', 'Set time automatically'];
  return attention(`That of ${whose} is ${Math.round(skew / 60)} minutes off.`, line);
}

function ofScopes({ scopes, view, error }: Facts): Verdict {
  const needed = view === 'picker' ? ['assessments:read', 'invitations:write'] : ['results:read'];
  const lacking = needed.filter((scope) => !scopes.includes(scope));
  const list = (names: readonly string[]) => names.join(', ');
  if (error?.code !== 'scope_missing' || !lacking[0])
    return scopes[0] ? fine(`It has ${list(scopes)}.`) : unknown();
  // No other role may invite.
  const role = lacking.includes('invitations:write') ? '"role": "recruiter", ' : '';
  return attention(
    `It lacks ${list(lacking)}, which this view needs. Ask for it, ${OTHER_KEY}`,
    `${role}"scopes": ${JSON.stringify([...scopes, ...lacking])}`,
  );
}

function ofCandidate({ error, candidateId, isForCandidate, view }: Facts): Verdict {
  if (error?.code === 'candidate_mismatch' || isForCandidate === false)
    return attention(
      `The token is not for ${candidateId}.`,
      `"candidate": ${view === 'badge' ? `["${candidateId}"]` : `{ "externalId": "${candidateId}" }`}`,
    );
  if (!isForCandidate) return unknown();
  return fine(candidateId ? `It shows ${candidateId}.` : 'There is none.');
}

const ofColours = ({ shade, scheme }: Facts): Verdict =>
  shade && shade !== scheme
    ? attention(
        `The page is ${shade}, and its color-scheme is not. Or set theme="${shade}".`,
        `html { color-scheme: ${shade} }`,
      )
    : fine();

const ofCopies = ({ copies }: Facts): Verdict =>
  copies[1] ? attention(`The first of these wins: ${copies.join(', ')}`) : fine();

const CHECKS: Record<string, (facts: Facts) => Verdict> = {
  Address: ofAddress,
  Connection: ofConnection,
  'Security policy of the page': ofPolicy,
  Token: ofToken,
  Origin: ofOrigin,
  Clock: ofClock,
  'What the token allows': ofScopes,
  Candidate: ofCandidate,
  Attributes: ofAttributes,
  Colours: ofColours,
  Copies: ofCopies,
};

/** One finding a layer, from the address to the double load. */
export function diagnose(facts: Facts): Finding[] {
  const { error } = facts;
  const findings = Object.entries(CHECKS).map(([name, check]): Finding => {
    const isCanned = facts.isDemo && /Addr|Conn|Tok/.test(name);
    return { name, ...(isCanned ? unknown('Canned data.') : check(facts)) };
  });
  // What no layer explains is what was answered.
  if (error && !findings.some(needsAttention))
    Object.assign(findings[1]!, attention(`${error.code}: ${error.message}`));
  return findings;
}
