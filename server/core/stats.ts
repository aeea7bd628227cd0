import type { AssessmentStats } from '../contract/assessment.ts';
import type { InvitationStatus } from '../contract/result.ts';
import { percentOf } from './scoring.ts';

export interface Sitting {
  status: InvitationStatus;
  startedAt?: Date;
  submittedAt?: Date;
}

/** Fewer say more about themselves than about the test. */
const FEWEST = 5;

function medianOf(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** How long people really take, and how many of those who were invited hand it in. */
export function statsOf(sittings: Sitting[]): AssessmentStats {
  const minutes = sittings.flatMap(({ startedAt, submittedAt }) =>
    startedAt && submittedAt ? (submittedAt.getTime() - startedAt.getTime()) / 60_000 : [],
  );
  const people = minutes.length;
  if (people < FEWEST) return { people };
  const expired = sittings.filter(({ status }) => status === 'expired').length;
  return {
    people,
    medianMinutes: Math.max(1, Math.round(medianOf(minutes))),
    completionPercent: percentOf(people, people + expired),
  };
}
