import { describe, expect, test } from 'vitest';
import { invite, inviteElsewhere, pick, take, textOf } from './support/hands.ts';
import { candidate, useHosts, type Host } from './support/host.ts';
import { EVENTS } from './support/watch.ts';

const hosts = useHosts();

const whereabouts = ({ page }: Host) =>
  page.evaluate(() => {
    const { activeElement } = document;
    return {
      focus: activeElement?.id,
      scroll: [scrollX, scrollY],
      state: history.length,
      hash: location.hash,
    };
  });

describe('neither the focus nor the page moves', () => {
  test('by itself: at the first look, at a renewal, when others invite, when the candidate hands in', async () => {
    const host = await hosts.open({
      html: `<div style="height: 900px"><input id="own" style="margin-top: 700px"></div>{element}
        <div style="height: 2000px"></div><script>own.focus(); scrollTo(0, 400);</script>`,
    });
    const { page, world, element } = host;
    const before = await whereabouts(host);
    expect(before.focus).toBe('own');
    expect(before.scroll).toEqual([0, 400]);
    await host.heard('ready');
    await page.keyboard.type('typed ');
    expect(await whereabouts(host)).toEqual(before);

    world.pass(601_000);
    await element.evaluate((one: any) => one.refresh());
    expect(host.asked).toHaveLength(2);
    expect(await whereabouts(host)).toEqual(before);

    const { id } = await inviteElsewhere(host);
    await element.getByText('Invited').first().waitFor();
    await take(host);
    await element.getByText('Awaiting review').first().waitFor();
    await host.place.admin.call('POST', `/v1/invitations/${id}/comments`, { text: 'Good.' });
    await element.getByText('Good.').waitFor();
    expect(await whereabouts(host)).toEqual(before);
    await page.keyboard.type('on');
    expect(await page.locator('#own').inputValue()).toBe('typed on');
  });

  test('when an error comes, and when it goes', async () => {
    const host = await hosts.open({
      html: '<input id="own" autofocus>{element}<div style="height: 2000px"></div>',
      backend: () => ({ status: 500 }),
    });
    await host.heard('error');
    const before = await whereabouts(host);
    expect(before.focus).toBe('own');
    host.backend = undefined;
    await host.element.evaluate((one: any) => one.retry());
    await host.heard('ready');
    expect(await whereabouts(host)).toEqual(before);
  });
});

/** Hotkeys as libraries of them do it: by the target's tag, which for the document is the element. */
function listenForHotkeys(): void {
  const fired: string[] = [];
  Object.assign(window, { fired });
  for (const type of ['keydown', 'keypress', 'keyup'])
    document.addEventListener(type, (event) => {
      const { key, target, ctrlKey } = event as KeyboardEvent;
      if (/^(INPUT|TEXTAREA|SELECT)$/.test((target as Element).tagName)) return;
      fired.push(`${type} ${ctrlKey ? 'Control+' : ''}${key}`);
    });
}
const firedOf = ({ page }: Host) =>
  page.evaluate(() => (window as unknown as { fired: string[] }).fired.splice(0));

describe('hotkeys of the page', () => {
  const WORDS = 'e/?gG1 . é';

  test('do not fire for what is typed into any field', async () => {
    const host = await hosts.open({ before: listenForHotkeys });
    const { page, element } = host;
    await host.heard('ready');
    await element.getByRole('combobox').click();
    await page.keyboard.type(WORDS);
    expect(await firedOf(host)).toEqual([]);
    await pick(host);
    await firedOf(host);
    await element.getByLabel('Message to the candidate').click();
    await page.keyboard.type(WORDS);
    expect(await firedOf(host)).toEqual([]);
    await invite(host);
    await element.getByLabel('Your comment').click();
    await page.keyboard.type(WORDS);
    await page.keyboard.press('Shift+E');
    expect((await firedOf(host)).filter((key) => !key.endsWith(' Shift'))).toEqual([]);
  });

  test('do fire for what is nothing to us: other keys, shortcuts, and Escape once nothing is open', async () => {
    const host = await hosts.open({ before: listenForHotkeys });
    const { page, element } = host;
    await host.heard('ready');
    await element.getByRole('combobox').click();
    await page.keyboard.press('Escape');
    expect(await firedOf(host)).not.toContain('keydown Escape');
    for (const key of ['F2', 'Control+k', 'Escape']) await page.keyboard.press(key);
    const fired = await firedOf(host);
    for (const key of ['F2', 'Control+k', 'Escape']) expect(fired).toContain(`keydown ${key}`);
    await page.keyboard.type('s');
    for (const key of ['Escape', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    const ours = (await firedOf(host)).filter((line) => line.startsWith('keydown'));
    expect(ours).toEqual([]);
    await page.keyboard.press('Tab');
    await element.getByRole('button', { name: 'Choose another' }).focus();
    await page.keyboard.press('e');
    expect(await firedOf(host)).toContain('keydown e');
  });
});

/** Notes everything that comes out of an element: what we send ourselves, and what the browser sends of a field. */
function listenForAll(): void {
  const heard: string[] = [];
  Object.assign(window, { heard });
  const types = Object.keys(HTMLElement.prototype).flatMap((name) =>
    name.startsWith('on') ? name.slice(2) : [],
  );
  const { dispatchEvent } = EventTarget.prototype;
  EventTarget.prototype.dispatchEvent = function (event) {
    document.addEventListener(event.type, note);
    return dispatchEvent.call(this, event);
  };
  const note = ({ type, target }: Event) => {
    const { localName } = target as Element;
    if (localName === 'canditech-assessment' && heard.at(-1) !== type) heard.push(type);
  };
  for (const type of [...types, 'focusin', 'focusout', 'canditech-any'])
    document.addEventListener(type, note);
}

const DOCUMENTED = new Set(['change', ...EVENTS]);
/** What the browser itself lets out of every shadow root. */
const BROWSERS =
  /^(pointer|mouse|key|focus|click$|auxclick$|contextmenu$|beforeinput$|touch|selectstart$|wheel$|scroll|transition|animation)/;

test('nothing else gets out than what is documented, and “change”', async () => {
  const host = await hosts.open({ before: listenForAll });
  const { page, element } = host;
  await pick(host);
  await invite(host);
  await element.getByRole('button', { name: 'Undo' }).click();
  await host.heard('undo');
  await invite(host);
  await host.heard('invite', 2);
  await element.locator('summary', { hasText: 'Extend the link' }).click();
  await take(host);
  await element.getByText('Awaiting review').first().waitFor();
  await element.getByLabel('Your comment').fill('Fine.');
  await element.getByRole('button', { name: 'Add comment' }).click();
  await host.heard('comment');
  await element.getByRole('radio', { name: 'Hold' }).check();
  await element.getByRole('button', { name: 'Save decision' }).click();
  await host.heard('decision');
  await element.locator('summary', { hasText: 'History' }).click();
  const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  expect(new Set(heard.filter((type) => !DOCUMENTED.has(type) && !BROWSERS.test(type)))).toEqual(new Set());
  // Once for the choice of an assessment: fields of ours are no field of the page's.
  expect(heard.filter((type) => type === 'change')).toHaveLength(1);
  for (const type of ['undo', 'decision', 'comment']) expect(heard).toContain(`canditech-${type}`);
});

test('Escape closes our list, then clears our search, and only then the page’s dialog', async () => {
  const host = await hosts.open({
    html: '<dialog id="box">{element}</dialog><script>box.showModal()</script>',
  });
  const { page, element } = host;
  await host.heard('ready');
  const search = element.getByRole('combobox');
  const isOpen = () => page.evaluate(() => document.querySelector('dialog')!.open);
  await search.focus();
  await page.keyboard.press('Escape');
  expect([await search.getAttribute('aria-expanded'), await isOpen()]).toEqual(['false', true]);
  await search.fill('small');
  await page.keyboard.press('Escape');
  expect([await search.getAttribute('aria-expanded'), await search.inputValue()]).toEqual(['false', 'small']);
  expect(await isOpen()).toBe(true);
  await page.keyboard.press('Escape');
  expect(await search.inputValue()).toBe('');
  expect(await isOpen()).toBe(true);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  expect(await isOpen()).toBe(false);
});

describe('after the user has gone, nothing of what was shown is left', () => {
  async function openSecret() {
    const host = await hosts.open({ who: { ...candidate('Mina Geheim') } });
    await pick(host);
    const { id } = await invite(host);
    await take(host);
    await host.element.getByText('Awaiting review').first().waitFor();
    await host.place.admin.call('POST', `/v1/invitations/${id}/comments`, { text: 'A secret remark.' });
    await host.element.getByText('A secret remark.').waitFor();
    await host.element.getByLabel('Your comment').fill('Half a secret');
    return host;
  }
  const SECRET = /Geheim|secret|Awaiting/;

  test('with reset(), at once, and while the next answers are on their way', async () => {
    const host = await openSecret();
    const { element } = host;
    host.backend = () => null;
    host.front.set('hang');
    const left = await element.evaluate(async (one: any) => {
      void one.refresh();
      const done = one.reset();
      const now = one.shadowRoot.textContent + one.shadowRoot.innerHTML;
      await done;
      return { now, invitation: one.invitation, result: one.result, capabilities: one.capabilities };
    });
    expect(left.now).not.toMatch(SECRET);
    expect([left.invitation, left.result, left.capabilities]).toEqual([null, null, []]);
    await expect.poll(() => host.front.streams).toBe(0);
    expect(await textOf(host)).not.toMatch(SECRET);
  });

  test('with reset() and another user, who sees what is theirs', async () => {
    const host = await openSecret();
    host.token = { sub: 'u2', actor: { name: 'Otto' }, role: 'viewer', scopes: ['assessments:read'] };
    const events = host.seen.events.length;
    await host.element.evaluate((one: any) => one.reset());
    await expect.poll(() => host.codes()).toEqual(['scope_missing']);
    expect(await textOf(host)).not.toMatch(SECRET);
    expect(JSON.stringify(host.seen.events.slice(events))).not.toMatch(SECRET);
  });

  test('when a renewed token is another user’s, without a word from the page', async () => {
    const host = await openSecret();
    host.token = { sub: 'u2', actor: { name: 'Otto' }, role: 'viewer', scopes: ['assessments:read'] };
    host.world.pass(601_000);
    await host.element.evaluate((one: any) => void one.refresh());
    await expect.poll(() => host.codes().at(-1)).toBe('scope_missing');
    expect(await textOf(host)).not.toMatch(SECRET);
    expect(await host.element.evaluate((one: any) => [one.invitation, one.result])).toEqual([null, null]);
  });
});
