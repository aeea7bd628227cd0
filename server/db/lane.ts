import type { Sealed } from '../crypto.ts';

/** What must reach the outside, with the bytes to send or what makes them; those of mails are sealed, because they hold links. */
export interface QueuedEvent {
  seq: number;
  name: string;
  at: Date;
  body: string | Sealed;
}

/** A queue in order. It is part of the document whose change it reports, so both are one write. */
export interface Lane {
  nextSeq: number;
  queue: QueuedEvent[];
  /** Present while something may be waiting: what the worker looks for. */
  wakeAt?: Date;
  /** No try before: the lease of the one that works on it, or the back-off. By the database's clock. */
  notBefore: Date;
  /** Raised by each claim and by each purge: settles only what it still owns. */
  fence: number;
  /** Tries of the first event. */
  tries: number;
  lastSentAt?: Date;
  /** Why the first event has not left; `parked` waits for a person, `paused` for the workspace's key. */
  problem?: { kind: 'retrying' | 'parked' | 'paused'; message: string; at: Date };
}
