import { Router, type Request } from 'express';
import type { Context } from '../context.ts';
import { Id } from '../contract/field.ts';
import type { Me } from '../contract/me.ts';
import {
  MemberInput,
  MemberPatch,
  SignInExchange,
  SignInInput,
  type MemberView,
} from '../contract/member.ts';
import { permissionsOf } from '../core/access.ts';
import { hashSecret } from '../crypto.ts';
import type { MemberDoc } from '../db/collections.ts';
import { AppError, notFound } from '../errors.ts';
import {
  authenticate,
  authenticateMember,
  demandOwnOrigin,
  isSecure,
  SESSION_COOKIE,
} from '../http/authenticate.ts';
import { readCookie, setCookie } from '../http/cookie.ts';
import { idempotently } from '../http/idempotency.ts';
import { Nothing, parse } from '../http/parse.ts';
import { demand, type EmbedPrincipal, type MemberPrincipal } from '../http/principal.ts';
import { limitRate } from '../http/rate-limit.ts';
import { changeRole, inviteMember, removeMember } from './manage.ts';
import { exchangeSignIn, requestSignIn, SESSION_MS } from './sign-in.ts';
import { getWorkspace, listMembers } from './store.ts';

const toMemberView = ({ _id: id, name, email, role, createdAt, lastSeenAt }: MemberDoc): MemberView => ({
  id,
  name,
  email,
  role,
  createdAt: createdAt.toISOString(),
  ...(lastSeenAt && { lastSeenAt: lastSeenAt.toISOString() }),
});

const toEmbed = ({
  sessionId,
  actor,
  role,
  scopes,
  candidate,
  candidates,
  jobId,
}: EmbedPrincipal): Me['embed'] => ({
  sessionId,
  actor,
  role,
  scopes,
  ...(candidate && { candidate }),
  ...(candidates && { candidates }),
  ...(jobId !== undefined && { jobId }),
});

function signInRoutes(ctx: Context, router: Router): void {
  router.post('/sign-in', limitRate({ perMinute: 20 }), (req, res) => {
    demandOwnOrigin(ctx, req);
    const { email } = parse(SignInInput, req.body);
    if (!ctx.mailer.canSend)
      throw new AppError(
        'unavailable',
        'This server has no mail server yet, so it cannot send links. Ask who runs it to set SMTP_URL.',
      );
    // Not awaited: how long it takes would tell whether the address is known.
    requestSignIn(ctx, email).catch((error: unknown) =>
      ctx.log.error({ err: error }, 'sign-in request failed'),
    );
    res.status(202).json({});
  });

  router.post('/sign-in/exchange', limitRate({ perMinute: 30 }), async (req, res) => {
    demandOwnOrigin(ctx, req);
    const { token } = parse(SignInExchange, req.body);
    const { cookie, member } = await exchangeSignIn(ctx, token);
    setCookie(res, SESSION_COOKIE, cookie, { secure: isSecure(ctx), maxAgeSeconds: SESSION_MS / 1000 });
    res.json({ member: toMemberView(member) });
  });

  router.delete('/session', async (req, res) => {
    demandOwnOrigin(ctx, req);
    parse(Nothing, req.body);
    const cookie = readCookie(req, SESSION_COOKIE, isSecure(ctx));
    if (cookie) await ctx.db.sessions.deleteOne({ _id: hashSecret(cookie) });
    setCookie(res, SESSION_COOKIE, '', { secure: isSecure(ctx), maxAgeSeconds: 0 });
    res.status(204).end();
  });
}

export function memberRoutes(ctx: Context): Router {
  const router = Router();
  signInRoutes(ctx, router);

  router.get('/me', async (req, res) => {
    const principal = await authenticate(ctx, req);
    const { _id: id, name } = await getWorkspace(ctx.db, principal.workspaceId);
    const workspace = { id, name };
    if (principal.kind === 'embed') {
      res.json({ workspace, permissions: principal.scopes, embed: toEmbed(principal) } satisfies Me);
      return;
    }
    const member = await ctx.db.members.findOne({ _id: principal.id, workspaceId: principal.workspaceId });
    if (!member) throw notFound('member');
    res.json({
      workspace,
      permissions: [...permissionsOf(member.role)],
      member: toMemberView(member),
    } satisfies Me);
  });

  const admin = async (req: Request): Promise<MemberPrincipal> => {
    const member = await authenticateMember(ctx, req);
    demand(member, 'settings');
    return member;
  };
  const refOf = (principal: MemberPrincipal, id: unknown) => {
    const parsed = Id.safeParse(id);
    if (!parsed.success) throw notFound('member');
    return { workspaceId: principal.workspaceId, id: parsed.data };
  };

  router.get('/members', async (req, res) => {
    const { workspaceId } = await admin(req);
    res.json({ items: (await listMembers(ctx.db, workspaceId)).map(toMemberView) });
  });

  router.post('/members', async (req, res) => {
    const principal = await admin(req);
    const input = { ...parse(MemberInput, req.body), addedBy: principal.name };
    await idempotently(ctx, { req, res, principal }, async (id) => {
      const member = await inviteMember(ctx, { workspaceId: principal.workspaceId, id }, input);
      return { status: 201, body: toMemberView(member) };
    });
  });

  router.patch('/members/:id', async (req, res) => {
    const principal = await admin(req);
    const { role } = parse(MemberPatch, req.body);
    res.json(toMemberView(await changeRole(ctx.db, refOf(principal, req.params.id), role)));
  });

  router.delete('/members/:id', async (req, res) => {
    const principal = await admin(req);
    await removeMember(ctx.db, refOf(principal, req.params.id));
    res.status(204).end();
  });
  return router;
}
