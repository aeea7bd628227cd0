import { describe, expect, test } from 'vitest';
import { acceptsAnswers, deadlineOf, GRACE_MS, minutesTaken } from '../../server/core/attempt.ts';

const start = new Date('2026-03-01T10:00:00Z');
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);

test('the deadline is the start and the minutes allowed; an untimed test has none', () => {
  expect(deadlineOf(start, 25)).toEqual(after(25 * 60));
  expect(deadlineOf(start, null)).toBeUndefined();
});

describe('answers', () => {
  const deadline = after(60);

  test.each([
    ['before the deadline', after(59), true],
    ['at the deadline', deadline, true],
    ['at the end of the grace', new Date(deadline.getTime() + GRACE_MS), true],
    ['a millisecond later', new Date(deadline.getTime() + GRACE_MS + 1), false],
  ])('%s: %s → %s', (_when, now, accepted) => {
    expect(acceptsAnswers(deadline, now)).toBe(accepted);
  });

  test('an untimed test takes them for ever', () => {
    expect(acceptsAnswers(undefined, after(1e9))).toBe(true);
  });
});

test.each([
  ['a second', 1, 10, 1],
  ['a minute and a half', 90, 10, 2],
  ['within the grace: the time allowed', 10 * 60 + 29, 10, 10],
  ['untimed', 3 * 3600, null, 180],
  ['a clock that stepped back', -100, 10, 1],
])('minutes taken, %s', (_what, seconds, minutes, taken) => {
  expect(minutesTaken(start, after(seconds), minutes)).toBe(taken);
});
