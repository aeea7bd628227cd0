import express, { Router } from 'express';
import type { Kept } from '../state.ts';
import { ashbyApi } from './api.ts';
import { candidateRoutes } from './candidates.ts';
import { createDesk } from './desk.ts';
import { logRoutes } from './log.ts';
import { planRoutes } from './plan.ts';
import { settingsRoutes } from './settings.ts';
import type { AshbyState } from './state.ts';

interface Options {
  state: Kept<AshbyState>;
  /** Where Canditech answers. */
  canditechUrl: string;
  nav: { href: string; label: string }[];
}

/** A make-believe Ashby: its pages and the part of its API that Canditech calls. */
export function ashbyRoutes({ state, ...rest }: Options): Router {
  const desk = createDesk(state, rest);
  const router = Router();
  router.use(express.urlencoded({ extended: false }));
  router.use(candidateRoutes(desk), planRoutes(desk), settingsRoutes(desk), logRoutes(desk));
  router.use(ashbyApi(state));
  return router;
}
