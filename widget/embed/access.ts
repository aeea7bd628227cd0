import type { Host } from '../views/panel.ts';

/** Where the requests of an element go. */
export interface Access {
  /** Elements with an equal one share token, answers and stream. */
  key: unknown;
  base: string;
  transport: typeof fetch | undefined;
}

/** Canned answers, in a file of their own. */
function demoTransport(scenario: string): typeof fetch {
  const opened = import('../demo/demo.ts').then(({ openDemo }) => openDemo(scenario));
  return async (...request) => (await opened).transport(...request);
}

/** The host's own id of the candidate, as text whatever it is. */
export const candidateIdOf = ({ candidateId, candidate }: Host): string | undefined =>
  candidateId || textOf(candidate?.externalId) || undefined;

/** What pages say of people may be anything. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? `${value}` : '';

/**
 * By `session`; else by endpoint, context, candidate and job where an endpoint is all that gives access; else its own, as
 * with a token of its own that may be anybody's.
 */
function keyOf(host: Host, token: string): unknown {
  const { apiBase, session, demo, tokenEndpoint, fetchToken, context, jobId } = host;
  if (session) return JSON.stringify([apiBase, demo, session]);
  const candidateId = candidateIdOf(host);
  return fetchToken || !tokenEndpoint || (token && !candidateId)
    ? host
    : JSON.stringify([apiBase, tokenEndpoint, context, candidateId, jobId]);
}

/** `token`: one that came with the page. */
export function accessOf(host: Host, token: string): Access {
  const { demo, apiBase, transport } = host;
  return {
    key: keyOf(host, token),
    base: demo ? 'https://demo.invalid' : apiBase.replace(/\/$/, ''),
    transport: demo ? demoTransport(demo) : transport,
  };
}

/** With another one everything begins anew; functions are not in it, as frameworks make new ones with each rendering. */
export const identityOf = (host: Host): string =>
  JSON.stringify([
    host.apiBase,
    host.demo,
    host.session,
    host.tokenEndpoint,
    host.context,
    !host.fetchToken,
    candidateIdOf(host),
    host.jobId,
    host.view,
    host.action,
    host.live,
  ]);
