import { Router, type Request } from 'express';
import type { Context } from '../context.ts';
import { EmbedKeyInput } from '../contract/embed.ts';
import { AshbyKeyInput } from '../contract/settings.ts';
import { authenticate } from '../http/authenticate.ts';
import { Nothing, parse } from '../http/parse.ts';
import { demandMember, type MemberPrincipal } from '../http/principal.ts';
import {
  makeCanditechKey,
  readSettings,
  recheckAshbyKey,
  removeAshbyKey,
  revokeCanditechKey,
  saveAshbyKey,
} from './ashby.ts';
import { diagnose } from './doctor.ts';
import { listEmbedKeys, makeEmbedKey, revokeEmbedKey } from './embed-keys.ts';

/** For admins only. New keys are answered once and never kept, so these calls take no Idempotency-Key. */
export function settingsRoutes(ctx: Context): Router {
  const router = Router();
  const admin = async (req: Request): Promise<MemberPrincipal> => {
    const principal = await authenticate(ctx, req);
    demandMember(principal, 'settings');
    return principal;
  };

  router.get('/settings/ashby', async (req, res) => {
    const { workspaceId } = await admin(req);
    res.json(await readSettings(ctx, workspaceId));
  });

  router.put('/settings/ashby/ashby-key', async (req, res) => {
    const { workspaceId } = await admin(req);
    await saveAshbyKey(ctx, workspaceId, parse(AshbyKeyInput, req.body).apiKey);
    res.json(await readSettings(ctx, workspaceId));
  });

  router.delete('/settings/ashby/ashby-key', async (req, res) => {
    const { workspaceId } = await admin(req);
    await removeAshbyKey(ctx, workspaceId);
    res.json(await readSettings(ctx, workspaceId));
  });

  router.post('/settings/ashby/canditech-keys', async (req, res) => {
    const { workspaceId, name } = await admin(req);
    parse(Nothing, req.body);
    res.status(201).json(await makeCanditechKey(ctx, workspaceId, name));
  });

  router.delete('/settings/ashby/canditech-keys/:id', async (req, res) => {
    const { workspaceId } = await admin(req);
    await revokeCanditechKey(ctx, workspaceId, req.params.id);
    res.status(204).end();
  });

  router.post('/settings/ashby/check', async (req, res) => {
    const { workspaceId } = await admin(req);
    parse(Nothing, req.body);
    await recheckAshbyKey(ctx, workspaceId);
    res.json(diagnose(await readSettings(ctx, workspaceId), ctx.config.publicUrl));
  });

  router.get('/settings/embed-keys', async (req, res) => {
    const { workspaceId } = await admin(req);
    res.json({ items: await listEmbedKeys(ctx, workspaceId) });
  });

  router.post('/settings/embed-keys', async (req, res) => {
    const { workspaceId } = await admin(req);
    res.status(201).json(await makeEmbedKey(ctx, workspaceId, parse(EmbedKeyInput, req.body)));
  });

  router.delete('/settings/embed-keys/:id', async (req, res) => {
    const { workspaceId } = await admin(req);
    await revokeEmbedKey(ctx, workspaceId, req.params.id);
    res.status(204).end();
  });
  return router;
}
