import type { InvitationDoc } from '../db/collections.ts';
import { AppError } from '../errors.ts';

/** Why an invitation cannot be begun, answered or submitted in its present state. */
export function refusalOf({ status }: InvitationDoc): AppError {
  switch (status) {
    case 'expired':
      return new AppError('invitation_expired', 'The invitation has expired. Ask the company for more time.');
    case 'cancelled':
      return new AppError('invitation_cancelled', 'The company has withdrawn this invitation.');
    case 'submitted':
    case 'completed':
      return new AppError('already_submitted', 'Your answers are handed in already.');
    case 'invited':
      return new AppError('conflict', 'Begin the assessment first.');
    case 'started':
      return new AppError('time_over', 'The time is over. What was saved is handed in for you.');
    default:
      return status satisfies never;
  }
}
