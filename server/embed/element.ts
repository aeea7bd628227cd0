import { Router, type Request, type RequestHandler, type Response } from 'express';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { builtFolder } from '../http/pages.ts';

const root = () => builtFolder('widget');
const read = (path: string) => readFileSync(path, 'utf8');
const version = (JSON.parse(read(join(builtFolder('.'), '..', 'package.json'))) as { version: string })
  .version;

/** As the build writes it. */
interface Manifest {
  files: Record<string, { integrity: string; bytes: number; brotliBytes: number }>;
}

/** The element is for any page of any origin; it is public, and holds no data. */
const publicFile: RequestHandler = (_req, res, next) => {
  res.set('Access-Control-Allow-Origin', '*');
  res.set('Cross-Origin-Resource-Policy', 'cross-origin');
  next();
};

const COMPRESSED = { br: '.br', gzip: '.gz' };

/** In the smallest form that is there and that the caller takes. */
function send(req: Request, res: Response, [file, cacheControl]: [file: string, cacheControl: string]): void {
  const encoding = (['br', 'gzip'] as const).find(
    (one) => req.acceptsEncodings(one) && existsSync(join(root(), `${file}${COMPRESSED[one]}`)),
  );
  res.set('Cache-Control', cacheControl);
  res.vary('Accept-Encoding');
  res.type('text/javascript');
  if (encoding) res.set('Content-Encoding', encoding);
  res.sendFile(`${file}${encoding ? COMPRESSED[encoding] : ''}`, { root: root(), cacheControl: false });
}

const IMMUTABLE = 'public, max-age=31536000, immutable';
const EVERGREEN = 'public, max-age=300, stale-while-revalidate=86400';
const ELEMENT = 'canditech-assessment.js';

/** What a page needs to load it, ready to copy; `trustedTypes` only where a page requires them for its scripts. */
function describe({ files }: Manifest, publicUrl: string) {
  const at = (name: string) =>
    name === 'loader.js' ? `${publicUrl}/embed/v1/${name}` : `${publicUrl}/embed/${version}/${name}`;
  const { integrity } = files[ELEMENT]!;
  const url = at(ELEMENT);
  const preload = `<link rel="modulepreload" href="${url}" integrity="${integrity}" crossorigin>`;
  const hashes = Object.fromEntries(Object.entries(files).map(([name, one]) => [at(name), one.integrity]));
  return {
    version,
    files: Object.fromEntries(Object.entries(files).map(([name, one]) => [name, { url: at(name), ...one }])),
    snippets: {
      pinned: `${preload}\n<script type="module" src="${url}" integrity="${integrity}" crossorigin></script>`,
      evergreen: `<script type="module" src="${at('loader.js')}" crossorigin></script>`,
      csp: `script-src 'self' ${publicUrl}; connect-src 'self' ${publicUrl}`,
      trustedTypes: 'trusted-types canditech-embed',
      importMap: `<script type="importmap">${JSON.stringify({ integrity: hashes })}</script>`,
    },
  };
}

export function elementRoutes({ config }: Pick<Context, 'config'>): Router {
  const router = Router();
  const manifest = () => JSON.parse(read(join(root(), 'manifest.json'))) as Manifest;
  router.use(publicFile);
  router.get('/v1/manifest.json', (_req, res) => {
    res.set('Cache-Control', EVERGREEN);
    res.json(describe(manifest(), config.publicUrl));
  });
  router.get('/v1/loader.js', (req, res) => send(req, res, ['loader.js', EVERGREEN]));
  router.get('/:version/:file', (req, res) => {
    const { version: asked, file } = req.params;
    const isThere = Object.hasOwn(manifest().files, file);
    if (isThere && asked === version) send(req, res, [file, IMMUTABLE]);
    else if (isThere && asked === 'v1') send(req, res, [file, EVERGREEN]);
    else throw new AppError('not_found', `There is no ${file} of version ${asked} here.`);
  });
  return router;
}
