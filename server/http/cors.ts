import type { RequestHandler } from 'express';

const ALLOW_HEADERS =
  'authorization, content-type, idempotency-key, if-match, if-none-match, last-event-id, canditech-embed-version';

/**
 * The element calls from any host page, so refusals must be readable there too. Never credentials: a cookie does not
 * count across origins. What a call may do is decided by its token and the origin in it, not here.
 */
export const cors: RequestHandler = (req, res, next) => {
  res.vary('Origin');
  const origin = req.headers.origin;
  if (origin !== undefined) {
    res.set('Access-Control-Allow-Origin', origin);
    res.set('Access-Control-Expose-Headers', 'etag, retry-after, request-id');
  }
  if (req.method !== 'OPTIONS') return next();
  res.set('Access-Control-Allow-Methods', 'GET, POST, PUT, PATCH, DELETE');
  res.set('Access-Control-Allow-Headers', ALLOW_HEADERS);
  res.set('Access-Control-Max-Age', '7200');
  res.status(204).end();
};
