export const GRACE_MS = 30_000;

/** With what was added for this candidate; null: untimed. */
export const minutesAllowed = ({
  assessment: { minutes },
  extraMinutes = 0,
}: {
  assessment: { minutes: number | null };
  extraMinutes?: number;
}): number | null => minutes && minutes + extraMinutes;

/** null: untimed. */
export const deadlineOf = (startedAt: Date, minutes: number | null): Date | undefined =>
  minutes === null ? undefined : new Date(startedAt.getTime() + minutes * 60_000);

/** Answers under way when the time ends still count: the network is not the candidate's fault. */
export const acceptsAnswers = (deadlineAt: Date | undefined, now: Date): boolean =>
  deadlineAt === undefined || now.getTime() <= deadlineAt.getTime() + GRACE_MS;

/** Whole minutes, at least 1, and never more than the time allowed. */
export function minutesTaken(startedAt: Date, submittedAt: Date, minutes: number | null): number {
  const taken = Math.max(1, Math.round((submittedAt.getTime() - startedAt.getTime()) / 60_000));
  return minutes === null ? taken : Math.min(taken, minutes);
}
