import { Router, type Request, type RequestHandler, type Response } from 'express';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
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

const COMPRESSED = { br: '.br', gzip: '.gz' };

/** In the smallest form that the caller takes; the build has made them. */
function send(req: Request, res: Response, [file, cacheControl]: [file: string, cacheControl: string]): void {
  const encoding = (['br', 'gzip'] as const).find((one) => req.acceptsEncodings(one));
  res.set('Cache-Control', cacheControl);
  res.vary('Accept-Encoding');
  res.type('text/javascript');
  if (encoding) res.set('Content-Encoding', encoding);
  res.sendFile(`${file}${encoding ? COMPRESSED[encoding] : ''}`, { root: root(), cacheControl: false });
}

const IMMUTABLE = 'public, max-age=31536000, immutable';
const EVERGREEN = 'public, max-age=300, stale-while-revalidate=86400';

export function elementRoutes(): Router {
  const router = Router();
  router.use(publicFile);
  router.get('/v1/loader.js', (req, res) => send(req, res, ['loader.js', EVERGREEN]));
  router.get('/:version/canditech-assessment.js', (req, res) => {
    const file = 'canditech-assessment.js';
    if (req.params.version === version) send(req, res, [file, IMMUTABLE]);
    else if (req.params.version === 'v1') send(req, res, [file, EVERGREEN]);
    else throw new AppError('not_found', `There is no version ${req.params.version} of the element here.`);
  });
  return router;
}
