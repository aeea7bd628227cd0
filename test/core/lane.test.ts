import { expect, test } from 'vitest';
import { emptyLane, laneWith } from '../../server/core/lane.ts';

const now = new Date('2026-03-01T10:00:00Z');

test('a lane that starts with events numbers them from 1 and is awake', () => {
  const lane = laneWith(
    [
      { name: 'a', body: '1' },
      { name: 'b', body: '2' },
    ],
    now,
  );
  expect(lane.queue).toEqual([
    { seq: 1, name: 'a', body: '1', at: now },
    { seq: 2, name: 'b', body: '2', at: now },
  ]);
  expect(lane).toMatchObject({ nextSeq: 3, wakeAt: now, tries: 0, fence: 0 });
});

test('a lane without events sleeps', () => {
  expect(laneWith([], now)).toEqual(emptyLane());
  expect(emptyLane()).not.toHaveProperty('wakeAt');
});
