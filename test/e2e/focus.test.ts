import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handIn, invite, publish, SMALL } from '../support/journey.ts';
import { signInAt } from '../support/member-page.ts';
import { button, expectAccessible, heading, OFFLINE, REFUSED, usePages } from '../support/page.ts';
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
  signInAt(await pages.open({ expected: [REFUSED, OFFLINE] }), server, admin, path);

async function press(page: Page, name: string | RegExp, confirm?: string): Promise<void> {
  await button(page, name).first().focus();
  await page.keyboard.press('Enter');
  if (!confirm) return;
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: confirm, exact: true }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
}

const focused = (page: Page) =>
  page.evaluate(() => {
    const { tagName, ariaLabel, textContent } = document.activeElement!;
    return `${tagName} ${ariaLabel ?? textContent.trim()}`;
  });
const expectFocus = (page: Page, on: string) => expect.poll(() => focused(page)).toBe(on);

test('a decision leaves the focus on what opens its form again, and so does keeping it', async () => {
  const { id } = await handIn(server, admin, assessmentId);
  const page = await open(`/reports/${id}`);
  await page.getByText('Hold', { exact: true }).click();
  await press(page, 'Save decision');
  await expectFocus(page, 'BUTTON Change decision');
  await press(page, 'Change decision');
  await expect.poll(() => focused(page)).toMatch('INPUT');
  await press(page, 'Keep the decision');
  await expectFocus(page, 'BUTTON Change decision');
});

test('a deleted comment leaves the focus on the next own one, the last one on the heading', async () => {
  const { id } = await handIn(server, admin, assessmentId);
  for (const text of ['One', 'Two', 'Three'])
    await admin.call('POST', `/v1/invitations/${id}/comments`, { text });
  const page = await open(`/reports/${id}`);
  const next = page.getByRole('listitem').filter({ hasText: 'Two' }).getByRole('button', { name: 'Edit' });
  await press(page, 'Delete', 'Delete');
  await expect.poll(() => next.evaluate((edit) => edit === document.activeElement)).toBe(true);
  await press(page, 'Delete', 'Delete');
  await page.getByText('Two', { exact: true }).waitFor({ state: 'detached' });
  await press(page, 'Delete', 'Delete');
  await expectFocus(page, 'H2 Comments');
  await expectAccessible(page);
});

test('a cancelled invitation leaves the focus on the heading of its section', async () => {
  const { id } = await invite(server, admin, assessmentId);
  const page = await open(`/reports/${id}`);
  await press(page, 'Cancel invitation', 'Cancel invitation');
  await expectFocus(page, 'H2 Invitation');
});

test('a dialog whose button has gone below it gives the focus to what took its place', async () => {
  const { id } = await invite(server, admin, assessmentId);
  const page = await open(`/reports/${id}`);
  await press(page, 'Extra time');
  await admin.call('POST', `/v1/invitations/${id}/cancel`, {});
  await page.locator('.status.cancelled').waitFor();
  await page.keyboard.press('Escape');
  await expectFocus(page, 'H2 Invitation');
});

test('a list that grows leaves the focus on the row that has it', async () => {
  const { id } = await publish(admin, { ...SMALL, name: 'Few' });
  const add = (name: string) =>
    admin.call('POST', '/v1/invitations', {
      assessmentId: id,
      candidate: { name, email: `${name}@few.example` },
    });
  await add('Ada');
  const page = await open(`/invitations?assessment=${id}`);
  await page.getByRole('link', { name: 'Ada' }).focus();
  await add('Ben');
  await page.getByRole('link', { name: 'Ben' }).waitFor();
  expect(await focused(page)).toBe('A Ada');
});

test('the last rows of a long list get the focus from the button that brought them', async () => {
  const { id } = await publish(admin, { ...SMALL, name: 'Many' });
  for (let n = 0; n < 51; n++) {
    const candidate = { name: `Candidate ${n}`, email: `c${n}@many.example` };
    await admin.call('POST', '/v1/invitations', { assessmentId: id, candidate });
  }
  const page = await open(`/invitations?assessment=${id}`);
  await press(page, 'Show more');
  await expectFocus(page, 'A Candidate 0');
});

test('publishing and archiving leave the focus on what can be done instead', async () => {
  const { id } = await publish(admin, { ...SMALL, name: 'Old test' });
  const page = await open(`/assessments/${id}`);
  await press(page, 'Archive', 'Archive');
  await expectFocus(page, 'BUTTON Publish again');
  await press(page, 'Publish again', 'Publish');
  await expectFocus(page, 'BUTTON Invite a candidate');
  await admin.call('PUT', `/v1/assessments/${id}`, { ...SMALL, name: 'New test' });
  await page.reload();
  await press(page, 'Publish', 'Publish');
  await expectFocus(page, 'H1 New test');
});

test('a revoked key leaves the focus on the next one, the last one on the heading', async () => {
  const ids = [];
  for (let n = 0; n < 2; n++) {
    const { body } = await admin.call('POST', '/v1/settings/ashby/canditech-keys', {});
    ids.push(body.id);
  }
  const page = await open('/settings/ashby');
  const first = (await page
    .getByRole('button', { name: /^Revoke Key/ })
    .first()
    .getAttribute('aria-label'))!;
  const other = ids.find((id) => !first.includes(id));
  await press(page, first, 'Revoke');
  await expectFocus(page, `BUTTON Revoke Key ${other}`);
  await press(page, /^Revoke Key/, 'Revoke');
  await expectFocus(page, 'H2 Our key, for Ashby');
  await press(page, 'Make a key');
  await press(page, 'I have copied it');
  await expectFocus(page, 'H2 Our key, for Ashby');
});

test('the key of Ashby, an embed key and a member leave the focus where they were', async () => {
  await admin.call('PUT', '/v1/settings/ashby/ashby-key', { apiKey: 'ashby-key-of-acme' });
  const page = await open('/settings/ashby');
  await press(page, 'Remove', 'Remove');
  await expectFocus(page, 'H2 Ashby’s key, for us');

  const key = { name: 'Intranet', origins: ['https://ats.example.com'], maxRole: 'viewer' };
  await admin.call('POST', '/v1/settings/embed-keys', key);
  await page.goto(`${server.url}/settings/embedding`);
  await press(page, 'Revoke Intranet', 'Revoke');
  await expectFocus(page, 'H1 Embedding');

  for (const name of ['Ann', 'Bob'])
    await admin.call('POST', '/v1/members', { email: `${name}@acme.example`, name, role: 'reviewer' });
  await page.goto(`${server.url}/settings/members`);
  await press(page, 'Remove Ann', 'Remove');
  await expectFocus(page, 'BUTTON Send link again to Bob');
  await press(page, 'Remove Bob', 'Remove');
  await page.getByText('Bob@acme.example').waitFor({ state: 'detached' });
  expect(await focused(page)).toMatch(/^BUTTON Change role of/);
});

test('trying again leaves the focus on the page that comes', async () => {
  const page = await open('/assessments');
  await page.route('**/v1/assessments?*', (route) => route.abort());
  await page.reload();
  await page.getByText('The server cannot be reached').waitFor();
  await page.unroute('**/v1/assessments?*');
  await press(page, 'Try again');
  await heading(page, 'Assessments').waitFor();
  await expectFocus(page, 'H1 Assessments');
});

test('trying again on a report leaves the focus on its heading, not on what a section has got', async () => {
  const { id } = await invite(server, admin, assessmentId);
  const ended = {
    status: 'expired',
    expiresAt: new Date(),
    sweepAt: new Date(Date.now() + 86_400_000),
  } as const;
  await server.ctx.db.invitations.updateOne({ _id: id }, { $set: ended });
  const page = await open(`/reports/${id}`);
  await button(page, 'Extend').waitFor();
  await page.route('**/result', (route) => route.abort());
  await admin.call('POST', `/v1/invitations/${id}/extend`, { days: 7 });
  await button(page, 'Try again').waitFor();
  await page.unroute('**/result');
  await press(page, 'Try again');
  await button(page, 'Fix address').waitFor();
  await expectFocus(page, 'H1 Mina Park');
});
