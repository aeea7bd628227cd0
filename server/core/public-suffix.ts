import { getDomain } from 'tldts';

/** Whether the star of `https://*.…` stands where each name has an owner of its own, as below co.uk or github.io. */
export function isAnybodys(pattern: string): boolean {
  const [, parent] = /^https:\/\/\*\.([^:]+)/.exec(pattern) ?? [];
  if (parent === undefined) return false;
  const child = `x.${parent}`;
  const owned = getDomain(child, { allowPrivateDomains: true });
  return owned === null || owned === child;
}
