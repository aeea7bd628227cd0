import { randomUUID } from 'node:crypto';
import { invite } from '../../server/invitations/invite.ts';
import { emptyLane, laneWith } from '../../server/core/lane.ts';
import type { InvitationDoc } from '../../server/db/collections.ts';
import { createWorkspace } from '../../server/members/create-workspace.ts';
import { listPublished } from '../../server/assessments/store.ts';
import type { Handler } from '../../server/outbox/worker.ts';
import type { TestServer } from '../support/server.ts';

export interface Queue {
  workspaceId: string;
  /** Invitations whose lane for Ashby holds so many events, `1` to `events`. */
  fill(count: number, events?: number): Promise<string[]>;
}

/** A workspace whose invitations wait with events; nothing else is in their outboxes. */
export async function openQueue({ ctx }: TestServer): Promise<Queue> {
  const admin = `${randomUUID()}@acme.example`;
  const { workspaceId } = await createWorkspace(ctx, { name: 'Acme', admin });
  const [assessment] = await listPublished(ctx.db, workspaceId);
  const template = await invite(ctx, {
    workspaceId,
    assessmentId: assessment!.id,
    candidate: { name: 'Template', email: 'template@mail.example' },
    source: { kind: 'ashby', applicationId: 'template', hiringTeam: [] },
    invitedBy: { name: 'Acme' },
  });
  await ctx.db.invitations.deleteOne({ _id: template._id });
  return {
    workspaceId,
    async fill(count, events = 1) {
      const names = Array.from({ length: events }, (_, i) => ({
        name: String(i + 1),
        body: `{"n":${i + 1}}`,
      }));
      const docs = Array.from({ length: count }, (): InvitationDoc => {
        const _id = randomUUID();
        return {
          ...template,
          _id,
          activeKey: _id,
          outbox: { mail: emptyLane(), ashby: laneWith(names, new Date()) },
        };
      });
      await ctx.db.invitations.insertMany(docs);
      return docs.map(({ _id }) => _id);
    },
  };
}

export const delivered: Handler = () => Promise.resolve({ kind: 'delivered' });

export const waiting = ({ ctx }: TestServer, ids: string[]): Promise<number> =>
  ctx.db.invitations.countDocuments({ _id: { $in: ids }, 'outbox.ashby.queue.0': { $exists: true } });
