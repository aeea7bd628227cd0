import type { InvitationStatus } from '../contract/result.ts';

export const DAY_MS = 24 * 3600_000;
export const LINK_DAYS = 7;
/** How long an expired invitation can still be extended. */
export const EXTENSION_DAYS = 30;

const NEXT: Record<InvitationStatus, readonly InvitationStatus[]> = {
  invited: ['started', 'expired', 'cancelled'],
  started: ['submitted', 'completed', 'cancelled'],
  submitted: ['completed'],
  completed: [],
  expired: ['invited', 'cancelled'],
  cancelled: [],
};

export const canBecome = (from: InvitationStatus, to: InvitationStatus): boolean => NEXT[from].includes(to);

/** Active ones are unique for an application (or candidate) and an assessment. */
export const isActive = (status: InvitationStatus): boolean =>
  status === 'invited' || status === 'started' || status === 'submitted';

/** Nothing can follow, and Ashby has heard so. An expired one keeps its `sweepAt` as long as it can be extended. */
export const isOver = ({ status, sweepAt }: { status: InvitationStatus; sweepAt?: Date }): boolean =>
  status === 'cancelled' || (status === 'expired' && sweepAt === undefined);

export const linkEndsAt = (now: Date, days = LINK_DAYS): Date => new Date(now.getTime() + days * DAY_MS);

/** Why a link cannot end then; undefined when it can. */
export function problemOfEnd(expiresAt: Date, now: Date): string | undefined {
  const ms = expiresAt.getTime() - now.getTime();
  if (ms < 3600_000) return 'must be at least an hour from now';
  return ms > 30 * DAY_MS ? 'must be at most 30 days from now' : undefined;
}

export const extensionEndsAt = (expiredAt: Date): Date =>
  new Date(expiredAt.getTime() + EXTENSION_DAYS * DAY_MS);

/** The status as people and Ashby read it. */
export function statusLabel(status: InvitationStatus, hasPendingGrades: boolean): string {
  switch (status) {
    case 'invited':
      return 'Invited';
    case 'started':
      return 'Started';
    case 'submitted':
      return hasPendingGrades ? 'Awaiting review' : 'Submitted';
    case 'completed':
      return 'Completed';
    case 'expired':
      return 'Expired';
    case 'cancelled':
      return 'Cancelled';
    default:
      return status satisfies never;
  }
}

interface ActiveKeyParts {
  assessmentId: string;
  applicationId?: string;
  externalId?: string | undefined;
  email: string;
}

/** Ashby's candidate ids change when candidates are merged, its application ids do not. */
export function activeKeyOf({ assessmentId, applicationId, externalId, email }: ActiveKeyParts): string {
  if (applicationId !== undefined) return `application:${applicationId}:${assessmentId}`;
  return externalId !== undefined
    ? `candidate:${externalId}:${assessmentId}`
    : `address:${email.toLowerCase()}:${assessmentId}`;
}
