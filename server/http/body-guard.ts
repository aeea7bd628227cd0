import express, { type RequestHandler } from 'express';
import { AppError } from '../errors.ts';

const MAX_DEPTH = 32;
const COLON = /\s*:/y;

const malformed = (problem: string) => new AppError('malformed_body', `The body ${problem}.`);

/** The end of the string that begins at `start`: the place of its closing quote. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i;
  }
  return text.length;
}

/** A string before a colon is a key, however far away the colon is. */
function isKey(text: string, end: number): boolean {
  COLON.lastIndex = end + 1;
  return COLON.test(text);
}

function keyOf(raw: string): string {
  try {
    return JSON.parse(raw) as string;
  } catch {
    return raw;
  }
}

/** Refuses nesting without end, keys that reach into prototypes, and keys that another reader would read differently. */
function inspectStructure(text: string): void {
  const open: (Set<string> | null)[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '{' || c === '[') {
      open.push(c === '{' ? new Set() : null);
      if (open.length > MAX_DEPTH) throw malformed(`is nested deeper than ${MAX_DEPTH} levels`);
    } else if (c === '}' || c === ']') open.pop();
    else if (c === '"') {
      const end = endOfString(text, i);
      const keys = open.at(-1);
      if (keys && isKey(text, end)) {
        const key = keyOf(text.slice(i, end + 1));
        if (key === '__proto__') throw malformed('holds a key that is not allowed: __proto__');
        if (keys.has(key)) throw malformed(`holds the key ${JSON.stringify(key.slice(0, 100))} twice`);
        keys.add(key);
      }
      i = end;
    }
  }
}

function toJson(bytes: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed('is not valid UTF-8');
  }
  if (text.trim() === '') return undefined;
  inspectStructure(text);
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    throw malformed('is not valid JSON');
  }
  throw malformed('must be a JSON object');
}

/** `application/json` in UTF-8; a charset may be named. */
function isJson(contentType: string): boolean {
  const [type, ...parameters] = contentType.toLowerCase().split(';');
  const charset = parameters.find((p) => p.trim().startsWith('charset='))?.split('=')[1];
  return (
    type?.trim() === 'application/json' && ['utf-8', undefined].includes(charset?.replaceAll('"', '').trim())
  );
}

/** JSON bodies up to `limit` bytes; anything else is 415, 413 or 400, before any route runs. */
export function jsonBody(limit: number): RequestHandler {
  const read = express.raw({ limit, type: () => true });
  return (req, res, next) => {
    const length = req.headers['content-length'];
    const hasBody =
      req.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
    if (!hasBody) return next();
    if (!isJson(req.headers['content-type'] ?? '')) {
      throw new AppError('unsupported_media_type', 'Send the body as application/json in UTF-8.');
    }
    read(req, res, (error?: unknown) => {
      if (error) return next(error);
      try {
        req.body = Buffer.isBuffer(req.body) ? toJson(req.body) : undefined;
      } catch (refusal) {
        return next(refusal);
      }
      next();
    });
  };
}
