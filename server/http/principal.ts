import type { EmbedRole, Scope } from '../contract/embed.ts';
import type { Permission } from '../contract/me.ts';
import type { Role } from '../contract/member.ts';
import { permissionsOf } from '../core/access.ts';
import { AppError } from '../errors.ts';

export interface MemberPrincipal {
  kind: 'member';
  workspaceId: string;
  id: string;
  name: string;
  email: string;
  role: Role;
}

export interface EmbedPrincipal {
  kind: 'embed';
  workspaceId: string;
  sessionId: string;
  /** The host's own name of the session, over renewals, else its id; of this key and `sub` alone. */
  sessionName: string;
  keyId: string;
  /** The host's own id of its user. */
  sub: string;
  actor: { name: string; email?: string };
  role: EmbedRole;
  scopes: Scope[];
  /** External ids that may be read; undefined: only what their session made. */
  candidates: string[] | undefined;
  candidate: { externalId: string; name?: string; email?: string } | undefined;
  jobId: string | undefined;
  origin: string;
  expiresAt: Date;
}

export type Principal = MemberPrincipal | EmbedPrincipal;

export const can = (principal: Principal, permission: Permission): boolean =>
  principal.kind === 'member'
    ? permissionsOf(principal.role).includes(permission)
    : (principal.scopes as string[]).includes(permission);

/** Throws `forbidden` or `scope_missing`. */
export function demand(principal: Principal, permission: Permission): void {
  if (can(principal, permission)) return;
  if (principal.kind === 'embed') {
    throw new AppError('scope_missing', `The token does not allow this: it lacks ${permission}.`);
  }
  throw new AppError(
    'forbidden',
    `Your role (${principal.role}) does not allow this. Ask an admin of your workspace.`,
  );
}

/** Throws `forbidden` for anyone but a member with the permission. */
export function demandMember(
  principal: Principal,
  permission: Permission,
): asserts principal is MemberPrincipal {
  if (principal.kind !== 'member') throw new AppError('forbidden', 'This is for signed-in members only.');
  demand(principal, permission);
}

export const personOf = (principal: Principal): { id: string; name: string; keyId?: string } =>
  principal.kind === 'member'
    ? { id: principal.id, name: principal.name }
    : { id: principal.sub, name: principal.actor.name, keyId: principal.keyId };
