import { afterAll, beforeAll, expect, test } from 'vitest';
import { invite, publish, sit, SMALL } from '../support/journey.ts';
import { endSessions, signIn, signInAt } from '../support/member-page.ts';
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

const openAs = async (member: Member, path: string, options = {}) =>
  signInAt(await pages.open({ expected: [REFUSED, OFFLINE], ...options }), server, member, path);

const statusOf = async ({ id }: { id: string }) =>
  (await admin.call('GET', `/v1/invitations/${id}`)).body.status;

test('the second click of a double one on Cancel invitation confirms nothing, wherever the dialog puts its button', async () => {
  const waiting = await invite(server, admin, assessmentId);
  const page = await openAs(admin, `/reports/${waiting.id}`, { width: 320, height: 600 });
  const opener = button(page, 'Cancel invitation');
  await opener.click();
  const dialog = page.getByRole('dialog');
  const action = (await dialog.getByRole('button', { name: 'Cancel invitation' }).boundingBox())!;
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  const before = (await opener.boundingBox())!;
  await page.evaluate((by) => scrollBy(0, by), before.y - action.y);
  const { x, y, width, height } = (await opener.boundingBox())!;
  const left = Math.max(x, action.x);
  const right = Math.min(x + width, action.x + action.width);
  expect(right - left).toBeGreaterThan(10);
  await page.mouse.dblclick((left + right) / 2, (Math.max(y, action.y) + Math.min(y, action.y) + height) / 2);
  await dialog.waitFor();
  expect(await statusOf(waiting)).toBe('invited');
  await dialog.getByRole('button', { name: 'Cancel invitation' }).click();
  await expect.poll(() => statusOf(waiting)).toBe('cancelled');
});

test('Enter pressed twice, or held, confirms nothing', async () => {
  const sitting = await sit(server, admin, assessmentId);
  const page = await openAs(admin, `/reports/${sitting.id}`);
  await button(page, 'Cancel invitation').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await statusOf(sitting)).toBe('started');
  await button(page, 'Extra time').focus();
  await page.keyboard.down('Enter');
  await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await page.getByRole('dialog', { name: 'Give extra time' }).waitFor();
  const { body } = await admin.call('GET', `/v1/invitations/${sitting.id}`);
  expect(body.extraMinutes ?? 0).toBe(0);
});

test('a double click on a row of the list grades nothing on the report that it opens', async () => {
  const { id } = await publish(admin, { ...SMALL, name: 'Open test', sections: [SMALL.sections[1]!] });
  for (let n = 0; n < 10; n++) {
    const { candidate, questions } = await sit(server, admin, id);
    await candidate.call('PUT', `/answers/${questions.open.id}`, { revision: 1, value: 'Something.' });
    await candidate.call('POST', '/submit', {});
  }
  const list = `/invitations?assessment=${id}`;
  const page = await openAs(admin, list);
  await page.getByRole('link', { name: 'Mina Park' }).first().click();
  const { x, y, width, height } = (await button(page, 'Give 3 points').boundingBox())!;
  const at = [x + width / 2, y + height / 2] as const;
  await page.goto(`${server.url}${list}`);
  await page.getByText('10 shown').waitFor();
  await page.mouse.click(...at);
  await button(page, 'Give 3 points').waitFor();
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  await page.waitForTimeout(500);
  const { body } = await admin.call('GET', `/v1${list}&status=completed`);
  expect(body.items).toEqual([]);
});

test('what was under way when its dialog was closed is shown once it is done', async () => {
  const { id } = await publish(admin, { ...SMALL, name: 'Old test' });
  const page = await openAs(admin, `/assessments/${id}`);
  let answer = () => {};
  const late = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/archive', async (route) => {
    await late;
    await route.continue();
  });
  await button(page, 'Archive').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  answer();
  await page.getByLabel('Facts').getByText('Archived').waitFor();
});

test('a dialog goes with its page', async () => {
  const page = await openAs(admin, '/assessments');
  await page.getByRole('link', { name: 'Small test' }).click();
  await button(page, 'Archive').click();
  await page.getByRole('dialog').waitFor();
  await page.goBack();
  await heading(page, 'Assessments').waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
});

test('what is typed in a dialog stays when the session has ended, and is sent after signing in again', async () => {
  const page = await openAs(recruiter, `/assessments/${assessmentId}`);
  await button(page, 'Invite a candidate').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Late Arrival');
  await dialog.getByLabel('E-mail address').fill('late@example.com');
  await endSessions(server, recruiter);
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
  await dialog.getByText('Sign in first.').waitFor();
  await expectAccessible(page);
  const opening = page.waitForEvent('popup');
  await dialog.getByRole('link', { name: /Sign in again/ }).click();
  await signIn(await opening, server, recruiter);
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
  await heading(page, 'Late Arrival').waitFor();
});

test('a tab shows nothing of the member before once another one has signed in or out beside it', async () => {
  const waiting = await invite(server, admin, assessmentId);
  const page = await openAs(recruiter, `/reports/${waiting.id}`);
  await button(page, 'Cancel invitation').click();
  const tab = await pages.open({ context: page.context(), expected: [REFUSED] });
  await endSessions(server, recruiter);
  await tab.goto(`${server.url}/sign-in`);
  await signIn(tab, server, reviewer);
  await page.getByText('A reviewer', { exact: true }).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await button(page, 'Cancel invitation').count()).toBe(0);
  await button(tab, 'Sign out').click();
  await heading(page, 'Sign in').waitFor();
});

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

test('back from a report the list is where it was left', async () => {
  const { id } = await publish(admin, { ...SMALL, name: 'Many' });
  for (let n = 0; n < 60; n++) {
    const candidate = { name: `Candidate ${n}`, email: `c${n}@many.example` };
    await admin.call('POST', '/v1/invitations', { assessmentId: id, candidate });
  }
  const page = await openAs(admin, `/invitations?assessment=${id}`);
  await button(page, 'Show more').click();
  await page.getByText('60 shown').waitFor();
  const oldest = page.getByRole('link', { name: 'Candidate 0', exact: true });
  await oldest.click();
  await heading(page, 'Candidate 0').waitFor();
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await page.goBack();
  await page.getByText('60 shown').waitFor();
  await expect.poll(() => oldest.evaluate((row) => row.getBoundingClientRect().top < innerHeight)).toBe(true);
  await page.evaluate(() => scrollTo(0, 0));
  await page.reload();
  await page.getByText('60 shown').waitFor();
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted))));
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

test('a link to sign in that is asked for twice is mailed once', async () => {
  const email = 'new@acme.example';
  const mails = () => server.mails.all.filter(({ to }) => to.includes(email)).length;
  await admin.call('POST', '/v1/members', { email, name: 'Newcomer', role: 'reviewer' });
  const page = await openAs(admin, '/settings/members');
  await expect.poll(mails).toBe(1);
  let asked = 0;
  page.on('request', (request) => (asked += Number(request.url().endsWith('/v1/sign-in'))));
  await button(page, 'Send link again to Newcomer').dblclick();
  await page.keyboard.press('Enter');
  await page.getByText('A link to sign in goes to').waitFor();
  expect(asked).toBe(1);
  await button(page, 'Link sent to Newcomer').waitFor();
  await expectAccessible(page);
  await expect.poll(mails).toBe(2);
});
