import type { Request } from 'express';
import type { Context } from '../context.ts';
import { isSecret, parseKey } from '../crypto.ts';
import type { CanditechKeyDoc } from '../db/collections.ts';
import { AppError } from '../errors.ts';

const STEP_MS = 60_000;
/** Compared for unknown ids too, so that they take as long as known ones. */
const NO_HASH = 'x'.repeat(43);

/** Basic authentication with the key as user name; the password is blank. */
export function presentedKey(req: Request): string | undefined {
  const encoded = /^Basic\s+([A-Za-z0-9+/=_-]+)$/i.exec(req.headers.authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return (colon < 0 ? decoded : decoded.slice(0, colon)).trim();
}

/** The workspace is the one of the key, whatever the body says. Throws `unauthenticated`. */
export async function authenticateAshby(
  ctx: Pick<Context, 'db' | 'clock'>,
  req: Request,
): Promise<CanditechKeyDoc> {
  const parsed = parseKey(presentedKey(req) ?? '');
  const found =
    parsed?.prefix === 'ct_live'
      ? await ctx.db.canditechKeys.findOne({ _id: parsed.id, revokedAt: { $exists: false } })
      : null;
  const genuine = isSecret(parsed?.secret ?? '', found?.hash ?? NO_HASH);
  if (!found || !genuine) {
    throw new AppError(
      'unauthenticated',
      'The Canditech API key is not known or was revoked. Make a new one in Canditech under Settings › Ashby.',
    );
  }
  const now = ctx.clock();
  if (!found.lastUsedAt || now.getTime() - found.lastUsedAt.getTime() > STEP_MS) {
    await Promise.all([
      ctx.db.canditechKeys.updateOne(
        { _id: found._id, workspaceId: found.workspaceId },
        { $set: { lastUsedAt: now } },
      ),
      ctx.db.workspaces.updateOne({ _id: found.workspaceId }, { $set: { 'ashby.lastCallAt': now } }),
    ]);
  }
  return found;
}
