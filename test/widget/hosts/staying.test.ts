import { describe, expect, test } from 'vitest';
import type { Line } from '../../support/front.ts';
import { inviteElsewhere, invite, pick, take } from './support/hands.ts';
import { useHosts, type Host } from './support/host.ts';

const hosts = useHosts();

const THOUGHT = 'Half a thought';
const field = ({ element }: Host) => element.getByLabel('Your comment');
const add = ({ element }: Host) => element.getByRole('button', { name: 'Add comment' });
/** The comment among the others. */
const said = ({ element }: Host) => element.getByRole('paragraph').filter({ hasText: THOUGHT });
const stale = ({ element }: Host) => element.getByText(/This is from \d/);

/** A result on the screen, and a comment that somebody is writing. */
async function openHalfWritten(): Promise<Host & { id: string }> {
  const host = await hosts.open({ isClosed: true });
  const { id } = await inviteElsewhere(host);
  await take(host);
  await host.page.goto(host.url);
  await field(host).fill(THOUGHT);
  await expect.poll(() => host.front.streams).toBe(1);
  return Object.assign(host, { id });
}

async function expectAllThere(host: Host): Promise<void> {
  await host.element.getByRole('heading', { name: 'Small test' }).waitFor();
  await host.element.getByText('Awaiting review').first().waitFor();
  expect(await field(host).inputValue()).toBe(THOUGHT);
}

const commentsOf = async ({ place, id }: Host & { id: string }): Promise<string[]> => {
  const { body } = await place.admin.call('GET', `/v1/invitations/${id}/result`);
  return body.comments.map(({ text }: { text: string }) => text);
};

const LINES: [Line, string, string][] = [
  ['down', 'network', 'The server cannot be reached.'],
  ['html', 'server', 'What answered is not Canditech'],
  ['gateway', 'server', 'What answered is not Canditech'],
  ['busy', 'rate_limited', 'It is rate_limited.'],
  ['away', 'unavailable', 'It is unavailable.'],
];

describe('what is on the screen stays, with a line that says why it may be old, when the line is', () => {
  test.each(LINES)('%s', async (line, code, sentence) => {
    const host = await openHalfWritten();
    host.front.set(line);
    await host.element.evaluate((element: any) => void element.refresh());
    await stale(host).waitFor();
    expect(await host.element.getByRole('alert').innerText()).toContain(sentence);
    expect([...new Set(host.codes())]).toEqual([code]);
    await expectAllThere(host);
    host.front.set('ok');
    await host.element.getByRole('button', { name: 'Try again' }).click();
    await stale(host).waitFor({ state: 'detached' });
    await expectAllThere(host);
    await add(host).click();
    await expect.poll(() => commentsOf(host)).toEqual([THOUGHT]);
  });
});

test('a stream that is cut is taken up again, and nobody is told of it', async () => {
  const host = await openHalfWritten();
  host.front.cut();
  await expect.poll(() => host.front.streams).toBe(0);
  await expect.poll(() => host.front.streams, { timeout: 5000 }).toBe(1);
  expect(host.codes()).toEqual([]);
  expect(await host.element.getByRole('alert').count()).toBe(0);
});

describe('what somebody sends is neither lost nor doubled:', () => {
  test.each(['down', 'html', 'away', 'busy', 'gateway'] as const)(
    'a comment while the line is %s',
    async (line) => {
      const host = await openHalfWritten();
      host.front.set(line);
      await add(host).click();
      await host.element.locator('form').getByRole('alert').waitFor();
      expect(await said(host).count()).toBe(0);
      await expectAllThere(host);
      host.front.set('ok');
      await add(host).click();
      await said(host).waitFor();
      await expect.poll(() => commentsOf(host)).toEqual([THOUGHT]);
      await expect.poll(() => field(host).inputValue()).toBe('');
    },
  );

  test('a comment shows before the server has it, goes away when that refuses, and is still in the field', async () => {
    const host = await openHalfWritten();
    let refuse!: () => void;
    const isRefused = new Promise<void>((resolve) => (refuse = resolve));
    await host.page.route('**/comments', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      await isRefused;
      // The API refuses a comment without words.
      return route.continue({ postData: JSON.stringify({ text: ' ' }) });
    });
    await add(host).click();
    await said(host).waitFor();
    refuse();
    await host.element.locator('#text[aria-invalid=true]').waitFor();
    expect(await said(host).count()).toBe(0);
    await expectAllThere(host);
    expect(await commentsOf(host)).toEqual([]);
    expect(host.codes()).toEqual(['validation_failed']);
  });

  test('a comment whose answer is lost, sent again', async () => {
    const host = await openHalfWritten();
    host.front.set('mute');
    await add(host).click();
    await expect.poll(() => commentsOf(host)).toEqual([THOUGHT]);
    host.front.set('ok');
    const again = host.element.locator('form').getByRole('alert');
    // It is shown before the server has it.
    await expect.poll(async () => !(await field(host).inputValue()) || (await again.isVisible())).toBe(true);
    if (await again.isVisible()) await add(host).click();
    await said(host).waitFor();
    await expect.poll(() => field(host).inputValue()).toBe('');
    expect(await commentsOf(host)).toEqual([THOUGHT]);
  });

  test('an invitation whose answer is lost, sent again: one invitation, one letter', async () => {
    const host = await hosts.open();
    const { world, place, who } = host;
    await pick(host);
    host.front.set('mute');
    const button = host.element.getByRole('button', { name: 'Invite', exact: true });
    await button.click();
    const all = async () =>
      (await place.admin.call('GET', `/v1/invitations?candidate=${who.externalId}`)).body.items.length;
    await expect.poll(all).toBe(1);
    host.front.set('ok');
    await expect
      .poll(
        async () => host.seen.events.some(({ type }) => type === 'canditech-invite') || button.isEnabled(),
      )
      .toBe(true);
    if (!host.seen.events.some(({ type }) => type === 'canditech-invite')) await button.click();
    await host.heard('invite');
    expect(await all()).toBe(1);
    await take(host, 'begin');
    expect(world.server.mails.all.filter(({ to }) => to.includes(who.email))).toHaveLength(1);
  });

  test('a double click on “Invite” is one invitation', async () => {
    const host = await hosts.open();
    await pick(host);
    await host.element.getByRole('button', { name: 'Invite', exact: true }).dblclick();
    await host.heard('invite');
    expect(host.requests('POST /v1/invitations')).toHaveLength(1);
  });
});

test('an hour without a line: what is there stays, and it is up to date again without a click', async () => {
  const host = await hosts.open({ isClosed: true });
  await inviteElsewhere(host);
  await take(host, 'begin');
  await host.page.clock.install();
  await host.page.goto(host.url);
  await field(host).fill(THOUGHT);
  await expect.poll(() => host.front.streams).toBe(1);
  const context = host.page.context();
  await context.setOffline(true);
  host.front.cut();
  await host.element.getByText('You are offline.').waitFor();
  await take(host);
  host.world.pass(3_600_000);
  await host.page.clock.fastForward('01:00:00');
  expect(await field(host).inputValue()).toBe(THOUGHT);
  expect([...new Set(host.codes())]).toEqual(['offline']);
  await context.setOffline(false);
  await host.element.getByText('Awaiting review').first().waitFor();
  await stale(host).waitFor({ state: 'detached' });
  await expectAllThere(host);
  await add(host).click();
  await said(host).waitFor();
});

describe('access that cannot be renewed leaves everything as it is, when the backend', () => {
  const answers = {
    fails: [() => ({ status: 500, body: {} }), 'token_missing'],
    'hands back the same token': [(old: unknown) => ({ body: old }), 'token_not_renewed'],
  } as const;
  test.each(Object.entries(answers))('%s; it goes on once that is over', async (_name, [answer, code]) => {
    const host = await hosts.open({ isClosed: true, token: { ttl: 5 } });
    await inviteElsewhere(host);
    await take(host);
    const old = await host.mint();
    host.backend = () => ({ body: old });
    await host.page.goto(host.url);
    await field(host).fill(THOUGHT);
    host.backend = () => answer(old);
    host.world.pass(5000);
    await stale(host).waitFor();
    await expectAllThere(host);
    expect([...new Set(host.codes())]).toEqual([code]);
    host.backend = undefined;
    host.token = {};
    // By itself it asks less and less often; somebody who comes back need not wait for that.
    await host.page.evaluate(() => dispatchEvent(new Event('focus')));
    await stale(host).waitFor({ state: 'detached' });
    await add(host).click();
    await said(host).waitFor();
  });
});

test('a click on “Invite” that is refused keeps what was typed, and the candidate is invited once it is mended', async () => {
  const host = await hosts.open();
  await pick(host);
  const note = host.element.getByLabel('Message to the candidate');
  await note.fill('See you on Monday.');
  host.front.set('away');
  await host.element.getByRole('button', { name: 'Invite', exact: true }).click();
  await host.element.getByRole('alert').first().waitFor();
  expect(await note.inputValue()).toBe('See you on Monday.');
  host.front.set('ok');
  await invite(host);
});
