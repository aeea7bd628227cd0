import { Router, type RequestHandler, type Response } from 'express';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtFolder } from '../http/pages.ts';

const root = () => builtFolder('widget');
const version = (
  JSON.parse(readFileSync(join(builtFolder('.'), '..', 'package.json'), 'utf8')) as { version: string }
).version;

/** The element is for any page of any origin; it is public, and holds no data. */
const publicFile: RequestHandler = (_req, res, next) => {
  res.set('Access-Control-Allow-Origin', '*');
  res.set('Cross-Origin-Resource-Policy', 'cross-origin');
  next();
};

function send(res: Response, file: string, cacheControl: string): void {
  res.set('Cache-Control', cacheControl);
  res.sendFile(file, { root: root(), cacheControl: false });
}

export function elementRoutes(): Router {
  const router = Router();
  router.use(publicFile);
  router.get('/v1/loader.js', (_req, res) => {
    send(res, 'loader.js', 'public, max-age=300, stale-while-revalidate=86400');
  });
  router.get('/:version/canditech-assessment.js', (req, res, next) => {
    if (req.params.version === version)
      send(res, 'canditech-assessment.js', 'public, max-age=31536000, immutable');
    else if (req.params.version === 'v1')
      send(res, 'canditech-assessment.js', 'public, max-age=300, stale-while-revalidate=86400');
    else next();
  });
  return router;
}
