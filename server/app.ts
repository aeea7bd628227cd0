import express, { type Express } from 'express';
import { randomUUID } from 'node:crypto';
import { pinoHttp } from 'pino-http';
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
import { invitationRoutes } from './invitations/routes.ts';
import { memberRoutes } from './members/routes.ts';
import { reviewRoutes } from './reviews/routes.ts';
import { settingsRoutes } from './settings/routes.ts';

/** The whole URL map. Every route below authenticates itself; there is nothing that does it for them. */
export function createApp(ctx: Context, health: Health): Express {
  const app = express();
  app.set('trust proxy', ctx.config.trustProxy);
  app.set('query parser', 'simple');
  app.set('etag', false);
  app.disable('x-powered-by');

  app.use(
    pinoHttp({
      logger: ctx.log,
      genReqId: (_req, res) => {
        const id = randomUUID();
        res.setHeader('X-Request-Id', id);
        return id;
      },
      // Paths and ids only: headers hold credentials, bodies hold people.
      serializers: {
        req: (req: { id: string; method: string; url: string }) => ({
          id: req.id,
          method: req.method,
          path: req.url.split('?')[0],
        }),
        res: (res: { statusCode: number }) => ({ status: res.statusCode }),
      },
      autoLogging: { ignore: (req) => req.url === '/livez' || req.url === '/readyz' },
    }),
  );
  app.use(securityHeaders(ctx.config.publicUrl.startsWith('https:')));

  app.use(healthRoutes(ctx, health));
  app.use('/ashby', ashbyRoutes(ctx));
  app.use('/embed', elementRoutes());
  app.use('/v1', cors, (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  app.use('/v1', jsonBody(512 * 1024));
  app.use('/v1/take', attemptRoutes(ctx));
  app.use('/v1', memberRoutes(ctx));
  app.use('/v1', settingsRoutes(ctx));
  app.use('/v1', embedRoutes(ctx));
  app.use('/v1', eventRoutes(ctx, health));
  app.use('/v1', assessmentRoutes(ctx));
  app.use('/v1', invitationRoutes(ctx));
  app.use('/v1', reviewRoutes(ctx));
  app.use(pageRoutes());

  app.use(unknownRoute);
  app.use(errorHandler(ctx.log));
  return app;
}
