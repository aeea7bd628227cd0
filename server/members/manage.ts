import { MongoServerError } from 'mongodb';
import type { Context } from '../context.ts';
import type { Role } from '../contract/member.ts';
import type { Collections, MemberDoc } from '../db/collections.ts';
import { AppError, notFound } from '../errors.ts';
import { newSignInLink } from './sign-in.ts';
import { emailKeyOf, listAdmins } from './store.ts';

interface MemberRef {
  workspaceId: string;
  id: string;
}

const lastAdmin = () =>
  new AppError(
    'conflict',
    'A workspace needs an admin. Make somebody else an admin first, then do this again.',
  );

/** Adds a member and mails them a link to sign in; a repeat with the same id finds them, and mails only what was never mailed. Throws `conflict` for a member's address. */
export async function inviteMember(
  ctx: Pick<Context, 'db' | 'clock' | 'vault' | 'config' | 'bell'>,
  { workspaceId, id }: MemberRef,
  { email, name, role, addedBy }: { email: string; name?: string | undefined; role: Role; addedBy: string },
): Promise<MemberDoc> {
  const member: MemberDoc = {
    _id: id,
    workspaceId,
    name: name ?? email.slice(0, email.indexOf('@')),
    email,
    emailKey: emailKeyOf(email),
    role,
    createdAt: ctx.clock(),
  };
  try {
    await ctx.db.members.insertOne(member);
  } catch (error) {
    if (!(error instanceof MongoServerError && error.code === 11000)) throw error;
    const made = await ctx.db.members.findOne({ _id: id, workspaceId });
    if (!made) throw new AppError('conflict', `${email} is a member already.`, { cause: error });
    const isMailed = (await ctx.db.signIns.findOne({ workspaceId, memberId: id })) !== null;
    if (!isMailed) await newSignInLink(ctx, made, { mailed: true, addedBy });
    return made;
  }
  await newSignInLink(ctx, member, { mailed: true, addedBy });
  return member;
}

/**
 * Takes the role of admin from a member unless nobody else would be left. Two admins may do that to each other at once:
 * each then sees the other gone after its own write and gives the role back, so at worst both are refused.
 */
async function stepDown(db: Collections, { workspaceId, id }: MemberRef, role: Role): Promise<void> {
  const others = (await listAdmins(db, workspaceId)).filter((admin) => admin._id !== id);
  if (others.length === 0) throw lastAdmin();
  await db.members.updateOne({ _id: id, workspaceId }, { $set: { role } });
  if ((await listAdmins(db, workspaceId)).length > 0) return;
  await db.members.updateOne({ _id: id, workspaceId }, { $set: { role: 'admin' } });
  throw lastAdmin();
}

async function getMember(db: Collections, { workspaceId, id }: MemberRef): Promise<MemberDoc> {
  const member = await db.members.findOne({ _id: id, workspaceId });
  if (!member) throw notFound('member');
  return member;
}

/** Throws `not_found`, and `conflict` for the last admin. */
export async function changeRole(db: Collections, ref: MemberRef, role: Role): Promise<MemberDoc> {
  const member = await getMember(db, ref);
  if (member.role === 'admin' && role !== 'admin') await stepDown(db, ref, role);
  else await db.members.updateOne({ _id: ref.id, workspaceId: ref.workspaceId }, { $set: { role } });
  return { ...member, role };
}

/** Removes a member; their sessions end at once. Throws `not_found`, and `conflict` for the last admin. */
export async function removeMember(db: Collections, ref: MemberRef): Promise<void> {
  const member = await getMember(db, ref);
  if (member.role === 'admin') await stepDown(db, ref, 'reviewer');
  await db.members.deleteOne({ _id: ref.id, workspaceId: ref.workspaceId });
  await db.sessions.deleteMany({ workspaceId: ref.workspaceId, memberId: ref.id });
}
