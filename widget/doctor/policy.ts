import * as t from '../text/doctor/en.ts';
import type { Facts } from './facts.ts';
import { attention, fine, type Verdict } from './verdict.ts';

export const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : '');

/** What lets the page have `url`, an origin or an address without a query, if its policy blocks that. */
export function lineFor({ violations, pageOrigin }: Facts, url: string): string {
  const { directive } =
    violations.find(({ blocked }) => url && [originOf(blocked), blocked.split('?')[0]].includes(url)) ?? {};
  const source = originOf(url);
  // With a directive for elements of its own the page would lose what script-src allows.
  return directive ? `${directive.replace('-elem', '')} ${source === pageOrigin ? "'self'" : source}` : '';
}

/** The same of the server; a policy that blocks another address than that of the script may be right. */
export const serverLine = (facts: Facts): string => lineFor(facts, originOf(facts.home || facts.apiBase));

export function ofPolicy(facts: Facts): Verdict {
  const { error, tokenEndpoint } = facts;
  const lines = [
    serverLine(facts),
    lineFor(facts, tokenEndpoint),
    error?.code === 'csp_blocked' && 'trusted-types canditech-embed',
  ].filter(Boolean);
  // Both may be of the page's own origin.
  const line = lines.join('; ').replace(/^(\S+) (\S+); \1( \2)?/, '$1 $2');
  return line ? attention(t.policyBlocks, line) : fine(t.policyFine);
}
