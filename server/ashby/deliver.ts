import type { Context } from '../context.ts';
import type { InvitationDoc, WorkspaceDoc } from '../db/collections.ts';
import type { Handler, Outcome } from '../outbox/worker.ts';
import { callAshby, MISSING_PERMISSION, type AshbyAnswer } from './client.ts';

const NEW_MS = 2 * 60_000;
type Key = NonNullable<WorkspaceDoc['ashby']['key']>;
type Parts = Pick<Context, 'db' | 'vault' | 'config' | 'clock' | 'fetch' | 'log'>;

export const keyBound = (workspaceId: string): string => `${workspaceId}/ashby.key`;
export const UNREADABLE =
  'The saved Ashby API key cannot be opened with the present MASTER_KEY. Paste it again under Settings › Ashby.';

/** null: sealed with a master key that is not configured any more. */
export function openAshbyKey(
  { vault }: Pick<Context, 'vault'>,
  workspaceId: string,
  key: Key,
): string | null {
  try {
    return vault.open(key.sealed, keyBound(workspaceId));
  } catch {
    return null;
  }
}

const UNKNOWN_YET = 'Ashby does not know the assessment yet';
/** Of an answer alone: ENOTFOUND, where there was none, says nothing about the id. */
const REFUSED_ID = /Ashby (answered .*not.?found|does not know the assessment)/i;
/** Ashby has never taken an update and has refused one for want of the id: our answer to its start was lost. */
export function isUnknownToAshby({ ashby, outbox }: InvitationDoc): boolean {
  if (ashby?.acknowledgedAt !== undefined) return false;
  const { message = '' } = outbox.ashby.problem ?? {};
  return ashby?.askedAt !== undefined || REFUSED_ID.test(message);
}

/** Ashby may not have stored the id of a start that it has just got. */
const mayBeTooEarly = (answer: AshbyAnswer, invitation: InvitationDoc, now: Date) =>
  answer.kind === 'refused' &&
  /not.?found/i.test(`${answer.code} ${answer.message}`) &&
  now.getTime() - (invitation.ashby?.askedAt ?? invitation.createdAt).getTime() < NEW_MS;

/** Stops all updates of the workspace, unless another key was saved meanwhile. */
async function pause(
  ctx: Parts,
  workspaceId: string,
  { key, found, reason }: { key: Key; found: Pick<Key['check'], 'state' | 'missingScopes'>; reason: string },
): Promise<Outcome> {
  const now = ctx.clock();
  await ctx.db.workspaces.updateOne(
    { _id: workspaceId, 'ashby.key.sealed.data': key.sealed.data, 'ashby.paused': { $exists: false } },
    {
      $set: {
        'ashby.paused': { since: now, reason },
        'ashby.key.check': { ...found, message: reason, checkedAt: now },
      },
    },
  );
  return paused(ctx, workspaceId, reason);
}

function paused(ctx: Parts, workspaceId: string, reason: string): Outcome {
  const isOver = async () => {
    const workspace = await ctx.db.workspaces.findOne({ _id: workspaceId });
    return workspace?.ashby.key !== undefined && workspace.ashby.paused === undefined;
  };
  return { kind: 'paused', reason, isOver };
}

const refusalOf = ({ code, message }: Extract<AshbyAnswer, { kind: 'key_refused' }>) => ({
  found:
    code === MISSING_PERMISSION
      ? { state: 'scopes_missing' as const, missingScopes: ['candidates:write'] }
      : { state: 'refused' as const },
  reason: `${message}: an admin has to save a good one under Settings › Ashby.`,
});

/** Until when nothing may be sent, because Ashby said so: for one workspace, or for all. Per process. */
function createHolds() {
  const until = new Map<string, { at: number; reason: string }>();
  const PARTNER = 'partner';
  return {
    set(workspaceId: string, { scope, afterMs, message }: Extract<AshbyAnswer, { kind: 'throttled' }>) {
      const name = scope === 'partner' ? PARTNER : workspaceId;
      const at = Math.max(Date.now() + afterMs, until.get(name)?.at ?? 0);
      until.set(name, { at, reason: message });
    },
    /** null: free to go. */
    of(workspaceId: string): Outcome | null {
      for (const name of [PARTNER, workspaceId]) {
        const hold = until.get(name);
        const afterMs = hold ? hold.at - Date.now() : 0;
        if (hold && afterMs > 0) return { kind: 'held', reason: hold.reason, afterMs };
        until.delete(name);
      }
      return null;
    },
  };
}

function toOutcome(answer: Exclude<AshbyAnswer, { kind: 'key_refused' }>): Outcome {
  switch (answer.kind) {
    case 'accepted':
      return { kind: 'delivered' };
    case 'refused':
      return { kind: 'refused', reason: answer.message };
    case 'throttled':
    case 'transient': {
      const { message: reason, afterMs } = answer;
      return { kind: 'retry', reason, ...(afterMs !== undefined && { afterMs }) };
    }
    default:
      return answer satisfies never;
  }
}

/** Sends an update of an invitation to Ashby with the workspace's key; stops the workspace's queue when the key is refused. */
export function deliverAshbyUpdate(ctx: Parts): Handler {
  const holds = createHolds();
  return async ({ event, workspaceId, invitation, signal }) => {
    const held = holds.of(workspaceId);
    if (held) return held;
    const workspace = await ctx.db.workspaces.findOne({ _id: workspaceId });
    const key = workspace?.ashby.key;
    if (!key) {
      const reason = 'There is no Ashby API key: an admin has to save one under Settings › Ashby.';
      return paused(ctx, workspaceId, reason);
    }
    if (workspace.ashby.paused) return paused(ctx, workspaceId, workspace.ashby.paused.reason);
    const apiKey = openAshbyKey(ctx, workspaceId, key);
    if (apiKey === null) {
      return pause(ctx, workspaceId, { key, found: { state: 'refused' }, reason: UNREADABLE });
    }
    const answer = await callAshby(ctx, {
      command: 'assessment.update',
      body: event.body as string,
      apiKey,
      signal,
    });
    if (invitation && mayBeTooEarly(answer, invitation, ctx.clock())) {
      return { kind: 'retry', reason: UNKNOWN_YET };
    }
    if (answer.kind === 'key_refused') return pause(ctx, workspaceId, { key, ...refusalOf(answer) });
    if (answer.kind === 'throttled') holds.set(workspaceId, answer);
    return toOutcome(answer);
  };
}
