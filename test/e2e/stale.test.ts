import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handIn, publish, SMALL } from '../support/journey.ts';
import { signInAt } from '../support/member-page.ts';
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
let assessmentId: string;

beforeAll(async () => {
  server = await startTestServer();
  ({ admin } = await server.workspace());
  assessmentId = (await publish(admin)).id;
});
afterAll(() => server.close());

const open = async (path: string) =>
  signInAt(await pages.open({ expected: [REFUSED, OFFLINE, /status of 503/] }), server, admin, path);

const notice = (page: Page) => page.getByRole('status').filter({ hasText: 'may be old' });
const gone = { state: 'detached' } as const;

test('a list that could not be refreshed says so, until it is', async () => {
  const { id } = await publish(admin, { ...SMALL, name: 'Few' });
  const add = (name: string) =>
    admin.call('POST', '/v1/invitations', {
      assessmentId: id,
      candidate: { name, email: `${name}@few.example` },
    });
  await add('Ada');
  const page = await open(`/invitations?assessment=${id}`);
  await page.getByRole('link', { name: 'Ada' }).waitFor();
  await page.route('**/v1/invitations?*', (route) => route.abort());
  await add('Ben');
  await notice(page).waitFor();
  expect(await notice(page).textContent()).toMatch(/What you see is from \d\d:\d\d and may be old\.$/);
  expect(await page.getByRole('link', { name: 'Ada' }).count()).toBe(1);
  await expectAccessible(page);
  await expectToFit(page);
  await button(page, 'Try again').click();
  await page.locator('.toast').getByText('The server cannot be reached').waitFor();
  expect(await notice(page).count()).toBe(1);
  await page.unroute('**/v1/invitations?*');
  await button(page, 'Try again').click();
  await page.getByRole('link', { name: 'Ben' }).waitFor();
  await notice(page).waitFor(gone);
});

test('a report that could not be refreshed says so, until it is', async () => {
  const { id } = await handIn(server, admin, assessmentId);
  const say = (text: string) => admin.call('POST', `/v1/invitations/${id}/comments`, { text });
  const page = await open(`/reports/${id}`);
  await heading(page, 'Mina Park').waitFor();
  await page.route('**/result', (route) => route.fulfill({ status: 503, body: 'Away' }));
  await say('One');
  await notice(page).waitFor();
  await expectAccessible(page);
  await expectToFit(page);
  await page.unroute('**/result');
  await say('Two');
  await notice(page).waitFor(gone);
  for (const text of ['One', 'Two']) await page.getByText(text, { exact: true }).waitFor();
});

test('more rows of a list that is old bring new ones for all of it', async () => {
  const { id } = await publish(admin, { ...SMALL, name: 'Many' });
  const add = (n: number) =>
    admin.call('POST', '/v1/invitations', {
      assessmentId: id,
      candidate: { name: `Candidate ${n}`, email: `c${n}@many.example` },
    });
  for (let n = 0; n < 51; n++) await add(n);
  const page = await open(`/invitations?assessment=${id}`);
  await button(page, 'Show more').waitFor();
  await page.route('**/v1/invitations?*', (route) => route.abort());
  await add(51);
  await notice(page).waitFor();
  await page.unroute('**/v1/invitations?*');
  await button(page, 'Show more').click();
  await page.getByText('52 shown').waitFor();
  await page.getByRole('link', { name: 'Candidate 51' }).waitFor();
  await notice(page).waitFor(gone);
});

test('members and the connection with Ashby say it as well', async () => {
  await admin.call('POST', '/v1/settings/ashby/canditech-keys', {});
  const page = await open('/settings/ashby');
  await heading(page, 'Ashby').waitFor();
  await page.route('**/v1/settings/ashby', (route) => route.abort());
  await notice(page).waitFor();
  await page.getByRole('link', { name: 'Members' }).click();
  await admin.call('POST', '/v1/members', { email: 'ann@acme.example', name: 'Ann', role: 'reviewer' });
  await page.reload();
  await button(page, 'Remove Ann').click();
  await page.route('**/v1/members', (route) => route.abort());
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await notice(page).waitFor();
  await page.unroute('**/v1/members');
  await button(page, 'Try again').click();
  await notice(page).waitFor(gone);
  expect(await button(page, 'Remove Ann').count()).toBe(0);
});
