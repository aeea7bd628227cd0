import type { Context } from '../context.ts';
import { laneWith } from '../core/lane.ts';
import { hashSecret, newSecret } from '../crypto.ts';
import type { MemberDoc } from '../db/collections.ts';
import { AppError } from '../errors.ts';
import { mailEvent } from '../mail/event.ts';
import { signInMail, welcomeMail } from '../mail/sign-in-mail.ts';
import { findMemberships, getWorkspace } from './store.ts';

const LINK_MS = 15 * 60_000;
/** Unused ones that a member can have at once. */
const MOST_LINKS = 5;
/** An answer to a used link needs to know it for a while. */
const LINK_KEPT_MS = 24 * 3600_000;
export const SESSION_MS = 7 * 24 * 3600_000;

type Parts = Pick<Context, 'db' | 'clock' | 'vault' | 'config' | 'bell'>;

/** A link that signs this member in, once; with `mailed` it also goes to their mailbox. */
export async function newSignInLink(
  ctx: Parts,
  member: MemberDoc,
  { mailed, addedBy }: { mailed: boolean; addedBy?: string },
): Promise<string> {
  const token = newSecret();
  const link = `${ctx.config.publicUrl}/sign-in#${token}`;
  const _id = hashSecret(token);
  const now = ctx.clock();
  const workspace = await getWorkspace(ctx.db, member.workspaceId);
  const letter = { to: member.email, workspaceName: workspace.name, link };
  const mail = addedBy === undefined ? signInMail(letter) : welcomeMail({ ...letter, addedBy });
  await ctx.db.signIns.insertOne({
    _id,
    workspaceId: member.workspaceId,
    memberId: member._id,
    createdAt: now,
    expiresAt: new Date(now.getTime() + LINK_KEPT_MS),
    outbox: { mail: laneWith(mailed ? [mailEvent(ctx.vault, _id, { name: 'sign-in', mail })] : [], now) },
  });
  if (mailed) ctx.bell.ring();
  return link;
}

/** Nobody fills a mailbox from outside. Told to nobody either. */
async function hasEnoughLinks({ db, clock }: Parts, { _id, workspaceId }: MemberDoc): Promise<boolean> {
  const since = new Date(clock().getTime() - LINK_MS);
  const recent = { workspaceId, memberId: _id, createdAt: { $gt: since }, usedAt: { $exists: false } };
  return (await db.signIns.countDocuments(recent)) >= MOST_LINKS;
}

/** Mails a link for each workspace of the address; an unknown address gets none, and nobody is told which it was. */
export async function requestSignIn(ctx: Parts, email: string): Promise<void> {
  const memberships = await findMemberships(ctx.db, email);
  await Promise.all(
    memberships.map(async (member) => {
      if (await hasEnoughLinks(ctx, member)) return;
      await newSignInLink(ctx, member, { mailed: true });
    }),
  );
}

/** Uses up a link and opens a session. Throws `link_invalid`. */
export async function exchangeSignIn(
  ctx: Parts,
  token: string,
): Promise<{ cookie: string; member: MemberDoc }> {
  const now = ctx.clock();
  const used = await ctx.db.signIns.findOneAndUpdate(
    {
      _id: hashSecret(token),
      usedAt: { $exists: false },
      createdAt: { $gt: new Date(now.getTime() - LINK_MS) },
    },
    { $set: { usedAt: now } },
  );
  const member =
    used && (await ctx.db.members.findOne({ _id: used.memberId, workspaceId: used.workspaceId }));
  if (!member) {
    throw new AppError(
      'link_invalid',
      'This sign-in link was used already or is older than 15 minutes. Ask for a new one.',
    );
  }
  const cookie = newSecret();
  await ctx.db.sessions.insertOne({
    _id: hashSecret(cookie),
    workspaceId: member.workspaceId,
    memberId: member._id,
    createdAt: now,
    seenAt: now,
    expiresAt: new Date(now.getTime() + SESSION_MS),
  });
  await ctx.db.members.updateOne(
    { _id: member._id, workspaceId: member.workspaceId },
    { $set: { lastSeenAt: now } },
  );
  return { cookie, member };
}
