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

/** Throws `token_expired`, and what the library throws. */
function verify(token: string, key: KeyObject, options: jwt.VerifyOptions): unknown {
  try {
    const { header, payload } = jwt.verify(token, key, { ...options, audience: AUDIENCE, complete: true });
    if (header.typ !== TYP) throw new jwt.JsonWebTokenError(`jwt typ invalid. expected: ${TYP}`);
    return payload;
  } catch (error) {
    if (error instanceof jwt.TokenExpiredError) throw expired();
    throw error;
  }
}
const seconds = (at: Date) => Math.floor(at.getTime() / 1000);

/** Throws `unauthenticated`, or `token_expired` for one that was genuine. */
export function verifyEmbedToken(vault: Vault, token: string, now: Date): EmbedClaims {
  for (const key of vault.tokenKeys) {
    try {
      const payload = verify(token, key, { algorithms: ['HS256'], clockTimestamp: seconds(now) });
      const claims = Claims.safeParse(payload);
      if (claims.success && claims.data.exp - claims.data.iat <= MAX_LIFE_S) return claims.data;
    } catch (error) {
      // Another of our keys may have signed it.
      if (error instanceof AppError) throw error;
    }
  }
  throw invalid();
}

/** The key that a host has signed with, if it says so; read before anything is verified. Throws `unauthenticated`. */
export function keyIdOf(token: string): string | undefined {
  if (token.length > MAX_TOKEN_LENGTH) throw invalid();
  try {
    const kid: unknown = jwt.decode(token, { complete: true })?.header?.kid;
    return typeof kid === 'string' ? kid : undefined;
  } catch (error) {
    throw invalid(error);
  }
}

const MOST_PARSED = 200;
/** Parsing costs more than verifying. */
const parsed = new Map<string, KeyObject>();
function publicKeyOf({ _id, publicKey }: EmbedKeyDoc): KeyObject {
  const known = parsed.get(_id);
  if (known) return known;
  const key = createPublicKey(publicKey!);
  if (parsed.size >= MOST_PARSED) parsed.clear();
  parsed.set(_id, key);
  return key;
}

/** For the developers of the host, who have no log of ours to look into. */
const hostFault = (fault: string, cause?: unknown) =>
  new AppError('unauthenticated', `The token that the host has signed is not valid: ${fault}.`, { cause });

export interface HostToken {
  claims: HostClaims;
  /** When it is refused, by our clock. */
  endsAt: Date;
}

/** A token that a host has signed itself; the key's record says by what. Throws `unauthenticated`, `token_expired`. */
export function verifyHostToken(key: EmbedKeyDoc, token: string, now: Date): HostToken {
  const clock = { clockTimestamp: seconds(now), clockTolerance: LEEWAY_S };
  const publicKey = publicKeyOf(key);
  let payload: unknown;
  try {
    payload = verify(token, publicKey, { algorithms: ['ES256'], ...clock });
  } catch (error) {
    if (error instanceof AppError) throw error;
    // Below the library, a signature of another length is a TypeError.
    const isNamed = error instanceof jwt.JsonWebTokenError;
    throw hostFault(isNamed ? error.message : 'the signature is none of ES256', error);
  }
  const claims = HostClaims.safeParse(payload);
  if (!claims.success) {
    const faults = claims.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw hostFault(faults.join('; '));
  }
  const { iat, exp, ws } = claims.data;
  if (exp - iat > MAX_LIFE_S) throw hostFault(`exp may be at most ${MAX_LIFE_S} seconds after iat`);
  if (iat > seconds(now) + LEEWAY_S) throw hostFault('iat is in the future; set the clock of the host');
  if (ws !== undefined && ws !== key.workspaceId) throw hostFault('ws is not the workspace of its key');
  return { claims: claims.data, endsAt: new Date((exp + LEEWAY_S) * 1000) };
}
