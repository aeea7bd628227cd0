import { callAshby, MISSING_PERMISSION } from '../ashby/client.ts';
import { ApiKeyInfo } from '../ashby/wire.ts';
import type { Context } from '../context.ts';
import type { WorkspaceDoc } from '../db/collections.ts';

type KeyCheck = NonNullable<WorkspaceDoc['ashby']['key']>['check'];

const WRITE_CANDIDATES = new Set(['candidates:write', 'candidatesWrite']);

/** Asks Ashby what the key is. A key that may not ask is genuine; a network that fails says nothing about the key. */
export async function checkAshbyKey(
  ctx: Pick<Context, 'config' | 'fetch' | 'clock' | 'log'>,
  apiKey: string,
): Promise<KeyCheck> {
  const checkedAt = ctx.clock();
  const answer = await callAshby(ctx, { command: 'apiKey.info', body: '{}', apiKey });
  switch (answer.kind) {
    case 'accepted': {
      const info = ApiKeyInfo.safeParse(answer.envelope?.results).data;
      const title = info?.title ? { title: info.title } : {};
      if (info?.scopes && !info.scopes.some((scope) => WRITE_CANDIDATES.has(scope))) {
        const message =
          'Ashby accepts the key, but it lacks the permission to write candidates, so results would not arrive. Edit the key in Ashby and tick Candidates: write.';
        return { state: 'scopes_missing', missingScopes: ['candidates:write'], message, checkedAt, ...title };
      }
      return { state: 'accepted', message: 'Ashby accepts the key.', checkedAt, ...title };
    }
    case 'key_refused':
      if (answer.code === MISSING_PERMISSION) {
        const message =
          'Ashby knows the key. It may not tell its own permissions, so make sure that Candidates: write is ticked in Ashby.';
        return { state: 'accepted', message, checkedAt };
      }
      return {
        state: 'refused',
        message: 'Ashby does not accept this key. Copy it again from Ashby, or create a new one there.',
        checkedAt,
      };
    case 'refused':
      return { state: 'refused', message: `${answer.message}. Create a new key in Ashby.`, checkedAt };
    case 'throttled':
    case 'transient':
      return {
        state: 'unverified',
        message: `The key is saved but could not be checked: ${answer.message}. Check again later.`,
        checkedAt,
      };
    default:
      return answer satisfies never;
  }
}
