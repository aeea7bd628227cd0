import { createHash, randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { MongoServerError } from 'mongodb';
import type { Context } from '../context.ts';
import type { IdempotencyDoc } from '../db/collections.ts';
import { AppError } from '../errors.ts';
import type { Principal } from './principal.ts';

const KEPT_MS = 72 * 3600_000;
const LOCK_MS = 30_000;

interface Answer {
  status: number;
  body: unknown;
}
type Parts = Pick<Context, 'db' | 'clock'>;

async function claim(ctx: Parts, id: string, fresh: IdempotencyDoc): Promise<IdempotencyDoc> {
  const now = ctx.clock();
  try {
    await ctx.db.idempotency.insertOne(fresh);
    return fresh;
  } catch (error) {
    if (!(error instanceof MongoServerError && error.code === 11000)) throw error;
  }
  const known = await ctx.db.idempotency.findOne({ _id: id, workspaceId: fresh.workspaceId });
  if (known && known.bodyHash !== fresh.bodyHash) {
    throw new AppError(
      'idempotency_mismatch',
      'This Idempotency-Key was used with another request. Use a new key.',
    );
  }
  if (known?.answer) return known;
  const taken = await ctx.db.idempotency.findOneAndUpdate(
    { _id: id, workspaceId: fresh.workspaceId, answer: { $exists: false }, lockedUntil: { $lte: now } },
    { $set: { lockedUntil: fresh.lockedUntil } },
    { returnDocument: 'after' },
  );
  if (taken) return taken;
  throw new AppError('conflict', 'The same request is still running. Ask again in a second.', {
    retryAfter: 1,
  });
}

/**
 * Runs `work` once for each `Idempotency-Key` of a caller and answers repeats with the first answer. `resourceId` is the
 * same in every try, so a try after a crash makes the same thing. Without the header it just runs.
 * Throws `idempotency_mismatch`, `conflict`.
 */
export async function idempotently(
  ctx: Parts,
  { req, res, principal }: { req: Request; res: Response; principal: Principal },
  work: (resourceId: string) => Promise<Answer>,
): Promise<void> {
  const key = req.headers['idempotency-key'];
  if (key === undefined) {
    const { status, body } = await work(randomUUID());
    res.status(status).json(body);
    return;
  }
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new AppError('validation_failed', 'Idempotency-Key must be 1 to 200 printable characters.');
  }
  const now = ctx.clock();
  const caller = principal.kind === 'member' ? principal.id : `${principal.keyId}/${principal.sub}`;
  const id = createHash('sha256')
    .update(JSON.stringify([principal.workspaceId, caller, key]))
    .digest('base64url');
  const bodyHash = createHash('sha256')
    .update(`${req.method} ${req.originalUrl} ${JSON.stringify(req.body ?? null)}`)
    .digest('base64url');
  const record = await claim(ctx, id, {
    _id: id,
    workspaceId: principal.workspaceId,
    bodyHash,
    resourceId: randomUUID(),
    lockedUntil: new Date(now.getTime() + LOCK_MS),
    expiresAt: new Date(now.getTime() + KEPT_MS),
  });
  if (record.answer) {
    res.status(record.answer.status).type('application/json').send(record.answer.body);
    return;
  }
  const mine = { _id: id, workspaceId: principal.workspaceId };
  try {
    const { status, body } = await work(record.resourceId);
    await ctx.db.idempotency.updateOne(mine, { $set: { answer: { status, body: JSON.stringify(body) } } });
    res.status(status).json(body);
  } catch (error) {
    await ctx.db.idempotency.deleteOne({ ...mine, answer: { $exists: false } });
    throw error;
  }
}
