import type { Context } from '../context.ts';
import type { EmbedKeyInput, EmbedKeyView } from '../contract/embed.ts';
import type { NewKey } from '../contract/settings.ts';
import { scopesOf } from '../core/access.ts';
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
  return keys.map(({ _id: id, name, origins, maxRole, scopes, createdAt, lastUsedAt }) => ({
    id,
    name,
    origins,
    maxRole,
    scopes,
    createdAt: createdAt.toISOString(),
    ...(lastUsedAt && { lastUsedAt: lastUsedAt.toISOString() }),
  }));
}

/** A key for a host's backend; the plain key is in the answer only. Throws `validation_failed` for scopes above the role. */
export async function makeEmbedKey(
  ctx: Pick<Context, 'db' | 'clock'>,
  workspaceId: string,
  input: EmbedKeyInput,
): Promise<NewKey> {
  const { name, origins, maxRole } = input;
  const scopes = input.scopes ?? [...scopesOf(maxRole)];
  const above = scopes.filter((scope) => !scopesOf(maxRole).includes(scope));
  if (above.length > 0) {
    const message = `${above.join(', ')} is more than the role ${maxRole} has`;
    throw new AppError('validation_failed', `The scope ${message}.`, {
      fields: [{ path: 'scopes', message }],
    });
  }
  const { id, key, hash } = newKey('ck_live');
  const createdAt = ctx.clock();
  await ctx.db.embedKeys.insertOne({ _id: id, workspaceId, hash, name, origins, maxRole, scopes, createdAt });
  return { id, key, createdAt: createdAt.toISOString() };
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
