import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVERY_KIND } from '../support/invited.ts';
import { invite, publish, sit, type Invited } from '../support/journey.ts';
import { button, expectAccessible, expectToFit, heading, REFUSED, usePages } from '../support/page.ts';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';

const pages = usePages();
let server: TestServer;
let admin: Member;
let workspaceId: string;
let assessmentId: string;
let waiting: Invited;
let submitted: Invited;

beforeAll(async () => {
  server = await startTestServer();
  ({ id: workspaceId, admin } = await server.workspace('Acme & Söhne'));
  assessmentId = (await publish(admin, EVERY_KIND)).id;
  waiting = await invite(server, admin, assessmentId);
  const sitting = await sit(server, admin, assessmentId);
  const { open } = sitting.questions;
  await sitting.candidate.call('PUT', `/answers/${open.id}`, { revision: 1, value: 'I mended a build.' });
  await sitting.candidate.call('POST', '/submit', {});
  submitted = sitting;
});
afterAll(() => server.close());

async function check(page: Page): Promise<void> {
  await expectAccessible(page);
  await expectToFit(page);
}

async function openAs(member: Member, options = {}): Promise<Page> {
  const page = await pages.open({ expected: [REFUSED], ...options });
  const before = server.mails.all.length;
  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel('E-mail address').fill(member.email);
  await button(page, 'Send me a link').click();
  await heading(page, 'Look into your mailbox').waitFor();
  const mail = await server.mails.wait(
    (m) => server.mails.all.indexOf(m) >= before && m.to.includes(member.email),
  );
  await page.goto(mail.links[0]!);
  await button(page, 'Sign in').click();
  await button(page, 'Sign out').waitFor();
  return page;
}

test('signing in is accessible in every state, and a used link offers a new one', async () => {
  const page = await pages.open({ expected: [REFUSED] });
  await page.goto(`${server.url}/settings/ashby`);
  await heading(page, 'Sign in').waitFor();
  await check(page);
  await page.getByLabel('E-mail address').fill('nobody@acme.example');
  await button(page, 'Send me a link').click();
  await heading(page, 'Look into your mailbox').waitFor();
  await check(page);
  await page.goto(`${server.url}/sign-in#${'x'.repeat(43)}`);
  await check(page);
  expect(page.url()).not.toContain('#');
  await button(page, 'Sign in').click();
  await heading(page, 'This link no longer works').waitFor();
  await check(page);
});

test('every page of an admin is accessible and fits a phone', async () => {
  const page = await openAs(admin);
  const visits: [path: string, heading: string | RegExp, until: string | RegExp][] = [
    ['/assessments', 'Assessments', 'Every kind of question'],
    [`/assessments/${assessmentId}`, 'Every kind of question', 'What the candidate sees'],
    ['/invitations', 'Candidates', 'Mina Park'],
    ['/invitations?q=nobody', 'Candidates', 'Nothing fits these filters.'],
    [`/reports/${waiting.id}`, 'Mina Park', 'What comes next'],
    [`/reports/${submitted.id}`, 'Mina Park', 'I mended a build.'],
    ['/reports/1c8f8f5a-1d3a-4f0e-9d8a-3f1f8e3a0c11', 'There is no such report', /mistyped/],
    ['/settings/ashby', 'Ashby', 'Ashby has never called.'],
    ['/settings/embedding', 'Embedding', 'Make an embed key'],
    ['/settings/members', 'Members', admin.email],
    ['/nowhere', 'There is nothing here', /mistyped/],
  ];
  for (const [path, title, until] of visits) {
    await page.goto(`${server.url}${path}`);
    await heading(page, title).waitFor();
    await page.getByText(until).first().waitFor();
    await check(page);
  }
});

test('dialogs are accessible, and say what is lost', async () => {
  const page = await openAs(admin);
  await page.goto(`${server.url}/assessments/${assessmentId}`);
  await button(page, 'Invite a candidate').click();
  await page.getByRole('dialog').waitFor();
  await check(page);
  await page.goto(`${server.url}/reports/${waiting.id}`);
  await button(page, 'Cancel invitation').click();
  await page.getByRole('dialog', { name: 'Cancel the invitation of Mina Park?' }).waitFor();
  await check(page);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect((await admin.call('GET', `/v1/invitations/${waiting.id}`)).body.status).toBe('invited');
});

test('a message to the candidate stands in the mail', async () => {
  const page = await openAs(admin);
  await page.goto(`${server.url}/assessments/${assessmentId}`);
  await button(page, 'Invite a candidate').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Noor Said');
  await dialog.getByLabel('E-mail address').fill('noor@example.com');
  await dialog.getByLabel('Message to the candidate').fill('Take your time.\nNobody watches.');
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
  const letter = await server.mails.wait(({ to }) => to.includes('noor@example.com'));
  expect(letter.text).toContain('> Take your time.\n> Nobody watches.');
});

test('a digit and the key of the half are one grade', async () => {
  const sitting = await sit(server, admin, assessmentId);
  const { open } = sitting.questions;
  await sitting.candidate.call('PUT', `/answers/${open.id}`, { revision: 1, value: 'Half right.' });
  await sitting.candidate.call('POST', '/submit', {});
  const page = await openAs(await server.member(workspaceId, 'reviewer'));
  await page.goto(`${server.url}/reports/${sitting.id}`);
  await page.getByText('Half right.').waitFor();
  for (const key of ['j', '1', '.']) await page.keyboard.press(key);
  await page.getByText('Graded by A reviewer', { exact: true }).waitFor();
  const { body } = await admin.call('GET', `/v1/invitations/${sitting.id}`);
  const { body: answers } = await admin.call('GET', `/v1/invitations/${sitting.id}/answers`);
  expect(body.timeline.filter(({ kind }: { kind: string }) => kind === 'graded').length).toBe(1);
  expect(JSON.stringify(answers)).toContain('"points":1.5');
});

test('a reviewer grades by keyboard, and a note written after the points is kept', async () => {
  const reviewer = await server.member(workspaceId, 'reviewer');
  const page = await openAs(reviewer);
  expect(await page.getByRole('link', { name: 'Settings' }).count()).toBe(0);
  await page.goto(`${server.url}/reports/${submitted.id}`);
  await page.getByText('I mended a build.').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('3');
  await page.getByText('Graded by A reviewer', { exact: true }).waitFor();
  await page.getByLabel('Note for other reviewers').fill('Short, but sound.');
  await page.getByLabel('Note for other reviewers').blur();
  await page.getByText('Note saved.').waitFor();
  await page.reload();
  await page.getByText('I mended a build.').waitFor();
  expect(await page.getByLabel('Note for other reviewers').inputValue()).toBe('Short, but sound.');
  const { body } = await admin.call('GET', `/v1/invitations/${submitted.id}/result`);
  expect([body.status, body.provisional]).toEqual(['completed', false]);
  await check(page);
  await page.goto(`${server.url}/settings/members`);
  await page
    .getByText(/admins?/)
    .first()
    .waitFor();
  await check(page);
});
