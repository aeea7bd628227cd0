import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handIn, invite, publish, type Sitting } from '../support/journey.ts';
import { signIn } from '../support/member-page.ts';
import { button, expectToFit, heading, REFUSED, usePages } from '../support/page.ts';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';

const pages = usePages();
let server: TestServer;
let admin: Member;
let assessmentId: string;
let sitting: Sitting;

beforeAll(async () => {
  server = await startTestServer();
  ({ admin } = await server.workspace());
  assessmentId = (await publish(admin)).id;
  sitting = await handIn(server, admin, assessmentId);
  await admin.call('PUT', `/v1/invitations/${sitting.id}/grades/${sitting.questions['open'].id}`, {
    points: 4,
  });
  await admin.call('POST', '/v1/settings/embed-keys', {
    name: 'Intranet',
    origins: ['https://ats.example'],
    maxRole: 'viewer',
  });
});
afterAll(() => server?.close());

async function openAs(options: Parameters<typeof pages.open>[0] = {}): Promise<Page> {
  const page = await pages.open({ ...options, expected: [REFUSED] });
  await page.goto(`${server.url}/sign-in`);
  await signIn(page, server, admin);
  return page;
}
async function openReport(options: Parameters<typeof pages.open>[0] = {}): Promise<Page> {
  const page = await openAs(options);
  await page.goto(`${server.url}/reports/${sitting.id}`);
  await heading(page, 'Mina Park').waitFor();
  return page;
}

test('what a page says itself goes before what the pages share', async () => {
  const page = await pages.open();
  const { link } = await invite(server, admin, assessmentId);
  await page.goto(link);
  await button(page, /^Begin/).waitFor();
  // Fingers need more than the buttons of members have.
  expect((await button(page, /^Begin/).boundingBox())!.height).toBeGreaterThanOrEqual(44);
});
