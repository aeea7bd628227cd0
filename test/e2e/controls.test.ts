import axe from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handIn, invite, publish, type Sitting } from '../support/journey.ts';
import { signInAt } from '../support/member-page.ts';
import { button, expectToFit, heading, REFUSED, usePages } from '../support/page.ts';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';

const pages = usePages();
let server: TestServer;
let admin: Member;
let assessmentId: string;
let sitting: Sitting;

beforeAll(async () => {
  server = await startTestServer();
  ({ admin } = await server.workspace());
  assessmentId = (await publish(admin)).id;
  sitting = await handIn(server, admin, assessmentId);
  await admin.call('PUT', `/v1/invitations/${sitting.id}/grades/${sitting.questions['open'].id}`, {
    points: 4,
  });
  await admin.call('POST', '/v1/settings/embed-keys', {
    name: 'Intranet',
    origins: ['https://ats.example'],
    maxRole: 'viewer',
  });
});
afterAll(() => server?.close());

const openAs = async (options: Parameters<typeof pages.open>[0] = {}) =>
  signInAt(await pages.open({ ...options, expected: [REFUSED] }), server, admin, '/sign-in');
async function openReport(options: Parameters<typeof pages.open>[0] = {}): Promise<Page> {
  const page = await openAs(options);
  await page.goto(`${server.url}/reports/${sitting.id}`);
  await heading(page, 'Mina Park').waitFor();
  return page;
}

/** What cannot be read as it looks now. Of a single digit axe itself is not sure whether it is text. */
const faint = (control: Locator): Promise<string[]> =>
  control.evaluate(async (element) => {
    const { run } = (globalThis as unknown as { axe: typeof axe }).axe;
    const found = await run(element, { preload: false, runOnly: ['color-contrast'] });
    const isFaint = ({ any }: axe.NodeResult) => any.some(({ data }) => data?.contrastRatio < 4.5);
    const nodes = [...found.violations, ...found.incomplete].flatMap((one) => one.nodes);
    return nodes.filter(isFaint).map(({ html, any }) => `${html}: ${any[0]?.data.contrastRatio}`);
  });
const CONTROLS = 'button, a.button, nav a, label:has(:checked), label:has(input)';

async function expectReadableUnderPointer(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const within = (await page.locator('dialog').count()) > 0 ? 'dialog' : 'body';
  const controls = await page.locator(within).locator(CONTROLS).filter({ visible: true }).all();
  expect(controls.length).toBeGreaterThan(1);
  for (const control of controls) {
    await control.hover();
    expect(await faint(control)).toEqual([]);
  }
}

test.each(['light', 'dark'] as const)(
  'what is chosen, primary or dangerous can be read while the pointer is over it: %s',
  async (colorScheme) => {
    const page = await openReport({ colorScheme });
    await page.getByLabel('Hold').check();
    await expectReadableUnderPointer(page);
    const look = async (name: string) => {
      await button(page, name).hover();
      return button(page, name).evaluate((element) => getComputedStyle(element).backgroundColor);
    };
    expect(await button(page, 'Give 4 points').getAttribute('aria-pressed')).toBe('true');
    expect(await look('Give 4 points')).not.toBe(await look('Give 3 points'));

    await page.goto(`${server.url}/settings/embedding`);
    await button(page, /^Revoke/).waitFor();
    await expectReadableUnderPointer(page);
    await button(page, /^Revoke/).click();
    await expectReadableUnderPointer(page);
    await page.goto(`${server.url}/settings/ashby`);
    await button(page, 'Check now').waitFor();
    await expectReadableUnderPointer(page);
  },
);

test.each([1280, 390])(
  'points are a short field in one line with its words and button: %i px',
  async (width) => {
    const page = await openReport({ width });
    const boxes = await Promise.all(
      [
        page.getByText('Points', { exact: true }),
        page.getByLabel('Points', { exact: true }),
        page.locator('grade-form').getByText('of 6', { exact: true }),
        button(page, 'Save points'),
      ].map((part) => part.boundingBox()),
    );
    const middles = boxes.map((box) => Math.round(box!.y + box!.height / 2));
    expect(Math.max(...middles) - Math.min(...middles)).toBeLessThanOrEqual(1);
    expect(boxes[1]!.width).toBeGreaterThanOrEqual(80);
    expect(boxes[1]!.width).toBeLessThanOrEqual(100);
    expect(boxes[3]!.height).toBeLessThan(50);
    await expectToFit(page);
  },
);

test('an open answer says that it is the answer, as the others do', async () => {
  const page = await openReport();
  const answer = page.getByRole('article', { name: /Open answer/ }).locator('dl > div');
  expect(await answer.getByRole('term').allTextContents()).toEqual(['Answer']);
  expect((await answer.getByRole('definition').innerText()).trim()).toBe('Something.');
});

test.each([1280, 390])(
  'what adds to a list is at the right of the heading everywhere: %i px',
  async (width) => {
    const page = await openAs({ width });
    const places: unknown[] = [];
    for (const [path, name, action] of [
      ['/invitations', 'Candidates', 'Invite a candidate'],
      ['/settings/embedding', 'Embedding', 'Make an embed key'],
      ['/settings/members', 'Members', 'Invite a member'],
    ] as const) {
      await page.goto(server.url + path);
      await button(page, action).waitFor();
      const [title, add] = [
        await heading(page, name).boundingBox(),
        await button(page, action).boundingBox(),
      ];
      const isBeside = Math.abs(title!.y + title!.height / 2 - add!.y - add!.height / 2) <= 1;
      places.push([name, isBeside, Math.round(width - add!.x - add!.width)]);
    }
    const [[, , margin]] = places as [[string, boolean, number]];
    expect(places).toEqual([
      ['Candidates', true, margin],
      ['Embedding', true, margin],
      ['Members', true, margin],
    ]);
  },
);

test('what a page says itself goes before what the pages share', async () => {
  const page = await pages.open();
  const { link } = await invite(server, admin, assessmentId);
  await page.goto(link);
  await button(page, /^Begin/).waitFor();
  // Fingers need more than the buttons of members have.
  expect((await button(page, /^Begin/).boundingBox())!.height).toBeGreaterThanOrEqual(44);
});
