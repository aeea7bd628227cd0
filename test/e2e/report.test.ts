import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handIn, publish, sit, type Sitting } from '../support/journey.ts';
import { button, expectAccessible, expectToFit, heading, usePages } from '../support/page.ts';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';

const pages = usePages();
let server: TestServer;
let admin: Member;
let reviewer: Member;
let assessmentId: string;

beforeAll(async () => {
  server = await startTestServer();
  const workspace = await server.workspace();
  ({ admin } = workspace);
  reviewer = await server.member(workspace.id, 'reviewer');
  assessmentId = (await publish(admin)).id;
});
afterAll(() => server.close());

async function openReport(member: Member, { id }: Sitting): Promise<Page> {
  const page = await pages.open({ expected: [/status of 401/, /status of 422/] });
  const before = server.mails.all.length;
  await page.goto(`${server.url}/reports/${id}`);
  await page.getByLabel('E-mail address').fill(member.email);
  await button(page, 'Send me a link').click();
  const mail = await server.mails.wait(
    (m) => server.mails.all.indexOf(m) >= before && m.to.includes(member.email),
  );
  await page.goto(mail.links[0]!);
  await button(page, 'Sign in').click();
  await button(page, 'Sign out').waitFor();
  await page.goto(`${server.url}/reports/${id}`);
  await heading(page, 'Mina Park').waitFor();
  return page;
}

async function check(page: Page): Promise<void> {
  await expectAccessible(page);
  await expectToFit(page);
}

test('one edits and deletes the own comments, and those alone', async () => {
  const sitting = await handIn(server, admin, assessmentId);
  await admin.call('POST', `/v1/invitations/${sitting.id}/comments`, { text: 'By the admin' });
  const page = await openReport(reviewer, sitting);
  await page.getByLabel('Add a comment').fill('By the reviewr');
  await button(page, 'Add comment').click();
  await page.getByText('By the reviewr').waitFor();
  expect(await button(page, 'Edit').count()).toBe(1);
  await check(page);

  await button(page, 'Edit').click();
  const editing = page.getByRole('dialog', { name: 'Edit your comment' });
  await check(page);
  await editing.getByRole('textbox').fill(' ');
  await editing.getByRole('button', { name: 'Save' }).click();
  await editing.getByText('must not be empty').waitFor();
  await editing.getByRole('textbox').fill('By the reviewer');
  await editing.getByRole('button', { name: 'Save' }).click();
  await page.getByText('By the reviewer', { exact: true }).waitFor();
  await page.getByText('· edited').waitFor();

  await button(page, 'Delete').click();
  const asking = page.getByRole('dialog', { name: 'Delete your comment?' });
  await check(page);
  await asking.getByRole('button', { name: 'Keep as it is' }).click();
  expect(await page.getByText('By the reviewer', { exact: true }).count()).toBe(1);
  await button(page, 'Delete').click();
  await asking.getByRole('button', { name: 'Delete' }).click();
  await page.getByText('By the reviewer', { exact: true }).waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('comments');
  await page.getByText('Comment deleted.').waitFor();
  expect(await page.getByText('By the admin').count()).toBe(1);
});

test('extra time is given on the report, which shows it and the new deadline', async () => {
  const sitting = await sit(server, admin, assessmentId);
  const page = await openReport(admin, sitting);
  await button(page, 'Extra time').click();
  const dialog = page.getByRole('dialog', { name: 'Give extra time' });
  await check(page);
  await dialog.getByLabel('Minutes more').fill('300');
  await dialog.getByRole('button', { name: 'Extra time' }).click();
  await dialog.getByText('must be at most 240').waitFor();
  await dialog.getByLabel('Minutes more').fill('20');
  await dialog.getByRole('button', { name: 'Extra time' }).click();
  await page.getByText('20 minutes', { exact: true }).first().waitFor();
  await check(page);
  const { body } = await admin.call('GET', `/v1/invitations/${sitting.id}`);
  expect(Date.parse(body.deadlineAt) - Date.parse(body.startedAt)).toBe(30 * 60_000);
});
