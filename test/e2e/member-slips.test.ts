import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { invite, publish, SMALL } from '../support/journey.ts';
import { endSessions, signIn } from '../support/member-page.ts';
import {
  button,
  expectAccessible,
  expectToFit,
  heading,
  OFFLINE,
  REFUSED,
  usePages,
} from '../support/page.ts';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';

const pages = usePages();
let server: TestServer;
let admin: Member;
let recruiter: Member;
let reviewer: Member;
let assessmentId: string;

beforeAll(async () => {
  server = await startTestServer();
  const workspace = await server.workspace();
  ({ admin } = workspace);
  recruiter = await server.member(workspace.id, 'recruiter');
  reviewer = await server.member(workspace.id, 'reviewer');
  assessmentId = (await publish(admin)).id;
});
afterAll(() => server.close());

async function openAs(member: Member, path: string, options = {}): Promise<Page> {
  const page = await pages.open({ expected: [REFUSED, OFFLINE], ...options });
  await page.goto(`${server.url}${path}`);
  await signIn(page, server, member);
  return page;
}

const statusOf = async ({ id }: { id: string }) =>
  (await admin.call('GET', `/v1/invitations/${id}`)).body.status;

test('offline a list does not pass for what the new filters find', async () => {
  await invite(server, admin, assessmentId);
  const page = await openAs(admin, '/invitations');
  await page.getByRole('link', { name: 'Mina Park' }).first().waitFor();
  await page.context().setOffline(true);
  await page.getByLabel('Status').selectOption('Completed');
  await page.getByText('The server cannot be reached').waitFor();
  expect(await page.getByRole('link', { name: 'Mina Park' }).count()).toBe(0);
  await page.context().setOffline(false);
  await button(page, 'Try again').click();
  await page.getByText('Nothing fits these filters.').waitFor();
});

test('names and addresses without a break push nothing out of the list', async () => {
  const candidate = { name: 'W'.repeat(200), email: `${'x'.repeat(60)}@${'y'.repeat(60)}.example` };
  const { id } = await publish(admin, { ...SMALL, name: 'W'.repeat(120) });
  await admin.call('POST', '/v1/invitations', { assessmentId: id, candidate });
  const page = await openAs(admin, '/invitations');
  await page.getByRole('link', { name: candidate.name }).waitFor();
  for (const width of [1280, 900, 320]) await expectToFit(page, width);
});
