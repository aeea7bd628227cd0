import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHost } from '../embed/host.ts';
import { CLOSED, handIn, publish } from '../support/journey.ts';
import { startTestServer, type Call, type Member, type TestServer } from '../support/server.ts';

let server: TestServer;
let workspace: { id: string; admin: Member };

beforeAll(async () => {
  server = await startTestServer();
  workspace = await server.workspace();
});
afterAll(() => server?.close());

test('one invitation shows the score as its row in the list does', async () => {
  const open = (await publish(workspace.admin)).id;
  const { id } = await handIn(server, workspace.admin, open);
  const view = (await workspace.admin.call('GET', `/v1/invitations/${id}`)).body;
  const { items } = (await workspace.admin.call('GET', '/v1/invitations?status=submitted')).body;
  const row = items.find((item: any) => item.id === id);
  expect([view.percent, view.provisional]).toEqual([50, true]);
  expect([row.percent, row.provisional]).toEqual([view.percent, view.provisional]);
});

test('the answer to a call shows the score to those alone who may read results', async () => {
  const host = await makeHost(server, workspace.admin);
  const closed = (await publish(workspace.admin, CLOSED)).id;
  const { id } = await handIn(server, workspace.admin, closed);
  const externalId = randomUUID();
  await server.ctx.db.invitations.updateOne(
    { _id: id, workspaceId: workspace.id },
    {
      $set: {
        'candidate.externalId': externalId,
        source: { kind: 'ashby', applicationId: 'a', hiringTeam: [] },
        ashby: { lastTimestamp: 1 },
      },
    },
  );
  const sync = (call: Call) => call('POST', `/v1/invitations/${id}/sync`, {});
  const candidate = { externalId };
  const recruiter = await sync(await host.caller({ candidate }));
  expect(recruiter.body).toMatchObject({ status: 'completed', percent: 100, provisional: false });
  const blind = await sync(await host.caller({ candidate, scopes: ['invitations:write'] }));
  expect([blind.status, 'percent' in blind.body, 'provisional' in blind.body]).toEqual([200, false, false]);
});
