import { z } from 'zod';
import { Time } from './field.ts';

export const AshbyKeyInput = z.strictObject({ apiKey: z.string().trim().min(1).max(500) });

/** What was found when the Ashby key was checked. `unverified`: Ashby could not be asked; the key is kept. */
export const AshbyKeyCheck = z.strictObject({
  state: z.enum(['accepted', 'scopes_missing', 'refused', 'unverified']),
  missingScopes: z.array(z.string()).optional(),
  /** The name that the key has in Ashby, if Ashby told it. */
  title: z.string().optional(),
  /** A sentence: what was found and what to do. */
  message: z.string(),
  checkedAt: Time,
});
export type AshbyKeyCheck = z.infer<typeof AshbyKeyCheck>;

export const CanditechKeyView = z.strictObject({
  id: z.string(),
  createdAt: Time,
  createdBy: z.string(),
  lastUsedAt: Time.optional(),
});
export type CanditechKeyView = z.infer<typeof CanditechKeyView>;

/** `GET /v1/settings/ashby` */
export const AshbySettings = z.strictObject({
  ashbyKey: z.strictObject({ lastFour: z.string(), savedAt: Time, check: AshbyKeyCheck }).nullable(),
  canditechKeys: z.array(CanditechKeyView),
  /** When Ashby last called us with one of the keys. */
  lastCallAt: Time.optional(),
  /** Set while updates to Ashby wait, because it refuses the key or there is none. */
  paused: z.strictObject({ since: Time, reason: z.string(), waiting: z.number().int() }).optional(),
  /** The base URL that Ashby has to call. */
  callUrl: z.string(),
});
export type AshbySettings = z.infer<typeof AshbySettings>;

/** Answer to the making of a key. `key` is in this answer only. */
export const NewKey = z.strictObject({ id: z.string(), key: z.string(), createdAt: Time });
export type NewKey = z.infer<typeof NewKey>;

/** One line of the doctor. */
export const ConnectionCheck = z.strictObject({
  name: z.enum(['ashby_key', 'ashby_scopes', 'canditech_key', 'calls_from_ashby', 'updates', 'public_url']),
  state: z.enum(['pass', 'attention']),
  message: z.string(),
});
export const ConnectionReport = z.strictObject({ checks: z.array(ConnectionCheck), settings: AshbySettings });
export type ConnectionReport = z.infer<typeof ConnectionReport>;
