import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { inviteTo } from '../support/invited.ts';
import type { Member } from '../support/server.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import {
  button,
  expectAccessible,
  expectToFit,
  heading,
  OFFLINE,
  REFUSED,
  usePages,
} from '../support/page.ts';
import { begin, goTo, saved } from '../support/sitting-page.ts';

const MINUTE = 60_000;
const pages = usePages();
let server: TestServer;
let ahead = 0;

beforeAll(async () => {
  server = await startTestServer({ clock: () => new Date(Date.now() + ahead) });
});
afterEach(() => void (ahead = 0));
afterAll(() => server.close());

const field = (page: Page) => page.getByLabel('Your answer');
const give = (by: Member, id: string, minutes: number) =>
  by.call('POST', `/v1/invitations/${id}/extra-time`, { minutes });

test('a candidate who only reads learns of extra time while the page is open, and loses nothing that is typed', async () => {
  const { link, invitationId, admin } = await inviteTo(server);
  const page = await pages.open();
  await page.clock.install();
  await begin(page, link);
  await goTo(page, 5);
  await field(page).fill('Half a sent');
  await give(admin, invitationId, 15);
  await page.clock.runFor(35_000);
  await page.getByText('You have 15 minutes more').waitFor();
  await page.getByText('40 min left').waitFor();
  expect(await field(page).inputValue()).toBe('Half a sent');
  await expectAccessible(page);
  await expectToFit(page);
  await button(page, 'OK').click();
  expect(await page.getByText('15 minutes more').count()).toBe(0);
});

test('a saved answer tells of the moved deadline at once', async () => {
  const { link, invitationId, admin } = await inviteTo(server);
  const page = await pages.open();
  await begin(page, link);
  await goTo(page, 4);
  await give(admin, invitationId, 1);
  await field(page).fill('Oslo');
  await page.getByText('You have 1 minute more').waitFor();
  await page.getByText('26 min left').waitFor();
});

test('extra time that comes while the page hears nothing is found at the end, and the test goes on', async () => {
  const { link, invitationId, admin } = await inviteTo(server);
  const page = await pages.open({ expected: [OFFLINE] });
  await begin(page, link);
  await goTo(page, 4);
  ahead = 25 * MINUTE - 3000;
  await field(page).fill('Os');
  await saved(page).waitFor();
  await page.context().setOffline(true);
  await heading(page, 'Your time is over').waitFor();
  expect((await give(admin, invitationId, 15)).status).toBe(200);
  await page.context().setOffline(false);
  await heading(page, 'Question 4 of 7').waitFor();
  await page.getByText('You have 15 minutes more').waitFor();
  await field(page).fill('Oslo');
  await saved(page).waitFor();
  expect((await admin.call('GET', `/v1/invitations/${invitationId}`)).body.status).toBe('started');
  await page.getByRole('link', { name: 'Review and submit' }).click();
  await button(page, 'Submit answers').click();
  await button(page, 'Submit anyway').click();
  await heading(page, 'Your answers are handed in').waitFor();
  expect(await page.getByText('Your time was over').count()).toBe(0);
});

test('an answer that was refused at the very end is sent again once there is more time', async () => {
  const { link, invitationId, admin } = await inviteTo(server);
  const page = await pages.open({ expected: [REFUSED] });
  await begin(page, link);
  await goTo(page, 4);
  const refusal = {
    status: 409,
    contentType: 'application/problem+json',
    body: JSON.stringify({ code: 'time_over', status: 409, detail: 'The time is over.' }),
  };
  let isOver = true;
  await page.route('**/v1/take/*/answers/*', (route) => (isOver ? route.fulfill(refusal) : route.continue()));
  await give(admin, invitationId, 15);
  await field(page).fill('Oslo');
  await page.waitForResponse((response) => response.status() === 409);
  isOver = false;
  await page.getByText('40 min left').waitFor();
  await goTo(page, 4);
  await saved(page).waitFor();
  expect(await field(page).inputValue()).toBe('Oslo');
});
