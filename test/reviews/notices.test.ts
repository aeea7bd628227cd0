import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { handIn, invite, publish, sit } from '../support/journey.ts';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';

let server: TestServer;
let workspace: { id: string; admin: Member };
let open: string;

beforeAll(async () => {
  server = await startTestServer();
  workspace = await server.workspace();
  open = (await publish(workspace.admin)).id;
});
afterEach(() => server.mails.refuse(null));
afterAll(() => server?.close());

test('who invited hears of the submission, unless they have left; then the admins do', async () => {
  const recruiter = await server.member(workspace.id, 'recruiter');
  const first = await handIn(server, recruiter, open);
  await server.mails.wait((m) => m.to.includes(recruiter.email) && m.text.includes(`/reports/${first.id}`));
  const { link, id } = await invite(server, recruiter, open);
  await workspace.admin.call('DELETE', `/v1/members/${recruiter.id}`);
  const candidate = await server.candidate(link);
  await candidate.call('POST', '/begin', {});
  await candidate.call('POST', '/submit', {});
  await server.mails.wait((m) => m.to.includes(workspace.admin.email) && m.text.includes(`/reports/${id}`));
  await server.settle();
  expect(server.mails.all.filter((m) => m.to.includes(recruiter.email) && m.text.includes(id))).toEqual([]);
});

test('a mailbox of the candidate that takes no mail keeps none from the reviewers, a link that is of no use any more included', async () => {
  const recruiter = await server.member(workspace.id, 'recruiter');
  const sitting = await sit(server, recruiter, open);
  server.mails.refuse((to) => (to === sitting.email ? { code: 452, message: 'mailbox full' } : undefined));
  await recruiter.call('POST', `/v1/invitations/${sitting.id}/resend`, {});
  const view = async () => (await recruiter.call('GET', `/v1/invitations/${sitting.id}`)).body;
  await expect.poll(async () => (await view()).mail.problem).toMatch(/full/);
  await sitting.candidate.call('POST', '/submit', {});
  await server.mails.wait((m) => m.to.includes(recruiter.email) && m.text.includes(`/reports/${sitting.id}`));
  await expect.poll(async () => (await view()).deliveries).toMatchObject([{ name: 'receipt', tries: 1 }]);
  expect((await view()).mail).toEqual({ state: 'accepted' });
});
