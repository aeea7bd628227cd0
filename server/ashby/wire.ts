// Ashby's shapes, both ways. Read tolerantly: members may be added and be null; only what we use must be right.
import { z } from 'zod';
import { EmailAddress } from '../contract/field.ts';

const BAD = /[\u0000-\u001f\u007f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g;

/** What need not be there may as well be of another type. */
const optionalText = z.string().nullish().catch(undefined);

/** Names are customers' data: cleaned, not refused. */
const cleaned = (max: number) =>
  optionalText.transform((text) =>
    (text ?? '').normalize('NFC').replace(BAD, ' ').replace(/\s+/g, ' ').trim().slice(0, max).toWellFormed(),
  );

const httpUrl = optionalText.transform((text) =>
  text && /^https?:\/\/[^\s"<>]+$/i.test(text) && text.length <= 2000 ? text : undefined,
);

const externalId = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((id) => id.isWellFormed() && !id.match(BAD), 'must be plain text');

const MOST_OF_TEAM = 200;
const Colleague = z.object({ email: EmailAddress });
const hiringTeam = z
  .array(z.unknown())
  .nullish()
  .catch(undefined)
  .transform((team) =>
    (team ?? []).flatMap((person) => Colleague.safeParse(person).data?.email ?? []).slice(0, MOST_OF_TEAM),
  );

export const StartBody = z.object({
  assessment_type_id: z.uuid().transform((id) => id.toLowerCase()),
  candidate: z.object({
    ashby_id: externalId,
    first_name: cleaned(100),
    last_name: cleaned(100),
    email: EmailAddress,
    ashby_profile_url: httpUrl,
  }),
  application: z.object({ ashby_id: externalId }),
  job: z
    .object({ ashby_id: cleaned(200), name: cleaned(200), hiringTeam })
    .nullish()
    .catch(undefined),
});
export type StartBody = z.infer<typeof StartBody>;

export const CancelBody = z.object({ assessment_id: z.uuid().transform((id) => id.toLowerCase()) });

/** Only `success` decides; nothing odd beside it may turn a refusal into something else. */
const Envelope = z.object({
  success: z.boolean().optional(),
  errors: z.array(z.string()).nullish().catch(undefined),
  errorInfo: z
    .object({ code: optionalText, message: optionalText, requestId: optionalText })
    .nullish()
    .catch(undefined),
  results: z.unknown().optional(),
});
export type Envelope = z.infer<typeof Envelope>;

/** null for what is no JSON object, such as a proxy's page. */
export function readEnvelope(text: string): Envelope | null {
  try {
    return Envelope.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

export const ApiKeyInfo = z.object({
  title: z.string().nullish(),
  scopes: z.array(z.string()).nullish(),
});

export interface Datum {
  identifier: string;
  label: string;
  type: 'numeric_score' | 'numeric_duration_minutes' | 'url' | 'string' | 'boolean_success';
  value: string | number | boolean;
  description?: string;
}

/** Body of `assessment.update`, and `update_request` of our answers. Identifiers are unique in it. */
export interface AshbyUpdate {
  assessment_id: string;
  /** Milliseconds; larger than that of the update before. */
  timestamp: number;
  assessment_status: Datum;
  assessment_profile_url?: Datum;
  /** Makes Ashby regard the assessment as complete. */
  assessment_result?: Datum;
  /** Makes Ashby regard the assessment as cancelled. */
  cancelled_reason?: Datum;
  metadata?: Datum[];
}
