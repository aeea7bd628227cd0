import type { Lane } from '../db/collections.ts';

export const emptyLane = (): Lane => ({ nextSeq: 1, queue: [], notBefore: new Date(0), fence: 0, tries: 0 });

/** A lane that starts with events: for documents that are born with something to send. */
export function laneWith(events: { name: string; body: Lane['queue'][number]['body'] }[], now: Date): Lane {
  const lane = emptyLane();
  const queue = events.map((event, i) => ({ ...event, seq: i + 1, at: now }));
  return { ...lane, queue, nextSeq: queue.length + 1, ...(queue.length > 0 && { wakeAt: now }) };
}
