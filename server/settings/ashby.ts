import { checkAshbyKey } from './check-key.ts';
import { keyBound, openAshbyKey, UNREADABLE } from '../ashby/deliver.ts';
import type { Context } from '../context.ts';
import type { AshbySettings, NewKey } from '../contract/settings.ts';
import { newKey } from '../crypto.ts';
import { AppError, notFound } from '../errors.ts';
import { getWorkspace } from '../members/store.ts';
import { countPaused, resumeLate, resumePaused } from '../outbox/store.ts';

export async function readSettings(
  ctx: Pick<Context, 'db' | 'config'>,
  workspaceId: string,
): Promise<AshbySettings> {
  const { ashby, createdAt: madeAt } = await getWorkspace(ctx.db, workspaceId);
  const keys = await ctx.db.canditechKeys
    .find({ workspaceId, revokedAt: { $exists: false } })
    .sort({ createdAt: 1 })
    .toArray();
  const waiting = await countPaused(ctx.db, workspaceId);
  const reason = ashby.paused?.reason ?? 'There is no Ashby API key yet.';
  const since = ashby.paused?.since ?? ashby.key?.savedAt ?? madeAt;
  return {
    ashbyKey: ashby.key
      ? {
          lastFour: ashby.key.lastFour,
          savedAt: ashby.key.savedAt.toISOString(),
          check: { ...ashby.key.check, checkedAt: ashby.key.check.checkedAt.toISOString() },
        }
      : null,
    canditechKeys: keys.map(({ _id: id, createdAt, createdBy, lastUsedAt }) => ({
      id,
      createdAt: createdAt.toISOString(),
      createdBy,
      ...(lastUsedAt && { lastUsedAt: lastUsedAt.toISOString() }),
    })),
    ...(ashby.lastCallAt && { lastCallAt: ashby.lastCallAt.toISOString() }),
    ...((ashby.paused || waiting > 0) && { paused: { since: since.toISOString(), reason, waiting } }),
    callUrl: `${ctx.config.publicUrl}/ashby`,
  };
}

/** Admins swap the two keys by mistake: ours is recognised, so it is never sent to Ashby as theirs. */
function demandForeign(apiKey: string): void {
  if (!/^c[tk]_(live|test)_/i.test(apiKey)) return;
  const message = 'is a Canditech key: it belongs in Ashby. Paste here the key that you created in Ashby';
  throw new AppError('validation_failed', `This ${message}.`, { fields: [{ path: 'apiKey', message }] });
}

/** For the filter: one that Ashby refuses must not take the place of one that works. */
const HAS_NO_WORKING_KEY = {
  $or: [
    { 'ashby.key': { $exists: false } },
    { 'ashby.key.check.state': 'refused' as const },
    { 'ashby.paused': { $exists: true } },
  ],
};

/** Keeps the key sealed and checks it; what waited for a good key goes on. Throws `validation_failed` for one of our own keys. */
export async function saveAshbyKey(ctx: Context, workspaceId: string, apiKey: string): Promise<void> {
  demandForeign(apiKey);
  const printable = /^[\x21-\x7e]+$/.test(apiKey) && !apiKey.includes(':');
  if (!printable) {
    const message = 'must be the key alone, without spaces or a colon';
    throw new AppError('validation_failed', `The key ${message}.`, { fields: [{ path: 'apiKey', message }] });
  }
  const check = await checkAshbyKey(ctx, apiKey);
  const key = {
    sealed: ctx.vault.seal(apiKey, keyBound(workspaceId)),
    // Of a short text the last four would be too much.
    lastFour: apiKey.length < 12 ? '' : apiKey.slice(-4),
    savedAt: ctx.clock(),
    check,
  };
  if (check.state !== 'refused') {
    await ctx.db.workspaces.updateOne(
      { _id: workspaceId },
      { $set: { 'ashby.key': key }, $unset: { 'ashby.paused': '' } },
    );
    return resume(ctx, workspaceId);
  }
  const paused = { since: ctx.clock(), reason: check.message };
  const { matchedCount } = await ctx.db.workspaces.updateOne(
    { _id: workspaceId, ...HAS_NO_WORKING_KEY },
    { $set: { 'ashby.key': key, 'ashby.paused': paused } },
  );
  if (matchedCount === 1) return;
  const message = 'is refused by Ashby, so the key that works stays. Copy the new one again';
  throw new AppError('validation_failed', `This key ${message}.`, {
    fields: [{ path: 'apiKey', message }],
  });
}

async function resume(ctx: Context, workspaceId: string): Promise<void> {
  await resumeLate(ctx.db, workspaceId);
  await resumePaused(ctx.db, workspaceId);
  ctx.bell.ring();
}

export async function removeAshbyKey(ctx: Pick<Context, 'db'>, workspaceId: string): Promise<void> {
  await ctx.db.workspaces.updateOne(
    { _id: workspaceId },
    { $unset: { 'ashby.key': '', 'ashby.paused': '' } },
  );
}

/** Asks Ashby about the saved key again; a good answer lets waiting updates go. */
export async function recheckAshbyKey(ctx: Context, workspaceId: string): Promise<void> {
  const { ashby } = await getWorkspace(ctx.db, workspaceId);
  if (!ashby.key) return;
  const apiKey = openAshbyKey(ctx, workspaceId, ashby.key);
  const check =
    apiKey === null
      ? { state: 'refused' as const, message: UNREADABLE, checkedAt: ctx.clock() }
      : await checkAshbyKey(ctx, apiKey);
  const good = check.state === 'accepted' || check.state === 'scopes_missing';
  const { matchedCount } = await ctx.db.workspaces.updateOne(
    // Another key may have been saved meanwhile: its own check stands.
    { _id: workspaceId, 'ashby.key.sealed.data': ashby.key.sealed.data },
    { $set: { 'ashby.key.check': check }, ...(good && { $unset: { 'ashby.paused': '' } }) },
  );
  if (!good || matchedCount === 0) return;
  await resume(ctx, workspaceId);
}

const MOST_KEYS = 10;

/** A key for Ashby to call us with; the plain key is in the answer only. Throws `conflict` when there are too many. */
export async function makeCanditechKey(
  ctx: Pick<Context, 'db' | 'clock'>,
  workspaceId: string,
  createdBy: string,
): Promise<NewKey> {
  const active = await ctx.db.canditechKeys.countDocuments({ workspaceId, revokedAt: { $exists: false } });
  if (active >= MOST_KEYS)
    throw new AppError('conflict', `There are ${MOST_KEYS} keys already. Revoke one that is not used.`);
  const { id, key, hash } = newKey('ct_live');
  const createdAt = ctx.clock();
  await ctx.db.canditechKeys.insertOne({ _id: id, workspaceId, hash, createdAt, createdBy });
  return { id, key, createdAt: createdAt.toISOString() };
}

/** Throws `not_found`. */
export async function revokeCanditechKey(
  ctx: Pick<Context, 'db' | 'clock'>,
  workspaceId: string,
  id: string,
): Promise<void> {
  const { matchedCount } = await ctx.db.canditechKeys.updateOne(
    { _id: id, workspaceId, revokedAt: { $exists: false } },
    { $set: { revokedAt: ctx.clock() } },
  );
  if (matchedCount === 0) throw notFound('key');
}
