import type { Context } from '../context.ts';
import type { InvitationDoc } from '../db/collections.ts';
import type { Handler, Outcome } from '../outbox/worker.ts';
import { callAshby, type AshbyAnswer } from './client.ts';

const NEW_MS = 2 * 60_000;
export const keyBound = (workspaceId: string): string => `${workspaceId}/ashby.key`;

/** Ashby may not have stored the id of a start that it has just got. */
const mayBeTooEarly = (answer: AshbyAnswer, invitation: InvitationDoc, now: Date) =>
  answer.kind === 'refused' &&
  /not.?found/i.test(`${answer.code} ${answer.message}`) &&
  now.getTime() - invitation.createdAt.getTime() < NEW_MS;

/** Sends an update of an invitation to Ashby with the workspace's key; stops the workspace's queue when the key is refused. */
export function deliverAshbyUpdate(
  ctx: Pick<Context, 'db' | 'vault' | 'config' | 'clock' | 'fetch'>,
): Handler {
  let partnerPauseUntil = 0;

  async function pause(workspaceId: string, reason: string): Promise<Outcome> {
    await ctx.db.workspaces.updateOne(
      { _id: workspaceId, 'ashby.paused': { $exists: false } },
      { $set: { 'ashby.paused': { since: ctx.clock(), reason } } },
    );
    return { kind: 'paused', reason };
  }

  return async ({ event, workspaceId, invitation, signal }) => {
    const waitMs = partnerPauseUntil - Date.now();
    if (waitMs > 0)
      return { kind: 'retry', reason: 'Ashby throttles all traffic of the partner', afterMs: waitMs };
    const workspace = await ctx.db.workspaces.findOne({ _id: workspaceId });
    const key = workspace?.ashby.key;
    if (!key)
      return {
        kind: 'paused',
        reason: 'There is no Ashby API key: an admin has to save one under Settings › Ashby.',
      };
    if (workspace.ashby.paused) return { kind: 'paused', reason: workspace.ashby.paused.reason };
    const apiKey = ctx.vault.open(key.sealed, keyBound(workspaceId));
    const target = { fetch: ctx.fetch, baseUrl: ctx.config.ashbyApiUrl };
    const answer = await callAshby(target, {
      command: 'assessment.update',
      body: event.body as string,
      apiKey,
      signal,
    });
    if (invitation && mayBeTooEarly(answer, invitation, ctx.clock())) {
      return { kind: 'retry', reason: 'Ashby does not know the assessment yet' };
    }
    switch (answer.kind) {
      case 'accepted':
        return { kind: 'delivered' };
      case 'refused':
        return { kind: 'refused', reason: answer.message };
      case 'key_refused':
        return pause(
          workspaceId,
          `Ashby refuses the key (${answer.message}): an admin has to save a good one under Settings › Ashby.`,
        );
      case 'throttled_partner':
        partnerPauseUntil = Date.now() + answer.afterMs;
        return { kind: 'retry', reason: answer.message, afterMs: answer.afterMs };
      case 'transient':
        return {
          kind: 'retry',
          reason: answer.message,
          ...(answer.afterMs !== undefined && { afterMs: answer.afterMs }),
        };
      default:
        return answer satisfies never;
    }
  };
}
