import { Router } from 'express';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { EmbedSessionInput } from '../contract/embed.ts';
import { Id, line } from '../contract/field.ts';
import { notFound } from '../errors.ts';
import { bearerOf } from '../http/authenticate.ts';
import { parse } from '../http/parse.ts';
import { authenticateHost, createSession } from './session.ts';

/** All sessions of one of the host's users. */
const OfUser = z.strictObject({ sub: line(200) });

/** For host backends: they mint a token for one of their own users, and end it. */
export function embedRoutes(ctx: Context): Router {
  const router = Router();

  router.post('/embed/sessions', async (req, res) => {
    const key = await authenticateHost(ctx, bearerOf(req));
    res.status(201).json(await createSession(ctx, key, parse(EmbedSessionInput, req.body)));
  });

  router.delete('/embed/sessions', async (req, res) => {
    const { _id: keyId, workspaceId } = await authenticateHost(ctx, bearerOf(req));
    const { sub } = parse(OfUser, req.query);
    const going = { workspaceId, keyId, sub, revokedAt: { $exists: false } };
    await ctx.db.embedSessions.updateMany(going, { $set: { revokedAt: ctx.clock() } });
    res.status(204).end();
  });

  router.delete('/embed/sessions/:id', async (req, res) => {
    const key = await authenticateHost(ctx, bearerOf(req));
    const id = Id.safeParse(req.params.id);
    const mine = { _id: id.data ?? '', workspaceId: key.workspaceId, keyId: key._id };
    const { matchedCount } = await ctx.db.embedSessions.updateOne(mine, { $set: { revokedAt: ctx.clock() } });
    if (matchedCount === 0) throw notFound('session');
    res.status(204).end();
  });
  return router;
}
