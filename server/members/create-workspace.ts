import { randomUUID } from 'node:crypto';
import { seedLibrary } from '../assessments/store.ts';
import type { Context } from '../context.ts';
import type { MemberDoc } from '../db/collections.ts';
import { newSignInLink } from './sign-in.ts';
import { emailKeyOf } from './store.ts';

export interface NewWorkspace {
  workspaceId: string;
  memberId: string;
  signInUrl: string;
}

/** Makes a workspace with the starter assessments and its first admin; the link signs that admin in, once. */
export async function createWorkspace(
  ctx: Pick<Context, 'db' | 'clock' | 'vault' | 'config' | 'bell'>,
  { name, admin }: { name: string; admin: string },
): Promise<NewWorkspace> {
  const now = ctx.clock();
  const workspaceId = randomUUID();
  const member: MemberDoc = {
    _id: randomUUID(),
    workspaceId,
    name: admin.slice(0, admin.indexOf('@')),
    email: admin,
    emailKey: emailKeyOf(admin),
    role: 'admin',
    createdAt: now,
  };
  await ctx.db.workspaces.insertOne({ _id: workspaceId, name, createdAt: now, ashby: {} });
  await seedLibrary(ctx.db, workspaceId, now);
  // The admin comes last: a workspace that a crash left half made has nobody in it.
  await ctx.db.members.insertOne(member);
  return {
    workspaceId,
    memberId: member._id,
    signInUrl: await newSignInLink(ctx, member, { mailed: false }),
  };
}
