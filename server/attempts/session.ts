import type { Request, Response } from 'express';
import type { Context } from '../context.ts';
import { Id } from '../contract/field.ts';
import { changeInvitation } from '../invitations/change.ts';
import { DAY_MS } from '../core/invitation.ts';
import { hashSecret, isSecret, newSecret } from '../crypto.ts';
import type { InvitationDoc } from '../db/collections.ts';
import { AppError } from '../errors.ts';
import { demandOwnOrigin, isSecure } from '../http/authenticate.ts';
import { readCookie, setCookie } from '../http/cookie.ts';

const SESSION_MS = 45 * DAY_MS;

/** One cookie a test: several tests in one browser do not disturb each other. */
const cookieOf = (id: string) => `take-${id}`;

const wrongLink = () =>
  new AppError(
    'link_invalid',
    'This link is not complete or no longer valid. Open the newest mail and follow its link.',
  );

/** Exchanges the secret of a mailed link for a session; the latest one counts. Throws `link_invalid`, alike for every reason. */
export async function exchangeLink(
  ctx: Context,
  id: unknown,
  secret: string,
): Promise<{ doc: InvitationDoc; cookie: string }> {
  const parsed = Id.safeParse(id);
  const found = parsed.success ? await ctx.db.invitations.findOne({ _id: parsed.data }) : null;
  if (!found) throw wrongLink();
  const cookie = newSecret();
  const { workspaceId, _id } = found;
  const doc = await changeInvitation(ctx, { workspaceId, id: _id }, (current, now) => {
    // Asked of the state that is written to: a change of address may revoke the link this very moment.
    if (!current.linkHashes.map((hash) => isSecret(secret, hash)).includes(true)) throw wrongLink();
    return {
      set: {
        'attempt.session': { hash: hashSecret(cookie), expiresAt: new Date(now.getTime() + SESSION_MS) },
      },
      ...(!current.timeline.some(({ kind }) => kind === 'link_opened') && {
        timeline: [{ kind: 'link_opened' as const }],
      }),
    };
  });
  return { doc, cookie };
}

export const keepSession = (
  ctx: Context,
  res: Response,
  { id, cookie }: { id: string; cookie: string },
): void => setCookie(res, cookieOf(id), cookie, { secure: isSecure(ctx), maxAgeSeconds: SESSION_MS / 1000 });

/** The invitation of the candidate's cookie. Throws `unauthenticated`, and `origin_not_allowed` for a foreign page. */
export async function authenticateCandidate(ctx: Context, req: Request): Promise<InvitationDoc> {
  const id = Id.safeParse(req.params['id']);
  const cookie = id.success ? readCookie(req, cookieOf(id.data), isSecure(ctx)) : undefined;
  const doc =
    cookie === undefined
      ? null
      : await ctx.db.invitations.findOne({ _id: id.data!, 'attempt.session.hash': hashSecret(cookie) });
  const session = doc?.attempt.session;
  if (!doc || !session || session.expiresAt <= ctx.clock()) {
    throw new AppError(
      'unauthenticated',
      'Open the link in your mail again. It may be open on another device: the latest one counts.',
    );
  }
  demandOwnOrigin(ctx, req);
  return doc;
}
