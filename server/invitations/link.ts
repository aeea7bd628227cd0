import type { Context } from '../context.ts';
import { minutesAllowed } from '../core/attempt.ts';
import { hashSecret, newSecret } from '../crypto.ts';
import type { InvitationDoc } from '../db/collections.ts';
import { mailEvent } from '../mail/event.ts';
import { invitationMail } from '../mail/invitation-mail.ts';
import { getWorkspace } from '../members/store.ts';
import type { NewEvent } from './change.ts';
import { linkOf, noteOf } from './invite.ts';

const LINKS_KEPT = 5;

/** A fresh link and the mail that carries it. Earlier links of the same mailbox stay good, so no mail in it lies. */
export async function newLinkMail(
  ctx: Pick<Context, 'db' | 'vault' | 'config'>,
  after: InvitationDoc,
  { by, revokeEarlier }: { by: string; revokeEarlier: boolean },
): Promise<{ linkHashes: string[]; event: NewEvent }> {
  const secret = newSecret();
  const workspace = await getWorkspace(ctx.db, after.workspaceId);
  const mail = invitationMail({
    to: after.candidate.email,
    candidateName: after.candidate.name,
    workspaceName: workspace.name,
    assessmentName: after.assessment.name,
    minutes: minutesAllowed(after),
    link: linkOf(ctx.config.publicUrl, after._id, secret),
    expiresAt: after.expiresAt,
    invitedBy: by,
    note: noteOf(after),
  });
  const kept = revokeEarlier ? [] : after.linkHashes.slice(1 - LINKS_KEPT);
  return {
    linkHashes: [...kept, hashSecret(secret)],
    event: mailEvent(ctx.vault, after._id, { name: 'invitation', mail }),
  };
}
