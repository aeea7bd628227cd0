import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { Vault } from '../crypto.ts';

const TYP = 'canditech-embed+jwt';
const AUDIENCE = 'canditech-embed';
const MAX_TOKEN_LENGTH = 4096;

const Claims = z.object({ sid: z.string(), ws: z.string(), iat: z.number(), exp: z.number() });
export type EmbedClaims = z.infer<typeof Claims>;

/** A token that names a session; what it may do is read from the session at each call, so revoking works at once. */
export function signEmbedToken(vault: Vault, claims: EmbedClaims): string {
  const header = { alg: 'HS256', typ: TYP } as const;
  return jwt.sign({ ...claims, aud: AUDIENCE }, vault.tokenKeys[0], { algorithm: 'HS256', header });
}

/** Throws `unauthenticated`, or `token_expired` for one that was genuine. */
export function verifyEmbedToken(vault: Vault, token: string, now: Date): EmbedClaims {
  const invalid = (cause?: unknown) =>
    new AppError('unauthenticated', 'The token is not valid. Ask the host for a new one.', { cause });
  if (token.length > MAX_TOKEN_LENGTH) throw invalid();
  for (const key of vault.tokenKeys) {
    try {
      const { header, payload } = jwt.verify(token, key, {
        algorithms: ['HS256'],
        audience: AUDIENCE,
        clockTimestamp: Math.floor(now.getTime() / 1000),
        complete: true,
      });
      const claims = Claims.safeParse(payload);
      if (header.typ !== TYP || !claims.success || claims.data.exp - claims.data.iat > 900) throw invalid();
      return claims.data;
    } catch (error) {
      if (error instanceof jwt.TokenExpiredError) {
        throw new AppError('token_expired', 'The token has expired. Ask the host for a new one.');
      }
      if (error instanceof AppError) throw error;
    }
  }
  throw invalid();
}
