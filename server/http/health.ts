import { Router } from 'express';
import type { Context } from '../context.ts';

export interface Health {
  /** No new work should come here any more. */
  readonly draining: boolean;
  /** Somebody, such as a load balancer, asks /readyz regularly. */
  readonly watched: boolean;
  probe(): void;
  /** Runs when open streams have to end. Returns how to take it back. */
  onDrain(listener: () => void): () => void;
}

/** What the process itself does with its health. */
interface Lifecycle extends Health {
  /** From now on /readyz says 503, and connections end with their answer. */
  announceEnd(): void;
  endStreams(): void;
}

const WATCHED_MS = 60_000;
const PING_MS = 1000;

export function createHealth(): Lifecycle {
  const listeners = new Set<() => void>();
  let draining = false;
  let probedAt = -Infinity;
  return {
    get draining() {
      return draining;
    },
    get watched() {
      return performance.now() - probedAt < WATCHED_MS;
    },
    probe: () => void (probedAt = performance.now()),
    onDrain(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    announceEnd: () => void (draining = true),
    endStreams: () => listeners.forEach((listener) => listener()),
  };
}

/** `/livez`: the process runs. `/readyz`: it can serve now. `/metrics`: what waits, as Prometheus text. */
export function healthRoutes(ctx: Pick<Context, 'db' | 'ping'>, health: Health): Router {
  const router = Router();
  router.use((_req, res, next) => {
    if (health.draining) res.set('Connection', 'close');
    next();
  });
  router.get('/livez', (_req, res) => {
    res.json({ status: 'alive' });
  });
  router.get('/readyz', async (_req, res) => {
    health.probe();
    const timeout = new Promise<never>((_, reject) =>
      setTimeout(reject, PING_MS, new Error('timeout')).unref(),
    );
    const reachable = await Promise.race([ctx.ping(), timeout]).then(
      () => true,
      () => false,
    );
    const status = health.draining ? 'draining' : reachable ? 'ready' : 'database unreachable';
    res.status(status === 'ready' ? 200 : 503).json({ status });
  });
  router.get('/metrics', async (_req, res) => {
    const lines = await Promise.all(
      (['mail', 'ashby'] as const).map(async (lane) => {
        const waiting = await ctx.db.invitations.countDocuments({
          [`outbox.${lane}.wakeAt`]: { $exists: true },
        });
        return `canditech_outbox_waiting{lane="${lane}"} ${waiting}`;
      }),
    );
    res.type('text/plain').send(['# TYPE canditech_outbox_waiting gauge', ...lines, ''].join('\n'));
  });
  return router;
}
