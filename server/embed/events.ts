import { Router, type Request } from 'express';
import type { Context } from '../context.ts';
import { hashSecret } from '../crypto.ts';
import { isSamePerson } from '../core/person.ts';
import { AppError } from '../errors.ts';
import { authenticate, isSecure, SESSION_COOKIE } from '../http/authenticate.ts';
import { readCookie } from '../http/cookie.ts';
import type { Health } from '../http/health.ts';
import { demand, personOf, type Principal } from '../http/principal.ts';
import { createFeed, type Stream } from './feed.ts';

const HEARTBEAT_MS = 25_000;
/** Of one person; more tabs than that poll instead. */
const MOST_STREAMS = 20;
/** A reader that does not keep up is cut off; it takes up where it was. */
const MOST_WAITING_BYTES = 256 * 1024;
/** What changed while the caller loaded what it shows. */
const CATCH_UP_MS = 5000;

/** The time that the last seen event was stamped with. */
function sinceOf(req: Request): Date {
  const lastId = Number(req.headers['last-event-id']);
  return new Date(lastId > 0 && lastId <= Date.now() ? lastId : Date.now() - CATCH_UP_MS);
}

const isSameReader = (a: Principal, b: Principal) =>
  a.workspaceId === b.workspaceId && isSamePerson(personOf(a), personOf(b));

/**
 * Server-sent events: which invitations changed, each revision once, after `Last-Event-ID` where that is given. The
 * stream ends with the token, and within about a second when session or key is revoked or the member signs out.
 */
export function eventRoutes(ctx: Context, health: Health): Router {
  const router = Router();
  const feed = createFeed(ctx);

  router.get('/events', async (req, res) => {
    if (req.method === 'HEAD') return void res.end();
    const principal = await authenticate(ctx, req);
    demand(principal, 'results:read');
    if (res.destroyed) return;
    if (feed.count((other) => isSameReader(other, principal)) >= MOST_STREAMS) {
      throw new AppError('rate_limited', 'There are too many open streams. Ask for changes now and then.', {
        retryAfter: 60,
      });
    }
    const cookie = principal.kind === 'member' ? readCookie(req, SESSION_COOKIE, isSecure(ctx)) : undefined;
    const since = sinceOf(req);
    const end = () => res.end();
    const stream: Stream = {
      principal,
      cookieHash: cookie === undefined ? undefined : hashSecret(cookie),
      write: (text) => void (res.writableLength > MOST_WAITING_BYTES ? res.destroy() : res.write(text)),
      end,
    };
    const heartbeat = setInterval(() => stream.write(': ping\n\n'), HEARTBEAT_MS);
    const leftMs = principal.kind === 'embed' ? principal.expiresAt.getTime() - ctx.clock().getTime() : null;
    const expiry = leftMs === null ? undefined : setTimeout(end, leftMs);
    const stopListening = health.onDrain(end);
    res.on('close', () => {
      clearInterval(heartbeat);
      clearTimeout(expiry);
      stopListening();
      feed.remove(stream);
    });
    res.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
    res.write(`retry: 2000\nid: ${since.getTime()}\n\n`);
    await feed.add(stream, since).catch((error: unknown) => {
      ctx.log.warn({ err: error }, 'events: a stream could not begin');
      end();
    });
  });
  return router;
}
