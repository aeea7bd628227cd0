import type { InvitationView, TimelineEntry } from '../../server/contract/invitation.ts';
import type { ResultView } from '../../server/contract/result.ts';
import { idOf, resultOf, type Scenario } from './data.ts';

/** What the server would hold, for the life of the page. */
export interface World {
  readonly scenario: Scenario;
  readonly invitations: Map<string, InvitationView>;
  readonly results: Map<string, ResultView>;
  /** The same in every run. */
  newId(): string;
  /** Keeps an invitation, with what happened to it, and tells those who listen. */
  put(invitation: InvitationView, entry?: Omit<TimelineEntry, 'at'>): InvitationView;
  remove(invitation: InvitationView): void;
  listen(signal: AbortSignal): ReadableStream<Uint8Array>;
}

/** What the candidate does, in seconds after the mail. */
const MAIL_S = 1;
const COURSE = [
  { seconds: 3, status: 'started', time: 'startedAt' },
  { seconds: 6, status: 'submitted', time: 'submittedAt' },
  { seconds: 9, status: 'completed', time: 'completedAt' },
] as const;

export const now = (ms = 0): string => new Date(Date.now() + ms).toISOString();

export function createWorld(scenario: Scenario): World {
  const listeners = new Set<ReadableStreamDefaultController<Uint8Array>>();
  let revision = 0;
  let lastId = 1000;

  function tell({ id, status, candidate: { externalId } }: InvitationView): void {
    const data = {
      invitationId: id,
      candidateExternalId: externalId,
      status,
      revision: ++revision,
      at: now(),
    };
    const message = `id: ${revision}\nevent: invitation\ndata: ${JSON.stringify(data)}\n\n`;
    listeners.forEach((listener) => listener.enqueue(new TextEncoder().encode(message)));
  }

  const world: World = {
    scenario,
    invitations: new Map(scenario.invitations.map((one) => [one.id, one])),
    results: new Map(scenario.invitations.map((one) => [one.id, resultOf(one, scenario.percent)])),
    newId: () => idOf(++lastId),
    put(invitation, entry) {
      const timeline = entry ? [...invitation.timeline, { at: now(), ...entry }] : invitation.timeline;
      const next = { ...invitation, timeline };
      const { comments = [], decision = null } = world.results.get(next.id) ?? {};
      const isNews = world.invitations.get(next.id)?.status !== next.status;
      if (isNews) world.results.set(next.id, { ...resultOf(next), comments, decision });
      world.invitations.set(next.id, next);
      tell(next);
      return next;
    },
    remove(invitation) {
      world.invitations.delete(invitation.id);
      tell(invitation);
    },
    listen: (signal) =>
      new ReadableStream({
        start(controller) {
          listeners.add(controller);
          signal.addEventListener('abort', () => {
            listeners.delete(controller);
            controller.error(signal.reason);
          });
        },
      }),
  };
  return world;
}

/** The mail leaves, and the candidate goes through the test by and by, unless it is taken back. */
export function follow(world: World, id: string, holdSeconds: number): void {
  const later = (seconds: number, change: (known: InvitationView) => void) =>
    setTimeout(
      () => {
        const known = world.invitations.get(id);
        if (known) change(known);
      },
      (holdSeconds + seconds) * 1000,
    );
  later(MAIL_S, ({ heldUntil: _, ...known }) =>
    world.put({ ...known, mail: { state: 'accepted' } }, { kind: 'mail_accepted', detail: 'invitation' }),
  );
  for (const { seconds, status, time } of COURSE)
    later(seconds, (known) => {
      const minutes = (known.assessment.minutes ?? 0) + (known.extraMinutes ?? 0);
      const deadline = status === 'started' && minutes > 0 ? { deadlineAt: now(minutes * 60_000) } : {};
      return world.put({ ...known, ...deadline, status, [time]: now() }, { kind: status });
    });
}
