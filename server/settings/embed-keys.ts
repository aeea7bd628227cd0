import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { z } from 'zod';
import type { Context } from '../context.ts';
import type { EmbedKeyInput, EmbedKeyView, NewEmbedKey, PublicKey } from '../contract/embed.ts';
import { ANY_LOCAL_PORT } from '../contract/origin.ts';
import { scopesOf } from '../core/access.ts';
import { isAnybodys } from '../core/public-suffix.ts';
import { newKey } from '../crypto.ts';
import { AppError, notFound } from '../errors.ts';

export async function listEmbedKeys(
  { db }: Pick<Context, 'db'>,
  workspaceId: string,
): Promise<EmbedKeyView[]> {
  const keys = await db.embedKeys
    .find({ workspaceId, revokedAt: { $exists: false } })
    .sort({ createdAt: 1 })
    .toArray();
  return keys.map(({ _id: id, name, origins, maxRole, scopes, publicKey, createdAt, lastUsedAt }) => ({
    id,
    name,
    origins,
    maxRole,
    scopes,
    isPublic: publicKey !== undefined,
    createdAt: createdAt.toISOString(),
    ...(lastUsedAt && { lastUsedAt: lastUsedAt.toISOString() }),
  }));
}

const refuse = (path: string, message: string) =>
  new AppError('validation_failed', `The key cannot be made: ${path} ${message}.`, {
    fields: [{ path, message }],
  });

/** SPKI as PEM, whatever form it came in. Throws `validation_failed` for anything but a public P-256 key. */
function toPem(given: z.infer<typeof PublicKey>): string {
  const isPrivate = typeof given === 'string' ? given.includes('PRIVATE') : 'd' in given;
  if (isPrivate)
    throw refuse('publicKey', 'is a private key: keep that, make a new one, and give its public half only');
  let key: KeyObject;
  try {
    key = createPublicKey(typeof given === 'string' ? given : { key: given as JsonWebKey, format: 'jwk' });
  } catch {
    throw refuse('publicKey', 'must be a P-256 public key, as PEM (SPKI) or JWK');
  }
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw refuse('publicKey', 'must be of the curve P-256, for ES256');
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

/**
 * A key for a host's backend: one that mints tokens here, whose plain text is in the answer only, or the public half of
 * the host's own. Throws `validation_failed`.
 */
export async function makeEmbedKey(
  ctx: Pick<Context, 'db' | 'clock' | 'config'>,
  workspaceId: string,
  input: EmbedKeyInput,
): Promise<NewEmbedKey> {
  const { name, origins, maxRole } = input;
  const scopes = input.scopes ?? [...scopesOf(maxRole)];
  const above = scopes.filter((scope) => !scopesOf(maxRole).includes(scope));
  if (above.length > 0) throw refuse('scopes', `${above.join(', ')} is more than the role ${maxRole} has`);
  if (ctx.config.production && origins.includes(ANY_LOCAL_PORT))
    throw refuse('origins', `${ANY_LOCAL_PORT} is for trials; this server runs in production`);
  const shared = origins.find(isAnybodys);
  if (shared !== undefined)
    throw refuse(
      'origins',
      `holds ${shared}, where anybody can have a name; put the star below a name of your own, or list whole origins`,
    );
  const publicKey = input.publicKey && toPem(input.publicKey);
  const { id, key, hash } = newKey('ck_live');
  const createdAt = ctx.clock();
  const doc = { _id: id, workspaceId, name, origins, maxRole, scopes, createdAt };
  await ctx.db.embedKeys.insertOne(publicKey ? { ...doc, hash: '', publicKey } : { ...doc, hash });
  return { id, ...(!publicKey && { key }), createdAt: createdAt.toISOString() };
}

/** Its tokens stop at once. Throws `not_found`. */
export async function revokeEmbedKey(
  ctx: Pick<Context, 'db' | 'clock'>,
  workspaceId: string,
  id: string,
): Promise<void> {
  const { matchedCount } = await ctx.db.embedKeys.updateOne(
    { _id: id, workspaceId, revokedAt: { $exists: false } },
    { $set: { revokedAt: ctx.clock() } },
  );
  if (matchedCount === 0) throw notFound('key');
}
