import { Router, type Request } from 'express';
import { getContent } from '../assessments/store.ts';
import type { Context } from '../context.ts';
import { AnswerInput, ExchangeInput } from '../contract/attempt.ts';
import { Id } from '../contract/field.ts';
import type { InvitationDoc } from '../db/collections.ts';
import { notFound } from '../errors.ts';
import { demandOwnOrigin } from '../http/authenticate.ts';
import { Nothing, parse } from '../http/parse.ts';
import { limitRate } from '../http/rate-limit.ts';
import { getWorkspace } from '../members/store.ts';
import { beginAttempt } from './begin.ts';
import { saveAnswer } from './save.ts';
import { authenticateCandidate, exchangeLink, keepSession } from './session.ts';
import { submitAttempt } from './submit.ts';
import { toAttemptView, toReceipt } from './view.ts';

/** For the candidate: nothing here needs an account, and no GET changes anything. */
export function attemptRoutes(ctx: Context): Router {
  const router = Router();

  async function materialOf({ workspaceId, assessment: { id, version } }: InvitationDoc) {
    const [content, workspace] = await Promise.all([
      getContent(ctx.db, { workspaceId, id, version }),
      getWorkspace(ctx.db, workspaceId),
    ]);
    return { content, workspaceName: workspace.name, now: ctx.clock() };
  }
  const viewOf = async (doc: InvitationDoc) => toAttemptView(doc, await materialOf(doc));
  const candidateRef = async (req: Request) => {
    const { _id: id, workspaceId } = await authenticateCandidate(ctx, req);
    return { id, workspaceId };
  };

  router.post('/:id/exchange', limitRate({ perMinute: 120 }), async (req, res) => {
    demandOwnOrigin(ctx, req);
    const { secret } = parse(ExchangeInput, req.body);
    const { doc, cookie } = await exchangeLink(ctx, req.params['id'], secret);
    keepSession(ctx, res, { id: doc._id, cookie });
    res.json(await viewOf(doc));
  });

  router.get('/:id', async (req, res) => {
    res.json(await viewOf(await authenticateCandidate(ctx, req)));
  });

  router.post('/:id/begin', async (req, res) => {
    const ref = await candidateRef(req);
    parse(Nothing, req.body);
    res.json(await viewOf(await beginAttempt(ctx, ref)));
  });

  router.put('/:id/answers/:questionId', async (req, res) => {
    const doc = await authenticateCandidate(ctx, req);
    const questionId = Id.safeParse(req.params.questionId);
    if (!questionId.success) throw notFound('question');
    res.json(await saveAnswer(ctx, doc, { ...parse(AnswerInput, req.body), questionId: questionId.data }));
  });

  router.post('/:id/submit', async (req, res) => {
    const ref = await candidateRef(req);
    parse(Nothing, req.body);
    const doc = await submitAttempt(ctx, ref, { automatic: false });
    res.json(toReceipt(doc, await materialOf(doc)));
  });

  router.get('/:id/receipt', async (req, res) => {
    const doc = await authenticateCandidate(ctx, req);
    if (!doc.submittedAt) throw notFound('receipt');
    res.json(toReceipt(doc, await materialOf(doc)));
  });
  return router;
}
