import { announce } from '../ashby/mapping.ts';
import type { Context } from '../context.ts';
import { isSamePerson } from '../core/person.ts';
import type { InvitationDoc, Person } from '../db/collections.ts';
import { AppError, notFound } from '../errors.ts';
import { changeInvitation, type InvitationRef } from '../invitations/change.ts';

const MOST_COMMENTS = 500;

interface CommentInput {
  id: string;
  author: Person;
  text: string;
  /** Throws when the caller saw an older state. */
  demandCurrent: (current: InvitationDoc) => void;
}

/** Throws `not_found`, `stale`, and `conflict` when there are too many. */
export function addComment(
  ctx: Pick<Context, 'db' | 'clock' | 'config' | 'bell'>,
  ref: InvitationRef,
  { id, author, text, demandCurrent }: CommentInput,
): Promise<InvitationDoc> {
  return changeInvitation(ctx, ref, (current, now) => {
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

interface Edit {
  id: string;
  /** Who asks; undefined text deletes. */
  by: Person;
  text: string | undefined;
  demandCurrent: (current: InvitationDoc) => void;
}

/** Changes or deletes one's own comment; the same text again changes nothing. Throws `not_found`, `forbidden`, `stale`. */
export function changeComment(
  ctx: Pick<Context, 'db' | 'clock' | 'config' | 'bell'>,
  ref: InvitationRef,
  { id, by, text, demandCurrent }: Edit,
): Promise<InvitationDoc> {
  return changeInvitation(ctx, ref, (current, now) => {
    const known = current.comments.find((comment) => comment.id === id);
    if (!known) throw notFound('comment');
    if (!isSamePerson(known.author, by))
      throw new AppError('forbidden', `Only ${known.author.name} can change this comment.`);
    if (known.text === text) return null;
    demandCurrent(current);
    const comments = current.comments.flatMap((comment) => {
      if (comment !== known) return comment;
      return text === undefined ? [] : { ...known, text, editedAt: now };
    });
    const after = { ...current, comments };
    const { set, ashby } = announce(ctx.config.publicUrl, after, 'review', now);
    return {
      set: { ...set, comments },
      ...(ashby && { ashby }),
      timeline: [{ kind: text === undefined ? 'comment_deleted' : 'comment_edited', by: by.name }],
    };
  });
}
