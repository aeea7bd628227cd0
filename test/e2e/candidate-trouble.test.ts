import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { sweep } from '../../server/invitations/sweep.ts';
import { inviteTo } from '../support/invited.ts';
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
import { startTestServer, type TestServer } from '../support/server.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ANSWERS = '**/v1/take/*/answers/*';

const pages = usePages();
let server: TestServer;
let ahead = 0;

beforeAll(async () => {
  server = await startTestServer({ clock: () => new Date(Date.now() + ahead) });
});
afterEach(() => void (ahead = 0));
afterAll(() => server.close());

const field = (page: Page) => page.getByLabel('Your answer');

/** Begun, at the question about Norway. */
async function sitting(page: Page, link: string): Promise<void> {
  await begin(page, link);
  await goTo(page, 4);
}

async function check(page: Page): Promise<void> {
  await expectAccessible(page);
  await expectToFit(page);
}

test('what is typed without a network is kept, said to be kept, and saved when the network is back', async () => {
  const { link } = await inviteTo(server);
  const page = await pages.open({ expected: [OFFLINE] });
  await sitting(page, link);
  await page.context().setOffline(true);
  await field(page).fill('Oslo');
  await page.getByText('We cannot reach the server. One answer is kept').waitFor();
  await page.getByText('Not saved yet').waitFor();
  await goTo(page, 5);
  await field(page).fill('Written in a tunnel');
  await page.getByText('2 answers are kept').waitFor();
  await check(page);
  await page.context().setOffline(false);
  await saved(page).waitFor();
  expect(await page.getByText('We cannot reach the server').count()).toBe(0);
  const other = await pages.open();
  await other.goto(link);
  await goTo(other, 5);
  expect(await field(other).inputValue()).toBe('Written in a tunnel');
  await goTo(other, 4);
  expect(await field(other).inputValue()).toBe('Oslo');
});

test('an answer that never reached the server survives a reload of the browser', async () => {
  const { link } = await inviteTo(server);
  const page = await pages.open({ expected: [OFFLINE] });
  await sitting(page, link);
  await page.route(ANSWERS, (route) => route.abort());
  await field(page).fill('Oslo');
  await page.getByText('Not saved yet').waitFor();
  await page.reload();
  expect(await field(page).inputValue()).toBe('Oslo');
  await page.unroute(ANSWERS);
  await saved(page).waitFor();
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('Oslo');
});

test('what is typed just before the page is left reaches the server', async () => {
  const { link, invitationId } = await inviteTo(server);
  const page = await pages.open();
  await sitting(page, link);
  await field(page).fill('Oslo');
  await page.goto('about:blank');
  const stored = async () => {
    const { answers } = await (await page.request.get(`${server.url}/v1/take/${invitationId}`)).json();
    return Object.values(answers);
  };
  await expect.poll(stored).toMatchObject([{ value: 'Oslo' }]);
});

test('the page of a hotel’s network is no acknowledgement', async () => {
  const { link } = await inviteTo(server);
  const page = await pages.open();
  await sitting(page, link);
  await page.route(ANSWERS, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<h1>Room number?</h1>' }),
  );
  await field(page).fill('Oslo');
  await page.getByText('We cannot reach the server').waitFor();
  await page.unroute(ANSWERS);
  await button(page, 'Try now').click();
  await saved(page).waitFor();
});

test('a lost acknowledgement is no conflict', async () => {
  const { link } = await inviteTo(server);
  const page = await pages.open({ expected: [OFFLINE] });
  await sitting(page, link);
  await page.route(ANSWERS, async (route) => {
    await route.fetch();
    await route.abort();
  });
  await field(page).fill('Os');
  await page.getByText('Not saved yet').waitFor();
  await page.unroute(ANSWERS);
  await field(page).fill('Oslo');
  await saved(page).waitFor();
  expect(await page.getByText('A newer answer was saved').count()).toBe(0);
  expect(await field(page).inputValue()).toBe('Oslo');
});

test('nothing is submitted while an answer is not saved', async () => {
  const { link, invitationId, admin } = await inviteTo(server);
  const page = await pages.open({ expected: [OFFLINE] });
  await sitting(page, link);
  await page.route(ANSWERS, (route) => route.abort());
  await field(page).fill('Oslo');
  await page.getByRole('link', { name: 'Review and submit' }).click();
  await button(page, 'Submit answers').click();
  await button(page, 'Submit anyway').click();
  await page.getByText('Not submitted: one answer is not saved yet').waitFor();
  await check(page);
  expect((await admin.call('GET', `/v1/invitations/${invitationId}`)).body.status).toBe('started');
  await page.unroute(ANSWERS);
  await button(page, 'Submit answers').click();
  await button(page, 'Submit anyway').click();
  await heading(page, 'Your answers are handed in').waitFor();
  await page.getByText('1 of 7 questions').waitFor();
});

test('at the deadline the page saves what was typed, hands in and says so', async () => {
  const { link } = await inviteTo(server);
  const page = await pages.open();
  await sitting(page, link);
  await field(page).fill('Oslo');
  await saved(page).waitFor();
  await goTo(page, 5);
  ahead = 25 * MINUTE;
  await field(page).fill('The last words');
  await heading(page, 'Your answers are handed in').waitFor();
  await page.getByText('Your time was over, so everything that was saved was handed in').waitFor();
  await page.getByText('2 of 7 questions').waitFor();
  await check(page);
  await page.goto(link);
  await page.getByText('Your time was over').waitFor();
});

test('who cannot reach the server at the deadline is told so, and the server hands in what it has', async () => {
  const { link } = await inviteTo(server);
  const page = await pages.open({ expected: [OFFLINE, REFUSED] });
  await sitting(page, link);
  await field(page).fill('Oslo');
  await saved(page).waitFor();
  const writes = /\/v1\/take\/[^/]+\/(answers|submit)/;
  await page.route(writes, (route) => route.abort());
  await goTo(page, 2);
  await page.getByRole('checkbox', { name: 'Two' }).check();
  ahead = 25 * MINUTE;
  await expect
    .poll(
      async () => {
        await page.evaluate(() => dispatchEvent(new Event('focus')));
        return heading(page, 'Your time is over').count();
      },
      { timeout: 15_000 },
    )
    .toBe(1);
  await page.getByText('Everything that was saved is handed in in any case').waitFor();
  await check(page);
  ahead += MINUTE;
  await sweep(server.ctx);
  await page.unroute(writes);
  await heading(page, 'Your answers are handed in').waitFor();
  await page.getByText('One answer reached us too late').waitFor();
  await page.getByText('1 of 7 questions').waitFor();
  await check(page);
});

test('the clock is the server’s, is quiet, can be hidden and is announced', async () => {
  const { link } = await inviteTo(server);
  const page = await pages.open();
  await page.addInitScript(() => {
    const now = Date.now;
    Date.now = () => now() + 5 * 24 * 3600_000;
  });
  await sitting(page, link);
  await page.getByText('25 min left').waitFor();
  await button(page, 'Hide time').click();
  expect(await page.getByRole('timer').count()).toBe(0);
  for (const [minutes, said] of [
    [15.5, '10 minutes left.'],
    [20.5, '5 minutes left.'],
    [24.5, 'One minute left.'],
  ] as const) {
    ahead = minutes * MINUTE;
    await field(page).fill(`Typed at ${minutes}`);
    await page.getByText(said).waitFor();
  }
  await button(page, 'Show time').click();
  await page.getByText(/^0:[23]\d left$/).waitFor();
  await check(page);
});

test('a wrong link and an incomplete one say what to do', async () => {
  const { link } = await inviteTo(server);
  const page = await pages.open({ expected: [REFUSED] });
  await page.goto(link.slice(0, -3));
  await heading(page, 'This link does not work').waitFor();
  await check(page);
  const other = await pages.open({ expected: [REFUSED] });
  await other.goto(link.split('#')[0]!);
  await heading(other, 'Open the link in your mail').waitFor();
  await check(other);
  await other.goto(link);
  await heading(other, 'Every kind of question').waitFor();
});

test('an expired invitation says whom to ask, and works again once it is extended', async () => {
  const { link, invitationId, admin } = await inviteTo(server);
  ahead = 8 * DAY;
  await sweep(server.ctx);
  const page = await pages.open();
  await page.goto(link);
  await heading(page, 'This invitation has expired').waitFor();
  await page.getByText('ask your contact at Acme for more time').waitFor();
  await check(page);
  ahead = 0;
  const extended = await admin.call('POST', `/v1/invitations/${invitationId}/extend`, { days: 3 });
  expect(extended.status).toBe(200);
  await page.reload();
  await button(page, 'Begin').waitFor();
});

test('an invitation that expires while the welcome page is open is not begun', async () => {
  const { link } = await inviteTo(server);
  const page = await pages.open({ expected: [REFUSED] });
  await page.goto(link);
  await button(page, 'Begin').waitFor();
  ahead = 8 * DAY;
  await button(page, 'Begin').click();
  await heading(page, 'This invitation has expired').waitFor();
});

test('a withdrawn invitation says so, also in the middle of the test', async () => {
  const { link, invitationId, admin } = await inviteTo(server);
  const page = await pages.open({ expected: [REFUSED] });
  await sitting(page, link);
  await admin.call('POST', `/v1/invitations/${invitationId}/cancel`, { reason: 'The position is filled' });
  await field(page).fill('Oslo');
  await heading(page, 'This invitation was withdrawn').waitFor();
  await check(page);
  const later = await pages.open({ expected: [REFUSED] });
  await later.goto(link);
  await heading(later, 'This invitation was withdrawn').waitFor();
});

test('a server that cannot be reached when the link is opened is tried again, and the link stays in the address', async () => {
  const { link } = await inviteTo(server);
  const page = await pages.open({ expected: [OFFLINE, /status of 500/] });
  const exchange = '**/v1/take/*/exchange';
  await page.route(exchange, (route) => route.abort());
  await page.goto(link);
  await heading(page, 'We cannot reach the server').waitFor();
  await check(page);
  await page.unroute(exchange);
  await page.route(exchange, (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      body: '{"code":"internal","status":500}',
    }),
  );
  await button(page, 'Try again').click();
  await heading(page, 'Something went wrong on our side').waitFor();
  await check(page);
  await page.unroute(exchange);
  expect(page.url()).toBe(link);
  await page.reload();
  await button(page, 'Begin').waitFor();
  expect(new URL(page.url()).hash).toBe('');
});
