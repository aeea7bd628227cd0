import { Router } from 'express';
import type { z } from 'zod';
import type { Context } from '../context.ts';
import {
  AddressInput,
  CancelInput,
  ExtendInput,
  ExtraTimeInput,
  InvitationInput,
  InvitationQuery,
  type CandidateInput,
  type InvitationList,
} from '../contract/invitation.ts';
import type { InvitationDoc } from '../db/collections.ts';
import { AppError } from '../errors.ts';
import { authenticate } from '../http/authenticate.ts';
import { sendList, sendView } from '../http/etag.ts';
import { idempotently } from '../http/idempotency.ts';
import { Nothing, parse } from '../http/parse.ts';
import { can, demand, personOf, type Principal } from '../http/principal.ts';
import { cancelInvitation } from './cancel.ts';
import type { InvitationRef } from './change.ts';
import { giveExtraTime } from './extra-time.ts';
import { invite } from './invite.ts';
import { changeAddress, extendInvitation, resendInvitation } from './resend.ts';
import { canSee, getInvitation, listInvitations, listLatest } from './store.ts';
import { syncWithAshby } from './sync.ts';
import { undoInvitation } from './undo.ts';
import { markOf, toInvitationRow, toInvitationView } from './view.ts';

function sourceOf(principal: Principal): InvitationDoc['source'] {
  if (principal.kind === 'member') {
    return { kind: 'member', memberId: principal.id, name: principal.name, email: principal.email };
  }
  const { sessionName, keyId, sub, actor } = principal;
  return {
    kind: 'embed',
    sessionName,
    keyId,
    sub,
    name: actor.name,
    ...(actor.email && { email: actor.email }),
  };
}

/** A token for candidates invites just these, and at the address that stands in it, if one does. */
function demandCandidate(principal: Principal, { externalId, email }: CandidateInput): void {
  if (principal.kind === 'member' || principal.candidates === undefined) return;
  if (externalId === undefined || !principal.candidates.includes(externalId))
    throw new AppError(
      'candidate_mismatch',
      'The token is for another candidate. Send the externalId that it was made for.',
    );
  const known = principal.candidate?.email;
  if (known !== undefined && known.toLowerCase() !== email.toLowerCase())
    throw new AppError(
      'candidate_mismatch',
      `The candidate’s address is ${known} in the system that you come from. Invite them there, or correct the address in that system first.`,
      {
        fields: [
          { path: 'candidate.email', message: `must be ${known}, as in the system that you come from` },
        ],
      },
    );
}

type Action<T> = (ref: InvitationRef, by: string, input: T) => Promise<InvitationDoc>;

/** An invitation as this caller may see it. */
const viewFor = ({ config }: Context, principal: Principal, doc: InvitationDoc) =>
  toInvitationView(config.publicUrl, doc, { score: can(principal, 'results:read') });

function actionRoutes(ctx: Context, router: Router): void {
  function action<T extends z.ZodType>(name: string, schema: T, run: Action<z.infer<T>>): void {
    router.post(`/invitations/:id/${name}`, async (req, res) => {
      const principal = await authenticate(ctx, req);
      demand(principal, 'invitations:write');
      const input = parse(schema, req.body);
      const found = await getInvitation(ctx, principal, req.params['id'], { undone: name === 'undo' });
      await idempotently(ctx, { req, res, principal }, async (callId) => {
        const ref = { workspaceId: found.workspaceId, id: found._id, callId };
        const doc = await run(ref, personOf(principal).name, input);
        return { status: 200, body: viewFor(ctx, principal, doc), mark: markOf(doc) };
      });
    });
  }
  action('resend', Nothing, (ref, by) => resendInvitation(ctx, ref, by));
  action('cancel', CancelInput, (ref, name, input) =>
    cancelInvitation(ctx, ref, { name, ashby: false, ...input }),
  );
  action('extend', ExtendInput, (ref, by, input) => extendInvitation(ctx, ref, { by, ...input }));
  action('address', AddressInput, (ref, by, input) => changeAddress(ctx, ref, { by, ...input }));
  action('extra-time', ExtraTimeInput, (ref, by, input) => giveExtraTime(ctx, ref, { by, ...input }));
  action('undo', Nothing, (ref, by) => undoInvitation(ctx, ref, by));
  action('sync', Nothing, (ref, by) => syncWithAshby(ctx, ref, by));
}

export function invitationRoutes(ctx: Context): Router {
  const router = Router();

  router.post('/invitations', async (req, res) => {
    const principal = await authenticate(ctx, req);
    demand(principal, 'invitations:write');
    const { jobId, ...input } = parse(InvitationInput, req.body);
    demandCandidate(principal, input.candidate);
    await idempotently(ctx, { req, res, principal }, async (id) => {
      const { workspaceId } = principal;
      const job = jobId ?? (principal.kind === 'embed' ? principal.jobId : undefined);
      const source = sourceOf(principal);
      const made = await invite(ctx, {
        ...input,
        workspaceId,
        id,
        jobId: job,
        source,
        invitedBy: personOf(principal),
        canSee: (other) => canSee(principal, other),
      });
      return { status: 201, body: viewFor(ctx, principal, made), mark: markOf(made) };
    });
  });

  router.get('/invitations', async (req, res) => {
    const principal = await authenticate(ctx, req);
    demand(principal, 'results:read');
    const { latest, ...query } = parse(InvitationQuery, req.query);
    const { items, nextCursor } = latest
      ? { items: await listLatest(ctx.db, principal), nextCursor: undefined }
      : await listInvitations(ctx.db, principal, query);
    const rows = items.map((doc) => toInvitationRow(ctx.config.publicUrl, doc));
    const list: InvitationList = { items: rows, ...(nextCursor !== undefined && { nextCursor }) };
    sendList(req, res, list);
  });

  router.get('/invitations/:id', async (req, res) => {
    const principal = await authenticate(ctx, req);
    demand(principal, 'results:read');
    const doc = await getInvitation(ctx, principal, req.params.id);
    sendView(req, res, markOf(doc), viewFor(ctx, principal, doc));
  });

  actionRoutes(ctx, router);
  return router;
}
