import { announce } from '../ashby/mapping.ts';
import type { Context } from '../context.ts';
import type { InvitationDoc, Person } from '../db/collections.ts';
import { AppError } from '../errors.ts';
import { changeInvitation, type InvitationRef } from '../invitations/change.ts';

const MOST_COMMENTS = 500;

interface CommentInput {
  id: string;
  author: Person;
  text: string;
  /** Throws when the caller saw an older state. */
  demandCurrent: (current: InvitationDoc) => void;
}

/**
 * Adds a comment; one with the same id is there already and stays as it is. Throws `not_found`, `stale`, and `conflict`
 * when there are too many.
 */
export function addComment(
  ctx: Pick<Context, 'db' | 'clock' | 'config' | 'bell'>,
  ref: InvitationRef,
  { id, author, text, demandCurrent }: CommentInput,
): Promise<InvitationDoc> {
  return changeInvitation(ctx, ref, (current, now) => {
    if (current.comments.some((comment) => comment.id === id)) return null;
    demandCurrent(current);
    if (current.comments.length >= MOST_COMMENTS)
      throw new AppError('conflict', `There are ${MOST_COMMENTS} comments already.`);
    const comment = { id, author, text, at: now };
    const after = { ...current, comments: [...current.comments, comment] };
    const { set, ashby } = announce(ctx.config.publicUrl, after, 'review', now);
    return {
      ...(set && { set }),
      push: { comments: comment },
      ...(ashby && { ashby }),
      timeline: [{ kind: 'commented', by: author.name }],
    };
  });
}
