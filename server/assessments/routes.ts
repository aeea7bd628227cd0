import { Router, type Request } from 'express';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { AssessmentInput, AssessmentStatus, type AssessmentList } from '../contract/assessment.ts';
import { Id, Page } from '../contract/field.ts';
import { toCandidateSections } from '../core/presentation.ts';
import { AppError, notFound } from '../errors.ts';
import { authenticate } from '../http/authenticate.ts';
import { demandMatch, sendView } from '../http/etag.ts';
import { idempotently } from '../http/idempotency.ts';
import { parse } from '../http/parse.ts';
import { demand, demandMember, type Principal } from '../http/principal.ts';
import { archive, createDraft, editDraft, publish } from './edit.ts';
import { findAssessment, listAssessments } from './store.ts';
import { toAssessmentView, toSummary } from './view.ts';

const Query = z.strictObject({
  q: z.string().max(200).optional(),
  status: AssessmentStatus.default('published'),
  ...Page,
});

export function assessmentRoutes(ctx: Context): Router {
  const router = Router();

  async function getAssessment(principal: Principal, id: unknown) {
    const parsed = Id.safeParse(id);
    const doc = parsed.success ? await findAssessment(ctx.db, principal.workspaceId, parsed.data) : null;
    if (!doc || (principal.kind === 'embed' && doc.status !== 'published')) throw notFound('assessment');
    return doc;
  }
  async function writer(req: Request) {
    const principal = await authenticate(ctx, req);
    demandMember(principal, 'assessments:write');
    return principal;
  }

  router.get('/assessments', async (req, res) => {
    const principal = await authenticate(ctx, req);
    demand(principal, 'assessments:read');
    const query = parse(Query, req.query);
    if (principal.kind === 'embed' && query.status !== 'published') {
      throw new AppError('forbidden', 'Tokens see published assessments only.');
    }
    const { items, nextCursor } = await listAssessments(ctx.db, principal.workspaceId, query);
    res.json({
      items: items.map(toSummary),
      ...(nextCursor !== undefined && { nextCursor }),
    } satisfies AssessmentList);
  });

  router.post('/assessments', async (req, res) => {
    const principal = await writer(req);
    const input = parse(AssessmentInput, req.body);
    await idempotently(ctx, { req, res, principal }, async (id) => {
      const doc = await createDraft(ctx, { workspaceId: principal.workspaceId, id }, input);
      return { status: 201, body: toAssessmentView(doc) };
    });
  });

  router.get('/assessments/:id', async (req, res) => {
    const principal = await authenticate(ctx, req);
    demand(principal, 'assessments:read');
    const doc = await getAssessment(principal, req.params.id);
    sendView(req, res, doc.revision, principal.kind === 'member' ? toAssessmentView(doc) : toSummary(doc));
  });

  router.get('/assessments/:id/preview', async (req, res) => {
    const principal = await authenticate(ctx, req);
    demandMember(principal, 'assessments:read');
    const { content } = toAssessmentView(await getAssessment(principal, req.params.id));
    res.json({ sections: toCandidateSections(content!, 'preview') });
  });

  router.put('/assessments/:id', async (req, res) => {
    const principal = await writer(req);
    const doc = await getAssessment(principal, req.params.id);
    demandMatch(req, doc.revision, () => toAssessmentView(doc));
    const input = parse(AssessmentInput, req.body);
    const edited = await editDraft(ctx, { workspaceId: principal.workspaceId, id: doc._id }, input);
    sendView(req, res, edited.revision, toAssessmentView(edited));
  });

  for (const [name, run] of Object.entries({ publish, archive })) {
    router.post(`/assessments/:id/${name}`, async (req, res) => {
      const principal = await writer(req);
      const { _id: id } = await getAssessment(principal, req.params.id);
      const doc = await run(ctx, { workspaceId: principal.workspaceId, id });
      sendView(req, res, doc.revision, toAssessmentView(doc));
    });
  }
  return router;
}
