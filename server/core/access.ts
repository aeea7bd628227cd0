import type { EmbedRole, Scope } from '../contract/embed.ts';
import type { Permission } from '../contract/me.ts';
import type { Role } from '../contract/member.ts';

const EVERYONE: Permission[] = [
  'assessments:read',
  'results:read',
  'answers:read',
  'grades:write',
  'comments:write',
  'decisions:write',
];
const RECRUITING: Permission[] = [...EVERYONE, 'assessments:write', 'invitations:write'];
const ROLES: Record<Role, readonly Permission[]> = {
  reviewer: EVERYONE,
  recruiter: RECRUITING,
  admin: [...RECRUITING, 'settings'],
};

const EMBED_ROLES: Record<EmbedRole, readonly Scope[]> = {
  viewer: ['assessments:read', 'results:read'],
  reviewer: ['assessments:read', 'results:read', 'comments:write', 'decisions:write'],
  recruiter: ['assessments:read', 'results:read', 'comments:write', 'decisions:write', 'invitations:write'],
};

export const permissionsOf = (role: Role): readonly Permission[] => ROLES[role];
export const scopesOf = (role: EmbedRole): readonly Scope[] => EMBED_ROLES[role];
