import * as t from '../text/doctor/en.ts';
import type { Facts } from './facts.ts';
import { lineFor } from './policy.ts';
import { attention, fine, unknown, type Verdict } from './verdict.ts';

const ROUTE = 'token-endpoint="/canditech/token"';

/** What follows what others have said. */
const sentence = (said: string): string => said.replace(/[^.!?…]$/, '$&.');

/** A key for another origin, or a token. */
export function mendOrigin(said: string, origin: string): [step: string, line: string] {
  const isLacking = /key's list/.test(said) && !said.split(/[,;.]? /).includes(origin);
  return isLacking ? [t.originKey, origin] : ['', `"origin": "${origin}"`];
}

/** By what the element, the page’s backend or Canditech said. */
function mendToken(said: string, { tokenEndpoint, pageOrigin }: Facts): Verdict {
  const [, role] = /highest role, (\w+)/.exec(said) ?? [];
  const post = tokenEndpoint && `curl -i -X POST ${tokenEndpoint}`;
  const table: [RegExp, step: string, line?: string | undefined][] = [
    [/unset/, '', ROUTE],
    [/renewed/, t.tokenSame],
    [/no token/, t.tokenShape, '{ "token": "…", "expiresIn": 600 }'],
    [/TypeError/, t.unreachable, post],
    [/timeout: /, '', post],
    [/embed key/, '', 'Authorization: Bearer ck_live_…'],
    [/not valid\. |invalid signature/, t.tokenKey],
    [/origin (is|must)/, ...mendOrigin(said, pageOrigin)],
    [/highest|than the/, `${t.tokenLess} ${t.tokenOtherKey}`, role && `"role": "${role}"`],
    [/ed 40[45]/, t.tokenNowhere, ROUTE],
    [/ed \d/, t.tokenLog],
  ];
  const [, step = '', line] = table.find(([pattern]) => pattern.test(said)) ?? [];
  return attention(`${sentence(said)} ${step}`, line);
}

export function ofToken(facts: Facts): Verdict {
  const { token, error } = facts;
  // Without a token nothing else has been asked.
  if (error && (/^(token_|unauth)/.test(error.code) || (error.code === 'timeout' && !token))) {
    if (!error.status && lineFor(facts, facts.tokenEndpoint)) return attention(t.forbids);
    const words = error.code.endsWith('timeout') ? t.tokenSilent : (error.detail ?? error.message);
    return mendToken(`${error.code}: ${words}`, facts);
  }
  if (!token) return unknown();
  const { secondsLeft: left } = token;
  return fine(left === undefined ? '' : t.tokenFine(Math.max(0, Math.round(left / 60))));
}
