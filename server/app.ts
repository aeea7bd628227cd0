import express, { type Express, type RequestHandler } from 'express';
import { ashbyRoutes } from './ashby/routes.ts';
import { assessmentRoutes } from './assessments/routes.ts';
import { attemptRoutes } from './attempts/routes.ts';
import type { Context } from './context.ts';
import { elementRoutes } from './embed/element.ts';
import { eventRoutes } from './embed/events.ts';
import { embedRoutes } from './embed/routes.ts';
import { healthRoutes, type Health } from './http/health.ts';
import { jsonBody } from './http/body-guard.ts';
import { cors } from './http/cors.ts';
import { errorHandler, unknownRoute } from './http/error-handler.ts';
import { securityHeaders } from './http/headers.ts';
import { pageRoutes } from './http/pages.ts';
import { requestLog } from './http/request-log.ts';
import { listRoutes, type Mount } from './http/routes.ts';
import { invitationRoutes } from './invitations/routes.ts';
import { memberRoutes } from './members/routes.ts';
import { reviewRoutes } from './reviews/routes.ts';
import { settingsRoutes } from './settings/routes.ts';

const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};

/** The whole URL map. Every route below authenticates itself; there is nothing that does it for them. */
export function createApp(ctx: Context, health: Health): Express {
  const app = express();
  app.set('trust proxy', ctx.config.trustProxy);
  app.set('query parser', 'simple');
  app.set('etag', false);
  app.disable('x-powered-by');

  app.use(requestLog(ctx.log));
  app.use(securityHeaders(ctx.config.publicUrl.startsWith('https:')));

  app.use('/v1', cors, noStore, jsonBody(512 * 1024));
  const mounts: Mount[] = [
    ['', healthRoutes(ctx, health)],
    ['/ashby', ashbyRoutes(ctx)],
    ['/embed', elementRoutes(ctx)],
    ['/v1/take', attemptRoutes(ctx)],
    ['/v1', memberRoutes(ctx)],
    ['/v1', settingsRoutes(ctx)],
    ['/v1', embedRoutes(ctx)],
    ['/v1', eventRoutes(ctx, health)],
    ['/v1', assessmentRoutes(ctx)],
    ['/v1', invitationRoutes(ctx)],
    ['/v1', reviewRoutes(ctx)],
    ['', pageRoutes()],
  ];
  for (const [prefix, router] of mounts) app.use(prefix || '/', router);
  app.set('routes', listRoutes(mounts));

  app.use(unknownRoute);
  app.use(errorHandler(ctx.log));
  return app;
}
