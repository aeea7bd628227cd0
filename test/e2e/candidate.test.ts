import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inviteTo } from '../support/invited.ts';
import { button, expectAccessible, expectToFit, heading, REFUSED, usePages } from '../support/page.ts';
import { begin, goTo, saved } from '../support/sitting-page.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const pages = usePages();
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const answersOf = async (admin: { call: TestServer['call'] }, id: string): Promise<any[]> => {
  const { body } = await admin.call('GET', `/v1/invitations/${id}/answers`);
  return body.sections.flatMap((section: any) => section.questions);
};

test('a candidate answers every kind of question and gets a receipt', async () => {
  const { link, invitationId, admin } = await inviteTo(server);
  const page = await pages.open({ width: 390, height: 844 });
  await page.goto(link);
  await heading(page, 'Every kind of question').waitFor();
  expect(new URL(page.url()).hash).toBe('');
  await expectAccessible(page);
  await expectToFit(page);
  await button(page, 'Begin').click();

  let number = 1;
  // Until the next one is there, its field has the label of the one before.
  const next = async () => {
    await button(page, 'Next').click();
    await heading(page, `Question ${++number} of 7`).waitFor();
  };
  const check = async () => {
    await expectAccessible(page);
    await expectToFit(page);
  };
  await heading(page, 'Question 1 of 7').waitFor();
  await check();
  await page.getByRole('radio', { name: 'list.filter(isEven)' }).check();
  await next();
  await page.getByRole('checkbox', { name: 'Two' }).check();
  await page.getByRole('checkbox', { name: 'Four' }).check();
  await page.getByRole('checkbox', { name: 'Four' }).uncheck();
  await page.getByRole('checkbox', { name: 'Three' }).check();
  await check();
  await next();
  await page.getByLabel('Your answer').fill('12,5 kg');
  await page.getByText('is not a number').waitFor();
  await check();
  await page.getByLabel('Your answer').fill('12,5');
  await page.getByText('Read as 12.5').waitFor();
  await next();
  await page.getByLabel('Your answer').fill('Oslo');
  await check();
  await next();
  await page.getByLabel('Your answer').fill('I wrote a test,\nand it failed first.');
  await page.getByText('1,964 characters left').waitFor();
  await check();
  await next();
  await arrange(page, ['Mouse', 'Dog', 'Horse']);
  await check();
  await next();
  await page.getByLabel('France').selectOption('Paris');
  await page.getByLabel('Italy').selectOption('Rome');
  await check();
  await button(page, 'Review and submit').click();

  await page.getByText('You have answered all 7 questions.').waitFor();
  await check();
  await button(page, 'Submit answers').click();
  await heading(page, 'Your answers are handed in').waitFor();
  await page.getByText('7 of 7 questions').waitFor();
  await check();

  const answers = await answersOf(admin, invitationId);
  expect(answers.find(({ question }) => question.kind === 'open').answer).toBe(
    'I wrote a test,\nand it failed first.',
  );
  const { body: result } = await admin.call('GET', `/v1/invitations/${invitationId}/result`);
  expect(result).toMatchObject({ status: 'submitted', overall: { points: 11 }, provisional: true });
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

/** Puts an ordering in order by its buttons alone, as with a keyboard. */
async function arrange(page: Page, wanted: string[]): Promise<void> {
  for (const [place, item] of wanted.entries()) {
    const names = () => page.locator('.ordering li .markdown').allTextContents();
    for (let at = (await names()).findIndex((n) => n.trim() === item); at > place; at--) {
      await page.getByRole('button', { name: `Move up: ${item}` }).press('Enter');
      await page.getByText(`${item}: now ${at} of ${wanted.length}.`).waitFor();
    }
  }
}

test('a number is read as people write it, and what is none is explained and kept', async () => {
  const { link, invitationId } = await inviteTo(server);
  const page = await pages.open();
  await begin(page, link);
  await goTo(page, 3);
  const field = page.getByLabel('Your answer');
  for (const [typed, read] of [
    ['12,5', '12.5'],
    ['.5', '0.5'],
    ['1,234', '1,234'],
    ['0,125', '0.125'],
    ['1.234,56', '1,234.56'],
    ['1,234.56', '1,234.56'],
    ['−3,5', '-3.5'],
    ['1 234,5', '1,234.5'],
  ] as const) {
    await field.fill(typed);
    await page.getByText(`Read as ${read}`, { exact: true }).waitFor();
  }
  await goTo(page, 4);
  await goTo(page, 3);
  expect(await field.inputValue()).toBe('1 234,5');
  for (const typed of ['1.2.3', '12 kg', '1,23,4.5', 'twelve']) {
    await field.fill(typed);
    await page.getByText(`“${typed}” is not a number`).waitFor();
  }
  await saved(page).waitFor();
  await page.reload();
  expect(await field.inputValue()).toBe('twelve');
  await page.getByText('“twelve” is not a number').waitFor();
  const { answers } = await (await page.request.get(`${server.url}/v1/take/${invitationId}`)).json();
  expect(Object.values(answers)).toMatchObject([{ value: null }]);
  await field.fill('12.5');
  await saved(page).waitFor();
  await page.reload();
  expect(await field.inputValue()).toBe('12.5');
});

test('a candidate goes on after a reload and on another device', async () => {
  const { link } = await inviteTo(server);
  const laptop = await pages.open({ expected: [REFUSED] });
  await begin(laptop, link);
  await goTo(laptop, 5);
  await laptop.getByLabel('Your answer').fill('Half of it is written here');
  await laptop.reload();
  await heading(laptop, 'Question 5 of 7').waitFor();
  expect(await laptop.getByLabel('Your answer').inputValue()).toBe('Half of it is written here');
  await saved(laptop).waitFor();
  await laptop.goBack();
  await heading(laptop, 'Question 1 of 7').waitFor();

  const phone = await pages.open({ width: 390 });
  await phone.goto(link);
  await heading(phone, 'Question 1 of 7').waitFor();
  await goTo(phone, 5);
  expect(await phone.getByLabel('Your answer').inputValue()).toBe('Half of it is written here');
  await phone.getByLabel('Your answer').fill('Half of it is written here, half there');
  await saved(phone).waitFor();

  await goTo(laptop, 4);
  await laptop.getByLabel('Your answer').fill('Oslo');
  await heading(laptop, 'Your test is open on another device').waitFor();
  await expectAccessible(laptop);
  await laptop.goto(link);
  await goTo(laptop, 5);
  expect(await laptop.getByLabel('Your answer').inputValue()).toBe('Half of it is written here, half there');
  await goTo(laptop, 4);
  expect(await laptop.getByLabel('Your answer').inputValue()).toBe('Oslo');
  await saved(laptop).waitFor();
});

test('what an older window holds never replaces a newer answer without a choice', async () => {
  const { link } = await inviteTo(server);
  const laptop = await pages.open({ expected: [REFUSED] });
  await begin(laptop, link);
  const phone = await pages.open();
  await phone.goto(link);
  await goTo(phone, 4);
  await goTo(laptop, 4);
  await phone.getByLabel('Your answer').fill('Bergen');
  await saved(phone).waitFor();
  await laptop.getByLabel('Your answer').fill('Oslo');
  await heading(laptop, 'Your test is open on another device').waitFor();

  await laptop.goto(link);
  await goTo(laptop, 4);
  expect(await laptop.getByLabel('Your answer').inputValue()).toBe('Bergen');
  await laptop.getByText('A newer answer was saved').waitFor();
  await expectAccessible(laptop);
  await button(laptop, 'Use mine').click();
  expect(await laptop.getByLabel('Your answer').inputValue()).toBe('Oslo');
  await saved(laptop).waitFor();
  await laptop.reload();
  expect(await laptop.getByLabel('Your answer').inputValue()).toBe('Oslo');
});

test('of two tabs the later one answers, and the earlier one can take over again', async () => {
  const { link } = await inviteTo(server);
  const first = await pages.open();
  await begin(first, link);
  await goTo(first, 4);
  await first.getByLabel('Your answer').fill('Os');
  const second = await pages.open({ context: first.context() });
  await second.goto(link);
  await heading(first, 'Your test is open in another window').waitFor();
  await expectAccessible(first);
  await goTo(second, 4);
  expect(await second.getByLabel('Your answer').inputValue()).toBe('Os');
  await second.getByLabel('Your answer').fill('Oslo');
  await button(first, 'Go on here').click();
  await heading(second, 'Your test is open in another window').waitFor();
  expect(await first.getByLabel('Your answer').inputValue()).toBe('Oslo');
});

test('two clicks on Begin start the clock once', async () => {
  const { link, invitationId, admin } = await inviteTo(server);
  const page = await pages.open();
  await page.goto(link);
  await button(page, 'Begin').dblclick();
  await heading(page, 'Question 1 of 7').waitFor();
  await page.getByText('25 min left').waitFor();
  const { body } = await admin.call('GET', `/v1/invitations/${invitationId}`);
  expect(body.timeline.filter(({ kind }: any) => kind === 'started')).toHaveLength(1);
});

test('a link that is opened without a click on Begin starts nothing', async () => {
  const { link, invitationId, admin } = await inviteTo(server);
  const scanner = await pages.open();
  await scanner.goto(link);
  await button(scanner, 'Begin').waitFor();
  const { body } = await admin.call('GET', `/v1/invitations/${invitationId}`);
  expect(body.status).toBe('invited');
  const candidate = await pages.open();
  await begin(candidate, link);
});

test('marked and open questions are a link away from the last step, and the keyboard is enough', async () => {
  const { link } = await inviteTo(server);
  const page = await pages.open();
  await begin(page, link);
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  await button(page, 'Mark for later').press('Enter');
  await button(page, 'Next').press('Enter');
  await heading(page, 'Question 2 of 7').waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Question 2 of 7');
  await page.getByRole('checkbox', { name: 'Two' }).press('Space');
  await page.getByRole('link', { name: 'Question 2, answered' }).waitFor();
  await page.getByRole('link', { name: 'Review and submit' }).press('Enter');
  await page.getByText('You have answered 1 of 7 questions.').waitFor();
  const marked = page.getByRole('region').or(page.locator('section')).filter({ hasText: 'Marked for later' });
  await marked.getByRole('link', { name: 'Question 1, Choosing' }).press('Enter');
  await heading(page, 'Question 1 of 7').waitFor();
  await page.reload();
  expect(await button(page, 'Marked for later').getAttribute('aria-pressed')).toBe('true');
});

test('a second submission shows the same receipt', async () => {
  const { link } = await inviteTo(server);
  const page = await pages.open();
  await begin(page, link);
  await page.getByRole('link', { name: 'Review and submit' }).click();
  await button(page, 'Submit answers').click();
  await button(page, 'Submit anyway').dblclick();
  await heading(page, 'Your answers are handed in').waitFor();
  await page.getByText('0 of 7 questions').waitFor();
  const when = await page.locator('time').getAttribute('datetime');
  const again = await pages.open({ width: 390 });
  await again.goto(link);
  await heading(again, 'Your answers are handed in').waitFor();
  expect(await again.locator('time').getAttribute('datetime')).toBe(when);
});
