import type { Request } from 'express';
import type { Context } from '../context.ts';
import type { HostClaims } from '../contract/embed.ts';
import { matchesOrigin } from '../contract/origin.ts';
import { grantedScopes, problemsOfGrant } from '../core/access.ts';
import { hashSecret } from '../crypto.ts';
import type { EmbedKeyDoc } from '../db/collections.ts';
import { AppError } from '../errors.ts';
import { readCookie } from './cookie.ts';
import { keyIdOf, verifyEmbedToken, verifyHostToken } from './embed-token.ts';
import type { EmbedPrincipal, MemberPrincipal, Principal } from './principal.ts';

export const SESSION_COOKIE = 'canditech';
export const IDLE_MS = 12 * 3600_000;
const SEEN_STEP_MS = 5 * 60_000;

type Parts = Pick<Context, 'db' | 'config' | 'vault' | 'clock'>;

export const isSecure = (ctx: Pick<Context, 'config'>): boolean => ctx.config.publicUrl.startsWith('https:');
const isRead = (req: Request) => req.method === 'GET' || req.method === 'HEAD';

/** A cookie counts only for calls of our own pages: they send JSON and our origin. Throws `forbidden`, `unsupported_media_type`. */
export function demandOwnOrigin(ctx: Pick<Context, 'config'>, req: Request): void {
  if (isRead(req)) return;
  if (req.headers.origin !== ctx.config.publicUrl) {
    throw new AppError('origin_not_allowed', 'This call is accepted from our own pages only.');
  }
  if (!/^application\/json\s*(;|$)/i.test(req.headers['content-type'] ?? '')) {
    throw new AppError('unsupported_media_type', 'Send the call as application/json.');
  }
}

async function memberOf(ctx: Parts, req: Request): Promise<MemberPrincipal> {
  const now = ctx.clock();
  const token = readCookie(req, SESSION_COOKIE, isSecure(ctx));
  const signIn = () => new AppError('unauthenticated', 'Sign in first.');
  if (!token) throw signIn();
  const idleSince = new Date(now.getTime() - IDLE_MS);
  const session = await ctx.db.sessions.findOne({
    _id: hashSecret(token),
    expiresAt: { $gt: now },
    seenAt: { $gt: idleSince },
  });
  const member =
    session && (await ctx.db.members.findOne({ _id: session.memberId, workspaceId: session.workspaceId }));
  if (!session || !member) throw signIn();
  demandOwnOrigin(ctx, req);
  // An open page listens without anybody being there: that does not keep the session alive.
  const listens = req.headers.accept === 'text/event-stream';
  if (!listens && now.getTime() - session.seenAt.getTime() > SEEN_STEP_MS) {
    await ctx.db.sessions.updateOne({ _id: session._id }, { $set: { seenAt: now } });
    await ctx.db.members.updateOne(
      { _id: member._id, workspaceId: member.workspaceId },
      { $set: { lastSeenAt: now } },
    );
  }
  return {
    kind: 'member',
    workspaceId: member.workspaceId,
    id: member._id,
    name: member.name,
    email: member.email,
    role: member.role,
  };
}

/** Same-origin GETs carry no `Origin`: then only our own pages may be meant. */
function demandTokenOrigin(ctx: Parts, req: Request, allowed: string): void {
  const origin =
    req.headers.origin ??
    (req.headers['sec-fetch-site'] === 'same-origin' ? ctx.config.publicUrl : undefined);
  if (origin !== allowed) {
    throw new AppError(
      'origin_not_allowed',
      `The token is for ${allowed}, but the call comes from ${origin ?? 'no origin'}. Mint it for the origin of the page.`,
    );
  }
}

const ended = () => new AppError('unauthenticated', 'The session was ended. Ask the host for a new token.');

const findKey = ({ db }: Parts, filter: { _id: string; workspaceId?: string }): Promise<EmbedKeyDoc | null> =>
  db.embedKeys.findOne({ ...filter, revokedAt: { $exists: false } });

/** One candidate, or those of a list. */
const candidatesOf = (candidate: HostClaims['candidate']) =>
  Array.isArray(candidate)
    ? { candidates: candidate }
    : { candidates: candidate && [candidate.externalId], candidate };

/** A token that the host has signed: all that it may do stands in it, within the key's caps. */
async function hostSignedOf(
  ctx: Parts,
  req: Request,
  [kid, token]: [string, string],
): Promise<EmbedPrincipal> {
  const key = await findKey(ctx, { _id: kid });
  if (!key?.publicKey) throw ended();
  const claims = verifyHostToken(key, token, ctx.clock());
  const { sub, actor, role, origin, job, sid, jti, exp } = claims;
  demandTokenOrigin(ctx, req, origin);
  const [problem] = problemsOfGrant(claims, key);
  if (problem) {
    const code = problem.path === 'origin' ? 'origin_not_allowed' : 'scope_missing';
    throw new AppError(
      code,
      `The token asks for more than the key allows: ${problem.path} ${problem.message}.`,
    );
  }
  const { candidates, candidate } = candidatesOf(claims.candidate) as Pick<
    EmbedPrincipal,
    'candidates' | 'candidate'
  >;
  return {
    kind: 'embed',
    workspaceId: key.workspaceId,
    sessionId: sid ?? jti,
    keyId: key._id,
    sub,
    actor: actor,
    role,
    scopes: grantedScopes(claims, key),
    candidates,
    candidate,
    jobId: job,
    origin,
    expiresAt: new Date(exp * 1000),
  };
}

async function mintedOf(ctx: Parts, req: Request, token: string): Promise<EmbedPrincipal> {
  const claims = verifyEmbedToken(ctx.vault, token, ctx.clock());
  const session = await ctx.db.embedSessions.findOne({
    _id: claims.sid,
    workspaceId: claims.ws,
    revokedAt: { $exists: false },
  });
  const key = session && (await findKey(ctx, { _id: session.keyId, workspaceId: session.workspaceId }));
  if (!session || !key) throw ended();
  demandTokenOrigin(ctx, req, session.origin);
  if (!key.origins.some((pattern) => matchesOrigin(pattern, session.origin)))
    throw new AppError('origin_not_allowed', `${session.origin} is not on the key's list of origins.`);
  const { workspaceId, keyId, sub, actor, role, candidates, candidate, jobId, origin } = session;
  return {
    kind: 'embed',
    workspaceId,
    sessionId: session._id,
    keyId,
    sub,
    actor,
    role,
    scopes: session.scopes.filter((scope) => key.scopes.includes(scope)),
    candidates,
    candidate,
    jobId,
    origin,
    expiresAt: new Date(claims.exp * 1000),
  };
}

/** Of the element that this server serves and understands. */
const MAJOR = '1';

function embedOf(ctx: Parts, req: Request, token: string): Promise<EmbedPrincipal> {
  const version = req.headers['canditech-embed-version'];
  if (version !== undefined && String(version).split('.')[0] !== MAJOR)
    throw new AppError('version_mismatch', `Load version ${MAJOR} of the element from this server.`);
  const kid = keyIdOf(token);
  return kid === undefined ? mintedOf(ctx, req, token) : hostSignedOf(ctx, req, [kid, token]);
}

export function bearerOf(req: Request): string | undefined {
  return /^Bearer (\S+)$/i.exec(req.headers.authorization ?? '')?.[1];
}

/** The member of the session cookie, or the host's user of the embed token. Throws `unauthenticated`, `token_expired`, `origin_not_allowed`, `version_mismatch`. */
export async function authenticate(ctx: Parts, req: Request): Promise<Principal> {
  const token = bearerOf(req);
  return token === undefined ? memberOf(ctx, req) : embedOf(ctx, req, token);
}

/** Throws `forbidden` for an embed token. */
export async function authenticateMember(ctx: Parts, req: Request): Promise<MemberPrincipal> {
  const principal = await authenticate(ctx, req);
  if (principal.kind !== 'member') throw new AppError('forbidden', 'This is for signed-in members only.');
  return principal;
}
