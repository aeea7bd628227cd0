import express, { type RequestHandler } from 'express';
import { AppError } from '../errors.ts';

const MAX_DEPTH = 32;

/** Refuses bytes that would hurt later: wrong UTF-8, nesting without end, keys that reach into prototypes. */
function inspect(body: Buffer): void {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new AppError('malformed_body', 'The body is not valid UTF-8.');
  }
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (inString) {
      if (c === '\\') i++;
      else if (c === '"') inString = false;
    } else if (c === '"') inString = true;
    else if (c === '{' || c === '[') {
      if (++depth > MAX_DEPTH)
        throw new AppError('malformed_body', `The body is nested deeper than ${MAX_DEPTH} levels.`);
    } else if (c === '}' || c === ']') depth--;
  }
}

function refusePrototypeKeys(key: string, value: unknown): unknown {
  if (key === '__proto__')
    throw new AppError('malformed_body', 'The body holds a key that is not allowed: __proto__.');
  return value;
}

/** JSON bodies up to `limit` bytes; anything else is 415, 413 or 400, before any route runs. */
export function jsonBody(limit: number): RequestHandler {
  const parser = express.json({
    limit,
    strict: true,
    type: 'application/json',
    reviver: refusePrototypeKeys,
    verify: (_req, _res, body) => inspect(body),
  });
  return (req, res, next) => {
    const length = req.headers['content-length'];
    const hasBody =
      req.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
    if (!hasBody) return next();
    const [type, ...parameters] = (req.headers['content-type'] ?? '').toLowerCase().split(';');
    const charset = parameters
      .find((p) => p.trim().startsWith('charset='))
      ?.split('=')[1]
      ?.replaceAll('"', '')
      .trim();
    if (type?.trim() !== 'application/json' || (charset !== undefined && charset !== 'utf-8')) {
      return next(new AppError('unsupported_media_type', 'Send the body as application/json in UTF-8.'));
    }
    parser(req, res, next);
  };
}
