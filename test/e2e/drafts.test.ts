import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handIn, publish } from '../support/journey.ts';
import { endSessions, signIn } from '../support/member-page.ts';
import { button, expectAccessible, heading, OFFLINE, REFUSED, usePages } from '../support/page.ts';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';

const COMMENT = 'Asks good questions.';
const REASON = 'Sound, and quick.';
const NOTE = 'Half of it is missing.';

const pages = usePages();
let server: TestServer;
let admin: Member;
let reviewer: Member;
let other: Member;
let assessmentId: string;

beforeAll(async () => {
  server = await startTestServer();
  const workspace = await server.workspace();
  ({ admin } = workspace);
  [reviewer, other] = [
    await server.member(workspace.id, 'reviewer'),
    await server.member(workspace.id, 'reviewer'),
  ];
  assessmentId = (await publish(admin)).id;
});
afterAll(() => server.close());

const comment = (page: Page) => page.getByLabel('Add a comment');
const reason = (page: Page) => page.locator('#decision-note');
const note = (page: Page) => page.getByLabel('Note for other reviewers');
const typed = async (page: Page) => [
  await comment(page).inputValue(),
  await reason(page).inputValue(),
  await note(page).inputValue(),
];
const kept = (page: Page) => page.evaluate(() => JSON.stringify(localStorage));

/** The report with a comment, a decision with its reason and a note, none of them sent. */
async function type(): Promise<{ page: Page; id: string }> {
  const { id } = await handIn(server, admin, assessmentId);
  const page = await pages.open({ expected: [REFUSED, OFFLINE] });
  await page.goto(`${server.url}/reports/${id}`);
  await signIn(page, server, reviewer);
  await heading(page, 'Mina Park').waitFor();
  await comment(page).fill(COMMENT);
  await page.getByText('Hold', { exact: true }).click();
  await reason(page).fill(REASON);
  await note(page).fill(NOTE);
  return { page, id };
}

async function expectTyped(page: Page): Promise<void> {
  await heading(page, 'Mina Park').waitFor();
  expect(await typed(page)).toEqual([COMMENT, REASON, NOTE]);
  expect(await page.getByRole('radio', { name: 'Hold' }).isChecked()).toBe(true);
}

test('what is typed outlives a reload, and is gone from the browser once it is sent', async () => {
  const { page, id } = await type();
  await page.reload();
  await expectTyped(page);
  await button(page, 'Add comment').click();
  await page.getByRole('listitem').getByText(COMMENT).waitFor();
  await button(page, 'Save decision').click();
  await page.getByText('Decision saved').waitFor();
  await button(page, 'Give 3 points').click();
  await page.getByText('Graded by A reviewer', { exact: true }).waitFor();
  await expect.poll(() => kept(page)).not.toContain(id);
  await page.reload();
  await heading(page, 'Mina Park').waitFor();
  expect(await comment(page).inputValue()).toBe('');
  expect(await note(page).inputValue()).toBe(NOTE);
  const { body } = await admin.call('GET', `/v1/invitations/${id}/result`);
  expect([body.comments.length, body.decision.value, body.decision.note]).toEqual([1, 'hold', REASON]);
});

test('what is typed when the session has ended is there again after signing in by the mailed link in another tab', async () => {
  const { page } = await type();
  await endSessions(server, reviewer);
  await button(page, 'Add comment').click();
  await heading(page, 'Sign in').waitFor();
  const tab = await pages.open({ context: page.context() });
  await signIn(page, server, reviewer, tab);
  await expectTyped(tab);
});

test('a note that could not be saved is there after a reload, and says that it waits', async () => {
  const { page, id } = await type();
  await button(page, 'Give 3 points').click();
  await page.getByText('Graded by A reviewer', { exact: true }).waitFor();
  const waits = page.getByText('It is not saved yet');
  expect(await waits.count()).toBe(0);
  await page.context().setOffline(true);
  await note(page).fill('Half of it is there.');
  await note(page).blur();
  await waits.waitFor();
  await page.context().setOffline(false);
  await page.reload();
  await waits.waitFor();
  expect(await note(page).inputValue()).toBe('Half of it is there.');
  await expectAccessible(page);
  await button(page, 'Save points').click();
  await waits.waitFor({ state: 'detached' });
  const { body } = await admin.call('GET', `/v1/invitations/${id}/answers`);
  expect(JSON.stringify(body)).toContain('Half of it is there.');
});

test('a reason that is being written stays when somebody else decides', async () => {
  const { page, id } = await type();
  await admin.call('PUT', `/v1/invitations/${id}/decision`, { decision: 'reject' });
  await page.locator('strong.decision.reject').waitFor();
  expect(await reason(page).inputValue()).toBe(REASON);
  expect(await page.getByRole('radio', { name: 'Hold' }).isChecked()).toBe(true);
});

test('another member who signs in on the same machine sees nothing of it, and leaves it to whom it belongs', async () => {
  const { page, id } = await type();
  await endSessions(server, reviewer);
  await page.reload();
  await heading(page, 'Sign in').waitFor();
  await signIn(page, server, other);
  await heading(page, 'Mina Park').waitFor();
  expect(await typed(page)).toEqual(['', '', '']);
  expect(await page.getByRole('radio', { name: 'Hold' }).isChecked()).toBe(false);
  await endSessions(server, other);
  await page.reload();
  await signIn(page, server, reviewer);
  expect(page.url()).toContain(id);
  await expectTyped(page);
});

test('after a sign-out nothing of it is in the browser', async () => {
  const { page, id } = await type();
  await button(page, 'Sign out').click();
  await heading(page, 'Sign in').waitFor();
  expect(await kept(page)).not.toContain(COMMENT);
  expect(await kept(page)).not.toContain(REASON);
  expect(await kept(page)).not.toContain(NOTE);
  await page.goto(`${server.url}/reports/${id}`);
  await signIn(page, server, reviewer);
  await heading(page, 'Mina Park').waitFor();
  expect(await typed(page)).toEqual(['', '', '']);
});

test('a comment that arrived although its answer was lost does not wait to be sent again', async () => {
  const { page, id } = await type();
  await page.route('**/comments', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await button(page, 'Add comment').click();
  await page.getByText('The server cannot be reached').waitFor();
  await page.reload();
  await page.getByRole('listitem').getByText(COMMENT).waitFor();
  expect(await comment(page).inputValue()).toBe('');
  const { body } = await admin.call('GET', `/v1/invitations/${id}/result`);
  expect(body.comments.length).toBe(1);
});

test('an edit of a comment outlives a reload, and is dropped when one gives it up', async () => {
  const { page } = await type();
  await button(page, 'Add comment').click();
  await button(page, 'Edit').click();
  await page.getByRole('dialog').getByRole('textbox').fill('Asks very good questions.');
  await page.reload();
  await button(page, 'Edit').click();
  const editing = page.getByRole('dialog');
  expect(await editing.getByRole('textbox').inputValue()).toBe('Asks very good questions.');
  await editing.getByRole('button', { name: 'Cancel' }).click();
  await editing.waitFor({ state: 'detached' });
  await button(page, 'Edit').click();
  expect(await editing.getByRole('textbox').inputValue()).toBe(COMMENT);
});

test('an edit of a comment is there again when another member has signed in meanwhile', async () => {
  const { page } = await type();
  await button(page, 'Add comment').click();
  await button(page, 'Edit').click();
  await page.getByRole('dialog').getByRole('textbox').fill('Asks very good questions.');
  await endSessions(server, reviewer);
  const tab = await pages.open({ context: page.context(), expected: [REFUSED] });
  await tab.goto(`${server.url}/sign-in`);
  await signIn(tab, server, other);
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await endSessions(server, other);
  await page.reload();
  await signIn(page, server, reviewer);
  await button(page, 'Edit').click();
  expect(await page.getByRole('dialog').getByRole('textbox').inputValue()).toBe('Asks very good questions.');
});

test.each([
  ['is full', false],
  ['is blocked', true],
])('where the storage of the browser %s, members sign in and review all the same', async (_, isBlocked) => {
  const { id } = await handIn(server, admin, assessmentId);
  const page = await pages.open({ expected: [REFUSED] });
  await page.addInitScript((blocked) => {
    const refuse = () => {
      throw new DOMException('no', blocked ? 'SecurityError' : 'QuotaExceededError');
    };
    if (!blocked) return Object.assign(Storage.prototype, { setItem: refuse });
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(globalThis, name, { get: refuse });
  }, isBlocked);
  await page.goto(`${server.url}/reports/${id}`);
  await signIn(page, server, reviewer);
  await page.goto(`${server.url}/reports/${id}`);
  await heading(page, 'Mina Park').waitFor();
  await comment(page).fill(COMMENT);
  await button(page, 'Add comment').click();
  await page.getByRole('listitem').getByText(COMMENT).waitFor();
  await page.keyboard.press('j');
  await button(page, 'Sign out').click();
  await heading(page, 'Sign in').waitFor();
});
