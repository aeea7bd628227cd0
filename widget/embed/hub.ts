import type { InvitationChanged } from '../../server/contract/invitation.ts';
import type { Access } from './access.ts';
import { createClient, type Client } from './client.ts';
import { poll, watch } from './live.ts';
import { createSession, type Claims, type TokenSource } from './session.ts';

/** One element, as far as those that share its access need it. */
export interface Member {
  fetchToken: TokenSource;
  update(): void;
  /** Without a change: anything may have changed. */
  refresh(change?: InvitationChanged): void;
  /** The token is another person's: forget everything and begin anew. */
  restart(): void;
}

/** What elements with the same access share: token, answers and stream of events. It ends with the last of them. */
export interface Hub {
  readonly members: Set<Member>;
  readonly client: Client;
  /** It waits for a token. */
  isAsking: boolean;
  claims(): Claims | undefined;
  /** Asks the host for another token, as the one there is has been refused. */
  renew(): Promise<unknown>;
  /** Forgets everything, and so do its members. */
  reset(): void;
  /** Tells the members what changes, from the first call on; `poll` does without a stream. */
  listen(live: string): void;
  leave(member: Member): void;
}

const hubs = new Map<unknown, Hub>();

function open({ key, base, transport }: Access, first: string): Hub {
  const members = new Set<Member>();
  const end = new AbortController();
  const { signal } = end;
  let isListening = false;
  const refresh = (change?: InvitationChanged) => members.forEach((member) => member.refresh(change));
  const close = () => {
    end.abort();
    if (hubs.get(key) === hub) hubs.delete(key);
  };
  const tell = (isAsking: boolean) => {
    hub.isAsking = isAsking;
    members.forEach((member) => member.update());
  };
  const ask: TokenSource = (reason, own) => {
    tell(true);
    return [...members][0]!.fetchToken(reason, own).finally(() => tell(false));
  };
  const session = createSession(ask, {
    first,
    signal,
    onRenewed(isOther) {
      if (isOther) hub.reset();
      else refresh();
    },
  });
  const client = createClient({ base, session, signal, transport });
  const hub: Hub = {
    members,
    client,
    isAsking: false,
    claims: () => session.claims,
    renew: async () => session.replace(await session.token()),
    reset() {
      close();
      members.forEach((member) => member.restart());
    },
    listen(live) {
      if (isListening || live === 'off') return;
      isListening = true;
      if (live === 'poll') void poll(refresh, signal);
      else void watch(client, refresh, signal);
    },
    leave(member) {
      members.delete(member);
      if (!members.size) close();
    },
  };
  return hub;
}

/** `first`: a token that came with the page. */
export function join(access: Access, first: string, member: Member): Hub {
  const hub = hubs.get(access.key) ?? open(access, first);
  hubs.set(access.key, hub);
  hub.members.add(member);
  return hub;
}
