import { announce } from '../ashby/mapping.ts';
import type { Context } from '../context.ts';
import type { DecisionValue } from '../contract/result.ts';
import { isSamePerson } from '../core/person.ts';
import type { InvitationDoc, Person, StoredDecision } from '../db/collections.ts';
import { AppError } from '../errors.ts';
import { changeInvitation, type InvitationRef } from '../invitations/change.ts';

const MOST_DECISIONS = 200;

interface DecisionInput {
  value: DecisionValue;
  note?: string | undefined;
  by: Person;
  /** Throws when the caller decided by an older state. */
  demandCurrent: (current: InvitationDoc) => void;
}

/**
 * Sets the decision; the earlier one goes into the history, and the same one again changes nothing. Throws `not_found`,
 * `stale`, and `conflict` before the submission or after too many.
 */
export function decide(
  ctx: Pick<Context, 'db' | 'clock' | 'config' | 'bell'>,
  ref: InvitationRef,
  { value, note, by, demandCurrent }: DecisionInput,
): Promise<InvitationDoc> {
  return changeInvitation(ctx, ref, (current, now) => {
    const { decision: last } = current;
    if (last && last.value === value && last.note === note && isSamePerson(last.by, by)) return null;
    demandCurrent(current);
    if (current.status !== 'submitted' && current.status !== 'completed') {
      throw new AppError('conflict', 'There is nothing to decide until the candidate has submitted.');
    }
    if (current.decisionHistory.length >= MOST_DECISIONS)
      throw new AppError('conflict', `The decision was changed ${MOST_DECISIONS} times already.`);
    const decision: StoredDecision = { value, ...(note !== undefined && { note }), by, at: now };
    const { set, ashby } = announce(ctx.config.publicUrl, { ...current, decision }, 'review', now);
    return {
      set: { ...set, decision },
      ...(current.decision && { push: { decisionHistory: current.decision } }),
      ...(ashby && { ashby }),
      timeline: [{ kind: 'decided', by: by.name, detail: value }],
    };
  });
}
