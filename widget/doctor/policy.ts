import * as t from '../text/doctor/en.ts';
import type { Facts } from './facts.ts';
import { attention, fine, type Verdict } from './verdict.ts';

export const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : '');

/** What lets the page have `url`, if its policy blocks that. */
export function lineFor({ violations, pageOrigin }: Facts, url: string): string {
  const { directive } = violations.find(({ blocked }) => url && blocked.startsWith(url)) ?? {};
  const source = originOf(url);
  // With a directive for elements of its own the page would lose what script-src allows.
  return directive ? `${directive.replace('-elem', '')} ${source === pageOrigin ? "'self'" : source}` : '';
}

export function ofPolicy(facts: Facts): Verdict {
  const { violations, error, apiBase, tokenEndpoint } = facts;
  if (error?.code === 'csp_blocked' || violations.some(({ directive }) => /trusted-types/.test(directive)))
    return attention(t.policyTypes, 'trusted-types canditech-embed');
  const lines = [originOf(apiBase), tokenEndpoint].map((url) => lineFor(facts, url)).filter(Boolean);
  return lines[0] ? attention(t.policyBlocks, lines.join('; ').replace(/^(\S+) (.+); \1/, '$1 $2')) : fine();
}
