import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { take } from './support/hands.ts';
import { useHosts, type Host } from './support/host.ts';

const hosts = useHosts();

/** Name of what has the focus, and whether people see that it has. */
function focusOf() {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  if (!active) return { name: '', isSeen: false, isInside: false };
  const { labels, textContent } = active as HTMLInputElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(active);
  const { top, bottom } = active.getBoundingClientRect();
  return {
    name: (active.ariaLabel ?? labels?.[0]?.textContent ?? textContent).trim(),
    isSeen: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && bottom > 0 && top < innerHeight,
    isInside: active.getRootNode() instanceof ShadowRoot,
  };
}

/** Goes on with Tab until the focus is there; each stop on the way can be seen. */
async function tabTo(page: Page, name: string): Promise<void> {
  const stops: string[] = [];
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(focusOf);
    stops.push(focus.name);
    // Of the stops within a date only the browser knows how they look.
    const isNew = focus.isInside && focus.name !== stops.at(-2);
    if (isNew) expect(focus.isSeen, `the focus on “${focus.name}” is seen`).toBe(true);
    if (focus.name === name) return;
  }
  throw new Error(`Tab does not come to “${name}”, but to ${stops.join(', ')}`);
}

const type = (page: Page, text: string) => page.keyboard.type(text);
const press = (page: Page, ...keys: string[]) =>
  keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());
const focused = ({ page }: Host) => eventually(async () => (await page.evaluate(focusOf)).name);

test('by keyboard alone: pick, invite, undo, invite again, comment, edit, delete, decide', async () => {
  const host = await hosts.open({
    html: '<button type="button">Before</button>{element}<button type="button">After</button>',
    viewport: { width: 700, height: 500 },
  });
  const { page, element, place } = host;
  await host.heard('ready');

  await tabTo(page, 'Find an assessment');
  await type(page, 'small');
  await press(page, 'ArrowDown', 'Enter');
  await focused(host).toBe('Invite');
  await press(page, 'Enter');
  const { invitation } = await host.heard('invite');
  await focused(host).toBe('Small test');

  await press(page, 'Shift+Tab');
  await focused(host).toBe('Undo');
  await press(page, 'Enter');
  await element.getByRole('button', { name: 'Choose another' }).waitFor();
  await focused(host).toBe('Small test');
  expect((await place.admin.call('GET', `/v1/invitations/${invitation.id}`)).status).toBe(404);

  await tabTo(page, 'Invite');
  await press(page, 'Enter');
  const { id } = (await host.heard('invite', 2)).invitation;
  await take(host);
  await element.getByText('Awaiting review').first().waitFor();

  await tabTo(page, 'Your comment');
  await type(page, 'Mostly right.');
  await tabTo(page, 'Add comment');
  await press(page, 'Enter');
  await host.heard('comment');
  await page.keyboard.down('Shift');
  await tabTo(page, 'Edit');
  await page.keyboard.up('Shift');
  await press(page, 'Enter');
  await focused(host).toBe('Edit');
  await press(page, 'Control+End');
  await type(page, ' Not all.');
  await tabTo(page, 'Save');
  await press(page, 'Enter');
  await host.heard('comment', 2);

  await tabTo(page, 'Advance');
  await press(page, 'ArrowRight', 'ArrowRight');
  await tabTo(page, 'Reason');
  await type(page, 'Too little.');
  await tabTo(page, 'Save decision');
  await press(page, 'Enter');
  await host.heard('decision');
  const { body } = await place.admin.call('GET', `/v1/invitations/${id}/result`);
  expect(body.comments.map(({ text }: { text: string }) => text)).toEqual(['Mostly right. Not all.']);
  expect([body.decision.value, body.decision.note]).toEqual(['reject', 'Too little.']);

  await page.keyboard.down('Shift');
  await tabTo(page, 'Edit');
  await page.keyboard.up('Shift');
  await press(page, 'Enter');
  await focused(host).toBe('Edit');
  await tabTo(page, 'Delete');
  await press(page, 'Enter');
  await focused(host).toBe('Cancel');
  await tabTo(page, 'Delete');
  await press(page, 'Enter');
  await host.heard('comment', 3);
  await tabTo(page, 'After');
});

test('Tab goes past the list, and the arrow keys go through it', async () => {
  const host = await hosts.open({
    html: '<button type="button">Before</button>{element}<button type="button">After</button>',
  });
  const { page, element } = host;
  await host.heard('ready');
  await tabTo(page, 'Find an assessment');
  const search = element.getByRole('combobox');
  const active = () => search.getAttribute('aria-activedescendant');
  await press(page, 'ArrowUp');
  const count = await element.getByRole('option').first().getAttribute('aria-setsize');
  expect(await active()).toBe(`o${Number(count) - 1}`);
  await press(page, 'ArrowDown');
  expect(await active()).toBe('o0');
  await type(page, 's');
  expect(await active()).toBeNull();
  await press(page, 'ArrowDown', 'Home');
  expect(await active()).toBeNull();
  expect(await search.evaluate((field: HTMLInputElement) => field.selectionStart)).toBe(0);
  await press(page, 'Alt+ArrowUp');
  expect(await search.getAttribute('aria-expanded')).toBe('false');
  await press(page, 'Alt+ArrowDown');
  expect(await search.getAttribute('aria-expanded')).toBe('true');
  expect(await active()).toBeNull();
  await press(page, 'Tab');
  expect((await page.evaluate(focusOf)).name).toBe('After');
  expect(await search.inputValue()).toBe('s');
});
