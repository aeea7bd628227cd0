import { randomUUID } from 'node:crypto';
import type { Context } from '../context.ts';
import type { EmbedSessionInput, EmbedSessionView } from '../contract/embed.ts';
import { candidatesOf, grantedScopes, problemsOfGrant } from '../core/access.ts';
import { isSecret, parseKey } from '../crypto.ts';
import type { EmbedKeyDoc, EmbedSessionDoc } from '../db/collections.ts';
import { AppError } from '../errors.ts';
import { findEmbedKey, markEmbedKeyUsed } from '../http/embed-key.ts';
import { signEmbedToken } from '../http/embed-token.ts';

/** A revoked or expired session is kept a little, so that its token is told why it ended. */
const KEPT_MS = 3600_000;

/** The host backend's key. Throws `unauthenticated`. */
export async function authenticateHost(
  ctx: Pick<Context, 'db' | 'clock'>,
  key: string | undefined,
): Promise<EmbedKeyDoc> {
  const parsed = key === undefined ? null : parseKey(key);
  const found = parsed?.prefix === 'ck_live' ? await findEmbedKey(ctx, { _id: parsed.id }) : null;
  if (!parsed || !found || !isSecret(parsed.secret, found.hash)) {
    throw new AppError(
      'unauthenticated',
      'Send an embed key (ck_live_…) of Settings › Embedding as Authorization: Bearer.',
    );
  }
  await markEmbedKeyUsed(ctx, found);
  return found;
}

const refusal = (fields: { path: string; message: string }[]) =>
  new AppError('validation_failed', 'The session asks for more than the key allows.', { fields });

/** Mints a session and its token. Throws `validation_failed` for anything above the key's caps. */
export async function createSession(
  ctx: Pick<Context, 'db' | 'clock' | 'vault'>,
  key: EmbedKeyDoc,
  input: EmbedSessionInput,
): Promise<EmbedSessionView> {
  const { sub, sid, role, origin, ttl, candidate, job } = input;
  const problems = problemsOfGrant(input, key);
  if (problems.length > 0) throw refusal(problems);
  const scopes = grantedScopes(input, key);
  const now = ctx.clock();
  const issuedAt = Math.floor(now.getTime() / 1000);
  const session: EmbedSessionDoc = {
    _id: randomUUID(),
    workspaceId: key.workspaceId,
    keyId: key._id,
    sub,
    ...(sid !== undefined && { sid }),
    actor: { name: input.actor.name, ...(input.actor.email && { email: input.actor.email }) },
    role,
    scopes,
    ...candidatesOf(candidate),
    ...(job !== undefined && { jobId: job }),
    origin,
    createdAt: now,
    expiresAt: new Date((issuedAt + ttl) * 1000 + KEPT_MS),
  };
  await ctx.db.embedSessions.insertOne(session);
  const claims = { sid: session._id, ws: key.workspaceId, sub, iat: issuedAt, exp: issuedAt + ttl };
  return { token: signEmbedToken(ctx.vault, claims), expiresIn: ttl, sessionId: session._id };
}
