import { Router } from 'express';
import type { Context } from '../context.ts';

/** `draining` is set by SIGTERM: no new work is taken, streams are closed. */
export interface Health {
  readonly draining: boolean;
  onDrain(listener: () => void): () => void;
}

const PING_MS = 1000;

/** `/livez`: the process runs. `/readyz`: it can serve now. `/metrics`: what waits, as Prometheus text. */
export function healthRoutes(ctx: Pick<Context, 'db' | 'ping' | 'clock'>, health: Health): Router {
  const router = Router();
  router.get('/livez', (_req, res) => {
    res.json({ status: 'alive' });
  });
  router.get('/readyz', async (_req, res) => {
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
