import { describe, expect, test } from 'vitest';
import { nextTryMs } from '../../server/core/backoff.ts';

const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3600_000];
const ASHBY = [
  ...[
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
  ...Array.from({ length: 26 }, () => 12 * HOUR),
];
const MAIL = [
  ...[15 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR],
  ...Array.from({ length: 11 }, () => 4 * HOUR),
];
const wait = (lane: 'mail' | 'ashby', tries: number, random = 0.5, afterMs?: number) =>
  nextTryMs({ lane, tries, random, afterMs });

describe.each([
  ['ashby', ASHBY, 37, 13 * 24],
  ['mail', MAIL, 17, 45],
] as const)('%s', (lane, schedule, tries, atLeastHours) => {
  test(`${tries} tries over more than ${atLeastHours} hours, then it is given up`, () => {
    const waits = Array.from({ length: tries - 1 }, (_, i) => wait(lane, i + 1));
    expect(waits).toEqual(schedule);
    expect(schedule.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(atLeastHours * HOUR);
    expect(wait(lane, tries)).toBeNull();
    expect(wait(lane, tries + 1)).toBeNull();
  });

  test('jitter stays within a fifth of the plan', () => {
    for (const [i, planned] of schedule.entries()) {
      expect(wait(lane, i + 1, 0)).toBe(Math.round(planned * 0.8));
      expect(wait(lane, i + 1, 1)).toBe(Math.round(planned * 1.2));
    }
  });

  test('what the other side asks for is the least, exactly, up to a day', () => {
    for (const random of [0, 0.5, 1]) {
      expect(wait(lane, 1, random, 42 * MINUTE + 1)).toBe(42 * MINUTE + 1);
      expect(wait(lane, 1, random, 24 * HOUR)).toBe(24 * HOUR);
      expect(wait(lane, 1, random, 1000 * HOUR)).toBe(24 * HOUR);
    }
    expect(wait(lane, 4, 0.5, 1)).toBe(wait(lane, 4));
  });
});
