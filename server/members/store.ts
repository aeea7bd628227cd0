import type { Collections, MemberDoc, WorkspaceDoc } from '../db/collections.ts';
import { notFound } from '../errors.ts';

export const emailKeyOf = (email: string): string => email.toLowerCase();

/** Throws `not_found`. */
export async function getWorkspace(db: Collections, workspaceId: string): Promise<WorkspaceDoc> {
  const workspace = await db.workspaces.findOne({ _id: workspaceId });
  if (!workspace) throw notFound('workspace');
  return workspace;
}

export function findMembersByEmail(
  db: Collections,
  workspaceId: string,
  emails: string[],
): Promise<MemberDoc[]> {
  return db.members.find({ workspaceId, emailKey: { $in: emails.map(emailKeyOf) } }).toArray();
}

/** One person may belong to several workspaces. */
export function findMemberships(db: Collections, email: string): Promise<MemberDoc[]> {
  return db.members
    .find({ emailKey: emailKeyOf(email) })
    .limit(20)
    .toArray();
}

export function listMembers(db: Collections, workspaceId: string): Promise<MemberDoc[]> {
  return db.members.find({ workspaceId }).sort({ emailKey: 1 }).toArray();
}

export function listAdmins(db: Collections, workspaceId: string): Promise<MemberDoc[]> {
  return db.members.find({ workspaceId, role: 'admin' }).sort({ createdAt: 1, _id: 1 }).toArray();
}
