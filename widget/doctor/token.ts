import * as t from '../text/doctor/en.ts';
import type { Facts } from './facts.ts';
import { lineFor } from './policy.ts';
import { attention, fine, unknown, type Verdict } from './verdict.ts';

const ROUTE = 'token-endpoint="/canditech/token"';

/** By what the element, the page’s backend or Canditech said. */
function mendToken(
  said: string,
  { tokenEndpoint, pageOrigin }: Facts,
): [step: string, line?: string | undefined] {
  const [, role] = /highest role, (\w+)/.exec(said) ?? [];
  const table: [RegExp, step: string, line?: string | undefined][] = [
    [/unset/, '', ROUTE],
    [/renewed/, t.tokenSame],
    [/no token/, t.tokenShape, '{ "token": "…", "expiresIn": 600 }'],
    [/TypeError/, t.unreachable, `curl -i -X POST ${tokenEndpoint}`],
    [/embed key/, '', 'Authorization: Bearer ck_live_…'],
    [/^unauth/, t.tokenKey],
    [/origin is/, t.tokenOrigin, pageOrigin],
    [/highest|than the/, `${t.tokenLess} ${t.tokenOtherKey}`, role && `"role": "${role}"`],
    [/ed 40[45]/, t.tokenNowhere, ROUTE],
    [/ed \d/, t.tokenLog],
  ];
  const [, step = '', line] = table.find(([pattern]) => pattern.test(said)) ?? [];
  return [step, line];
}

export function ofToken(facts: Facts): Verdict {
  const { token, error } = facts;
  if (error && /^(token_|unauth)/.test(error.code)) {
    if (!error.status && lineFor(facts, facts.tokenEndpoint)) return attention(t.forbids);
    const said = `${error.code}: ${error.detail ?? error.message}`;
    const [step, mend] = mendToken(said, facts);
    return attention(`${said} ${step}`, mend);
  }
  if (!token) return error ? attention(t.none) : unknown();
  const { secondsLeft: left } = token;
  return fine(left === undefined ? '' : t.tokenFine(Math.max(0, Math.round(left / 60))));
}
