import type { Request } from 'express';
import type { Context } from '../context.ts';
import { matchesOrigin } from '../contract/origin.ts';
import { candidatesOf, grantedScopes, problemsOfGrant } from '../core/access.ts';
import { AppError } from '../errors.ts';
import { findEmbedKey, markEmbedKeyUsed } from './embed-key.ts';
import { keyIdOf, verifyEmbedToken, verifyHostToken } from './embed-token.ts';
import type { EmbedPrincipal } from './principal.ts';

type Parts = Pick<Context, 'db' | 'config' | 'vault' | 'clock'>;

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

/** A token that the host has signed: all that it may do stands in it, within the key's caps. */
async function hostSignedOf(
  ctx: Parts,
  req: Request,
  [kid, token]: [string, string],
): Promise<EmbedPrincipal> {
  const key = await findEmbedKey(ctx, { _id: kid });
  if (!key?.publicKey) {
    throw new AppError(
      'unauthenticated',
      'The kid of the token names no public key of Settings › Embedding, or one that was revoked.',
    );
  }
  const { claims, endsAt } = verifyHostToken(key, token, ctx.clock());
  await markEmbedKeyUsed(ctx, key);
  const { sub, actor, role, origin, job, sid, jti } = claims;
  demandTokenOrigin(ctx, req, origin);
  const [problem] = problemsOfGrant(claims, key);
  if (problem) {
    const code = problem.path === 'origin' ? 'origin_not_allowed' : 'scope_missing';
    throw new AppError(
      code,
      `The token asks for more than the key allows: ${problem.path} ${problem.message}.`,
    );
  }
  const { candidates, candidate } = candidatesOf(claims.candidate);
  return {
    kind: 'embed',
    workspaceId: key.workspaceId,
    sessionId: sid ?? jti,
    sessionName: sid ?? jti,
    keyId: key._id,
    sub,
    actor,
    role,
    scopes: grantedScopes(claims, key),
    candidates,
    candidate,
    jobId: job,
    origin,
    expiresAt: endsAt,
  };
}

async function mintedOf(ctx: Parts, req: Request, token: string): Promise<EmbedPrincipal> {
  const claims = verifyEmbedToken(ctx.vault, token, ctx.clock());
  const session = await ctx.db.embedSessions.findOne({
    _id: claims.sid,
    workspaceId: claims.ws,
    revokedAt: { $exists: false },
  });
  const key = session && (await findEmbedKey(ctx, { _id: session.keyId, workspaceId: session.workspaceId }));
  if (!session || !key) throw ended();
  demandTokenOrigin(ctx, req, session.origin);
  if (!key.origins.some((pattern) => matchesOrigin(pattern, session.origin)))
    throw new AppError('origin_not_allowed', `${session.origin} is not on the key's list of origins.`);
  const { workspaceId, keyId, sub, actor, role, candidates, candidate, jobId, origin } = session;
  return {
    kind: 'embed',
    workspaceId,
    sessionId: session._id,
    sessionName: session.sid ?? session._id,
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

/** The host's user of an embed token. Throws `unauthenticated`, `token_expired`, `origin_not_allowed`, `version_mismatch`. */
export function authenticateEmbed(ctx: Parts, req: Request, token: string): Promise<EmbedPrincipal> {
  const version = req.headers['canditech-embed-version'];
  if (version !== undefined && String(version).split('.')[0] !== MAJOR)
    throw new AppError('version_mismatch', `Load version ${MAJOR} of the element from this server.`);
  const kid = keyIdOf(token);
  return kid === undefined ? mintedOf(ctx, req, token) : hostSignedOf(ctx, req, [kid, token]);
}
