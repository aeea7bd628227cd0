import type { Request, Response } from 'express';
import { AppError } from '../errors.ts';

export const etagOf = (revision: number): string => `"r${revision}"`;

/** Answers a view with its ETag, or 304 when the caller has it already. */
export function sendView(req: Request, res: Response, revision: number, view: unknown): void {
  const etag = etagOf(revision);
  res.set('ETag', etag).set('Cache-Control', 'private, no-cache');
  if (names(req.headers['if-none-match'] ?? '', etag)) res.status(304).end();
  else res.json(view);
}

/** Also among several, and made weak on the way by a proxy that compresses. */
const names = (header: string, etag: string) =>
  header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);

/** Throws `stale` with the current view when `If-Match` is there and behind. */
export function demandMatch(req: Request, revision: number, current: () => unknown): void {
  const wanted = req.headers['if-match'];
  if (wanted === undefined || names(wanted, etagOf(revision))) return;
  throw new AppError(
    'stale',
    'Somebody changed this meanwhile. Look at the current state, then decide again.',
    {
      current: current(),
    },
  );
}
