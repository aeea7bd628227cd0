import type { Facts } from './facts.ts';
import { FORBIDS, lineFor } from './policy.ts';
import { attention, fine, unknown, type Verdict } from './verdict.ts';

export const UNREACHABLE = 'Nothing answers there, or it may not be read from this page.';
export const OTHER_KEY = 'or make a key with a higher role in Settings › Embedding.';
const ROUTE = 'token-endpoint="/canditech/token"';

/** By what the element, the page’s backend or Canditech said. */
function mendToken(
  said: string,
  { tokenEndpoint, pageOrigin }: Facts,
): [step: string, line?: string | undefined] {
  const [, role] = /highest role, (\w+)/.exec(said) ?? [];
  const table: [RegExp, step: string, line?: string | undefined][] = [
    [/unset/, '', ROUTE],
    [/renewed/, 'Mint a new one each time.'],
    [/no token/, 'Its route has to answer:', '{ "token": "…", "expiresIn": 600 }'],
    [/TypeError/, UNREACHABLE, `curl -i -X POST ${tokenEndpoint}`],
    [/embed key/, '', 'Authorization: Bearer ck_live_…'],
    [/^unauth/, 'It needs a key of Settings › Embedding.'],
    [/origin is/, 'Add it to the key in Settings › Embedding:', pageOrigin],
    [/highest|than the/, `Ask for less, ${OTHER_KEY}`, role && `"role": "${role}"`],
    [/ed 40[45]/, 'It takes no POST.', ROUTE],
    [/ed \d/, 'The log of the page’s server says why.'],
  ];
  const [, step = '', line] = table.find(([pattern]) => pattern.test(said)) ?? [];
  return [step, line];
}

export function ofToken(facts: Facts): Verdict {
  const { token, error } = facts;
  if (error && /^(token_|unauth)/.test(error.code)) {
    const line = !error.status && lineFor(facts, facts.tokenEndpoint);
    if (line) return attention(FORBIDS, line);
    const said = `${error.code}: ${error.detail ?? error.message}`;
    const [step, mend] = mendToken(said, facts);
    return attention(`${said} ${step}`, mend);
  }
  if (!token) return error ? attention('There is none.') : unknown();
  return fine(`It has ${Math.max(0, Math.round(token.secondsLeft / 60))} minutes left.`);
}
