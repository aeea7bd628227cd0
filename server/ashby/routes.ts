import { Router, type ErrorRequestHandler, type RequestHandler } from 'express';
import { listPublished } from '../assessments/store.ts';
import type { Context } from '../context.ts';
import { hashSecret } from '../crypto.ts';
import type { InvitationDoc } from '../db/collections.ts';
import { AppError } from '../errors.ts';
import { jsonBody } from '../http/body-guard.ts';
import { reportError, requestIdOf, toAppError, unknownRoute } from '../http/error-handler.ts';
import { problemsOf } from '../http/parse.ts';
import { limitRate } from '../http/rate-limit.ts';
import { cancelInvitation } from '../invitations/cancel.ts';
import { authenticateAshby, presentedKey } from './keys.ts';
import { toUpdate, type Announcement } from './mapping.ts';
import { startForAshby, UNKNOWN_TYPE } from './start.ts';
import { CancelBody, StartBody } from './wire.ts';

/** One body that fits the envelope and the `{message}` that Ashby shows to its user. */
const toFailure = ({ code, message }: AppError) => ({
  success: false,
  errors: [code],
  errorInfo: { code, message },
  message,
});

/** Ashby's callers are machines and recruiters: JSON always, a sentence always. */
const ashbyErrors =
  (ctx: Context): ErrorRequestHandler =>
  (thrown: unknown, req, res, next) => {
    if (res.headersSent) return next(thrown);
    const error = toAppError(thrown);
    reportError(ctx.log, error, requestIdOf(req));
    if (error.status === 401) res.set('WWW-Authenticate', 'Basic realm="Canditech API key", charset="UTF-8"');
    if (error.retryAfter !== undefined) res.set('Retry-After', String(error.retryAfter));
    res.status(error.status).json(toFailure(error));
  };

/** Base URLs are typed by people: `//assessment.list` means `/assessment.list`. */
const foldSlashes: RequestHandler = (req, _res, next) => {
  req.url = req.url.replace(/^\/+/, '/');
  next();
};

/** For the recruiter who sees the refusal in Ashby. */
const HINTS: Record<string, string | undefined> = {
  'candidate.email': 'The candidate’s e-mail address is not valid. Correct it in Ashby, then start again.',
  assessment_type_id: UNKNOWN_TYPE,
};

function parseStart(body: unknown): StartBody {
  const parsed = StartBody.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const fields = problemsOf(parsed.error);
  const { path, message } = fields[0]!;
  const hint = HINTS[path] ?? `The request has a wrong value: ${path} ${message}.`;
  throw new AppError('validation_failed', hint, { fields });
}

export function ashbyRoutes(ctx: Context): Router {
  const router = Router();
  const byKey = limitRate({ perMinute: 600, by: (req) => hashSecret(presentedKey(req) ?? '') });
  router.use(foldSlashes, byKey, jsonBody(1024 * 1024));

  /** The update that our answer carries, so that Ashby knows the state before any update can arrive. */
  const updateRequest = (doc: InvitationDoc, what: Announcement) =>
    toUpdate(ctx.config.publicUrl, doc, {
      what,
      timestamp: doc.ashby?.lastTimestamp ?? ctx.clock().getTime(),
    });

  router.post('/assessment.list', async (req, res) => {
    const { workspaceId } = await authenticateAshby(ctx, req);
    const published = await listPublished(ctx.db, workspaceId);
    const results = published.map(({ id, name, description }) => ({
      assessment_type_id: id,
      name,
      description,
    }));
    res.json({ success: true, results });
  });

  router.post('/assessment.start', async (req, res) => {
    const { workspaceId } = await authenticateAshby(ctx, req);
    const doc = await startForAshby(ctx, workspaceId, parseStart(req.body));
    // A repeat that finds the candidate under way leaves it to the queue to say so, once and in order.
    const first = doc.status === 'invited' && { update_request: updateRequest(doc, 'status') };
    res.json({ success: true, results: { assessment_id: doc._id, ...first } });
  });

  router.post('/assessment.cancel', async (req, res) => {
    const { workspaceId } = await authenticateAshby(ctx, req);
    const id = CancelBody.safeParse(req.body ?? {}).data?.assessment_id;
    const found = id && (await ctx.db.invitations.findOne({ _id: id, workspaceId, 'source.kind': 'ashby' }));
    if (!found) {
      res.json(toFailure(new AppError('not_found', 'Canditech knows no such assessment of yours.')));
      return;
    }
    try {
      const ref = { workspaceId, id: found._id };
      const doc = await cancelInvitation(ctx, ref, { name: 'Ashby', ashby: true });
      // Where our own cancellation is still on its way, it is not said twice.
      const isOnItsWay = doc.outbox.ashby.queue.length > 0;
      const results = {
        assessment_id: doc._id,
        ...(!isOnItsWay && { update_request: updateRequest(doc, 'cancelled') }),
      };
      res.json({ success: true, results });
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'already_submitted')) throw error;
      res.json(toFailure(error));
    }
  });

  router.post('/assessment.customField.list', async (req, res) => {
    await authenticateAshby(ctx, req);
    res.json({ success: true, fields: [] });
  });

  router.use(unknownRoute);
  router.use(ashbyErrors(ctx));
  return router;
}
