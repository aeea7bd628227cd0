import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { wrongBy } from './support/clocks.ts';
import { inviteElsewhere, invite, pick, take, wholeJourney } from './support/hands.ts';
import { useHosts, type Host } from './support/host.ts';

const hosts = useHosts();

/** `401 GET /v1/me` of each answer that is no success. */
function refusals(page: Page): string[] {
  const heard: string[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (response.status() >= 400)
      heard.push(`${response.status()} ${response.request().method()} ${pathname}`);
  });
  return heard;
}

/** At the end of the field, as a person would go on. */
async function typeOn(field: Locator, text: string): Promise<void> {
  await field.focus();
  await field.press('End');
  await field.press(text, { delay: 100 });
}

const RENEWALS = 12;

test('a token that is renewed every second, twelve times: who types in the picker and in a comment never sees one end', async () => {
  const host = await hosts.open({
    token: { ttl: 1.25 },
    html: '<div id="result">{element}</div><div id="picker">{picker}</div>',
    viewport: { width: 900, height: 1400 },
    isClosed: true,
  });
  const { page } = host;
  await inviteElsewhere(host);
  await take(host);
  await page.goto(host.url);
  const comment = page.locator('#result').getByLabel('Your comment');
  const search = page.locator('#picker').getByRole('combobox');
  await comment.waitFor();
  await search.waitFor();
  const typed = { comment: '', search: '' };
  for (let i = 0; host.asked.length <= RENEWALS; i++) {
    const letter = 'abcdefghij'[i % 10]!;
    await typeOn(comment, letter);
    await typeOn(search, letter);
    typed.comment += letter;
    typed.search += letter;
  }
  expect({ comment: await comment.inputValue(), search: await search.inputValue() }).toEqual(typed);
  await page.locator('#result').getByRole('button', { name: 'Add comment' }).click();
  await page.locator('#result').getByRole('paragraph').filter({ hasText: typed.comment }).waitFor();
  expect(host.codes()).toEqual([]);
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(new Set(host.front.calls.map(({ headers }) => headers.authorization)).size).toBeGreaterThan(
    RENEWALS,
  );
});

describe('a clock that is wrong by', () => {
  test.each([
    ['ten minutes too late', 600_000],
    ['ten minutes too early', -600_000],
    ['a day', -86_400_000],
  ])('%s changes nothing', async (_name, ms) => {
    const host = await hosts.open({ before: wrongBy(ms), isClosed: true });
    const refused = refusals(host.page);
    await host.page.goto(host.url);
    await wholeJourney(host);
    expect(refused).toEqual([]);
    expect(host.asked.map(({ reason }) => reason)).toEqual(['initial']);
    expect(host.codes()).toEqual([]);
  });
});

const turn = (hidden: boolean) => {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  Object.defineProperty(document, 'visibilityState', {
    value: hidden ? 'hidden' : 'visible',
    configurable: true,
  });
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
};

/** In the background first, as browsers freeze no page that is seen. */
async function freeze({ page }: Host, work: () => Promise<void> | void): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await page.evaluate(turn, true);
  await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
  await work();
  await cdp.send('Page.setWebLifecycleState', { state: 'active' });
  await page.evaluate(turn, false);
  await cdp.detach();
}

describe('a tab that was frozen for an hour', () => {
  test('does the first thing that somebody wants, with one retry at most', async () => {
    const host = await hosts.open();
    const refused = refusals(host.page);
    await pick(host);
    await freeze(host, () => host.world.pass(3_600_000));
    await invite(host);
    expect(refused.filter((line) => line.includes('POST')).length).toBeLessThanOrEqual(1);
    expect(host.codes()).toEqual([]);
    expect(host.requests('POST /v1/invitations').length).toBeLessThanOrEqual(2);
  });

  test('learns what happened meanwhile, and keeps what was typed', async () => {
    const host = await hosts.open({ isClosed: true });
    const { id } = await inviteElsewhere(host);
    await take(host, 'begin');
    await host.page.goto(host.url);
    const comment = host.element.getByLabel('Your comment');
    await comment.fill('Half a thought');
    await freeze(host, async () => {
      host.front.cut();
      await take(host);
      host.world.pass(3_600_000);
    });
    await host.element.getByText('Awaiting review').first().waitFor();
    expect(await comment.inputValue()).toBe('Half a thought');
    await host.element.getByRole('button', { name: 'Add comment' }).click();
    await host.element.getByRole('paragraph').filter({ hasText: 'Half a thought' }).waitFor();
    const { body } = await host.place.admin.call('GET', `/v1/invitations/${id}/result`);
    expect(body.comments.map(({ text }: { text: string }) => text)).toEqual(['Half a thought']);
  });
});
