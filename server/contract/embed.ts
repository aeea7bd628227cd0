import { z } from 'zod';
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

/** An exact origin: scheme, host, port if not the scheme's own. */
export const Origin = z
  .string()
  .max(300)
  .refine((value) => {
    try {
      const url = new URL(value);
      return (url.protocol === 'https:' || url.protocol === 'http:') && url.origin === value;
    } catch {
      return false;
    }
  }, 'must be an origin, such as https://ats.example.com');

export const EmbedKeyInput = z.strictObject({
  name: line(100),
  origins: z.array(Origin).min(1).max(20),
  maxRole: EmbedRole,
  /** Fewer scopes than the role has; default: all of the role. */
  scopes: z.array(Scope).min(1).optional(),
});
export type EmbedKeyInput = z.infer<typeof EmbedKeyInput>;

export const EmbedKeyView = z.strictObject({
  id: z.string(),
  name: z.string(),
  origins: z.array(z.string()),
  maxRole: EmbedRole,
  scopes: z.array(Scope),
  createdAt: Time,
  lastUsedAt: Time.optional(),
});
export type EmbedKeyView = z.infer<typeof EmbedKeyView>;

export const EmbedSessionInput = z.strictObject({
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
  /** Seconds. */
  ttl: z.number().int().min(60).max(900).default(600),
});
export type EmbedSessionInput = z.infer<typeof EmbedSessionInput>;

export const EmbedSessionView = z.strictObject({
  token: z.string(),
  /** Seconds from now. */
  expiresIn: z.number().int(),
  sessionId: z.string(),
});
export type EmbedSessionView = z.infer<typeof EmbedSessionView>;
