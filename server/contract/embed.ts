import { z } from 'zod';
import { isOrigin, isOriginPattern, originIn } from './origin.ts';
import { EmailAddress, line, Time } from './field.ts';

export const Scope = z.enum([
  'assessments:read',
  'invitations:write',
  'results:read',
  'comments:write',
  'decisions:write',
]);
export type Scope = z.infer<typeof Scope>;

/** A set of scopes: viewer = the two reads; reviewer = those, comments, decisions; recruiter = all five. */
export const EmbedRole = z.enum(['viewer', 'reviewer', 'recruiter']);
export type EmbedRole = z.infer<typeof EmbedRole>;

const originProblem =
  (examples: string) =>
  ({ input }: { input: unknown }): string => {
    const meant = originIn(String(input));
    return meant
      ? `must be an origin; here that would be ${meant}`
      : `must be an origin, such as ${examples}`;
  };

/** An exact origin: scheme, host, port if not the scheme's own; or `null`, that of sandboxed frames. */
export const Origin = z
  .string()
  .max(300)
  .refine(isOrigin, { error: originProblem('https://ats.example.com') });

/** An origin, `https://*.example.com` for one label in place of the star, or `http://localhost:*` for any port. */
export const OriginPattern = z
  .string()
  .max(300)
  .refine(isOriginPattern, { error: originProblem('https://ats.example.com or https://*.example.com') });

/** A P-256 key for ES256: PEM (SPKI), or a JWK. The private one stays with the host. */
export const PublicKey = z.union([z.string().max(2000), z.record(z.string(), z.unknown())]);

export const EmbedKeyInput = z.strictObject({
  name: line(100),
  origins: z.array(OriginPattern).min(1).max(20),
  maxRole: EmbedRole,
  /** Fewer scopes than the role has; default: all of the role. */
  scopes: z.array(Scope).min(1).optional(),
  /** Of a host that signs its tokens itself; without it the answer holds a key that mints them here. */
  publicKey: PublicKey.optional(),
});
export type EmbedKeyInput = z.infer<typeof EmbedKeyInput>;

/** Answer to the making of a key. `key` is in this answer only; there is none where the host signs itself. */
export const NewEmbedKey = z.strictObject({ id: z.string(), key: z.string().optional(), createdAt: Time });
export type NewEmbedKey = z.infer<typeof NewEmbedKey>;

export const EmbedKeyView = z.strictObject({
  id: z.string(),
  name: z.string(),
  origins: z.array(z.string()),
  maxRole: EmbedRole,
  scopes: z.array(Scope),
  /** The host signs its tokens itself. */
  isPublic: z.boolean(),
  createdAt: Time,
  lastUsedAt: Time.optional(),
});
export type EmbedKeyView = z.infer<typeof EmbedKeyView>;

const grant = {
  /** The host's own, opaque id of its user. */
  sub: line(200),
  /** Shown on comments and decisions. */
  actor: z.strictObject({ name: line(200), email: EmailAddress.optional() }),
  role: EmbedRole,
  scopes: z.array(Scope).min(1).optional(),
  candidate: z
    .union([
      z.strictObject({ externalId: line(200), name: line(200).optional(), email: EmailAddress.optional() }),
      z.array(line(200)).min(1).max(100),
    ])
    .optional(),
  job: line(200).optional(),
  origin: Origin,
  /** The host's own name of its user's session: the same over renewals, and nothing to another key or `sub`. */
  sid: line(200).optional(),
};

export const EmbedSessionInput = z.strictObject({
  ...grant,
  /** Seconds. */
  ttl: z.number().int().min(60).max(900).default(600),
});
export type EmbedSessionInput = z.infer<typeof EmbedSessionInput>;

/** What a host that signs its tokens itself puts into them; `exp` at most 900 s after `iat`. */
export const HostClaims = z.object({
  ...grant,
  ws: z.string().optional(),
  /** Names the session where there is no `sid`. */
  jti: line(200),
  iat: z.number(),
  exp: z.number(),
});
export type HostClaims = z.infer<typeof HostClaims>;

export const EmbedSessionView = z.strictObject({
  token: z.string(),
  /** Seconds from now. */
  expiresIn: z.number().int(),
  sessionId: z.string(),
});
export type EmbedSessionView = z.infer<typeof EmbedSessionView>;
