import type { Context } from '../context.ts';
import type { InvitationDoc, QueuedEvent } from '../db/collections.ts';
import { toSettlement, type Outcome } from './outcome.ts';
import { claimNext, release, resumePaused, settle, type Claim, type LaneName, type Source } from './store.ts';

export type { Outcome };

/** One event to get out. A handler may see the same event twice, with the same bytes; `invitation` is as it stands now. */
export interface Delivery {
  lane: LaneName;
  event: QueuedEvent;
  /** Before this one. */
  tries: number;
  workspaceId: string;
  documentId: string;
  invitation?: InvitationDoc;
  signal: AbortSignal;
}
export type Handler = (delivery: Delivery) => Promise<Outcome>;

interface Options {
  leaseMs?: number;
  pollMs?: number;
  stopMs?: number;
}

type Parts = Pick<Context, 'db' | 'log' | 'clock' | 'bell'>;

const SOURCES: Source[] = [
  { collection: 'signIns', lane: 'mail' },
  { collection: 'invitations', lane: 'mail' },
  { collection: 'invitations', lane: 'ashby' },
];
const LEASE_MS = 45_000;
const POLL_MS = 1000;
/** What is under way when the server stops may take so long; then it is given back, to be tried again. */
const STOP_MS = 10_000;
const IN_FLIGHT = 10;
const IN_FLIGHT_OF_WORKSPACE = 4;

/** What becomes of a handler that throws. */
export const failed = (error: unknown): Outcome => ({
  kind: 'retry',
  reason: error instanceof Error ? error.message : 'failed for an unknown reason',
});

/** What the handler says, or that it failed; once `signal` fires it is not waited for any more. */
function attempt(
  handler: Handler,
  { source, doc, lane, event }: Claim,
  signal: AbortSignal,
): Promise<Outcome> {
  const delivery: Delivery = {
    lane: source.lane,
    event,
    tries: lane.tries,
    workspaceId: doc.workspaceId,
    documentId: doc._id,
    ...(source.collection === 'invitations' && { invitation: doc as InvitationDoc }),
    signal,
  };
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(failed(signal.reason)), { once: true });
    void Promise.resolve()
      .then(() => handler(delivery))
      .then(resolve, (error: unknown) => resolve(failed(error)));
  });
}

/** Tries one event; that is over well before the lease is. */
async function deliver(
  ctx: Parts,
  claim: Claim,
  { handler, leaseMs, stopping }: { handler: Handler; leaseMs: number; stopping: AbortSignal },
): Promise<void> {
  const { source, doc, event } = claim;
  const timeout = AbortSignal.timeout(Math.floor((leaseMs * 2) / 3));
  const outcome = await attempt(handler, claim, AbortSignal.any([timeout, stopping]));
  const ours = await settle(
    ctx.db,
    claim,
    toSettlement(claim, outcome, { now: ctx.clock(), realNow: new Date(), random: Math.random() }),
  );
  if (outcome.kind === 'paused' && (await outcome.isOver())) {
    await resumePaused(ctx.db, doc.workspaceId);
    ctx.bell.ring();
  }
  const log = {
    documentId: doc._id,
    lane: source.lane,
    event: event.name,
    seq: event.seq,
    outcome: outcome.kind,
  };
  if (!ours) ctx.log.warn(log, 'outbox: the claim was lost');
  else if (outcome.kind === 'delivered') ctx.log.info(log, 'outbox: delivered');
  else ctx.log.warn({ ...log, reason: outcome.reason }, 'outbox: not delivered');
}

/** Serves one source until stopped: claims while there is room, sleeps until the bell or the next look. */
function serve(
  ctx: Parts,
  source: Source,
  { handler, leaseMs, pollMs, stopMs }: { handler: Handler } & Required<Options>,
) {
  const running = new Map<Claim, Promise<void>>();
  const stopping = new AbortController();
  let stopped = false;
  let wake = () => {};
  const unlisten = ctx.bell.listen(() => wake());

  const busyWorkspaces = () => {
    const count = new Map<string, number>();
    for (const { doc } of running.keys()) count.set(doc.workspaceId, (count.get(doc.workspaceId) ?? 0) + 1);
    return [...count].filter(([, n]) => n >= IN_FLIGHT_OF_WORKSPACE).map(([id]) => id);
  };
  const nap = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function turn(): Promise<void> {
    if (running.size >= IN_FLIGHT) return nap(pollMs);
    let rung = false;
    wake = () => (rung = true);
    const claim = await claimNext(ctx.db, source, { leaseMs, skip: busyWorkspaces() });
    if (!claim) return rung ? undefined : nap(pollMs);
    if (stopped) return release(ctx.db, claim);
    const done = deliver(ctx, claim, { handler, leaseMs, stopping: stopping.signal })
      .catch((error: unknown) => ctx.log.error({ err: error }, 'outbox: settle failed'))
      .finally(() => {
        running.delete(claim);
        wake();
      });
    running.set(claim, done);
  }

  async function loop(): Promise<void> {
    while (!stopped) {
      await turn().catch(async (error: unknown) => {
        ctx.log.error({ err: error }, 'outbox: look failed');
        if (!stopped) await nap(pollMs);
      });
    }
  }
  const looping = loop();
  return async () => {
    stopped = true;
    unlisten();
    wake();
    await looping;
    const timer = setTimeout(() => stopping.abort(new Error('the server stops')), stopMs);
    await Promise.all(running.values());
    clearTimeout(timer);
  };
}

/**
 * Gets events out of the documents that they wait in: at least once, per document in order, and one document never
 * blocks another. `stop` lets what is under way end, or gives it back.
 */
export function startOutbox(
  ctx: Parts,
  handlers: Record<LaneName, Handler>,
  { leaseMs = LEASE_MS, pollMs = POLL_MS, stopMs = STOP_MS }: Options = {},
): { stop(): Promise<void> } {
  const stops = SOURCES.map((source) =>
    serve(ctx, source, { handler: handlers[source.lane], leaseMs, pollMs, stopMs }),
  );
  return {
    async stop() {
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}
