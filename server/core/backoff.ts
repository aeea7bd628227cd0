const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

interface Schedule {
  /** Waits after the first tries. */
  steps: readonly number[];
  /** Wait after each further one. */
  then: number;
  /** Tries after which it is given up. */
  tries: number;
}

const SCHEDULES: Record<'mail' | 'ashby', Schedule> = {
  // 13.6 days: longer than any outage that nobody notices.
  ashby: {
    steps: [
      5 * SECOND,
      15 * SECOND,
      MINUTE,
      5 * MINUTE,
      15 * MINUTE,
      30 * MINUTE,
      HOUR,
      2 * HOUR,
      4 * HOUR,
      6 * HOUR,
    ],
    then: 12 * HOUR,
    tries: 37,
  },
  // Two days, as mail servers do among themselves.
  mail: { steps: [15 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR], then: 4 * HOUR, tries: 17 },
};

const JITTER = 0.2;
const LONGEST_WISH_MS = 24 * HOUR;

interface Try {
  lane: 'mail' | 'ashby';
  /** Tries so far, the failed one included: from 1. */
  tries: number;
  /** What the other side asked to wait at least. */
  afterMs?: number | undefined;
  /** 0 to 1. */
  random: number;
}

/** Milliseconds until the next try; null: give up. */
export function nextTryMs({ lane, tries, afterMs = 0, random }: Try): number | null {
  const { steps, then, tries: most } = SCHEDULES[lane];
  if (tries >= most) return null;
  const planned = (steps[tries - 1] ?? then) * (1 + JITTER * (2 * random - 1));
  return Math.round(Math.max(planned, Math.min(afterMs, LONGEST_WISH_MS)));
}
