import { describe, expect, test } from 'vitest';
import { EmbedRole, Scope } from '../../server/contract/embed.ts';
import { Role } from '../../server/contract/member.ts';
import type { Permission } from '../../server/contract/me.ts';
import { permissionsOf, scopesOf } from '../../server/core/access.ts';

const MATRIX: Record<Permission, Role[]> = {
  settings: ['admin'],
  'assessments:read': ['admin', 'recruiter', 'reviewer'],
  'assessments:write': ['admin', 'recruiter'],
  'invitations:write': ['admin', 'recruiter'],
  'results:read': ['admin', 'recruiter', 'reviewer'],
  'answers:read': ['admin', 'recruiter', 'reviewer'],
  'grades:write': ['admin', 'recruiter', 'reviewer'],
  'comments:write': ['admin', 'recruiter', 'reviewer'],
  'decisions:write': ['admin', 'recruiter', 'reviewer'],
};
const EMBED: Record<Scope, EmbedRole[]> = {
  'assessments:read': ['viewer', 'reviewer', 'recruiter'],
  'results:read': ['viewer', 'reviewer', 'recruiter'],
  'comments:write': ['reviewer', 'recruiter'],
  'decisions:write': ['reviewer', 'recruiter'],
  'invitations:write': ['recruiter'],
};

describe.each(Role.options)('a member who is %s', (role) => {
  test('may exactly what the table says', () => {
    const allowed = Object.keys(MATRIX).filter((permission) =>
      MATRIX[permission as Permission].includes(role),
    );
    expect([...permissionsOf(role)].sort()).toEqual(allowed.sort());
  });
});

describe.each(EmbedRole.options)('an embed token of a %s', (role) => {
  test('has exactly the scopes that the table says, and never settings, answers or grades', () => {
    const allowed = Scope.options.filter((scope) => EMBED[scope].includes(role));
    expect([...scopesOf(role)].sort()).toEqual([...allowed].sort());
  });
});
