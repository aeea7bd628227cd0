import { z } from 'zod';
import { EmailAddress, line, Time } from './field.ts';

export const Role = z.enum(['admin', 'recruiter', 'reviewer']);
export type Role = z.infer<typeof Role>;

export const SignInInput = z.strictObject({ email: EmailAddress });
export const SignInExchange = z.strictObject({ token: z.string().max(200) });

export const MemberInput = z.strictObject({ email: EmailAddress, name: line(200).optional(), role: Role });
export const MemberPatch = z.strictObject({ role: Role });

export const MemberView = z.strictObject({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: Role,
  createdAt: Time,
  lastSeenAt: Time.optional(),
});
export type MemberView = z.infer<typeof MemberView>;

export const MemberList = z.strictObject({ items: z.array(MemberView) });
export type MemberList = z.infer<typeof MemberList>;
