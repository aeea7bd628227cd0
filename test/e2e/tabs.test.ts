import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handIn, publish } from '../support/journey.ts';
import { endSessions, signIn } from '../support/member-page.ts';
import { button, heading, OFFLINE, REFUSED, usePages } from '../support/page.ts';
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

const comment = (page: Page) => page.getByLabel('Add a comment');

/** A report that the reviewer looks at. */
async function openReport(): Promise<{ page: Page; path: string }> {
  const path = `/reports/${(await handIn(server, admin, assessmentId)).id}`;
  const page = await pages.open({ expected: [REFUSED, OFFLINE] });
  await page.goto(`${server.url}${path}`);
  await signIn(page, server, reviewer);
  await heading(page, 'Mina Park').waitFor();
  return { page, path };
}

async function openTab(page: Page, path: string): Promise<Page> {
  const tab = await pages.open({ context: page.context(), expected: [REFUSED, OFFLINE] });
  await tab.goto(`${server.url}${path}`);
  return tab;
}

test('tabs that ask to sign in go where one wanted to once another one has signed in', async () => {
  const { page, path } = await openReport();
  const asking = await openTab(page, '/assessments?status=draft');
  await heading(asking, 'Assessments').waitFor();
  await endSessions(server, reviewer);
  for (const tab of [asking, page]) {
    await tab.reload();
    await heading(tab, 'Sign in').waitFor();
  }
  const tab = await openTab(page, '/nowhere');
  await signIn(page, server, reviewer, tab);
  await heading(page, 'Mina Park').waitFor();
  expect(page.url()).toContain(path);
  await heading(asking, 'Assessments').waitFor();
  expect(asking.url()).toContain('/assessments?status=draft');
});

test('a comment that another tab has sent waits in no field to be sent again', async () => {
  const { page, path } = await openReport();
  await comment(page).fill('Asks good questions.');
  const tab = await openTab(page, path);
  await expect.poll(() => comment(tab).inputValue()).toBe('Asks good questions.');
  await button(page, 'Add comment').click();
  await tab.getByRole('listitem').getByText('Asks good questions.').waitFor();
  expect(await comment(tab).inputValue()).toBe('');
});

test('what differs from the comment that another tab has sent stays, and so does what was said before', async () => {
  const { page, path } = await openReport();
  await comment(page).fill('Agreed.');
  const tab = await openTab(page, path);
  await expect.poll(() => comment(tab).inputValue()).toBe('Agreed.');
  await comment(tab).fill('Agreed. And quick.');
  await button(page, 'Add comment').click();
  await tab.getByRole('listitem').getByText('Agreed.').waitFor();
  expect(await comment(tab).inputValue()).toBe('Agreed. And quick.');
  await comment(tab).fill('Agreed.');
  await admin.call('POST', path.replace('/reports', '/v1/invitations') + '/comments', { text: 'Why?' });
  await tab.getByRole('listitem').getByText('Why?').waitFor();
  expect(await comment(tab).inputValue()).toBe('Agreed.');
});
