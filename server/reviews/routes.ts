import { Router, type Request, type Response } from 'express';
import { getContent } from '../assessments/store.ts';
import type { Context } from '../context.ts';
import { Id } from '../contract/field.ts';
import { CommentInput, DecisionInput, GradeInput } from '../contract/result.ts';
import type { InvitationDoc } from '../db/collections.ts';
import { notFound } from '../errors.ts';
import { authenticate } from '../http/authenticate.ts';
import { demandMatch, sendView } from '../http/etag.ts';
import { idempotently } from '../http/idempotency.ts';
import { parse } from '../http/parse.ts';
import { demand, demandMember, personOf, type Principal } from '../http/principal.ts';
import { getInvitation } from '../invitations/store.ts';
import { markOf, toResultView } from '../invitations/view.ts';
import { addComment, changeComment } from './comment.ts';
import { decide } from './decide.ts';
import { gradeAnswer } from './grade.ts';
import { toAnswersView } from './view.ts';

/** What the routes of a review have in common. */
function createViews({ config }: Context) {
  const viewFor = (principal: Principal) => (doc: InvitationDoc) =>
    toResultView(config.publicUrl, doc, personOf(principal));
  const demandCurrent = (req: Request, principal: Principal) => (current: InvitationDoc) =>
    demandMatch(req, markOf(current), () => viewFor(principal)(current));
  return { viewFor, demandCurrent };
}
const refOf = ({ _id: id, workspaceId }: InvitationDoc) => ({ id, workspaceId });

function commentRoutes(ctx: Context, router: Router): void {
  const { viewFor, demandCurrent } = createViews(ctx);

  router.post('/invitations/:id/comments', async (req, res) => {
    const principal = await authenticate(ctx, req);
    demand(principal, 'comments:write');
    const { text } = parse(CommentInput, req.body);
    const doc = await getInvitation(ctx, principal, req.params.id);
    const author = personOf(principal);
    await idempotently(ctx, { req, res, principal }, async (id) => {
      const commented = await addComment(
        ctx,
        { ...refOf(doc), callId: id },
        {
          id,
          author,
          text,
          demandCurrent: demandCurrent(req, principal),
        },
      );
      return { status: 201, body: viewFor(principal)(commented), mark: markOf(commented) };
    });
  });

  async function change(req: Request, res: Response, isEdit: boolean): Promise<void> {
    const principal = await authenticate(ctx, req);
    demand(principal, 'comments:write');
    const text = isEdit ? parse(CommentInput, req.body).text : undefined;
    const doc = await getInvitation(ctx, principal, req.params['id']);
    const id = Id.safeParse(req.params['commentId']);
    if (!id.success) throw notFound('comment');
    const changed = await changeComment(ctx, refOf(doc), {
      id: id.data,
      by: personOf(principal),
      text,
      demandCurrent: demandCurrent(req, principal),
    });
    sendView(req, res, markOf(changed), viewFor(principal)(changed));
  }
  router.put('/invitations/:id/comments/:commentId', (req, res) => change(req, res, true));
  router.delete('/invitations/:id/comments/:commentId', (req, res) => change(req, res, false));
}

export function reviewRoutes(ctx: Context): Router {
  const router = Router();
  const { viewFor, demandCurrent } = createViews(ctx);
  commentRoutes(ctx, router);

  router.get('/invitations/:id/result', async (req, res) => {
    const principal = await authenticate(ctx, req);
    demand(principal, 'results:read');
    const doc = await getInvitation(ctx, principal, req.params.id);
    sendView(req, res, markOf(doc), viewFor(principal)(doc));
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
    sendView(req, res, markOf(graded), viewFor(principal)(graded));
  });

  router.put('/invitations/:id/decision', async (req, res) => {
    const principal = await authenticate(ctx, req);
    demand(principal, 'decisions:write');
    const { decision: value, note } = parse(DecisionInput, req.body);
    const doc = await getInvitation(ctx, principal, req.params.id);
    const by = personOf(principal);
    const decided = await decide(ctx, refOf(doc), {
      value,
      note,
      by,
      demandCurrent: demandCurrent(req, principal),
    });
    sendView(req, res, markOf(decided), viewFor(principal)(decided));
  });
  return router;
}
