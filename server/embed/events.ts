import { Router, type Response } from 'express';
import type { Context } from '../context.ts';
import type { InvitationChanged } from '../contract/invitation.ts';
import type { InvitationDoc } from '../db/collections.ts';
import { authenticate } from '../http/authenticate.ts';
import type { Health } from '../http/health.ts';
import { demand, type Principal } from '../http/principal.ts';

const LOOK_MS = 1000;
const HEARTBEAT_MS = 25_000;
/** Changes may become visible a little after their time: look back this far, and send each revision once. */
const OVERLAP_MS = 5000;

interface Stream {
  principal: Principal;
  res: Response;
  sent: Map<string, number>;
}

function isVisible(principal: Principal, doc: InvitationDoc): boolean {
  if (principal.kind === 'member') return true;
  const own = doc.source.kind === 'embed' && doc.source.sessionId === principal.sessionId;
  return (
    own ||
    (doc.candidate.externalId !== undefined &&
      principal.candidates?.includes(doc.candidate.externalId) === true)
  );
}

const toMessage = (doc: InvitationDoc): InvitationChanged => ({
  invitationId: doc._id,
  ...(doc.candidate.externalId !== undefined && { candidateExternalId: doc.candidate.externalId }),
  status: doc.status,
  revision: doc.revision,
  at: doc.changedAt.toISOString(),
});

/** One look a second at each workspace that somebody watches, however many streams there are; none when nobody does. */
function createFeed(ctx: Context) {
  const streams = new Map<string, Set<Stream>>();
  const seenUntil = new Map<string, Date>();
  let timer: NodeJS.Timeout | undefined;

  async function look(workspaceId: string): Promise<void> {
    const since = seenUntil.get(workspaceId) ?? ctx.clock();
    const changed = await ctx.db.invitations
      .find({ workspaceId, changedAt: { $gt: new Date(since.getTime() - OVERLAP_MS) } })
      .project<InvitationDoc>({ 'attempt.answers': 0 })
      .sort({ changedAt: 1 })
      .limit(500)
      .toArray();
    for (const doc of changed) {
      for (const stream of streams.get(workspaceId) ?? []) send(stream, doc);
      if (doc.changedAt > since) seenUntil.set(workspaceId, doc.changedAt);
    }
  }

  function send({ principal, res, sent }: Stream, doc: InvitationDoc): void {
    if ((sent.get(doc._id) ?? 0) >= doc.revision || !isVisible(principal, doc)) return;
    sent.set(doc._id, doc.revision);
    res.write(
      `event: invitation\nid: ${doc.changedAt.getTime()}\ndata: ${JSON.stringify(toMessage(doc))}\n\n`,
    );
  }

  async function lookAtAll(): Promise<void> {
    for (const workspaceId of streams.keys()) {
      await look(workspaceId).catch((error: unknown) => ctx.log.warn({ err: error }, 'events: look failed'));
    }
    timer = streams.size > 0 ? setTimeout(() => void lookAtAll(), LOOK_MS) : undefined;
  }

  return {
    add(stream: Stream, since: Date): void {
      const { workspaceId } = stream.principal;
      const watched = streams.get(workspaceId) ?? new Set();
      streams.set(workspaceId, watched.add(stream));
      const from = seenUntil.get(workspaceId);
      if (!from || since < from) seenUntil.set(workspaceId, since);
      timer ??= setTimeout(() => void lookAtAll(), 0);
    },
    remove(stream: Stream): void {
      const { workspaceId } = stream.principal;
      const watched = streams.get(workspaceId);
      watched?.delete(stream);
      if (watched?.size === 0) {
        streams.delete(workspaceId);
        seenUntil.delete(workspaceId);
      }
    },
  };
}

/** Server-sent events: which invitations changed. The stream ends with the token, the session and the process. */
export function eventRoutes(ctx: Context, health: Health): Router {
  const router = Router();
  const feed = createFeed(ctx);

  router.get('/events', async (req, res) => {
    const principal = await authenticate(ctx, req);
    demand(principal, 'results:read');
    res.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
    res.write('retry: 2000\n: connected\n\n');
    const lastId = Number(req.headers['last-event-id']);
    const stream: Stream = { principal, res, sent: new Map() };
    feed.add(stream, lastId > 0 ? new Date(lastId) : ctx.clock());
    const end = () => res.end();
    // Each heartbeat asks again who is calling: a revoked session, a signed-out member or an old token ends here.
    const heartbeat = setInterval(() => {
      authenticate(ctx, req).then(() => res.write(': ping\n\n'), end);
    }, HEARTBEAT_MS);
    const leftMs =
      principal.kind === 'embed' ? principal.expiresAt.getTime() - ctx.clock().getTime() : undefined;
    const expiry = leftMs === undefined ? undefined : setTimeout(end, leftMs);
    const stopListening = health.onDrain(end);
    res.on('close', () => {
      clearInterval(heartbeat);
      clearTimeout(expiry);
      stopListening();
      feed.remove(stream);
    });
  });
  return router;
}
