import { z } from 'zod';

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u2028\u2029]/;
const BIDI = /[\u202a-\u202e\u2066-\u2069\ufffe\uffff]/;

/** Text of many lines: well-formed Unicode without control characters; 1 to `max` UTF-16 units after trimming. */
export const prose = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must not be longer than ${max} characters`)
    .refine((value) => value.isWellFormed() && !CONTROL.test(value), 'must not hold control characters');

/** Text of one line: as `prose`, normalized, without line breaks and direction overrides. */
export const line = (max: number) =>
  prose(max)
    .transform((value) => value.normalize('NFC'))
    .refine((value) => !/[\r\n\t]/.test(value) && !BIDI.test(value), 'must be one line of plain text');

/** Exactly one address (RFC 5321 dot-string form): kept byte for byte, so it cannot add a recipient or a header. */
export const EmailAddress = z
  .string()
  .trim()
  .max(254, 'must not be longer than 254 characters')
  .regex(
    /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)*[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u,
    'must be one e-mail address, such as name@company.example',
  )
  .refine((value) => !/^\.|\.\.|\.@/.test(value), 'must be one e-mail address, such as name@company.example');

export const Id = z.uuid('must be an id as this API gives it').transform((value) => value.toLowerCase());

/** ISO 8601, UTC. */
export const Time = z.iso.datetime();

/** Page of a list: `limit` 1 to 100, default 50; `cursor` as the previous answer gave it. */
export const Page = {
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(500).optional(),
};
