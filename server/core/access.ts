import type { EmbedRole, EmbedSessionInput, Scope } from '../contract/embed.ts';
import { matchesOrigin } from '../contract/origin.ts';
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

/** What a key allows at most. */
export interface Caps {
  origins: string[];
  maxRole: EmbedRole;
  scopes: Scope[];
}
interface Grant {
  origin: string;
  role: EmbedRole;
  scopes?: Scope[] | undefined;
}

/** The scopes of a grant: those that it names, else those of its role that the key has. */
export const grantedScopes = ({ role, scopes }: Grant, caps: Caps): Scope[] =>
  scopes ?? scopesOf(role).filter((scope) => caps.scopes.includes(scope));

/** Everything above the key's caps, each with its path. */
export function problemsOfGrant(grant: Grant, caps: Caps): { path: string; message: string }[] {
  const { origin, role } = grant;
  const wanted = grantedScopes(grant, caps);
  const ofRole = scopesOf(role);
  const aboveRole = wanted.filter((scope) => !ofRole.includes(scope));
  const aboveKey = wanted.filter((scope) => !caps.scopes.includes(scope));
  const problems: [isOne: boolean, path: string, message: string][] = [
    [
      !caps.origins.some((pattern) => matchesOrigin(pattern, origin)),
      'origin',
      `is not on the key's list: ${caps.origins.join(', ')}`,
    ],
    [aboveRole.length > 0, 'scopes', `${aboveRole.join(', ')} is more than the role ${role} has`],
    [aboveKey.length > 0, 'scopes', `${aboveKey.join(', ')} is more than the key allows`],
    [
      !ofRole.every((scope) => scopesOf(caps.maxRole).includes(scope)),
      'role',
      `is above the key's highest role, ${caps.maxRole}`,
    ],
  ];
  return problems.filter(([isOne]) => isOne).map(([, path, message]) => ({ path, message }));
}

/** Whom a grant is for: one candidate with what is known of them, a list of external ids, or none. */
export function candidatesOf(granted: EmbedSessionInput['candidate']): {
  candidates?: string[];
  candidate?: { externalId: string; name?: string; email?: string };
} {
  if (granted === undefined) return {};
  if (Array.isArray(granted)) return { candidates: granted };
  const { externalId, name, email } = granted;
  return {
    candidates: [externalId],
    candidate: { externalId, ...(name && { name }), ...(email && { email }) },
  };
}
