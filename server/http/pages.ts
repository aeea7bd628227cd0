import express, { Router, type RequestHandler } from 'express';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `dist/<folder>`, seen from the built server or from its source. */
export function builtFolder(folder: string): string {
  let root = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(root, 'package.json')) && root !== dirname(root)) root = dirname(root);
  return join(root, 'dist', folder);
}

const MEMBER_PAGES = [
  '/',
  '/sign-in',
  '/settings',
  '/settings/:section',
  '/assessments',
  '/assessments/:id',
  '/invitations',
  '/reports/:invitationId',
];

/** Static pages without data: they ask the API, so they need no session and change nothing when fetched. */
export function pageRoutes(): Router {
  const router = Router();
  const root = builtFolder('pages');
  const page =
    (name: string): RequestHandler =>
    (_req, res) => {
      res.set('Cache-Control', 'no-cache');
      res.set('X-Robots-Tag', 'noindex');
      res.sendFile(name, { root });
    };
  router.use(
    '/assets',
    express.static(join(root, 'assets'), { immutable: true, maxAge: '1y', index: false }),
  );
  router.get(MEMBER_PAGES, page('members/index.html'));
  router.get('/take/:invitationId', page('candidate/index.html'));
  router.get('/errors', page('errors/index.html'));
  router.use((req, res, next) => {
    const isPage = req.method === 'GET' && !/^\/(v1|ashby|embed)(\/|$)/.test(req.path);
    // The page says itself that there is nothing; programs get a problem instead.
    if (isPage && req.accepts(['json', 'html']) === 'html')
      page('members/index.html')(req, res.status(404), next);
    else next();
  });
  return router;
}
