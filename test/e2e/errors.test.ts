import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ErrorCode } from '../../server/contract/error.ts';
import { STATUS } from '../../server/errors.ts';
import { errors } from '../../widget/text/errors/en.ts';
import { expectAccessible, expectToFit, heading, REFUSED, usePages } from '../support/page.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const pages = usePages();
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.close());

async function openErrors(place = '', options = {}): Promise<Page> {
  const page = await pages.open(options);
  await page.goto(`${server.url}/errors${place}`);
  await heading(page, 'Error codes').waitFor();
  return page;
}
/** The rows that are marked, and whether they are in sight. */
const marked = (page: Page) =>
  page.locator('dl > :target').evaluateAll((rows) =>
    rows.map((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      const isOther =
        getComputedStyle(row).backgroundColor !== getComputedStyle(document.body).backgroundColor;
      return [row.id, isOther && top >= 0 && bottom <= innerHeight];
    }),
  );

test('every code stands there once, with its status, what it means and what mends it', async () => {
  const page = await openErrors();
  const groups = await page.locator('section').evaluateAll((sections) =>
    sections.map((section) =>
      [...section.querySelectorAll('dl > div')].map((row) => ({
        id: row.id,
        term: row.querySelector('dt')!.innerText.replace(/\s+/g, ' '),
        href: row.querySelector('dt a')!.getAttribute('href'),
        answers: [...row.querySelectorAll('dd')].map(({ innerText }) => innerText.length > 5),
      })),
    ),
  );
  const row = (id: string, status = '') => ({
    id,
    term: `${id}${status}`,
    href: `#${id}`,
    answers: [true, true],
  });
  const local = Object.keys(errors).filter((code) => !(code in STATUS));
  expect(groups).toEqual([
    local.map((code) => row(code)),
    ErrorCode.options.map((code) => row(code, ` HTTP ${STATUS[code]}`)),
  ]);
  expect(await page.locator('main').innerText()).not.toMatch(/`|undefined|&lt;/);
});

test('an anchor leads to its row and marks it alone; an unknown one leaves the page as it is', async () => {
  const page = await openErrors('#rate_limited');
  await expect.poll(() => marked(page)).toEqual([['rate_limited', true]]);
  await page.goto(`${server.url}/errors#token_missing`);
  await expect.poll(() => marked(page)).toEqual([['token_missing', true]]);
  const link = page.getByRole('link', { name: 'token_not_renewed' });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await expect.poll(() => marked(page)).toEqual([['token_not_renewed', true]]);
  const other = await openErrors('#nothing');
  expect([await marked(other), await other.evaluate(() => scrollY)]).toEqual([[], 0]);
});

test('type of a problem leads to the row of its code, without a session and without scripts', async () => {
  const page = await pages.open({ expected: [REFUSED] });
  await page.goto(`${server.url}/v1/me`);
  const answer = await server.call('GET', '/v1/me');
  await page.goto(new URL(answer.body.type as string, page.url()).href);
  await expect.poll(() => marked(page)).toEqual([['unauthenticated', true]]);
  const { status, headers, body } = await server.call('GET', '/errors');
  expect([status, headers.get('content-type'), headers.get('set-cookie')]).toEqual([
    200,
    'text/html; charset=utf-8',
    null,
  ]);
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(body).not.toContain('<script');
});

test('it is accessible with and without a marked row, and fits a phone', async () => {
  for (const place of ['', '#internal']) {
    const page = await openErrors(place);
    await expectAccessible(page);
    await expectToFit(page);
  }
});

test('every call that a remedy names is one that the server takes', () => {
  const named = Object.values(errors).flatMap(({ mend }) => [...mend.matchAll(/`(GET|POST) ([^`]+)`/g)]);
  const taken = server.routes.map(({ method, path }) => `${method} ${path}`);
  expect(named.length).toBeGreaterThan(4);
  for (const [, method, path] of named) expect(taken).toContain(`${method} ${path}`);
});
