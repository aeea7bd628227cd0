import type { Context } from '../context.ts';
import { hashSecret, newSecret } from '../crypto.ts';
import type { InvitationDoc } from '../db/collections.ts';
import { invitationEvent } from '../mail/event.ts';
import { getWorkspace } from '../members/store.ts';
import type { NewEvent } from './change.ts';
import { linkOf } from './invite.ts';

const LINKS_KEPT = 5;

/** A fresh link and the mail that carries it. Earlier links of the same mailbox stay good, so no mail in it lies. */
export async function newLinkMail(
  ctx: Pick<Context, 'db' | 'vault' | 'config'>,
  { _id: id, workspaceId, linkHashes }: InvitationDoc,
  { by: invitedBy, revokeEarlier }: { by: string; revokeEarlier: boolean },
): Promise<{ linkHashes: string[]; event: NewEvent }> {
  const secret = newSecret();
  const { name: workspaceName } = await getWorkspace(ctx.db, workspaceId);
  const link = linkOf(ctx.config.publicUrl, id, secret);
  const kept = revokeEarlier ? [] : linkHashes.slice(1 - LINKS_KEPT);
  return {
    linkHashes: [...kept, hashSecret(secret)],
    event: invitationEvent(ctx.vault, id, { link, workspaceName, invitedBy }),
  };
}
