import { expect } from 'vitest';

/** Asks again until it is so; the limit is there to end a run, not to measure one. */
export const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 20_000, interval: 25 });
