import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inviteTo } from '../support/invited.ts';
import { button, expectAccessible, heading, usePages } from '../support/page.ts';
import { begin, goTo, saved } from '../support/sitting-page.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const pages = usePages();
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

test('a double click on the way to the last step submits nothing, and open questions are asked about', async () => {
  const { link, invitationId, admin } = await inviteTo(server);
  const page = await pages.open();
  const submissions: string[] = [];
  page.on('request', (request) => request.url().endsWith('/submit') && submissions.push(request.url()));
  await begin(page, link);
  await goTo(page, 7);
  const { x, y, width, height } = (await button(page, 'Review and submit').boundingBox())!;
  await page.mouse.dblclick(x + width / 2, y + height / 2);
  await heading(page, 'Review and submit').waitFor();
  // The second click, wherever the layout puts the button.
  await button(page, 'Submit answers').click({ clickCount: 2, noWaitAfter: true });
  const dialog = page.getByRole('dialog', { name: 'Submit with 7 questions open?' });
  await dialog.getByText('you cannot change your answers').waitFor();
  await expectAccessible(page);
  await button(page, 'Do not submit yet').click();
  await dialog.waitFor({ state: 'detached' });
  expect(submissions).toEqual([]);
  expect((await admin.call('GET', `/v1/invitations/${invitationId}`)).body.status).toBe('started');
});

test('the second click of a double one on Review and submit meets a deaf button, also with every answer given', async () => {
  const { link } = await inviteTo(server);
  const page = await pages.open();
  await begin(page, link);
  await answerAll(page);
  await page.getByRole('link', { name: 'Review and submit' }).click();
  await page.getByText('You have answered all 7 questions.').waitFor();
  await button(page, 'Submit answers').dispatchEvent('click', { detail: 2 });
  await expectAccessible(page);
  expect(await button(page, 'Submit answers').isVisible()).toBe(true);
  await button(page, 'Submit answers').click();
  await heading(page, 'Your answers are handed in').waitFor();
});

async function answerAll(page: Page): Promise<void> {
  await page.getByRole('radio').first().check();
  await goTo(page, 2);
  await page.getByRole('checkbox').first().check();
  for (const number of [3, 4, 5]) {
    await goTo(page, number);
    await page.getByLabel('Your answer').fill('12');
  }
  await goTo(page, 6);
  await button(page, 'This order is right').click();
  await page.getByRole('link', { name: 'Question 6, answered' }).waitFor();
  await goTo(page, 7);
  for (const select of await page.getByRole('combobox').all()) await select.selectOption({ index: 1 });
}

test('an order moves once per double click, and the order shown can be confirmed as it is', async () => {
  const { link, invitationId } = await inviteTo(server);
  const page = await pages.open();
  await begin(page, link);
  await goTo(page, 6);
  const items = () => page.locator('.ordering li .markdown').allInnerTexts();
  const stored = async () => {
    const { answers } = await (await page.request.get(`${server.url}/v1/take/${invitationId}`)).json();
    return Object.values<any>(answers).map(({ value }) => value.length);
  };
  const given = await items();
  await button(page, 'This order is right').click();
  await page.getByRole('link', { name: 'Question 6, answered' }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('OL');
  expect(await items()).toEqual(given);
  await expect.poll(stored).toEqual([given.length]);
  const last = given.at(-1)!;
  const { x, y, width, height } = (await button(page, `Move up: ${last}`).boundingBox())!;
  await page.mouse.dblclick(x + width / 2, y + height / 2);
  await page.getByText(`${last}: now ${given.length - 1} of ${given.length}.`).waitFor();
  expect(await items()).toEqual([...given.slice(0, -2), last, given.at(-2)]);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
    `Move up: ${last}`,
  );
});

test('a text over the limit is kept whole, counted and not saved until it is shortened', async () => {
  const { link, invitationId } = await inviteTo(server);
  const page = await pages.open();
  await begin(page, link);
  await goTo(page, 5);
  const field = page.getByLabel('Your answer');
  const stored = async () => {
    const { answers } = await (await page.request.get(`${server.url}/v1/take/${invitationId}`)).json();
    return Object.values<any>(answers).map(({ value }) => value);
  };
  await field.fill('Short');
  await saved(page).waitFor();
  await field.fill('x'.repeat(2030));
  await page.getByText('30 characters too many').waitFor();
  await page.getByText('Not saved yet').waitFor();
  expect((await field.inputValue()).length).toBe(2030);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Review and submit' }).click();
  await button(page, 'Submit answers').click();
  await page.getByText('Not submitted: an answer could not be saved').waitFor();
  expect(await stored()).toEqual(['Short']);
  await page
    .getByRole('link', { name: /^Question 5, / })
    .last()
    .click();
  await field.fill('x'.repeat(2000));
  await saved(page).waitFor();
  expect(await stored()).toEqual(['x'.repeat(2000)]);
});

test('at 400 % zoom the field has most of the screen', async () => {
  const { link } = await inviteTo(server);
  const page = await pages.open({ width: 320, height: 256 });
  await begin(page, link);
  await goTo(page, 5);
  const field = page.getByLabel('Your answer');
  await field.focus();
  const seen = await field.evaluate((element) => {
    const rows = Array.from({ length: innerHeight }, (_, y) => document.elementFromPoint(innerWidth / 2, y));
    return rows.filter((row) => row === element).length;
  });
  expect(seen).toBeGreaterThan(256 / 2);
});
