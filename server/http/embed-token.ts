import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { createPublicKey, type KeyObject } from 'node:crypto';
import { HostClaims } from '../contract/embed.ts';
import type { EmbedKeyDoc } from '../db/collections.ts';
import { AppError } from '../errors.ts';
import type { Vault } from '../crypto.ts';

const TYP = 'canditech-embed+jwt';
const AUDIENCE = 'canditech-embed';
const MAX_TOKEN_LENGTH = 8192;
const MAX_LIFE_S = 900;
/** Hosts that sign themselves have clocks of their own. */
const LEEWAY_S = 60;

const Claims = z.object({
  sid: z.string(),
  ws: z.string(),
  sub: z.string(),
  iat: z.number(),
  exp: z.number(),
});
export type EmbedClaims = z.infer<typeof Claims>;

/** A token that names a session; what it may do is read from the session at each call, so revoking works at once. */
export function signEmbedToken(vault: Vault, claims: EmbedClaims): string {
  const header = { alg: 'HS256', typ: TYP } as const;
  return jwt.sign({ ...claims, aud: AUDIENCE }, vault.tokenKeys[0], { algorithm: 'HS256', header });
}

const invalid = (cause?: unknown) =>
  new AppError('unauthenticated', 'The token is not valid. Ask the host for a new one.', { cause });
const expired = () => new AppError('token_expired', 'The token has expired. Ask the host for a new one.');

/** Refusals of the library in our words; null for a signature that another key may explain. */
function verify(token: string, key: KeyObject, options: jwt.VerifyOptions): unknown {
  try {
    const { header, payload } = jwt.verify(token, key, { ...options, audience: AUDIENCE, complete: true });
    if (header.typ !== TYP) throw invalid();
    return payload;
  } catch (error) {
    if (error instanceof jwt.TokenExpiredError) throw expired();
    if (error instanceof AppError) throw error;
    return null;
  }
}
const seconds = (at: Date) => Math.floor(at.getTime() / 1000);

/** Throws `unauthenticated`, or `token_expired` for one that was genuine. */
export function verifyEmbedToken(vault: Vault, token: string, now: Date): EmbedClaims {
  for (const key of vault.tokenKeys) {
    const payload = verify(token, key, { algorithms: ['HS256'], clockTimestamp: seconds(now) });
    const claims = Claims.safeParse(payload);
    if (claims.success && claims.data.exp - claims.data.iat <= MAX_LIFE_S) return claims.data;
  }
  throw invalid();
}

/** The key that a host has signed with, if it says so; read before anything is verified. */
export function keyIdOf(token: string): string | undefined {
  if (token.length > MAX_TOKEN_LENGTH) throw invalid();
  const kid = jwt.decode(token, { complete: true })?.header.kid;
  return typeof kid === 'string' ? kid : undefined;
}

const PARSED = 200;
/** Parsing costs more than verifying. */
const parsed = new Map<string, KeyObject>();
function publicKeyOf({ _id, publicKey }: EmbedKeyDoc): KeyObject {
  const known = parsed.get(_id) ?? createPublicKey(publicKey!);
  if (parsed.size >= PARSED) parsed.clear();
  parsed.set(_id, known);
  return known;
}

/** A token that a host has signed itself; the key's record says by what. Throws as `verifyEmbedToken`. */
export function verifyHostToken(key: EmbedKeyDoc, token: string, now: Date): HostClaims {
  const clock = { clockTimestamp: seconds(now), clockTolerance: LEEWAY_S };
  const payload = verify(token, publicKeyOf(key), { algorithms: ['ES256'], ...clock });
  if (payload === null) throw invalid();
  const claims = HostClaims.safeParse(payload);
  if (!claims.success) {
    const [issue] = claims.error.issues;
    throw new AppError('unauthenticated', `The token's ${issue!.path.join('.')} ${issue!.message}.`);
  }
  const { iat, exp, ws } = claims.data;
  const isLong = exp - iat > MAX_LIFE_S || iat > seconds(now) + LEEWAY_S;
  if (isLong)
    throw new AppError('unauthenticated', `The token may live ${MAX_LIFE_S} s from now, no longer.`);
  if (ws !== undefined && ws !== key.workspaceId) throw invalid();
  return claims.data;
}
