import type { Context } from '../context.ts';
import type { InvitationChanged } from '../contract/invitation.ts';
import type { InvitationDoc } from '../db/collections.ts';
import { IDLE_MS } from '../http/authenticate.ts';
import type { Principal } from '../http/principal.ts';
import { canSee } from '../invitations/store.ts';

const LOOK_MS = 1000;
/** Changes may become visible a little after their time, and clocks differ: look back this far, and tell each once. */
const OVERLAP_MS = 30_000;
/** Who was away longer has to load everything anyway. */
const REPLAY_MS = 3600_000;
const MOST_REMEMBERED = 1000;

type Changed = Pick<InvitationDoc, '_id' | 'status' | 'revision' | 'changedAt' | 'candidate' | 'source'>;

export interface Stream {
  principal: Principal;
  /** Hash of a member's cookie. */
  cookieHash: string | undefined;
  write(text: string): void;
  end(): void;
}

interface Watched {
  /** With the revisions that each was told; null before its turn has come. */
  streams: Map<Stream, Map<string, number> | null>;
  since: Date;
  /** Revisions within the overlap that were told already. */
  told: Map<string, number>;
  ready: Promise<void>;
}

export interface Feed {
  /** Tells the stream what changed after `since`, then what changes. */
  add(stream: Stream, since: Date): Promise<void>;
  remove(stream: Stream): void;
  count(isCounted: (principal: Principal) => boolean): number;
}

const toMessage = ({ _id, candidate, status, revision, changedAt }: Changed): InvitationChanged => ({
  invitationId: _id,
  ...(candidate.externalId !== undefined && { candidateExternalId: candidate.externalId }),
  status,
  revision,
  at: changedAt.toISOString(),
});

function listChanged({ db }: Pick<Context, 'db'>, workspaceId: string, after: Date): Promise<Changed[]> {
  return db.invitations
    .find({ workspaceId, changedAt: { $gt: after } })
    .project<Changed>({ status: 1, revision: 1, changedAt: 1, candidate: 1, source: 1 })
    .sort({ changedAt: 1 })
    .toArray();
}

/** Those of a workspace's streams whose session or key was revoked, or whose member has signed out or was removed. */
async function listEnded(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  workspaceId: string,
  streams: Stream[],
): Promise<Stream[]> {
  const embeds = streams.map(({ principal }) => principal).filter((one) => one.kind === 'embed');
  const hashes = streams.flatMap(({ cookieHash }) => cookieHash ?? []);
  const among = (ids: string[]) => ({ workspaceId, _id: { $in: [...new Set(ids)] } });
  const revoked = { revokedAt: { $exists: true } };
  const now = clock();
  const signedIn = { expiresAt: { $gt: now }, seenAt: { $gt: new Date(now.getTime() - IDLE_MS) } };
  const sessionIds = embeds.map(({ sessionId }) => sessionId);
  const keyIds = embeds.map(({ keyId }) => keyId);
  const [sessions, keys, members] = await Promise.all([
    embeds.length ? db.embedSessions.find({ ...among(sessionIds), ...revoked }).toArray() : [],
    embeds.length ? db.embedKeys.find({ ...among(keyIds), ...revoked }).toArray() : [],
    hashes.length ? db.sessions.find({ ...among(hashes), ...signedIn }).toArray() : [],
  ]);
  const gone = new Set([...sessions, ...keys].map(({ _id }) => _id));
  const here = new Set(members.map(({ _id }) => _id));
  return streams.filter(({ principal, cookieHash }) =>
    principal.kind === 'embed'
      ? gone.has(principal.sessionId) || gone.has(principal.keyId)
      : !here.has(cookieHash ?? ''),
  );
}

/** They hear no more. */
async function endRevoked(ctx: Context, workspaceId: string, { streams }: Watched): Promise<void> {
  for (const stream of await listEnded(ctx, workspaceId, [...streams.keys()])) {
    streams.delete(stream);
    stream.end();
  }
}

function tell({ streams }: Watched, stream: Stream, doc: Changed): void {
  const told = streams.get(stream);
  if (!told || (told.get(doc._id) ?? 0) >= doc.revision || !canSee(stream.principal, doc)) return;
  if (told.size >= MOST_REMEMBERED) told.clear();
  told.set(doc._id, doc.revision);
  const data = JSON.stringify(toMessage(doc));
  stream.write(`event: invitation\nid: ${doc.changedAt.getTime()}\ndata: ${data}\n\n`);
}

/** One look a second at each workspace that somebody watches, however many streams there are; none when nobody does. */
export function createFeed(ctx: Context): Feed {
  const workspaces = new Map<string, Watched>();
  let timer: NodeJS.Timeout | undefined;

  async function look(workspaceId: string, watched: Watched): Promise<void> {
    const changed = await listChanged(ctx, workspaceId, new Date(watched.since.getTime() - OVERLAP_MS));
    for (const doc of changed) {
      if ((watched.told.get(doc._id) ?? 0) < doc.revision)
        for (const stream of watched.streams.keys()) tell(watched, stream, doc);
      // A change from the future, by another clock, must not hide those of the present.
      if (doc.changedAt > watched.since && doc.changedAt.getTime() <= Date.now())
        watched.since = doc.changedAt;
    }
    watched.told = new Map(changed.map(({ _id, revision }) => [_id, revision]));
  }

  async function lookAtAll(): Promise<void> {
    for (const [workspaceId, watched] of workspaces)
      try {
        await endRevoked(ctx, workspaceId, watched);
        await look(workspaceId, watched);
      } catch (error) {
        ctx.log.warn({ err: error, workspaceId }, 'events: look failed');
      }
    timer = workspaces.size > 0 ? setTimeout(() => void lookAtAll(), LOOK_MS) : undefined;
  }

  function watch(workspaceId: string): Watched {
    const watched: Watched = {
      streams: new Map(),
      since: new Date(),
      told: new Map(),
      ready: Promise.resolve(),
    };
    workspaces.set(workspaceId, watched);
    // What is there already is no news for the feed; each stream is told what it has missed itself.
    watched.ready = look(workspaceId, watched);
    return watched;
  }

  return {
    async add(stream, since) {
      const { workspaceId } = stream.principal;
      const watched = workspaces.get(workspaceId) ?? watch(workspaceId);
      watched.streams.set(stream, null);
      timer ??= setTimeout(() => void lookAtAll(), LOOK_MS);
      await watched.ready;
      if (!watched.streams.has(stream)) return;
      watched.streams.set(stream, new Map());
      const after = new Date(Math.max(since.getTime(), Date.now() - REPLAY_MS));
      for (const doc of await listChanged(ctx, workspaceId, after)) tell(watched, stream, doc);
    },
    remove(stream) {
      const { workspaceId } = stream.principal;
      const watched = workspaces.get(workspaceId);
      watched?.streams.delete(stream);
      if (watched?.streams.size === 0) workspaces.delete(workspaceId);
    },
    count: (isCounted) =>
      [...workspaces.values()]
        .flatMap(({ streams }) => [...streams.keys()])
        .filter(({ principal }) => isCounted(principal)).length,
  };
}
