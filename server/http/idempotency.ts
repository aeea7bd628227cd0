import { createHash, randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { MongoServerError } from 'mongodb';
import type { Context } from '../context.ts';
import type { IdempotencyDoc } from '../db/collections.ts';
import { AppError } from '../errors.ts';
import { etagOf, type Mark } from './etag.ts';
import type { Principal } from './principal.ts';

const KEPT_MS = 72 * 3600_000;
const LOCK_MS = 30_000;

interface Answer {
  status: number;
  body: unknown;
  /** Of the view that the body is. */
  mark?: Mark;
}
type StoredAnswer = NonNullable<IdempotencyDoc['answer']>;
type Work = (resourceId: string) => Promise<Answer>;
type Parts = Pick<Context, 'db' | 'clock' | 'log'>;

async function claim(ctx: Parts, fresh: IdempotencyDoc): Promise<IdempotencyDoc> {
  const now = ctx.clock();
  const ref = { _id: fresh._id, workspaceId: fresh.workspaceId };
  try {
    await ctx.db.idempotency.insertOne(fresh);
    return fresh;
  } catch (error) {
    if (!(error instanceof MongoServerError && error.code === 11000)) throw error;
  }
  const known = await ctx.db.idempotency.findOne(ref);
  if (known && known.bodyHash !== fresh.bodyHash) {
    throw new AppError(
      'idempotency_mismatch',
      'This Idempotency-Key was used with another request. Use a new key.',
    );
  }
  if (known?.answer) return known;
  const taken = await ctx.db.idempotency.findOneAndUpdate(
    { ...ref, answer: { $exists: false }, lockedUntil: { $lte: now } },
    { $set: { lockedUntil: fresh.lockedUntil } },
    { returnDocument: 'after' },
  );
  if (taken) return taken;
  throw new AppError('conflict', 'The same request is still running. Ask again in a second.', {
    retryAfter: 1,
  });
}

const toStored = ({ status, body, mark }: Answer): StoredAnswer => ({
  status,
  body: JSON.stringify(body),
  ...(mark && { etag: etagOf(mark) }),
});

/** Does the work under a claim and keeps its answer, which counts even where it cannot be kept. */
async function workOnce(ctx: Parts, record: IdempotencyDoc, work: Work): Promise<StoredAnswer> {
  const { _id, workspaceId, lockedUntil } = record;
  // A try that took too long has lost the claim to a later one.
  const mine = { _id, workspaceId, lockedUntil, answer: { $exists: false } };
  const { idempotency } = ctx.db;
  const warn = (error: unknown) => ctx.log.warn({ err: error }, 'idempotency: a record was not written');
  let answer: StoredAnswer;
  try {
    answer = toStored(await work(record.resourceId));
  } catch (error) {
    // A refusal has done nothing. After anything else the work may be done: the next try finds it by the resource id.
    const isRefusal = error instanceof AppError;
    const release = { $set: { lockedUntil: ctx.clock() } };
    await (isRefusal ? idempotency.deleteOne(mine) : idempotency.updateOne(mine, release)).catch(warn);
    throw error;
  }
  await idempotency.updateOne(mine, { $set: { answer } }).catch(warn);
  return answer;
}

function send(res: Response, { status, body, etag }: StoredAnswer): void {
  if (etag !== undefined) res.set('ETag', etag);
  res.status(status).type('application/json').send(body);
}

/**
 * Runs `work` once for each `Idempotency-Key` of a caller and answers repeats with the first answer. `resourceId` is the
 * same in every try: work that it has done once it must find, not do again. Without the header it just runs.
 * Throws `idempotency_mismatch`, `conflict`.
 */
export async function idempotently(
  ctx: Parts,
  { req, res, principal }: { req: Request; res: Response; principal: Principal },
  work: Work,
): Promise<void> {
  const key = req.headers['idempotency-key'];
  if (key === undefined) {
    send(res, toStored(await work(randomUUID())));
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
  const record = await claim(ctx, {
    _id: id,
    workspaceId: principal.workspaceId,
    bodyHash,
    resourceId: randomUUID(),
    lockedUntil: new Date(now.getTime() + LOCK_MS),
    expiresAt: new Date(now.getTime() + KEPT_MS),
  });
  send(res, record.answer ?? (await workOnce(ctx, record, work)));
}
