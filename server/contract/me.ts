import { z } from 'zod';
import { EmbedRole, Scope } from './embed.ts';
import { MemberView } from './member.ts';

/** What a caller may do, for showing only: the server refuses it as well. */
export const Permission = z.enum([
  'settings',
  'assessments:read',
  'assessments:write',
  'invitations:write',
  'results:read',
  'answers:read',
  'grades:write',
  'comments:write',
  'decisions:write',
]);
export type Permission = z.infer<typeof Permission>;

/** `GET /v1/me` */
export const Me = z.strictObject({
  workspace: z.strictObject({ id: z.string(), name: z.string() }),
  permissions: z.array(Permission),
  member: MemberView.optional(),
  embed: z
    .strictObject({
      sessionId: z.string(),
      actor: z.strictObject({ name: z.string(), email: z.string().optional() }),
      role: EmbedRole,
      scopes: z.array(Scope),
      candidate: z
        .strictObject({ externalId: z.string(), name: z.string().optional(), email: z.string().optional() })
        .optional(),
      /** External ids of those that the token is for; without them it is for whom its session invites. */
      candidates: z.array(z.string()).optional(),
      jobId: z.string().optional(),
    })
    .optional(),
});
export type Me = z.infer<typeof Me>;
