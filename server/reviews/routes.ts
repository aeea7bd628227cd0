import { Router, type Request } from 'express';
import { getContent } from '../assessments/store.ts';
import type { Context } from '../context.ts';
import { Id } from '../contract/field.ts';
import { CommentInput, DecisionInput, GradeInput } from '../contract/result.ts';
import type { InvitationDoc } from '../db/collections.ts';
import { notFound } from '../errors.ts';
import { authenticate } from '../http/authenticate.ts';
import { demandMatch, etagOf, sendView } from '../http/etag.ts';
import { idempotently } from '../http/idempotency.ts';
import { parse } from '../http/parse.ts';
import { demand, demandMember, personOf } from '../http/principal.ts';
import { getInvitation } from '../invitations/store.ts';
import { markOf, toResultView } from '../invitations/view.ts';
import { addComment } from './comment.ts';
import { decide } from './decide.ts';
import { gradeAnswer } from './grade.ts';
import { toAnswersView } from './view.ts';

export function reviewRoutes(ctx: Context): Router {
  const router = Router();
  const view = (doc: InvitationDoc) => toResultView(ctx.config.publicUrl, doc);
  const demandCurrent = (req: Request) => (current: InvitationDoc) =>
    demandMatch(req, markOf(current), () => view(current));
  const refOf = ({ _id: id, workspaceId }: InvitationDoc) => ({ id, workspaceId });

  router.get('/invitations/:id/result', async (req, res) => {
    const principal = await authenticate(ctx, req);
    demand(principal, 'results:read');
    const doc = await getInvitation(ctx, principal, req.params.id);
    sendView(req, res, markOf(doc), view(doc));
  });

  router.get('/invitations/:id/answers', async (req, res) => {
    const principal = await authenticate(ctx, req);
    demandMember(principal, 'answers:read');
    const doc = await getInvitation(ctx, principal, req.params.id);
    const { id, version } = doc.assessment;
    const content = await getContent(ctx.db, { workspaceId: doc.workspaceId, id, version });
    sendView(req, res, markOf(doc), toAnswersView(doc, content));
  });

  router.put('/invitations/:id/grades/:questionId', async (req, res) => {
    const principal = await authenticate(ctx, req);
    demandMember(principal, 'grades:write');
    const { points, note } = parse(GradeInput, req.body);
    const doc = await getInvitation(ctx, principal, req.params.id);
    const questionId = Id.safeParse(req.params.questionId);
    if (!questionId.success) throw notFound('question');
    const by = personOf(principal);
    const graded = await gradeAnswer(ctx, refOf(doc), { questionId: questionId.data, points, note, by });
    sendView(req, res, markOf(graded), view(graded));
  });

  router.post('/invitations/:id/comments', async (req, res) => {
    const principal = await authenticate(ctx, req);
    demand(principal, 'comments:write');
    const { text } = parse(CommentInput, req.body);
    const doc = await getInvitation(ctx, principal, req.params.id);
    const author = personOf(principal);
    await idempotently(ctx, { req, res, principal }, async (id) => {
      const commented = await addComment(ctx, refOf(doc), {
        id,
        author,
        text,
        demandCurrent: demandCurrent(req),
      });
      res.set('ETag', etagOf(markOf(commented)));
      return { status: 201, body: view(commented) };
    });
  });

  router.put('/invitations/:id/decision', async (req, res) => {
    const principal = await authenticate(ctx, req);
    demand(principal, 'decisions:write');
    const { decision: value, note } = parse(DecisionInput, req.body);
    const doc = await getInvitation(ctx, principal, req.params.id);
    const by = personOf(principal);
    const decided = await decide(ctx, refOf(doc), { value, note, by, demandCurrent: demandCurrent(req) });
    sendView(req, res, markOf(decided), view(decided));
  });
  return router;
}
