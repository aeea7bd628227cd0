import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { AppError } from '../errors.ts';

/**
 * `revision` counts every change of what a view shows. `said`, where it is given, counts what people did: `If-Match` looks
 * at that alone, so that a mail that leaves meanwhile refuses nobody.
 */
export interface Mark {
  revision: number;
  said?: number;
}

export const etagOf = ({ revision, said }: Mark): string =>
  said === undefined ? `"r${revision}"` : `"r${revision}.${said}"`;

/** The tags of a header, also when a proxy that compresses has made them weak. */
const tagsIn = (header: string) => header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
/** What `If-Match` compares. */
const basisOf = (etag: string) => etag.replace(/^"r\d+\./, '');

/** Answers with an ETag, or 304 when a reader has that already; what a change made is always told. */
function send(req: Request, res: Response, etag: string, body: unknown): void {
  res.set('ETag', etag).set('Cache-Control', 'private, no-cache');
  const known = tagsIn(req.headers['if-none-match'] ?? '');
  const isRead = req.method === 'GET' || req.method === 'HEAD';
  if (isRead && (known.includes(etag) || known.includes('*'))) res.status(304).end();
  else res.json(body);
}

export const sendView = (req: Request, res: Response, mark: Mark, view: unknown): void =>
  send(req, res, etagOf(mark), view);

/** A list has no revision: its ETag is what it says. */
export function sendList(req: Request, res: Response, list: object): void {
  const digest = createHash('sha1').update(JSON.stringify(list)).digest('base64url');
  send(req, res, `"${digest}"`, list);
}

/** Throws `stale` with the current view when `If-Match` is there and behind. */
export function demandMatch(req: Request, mark: Mark, current: () => unknown): void {
  const wanted = req.headers['if-match'];
  if (wanted === undefined) return;
  const tags = tagsIn(wanted);
  if (tags.includes('*') || tags.map(basisOf).includes(basisOf(etagOf(mark)))) return;
  throw new AppError(
    'stale',
    'Somebody changed this meanwhile. Look at the current state, then decide again.',
    { current: current() },
  );
}
