import { expect, test } from 'vitest';
import { statsOf } from '../../server/core/stats.ts';

const at = (minutes: number) => new Date(minutes * 60_000);
const took = (minutes: number) => ({
  status: 'completed' as const,
  startedAt: at(0),
  submittedAt: at(minutes),
});
const expired = { status: 'expired' as const };

test.each([
  ['nobody', [], { people: 0 }],
  ['four people tell nothing but their number', [1, 2, 3, 4].map(took), { people: 4 }],
  [
    'the middle of five',
    [9, 30, 10, 11, 8].map(took),
    { people: 5, medianMinutes: 10, completionPercent: 100 },
  ],
  [
    'between the middle two of six, and who let the link end counts against it',
    [...[9, 30, 10, 12, 8, 20].map(took), expired, expired, { status: 'invited' as const }],
    { people: 6, medianMinutes: 11, completionPercent: 75 },
  ],
  ['a minute at least', [0, 0, 0, 0, 0].map(took), { people: 5, medianMinutes: 1, completionPercent: 100 }],
])('%s', (_name, sittings, stats) => {
  expect(statsOf(sittings)).toEqual(stats);
});
