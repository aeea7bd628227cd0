import type { Request } from 'express';
import type { Context } from '../context.ts';
import { hashSecret } from '../crypto.ts';
import { AppError } from '../errors.ts';
import { authenticateEmbed } from './authenticate-embed.ts';
import { readCookie } from './cookie.ts';
import type { MemberPrincipal, Principal } from './principal.ts';

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

export function bearerOf(req: Request): string | undefined {
  return /^Bearer (\S+)$/i.exec(req.headers.authorization ?? '')?.[1];
}

/** The member of the session cookie, or the host's user of the embed token. Throws `unauthenticated`, `token_expired`, `origin_not_allowed`, `version_mismatch`. */
export async function authenticate(ctx: Parts, req: Request): Promise<Principal> {
  const token = bearerOf(req);
  return token === undefined ? memberOf(ctx, req) : authenticateEmbed(ctx, req, token);
}

/** Throws `forbidden` for an embed token. */
export async function authenticateMember(ctx: Parts, req: Request): Promise<MemberPrincipal> {
  const principal = await authenticate(ctx, req);
  if (principal.kind !== 'member') throw new AppError('forbidden', 'This is for signed-in members only.');
  return principal;
}
