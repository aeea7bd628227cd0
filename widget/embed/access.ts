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

/** By `session`; else by endpoint, context, candidate and job where an endpoint is all that gives access; else its own. */
function keyOf(host: Host): unknown {
  const { apiBase, session, demo, tokenEndpoint, fetchToken, context, candidateId, jobId } = host;
  if (session) return JSON.stringify([apiBase, demo, session]);
  return fetchToken || !tokenEndpoint
    ? host
    : JSON.stringify([apiBase, tokenEndpoint, context, candidateId, jobId]);
}

export function accessOf(host: Host): Access {
  const { demo, apiBase, transport } = host;
  return {
    key: keyOf(host),
    base: demo ? 'https://demo.invalid' : apiBase.replace(/\/$/, ''),
    transport: demo ? demoTransport(demo) : transport,
  };
}
