import type { Context } from '../context.ts';
import type { EmbedKeyDoc } from '../db/collections.ts';

const SEEN_STEP_MS = 60_000;

/** One that is not revoked. */
export const findEmbedKey = (
  { db }: Pick<Context, 'db'>,
  filter: { _id: string; workspaceId?: string },
): Promise<EmbedKeyDoc | null> => db.embedKeys.findOne({ ...filter, revokedAt: { $exists: false } });

/** To the minute: it is for people, and a write. */
export async function markEmbedKeyUsed(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  { _id, workspaceId, lastUsedAt }: EmbedKeyDoc,
): Promise<void> {
  const now = clock();
  if (lastUsedAt && now.getTime() - lastUsedAt.getTime() <= SEEN_STEP_MS) return;
  await db.embedKeys.updateOne({ _id, workspaceId }, { $set: { lastUsedAt: now } });
}
