import { Router, type Request } from 'express';
import { z } from 'zod';
import type { Context } from '../context.ts';
import {
  AssessmentInput,
  AssessmentStatus,
  type AssessmentList,
  type AssessmentStats,
} from '../contract/assessment.ts';
import { Id, Page } from '../contract/field.ts';
import { toCandidateSections } from '../core/presentation.ts';
import { statsOf } from '../core/stats.ts';
import type { AssessmentDoc } from '../db/collections.ts';
import { AppError, notFound } from '../errors.ts';
import { authenticate } from '../http/authenticate.ts';
import { demandMatch, sendList, sendView } from '../http/etag.ts';
import { idempotently } from '../http/idempotency.ts';
import { Nothing, parse } from '../http/parse.ts';
import { demand, demandMember, type MemberPrincipal, type Principal } from '../http/principal.ts';
import { archive, createDraft, editDraft, publish } from './edit.ts';
import { findAssessment, listAssessments, listSittings } from './store.ts';
import { toAssessmentView, toSummary } from './view.ts';

const Query = z.strictObject({
  q: z.string().max(200).optional(),
  status: AssessmentStatus.default('published'),
  ...Page,
  /** 1 to 1000: rows are small, and a search in the browser needs all. */
  limit: z.coerce.number().int().min(1).max(1000).default(50),
});

async function getAssessment(ctx: Context, principal: Principal, id: unknown): Promise<AssessmentDoc> {
  const parsed = Id.safeParse(id);
  const doc = parsed.success ? await findAssessment(ctx.db, principal.workspaceId, parsed.data) : null;
  if (!doc || (principal.kind === 'embed' && doc.status !== 'published')) throw notFound('assessment');
  return doc;
}

async function writer(ctx: Context, req: Request): Promise<MemberPrincipal> {
  const principal = await authenticate(ctx, req);
  demandMember(principal, 'assessments:write');
  return principal;
}

export function assessmentRoutes(ctx: Context): Router {
  const router = Router();
  readingRoutes(ctx, router);
  writingRoutes(ctx, router);
  return router;
}

function readingRoutes(ctx: Context, router: Router): void {
  router.get('/assessments', async (req, res) => {
    const principal = await authenticate(ctx, req);
    demand(principal, 'assessments:read');
    const query = parse(Query, req.query);
    if (principal.kind === 'embed' && query.status !== 'published') {
      throw new AppError('forbidden', 'Tokens see published assessments only.');
    }
    const { items, nextCursor } = await listAssessments(ctx.db, principal.workspaceId, query);
    sendList(req, res, {
      items: items.map(toSummary),
      ...(nextCursor !== undefined && { nextCursor }),
    } satisfies AssessmentList);
  });

  router.get('/assessments/:id', async (req, res) => {
    const principal = await authenticate(ctx, req);
    demand(principal, 'assessments:read');
    const doc = await getAssessment(ctx, principal, req.params.id);
    sendView(req, res, doc, principal.kind === 'member' ? toAssessmentView(doc) : toSummary(doc));
  });

  router.get('/assessments/:id/stats', async (req, res) => {
    const principal = await authenticate(ctx, req);
    demand(principal, 'assessments:read');
    const { _id: id, workspaceId } = await getAssessment(ctx, principal, req.params.id);
    res.json(statsOf(await listSittings(ctx.db, workspaceId, id)) satisfies AssessmentStats);
  });

  router.get('/assessments/:id/preview', async (req, res) => {
    const principal = await authenticate(ctx, req);
    demandMember(principal, 'assessments:read');
    const { content } = toAssessmentView(await getAssessment(ctx, principal, req.params.id));
    res.json({ sections: toCandidateSections(content!, 'preview') });
  });
}

function writingRoutes(ctx: Context, router: Router): void {
  router.post('/assessments', async (req, res) => {
    const principal = await writer(ctx, req);
    const input = parse(AssessmentInput, req.body);
    await idempotently(ctx, { req, res, principal }, async (id) => {
      const doc = await createDraft(ctx, { workspaceId: principal.workspaceId, id }, input);
      return { status: 201, body: toAssessmentView(doc), mark: doc };
    });
  });

  router.put('/assessments/:id', async (req, res) => {
    const principal = await writer(ctx, req);
    const doc = await getAssessment(ctx, principal, req.params.id);
    const input = parse(AssessmentInput, req.body);
    const demandCurrent = (current: AssessmentDoc) =>
      demandMatch(req, current, () => toAssessmentView(current));
    const ref = { workspaceId: principal.workspaceId, id: doc._id };
    const edited = await editDraft(ctx, ref, { input, demandCurrent });
    sendView(req, res, edited, toAssessmentView(edited));
  });

  for (const [name, run] of Object.entries({ publish, archive })) {
    router.post(`/assessments/:id/${name}`, async (req, res) => {
      const principal = await writer(ctx, req);
      parse(Nothing, req.body);
      const { _id: id } = await getAssessment(ctx, principal, req.params.id);
      const doc = await run(ctx, { workspaceId: principal.workspaceId, id });
      sendView(req, res, doc, toAssessmentView(doc));
    });
  }
}
