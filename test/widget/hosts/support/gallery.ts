import type { Locator, Page } from 'playwright-core';
import { elementTag, type HostOptions } from './host.ts';

interface State {
  attributes: Record<string, string>;
  /** Brings it about, as a person would. */
  reach?: (element: Locator, page: Page) => Promise<void>;
  /** What is on the screen then. */
  shows: string;
}

const demo = (scenario: string, more: Record<string, string> = {}) => ({ demo: scenario, ...more });
const SELECT = { action: 'select', name: 'test', required: '' };
const BADGE = { view: 'badge', 'candidate-id': 'demo-1' };

const search = async (element: Locator, words: string) => element.locator('#search').fill(words);
const choose = async (element: Locator) => {
  await search(element, 'bookkeeping');
  await element.locator('[role=option]').first().click();
  await element.locator('[part~=card]').waitFor();
};
const press = (element: Locator, id: string) => element.locator(`#${id} [type=submit]`).click();

/** Every state of the element, by name. All but the first have canned data. */
export const STATES: Record<string, State> = {
  loading: { attributes: { 'api-base': '{api}', 'token-endpoint': 'token' }, shows: '[part=skeleton]' },
  picker: { attributes: demo('picker'), shows: '[role=option]' },
  'picker, by keyboard': {
    attributes: demo('picker'),
    async reach(element) {
      await element.locator('#search').press('ArrowDown');
      await element.locator('#search').press('ArrowDown');
    },
    shows: '[part~=option-active]',
  },
  'picker, nothing found': {
    attributes: demo('picker'),
    reach: (element) => search(element, 'zzz'),
    shows: 'p[part~=listbox]',
  },
  chosen: { attributes: demo('picker'), reach: choose, shows: '#invite' },
  'chosen, invalid': {
    attributes: demo('picker'),
    async reach(element) {
      await choose(element);
      await element.locator('#email').fill('amara@');
      await press(element, 'invite');
    },
    shows: '#email[aria-invalid=true]',
  },
  'chosen, used before': {
    attributes: demo('reuse', { view: 'picker' }),
    async reach(element) {
      await search(element, 'customer support');
      await element.locator('[role=option]').first().click();
    },
    shows: 'text=The candidate took this',
  },
  'several candidates': {
    attributes: demo('several'),
    async reach(element) {
      await choose(element);
      await element.getByRole('button', { name: 'Several candidates' }).click();
      await element.locator('#addresses').fill('Ann Lee <ann@mail.example>\nann@mail.example\nnobody');
    },
    shows: 'text=nobody',
  },
  'just invited': {
    attributes: demo('picker'),
    async reach(element) {
      await choose(element);
      await press(element, 'invite');
    },
    shows: 'text=Undo',
  },
  invited: { attributes: demo('invited'), shows: '[data-is=invited]' },
  'mail failed': { attributes: demo('mail-failed'), shows: 'text=550 no such user' },
  started: { attributes: demo('started'), shows: '[data-is=started]' },
  submitted: { attributes: demo('submitted'), shows: '[part~=score]' },
  completed: {
    attributes: demo('completed'),
    async reach(element) {
      await element.locator('summary', { hasText: 'History' }).click();
    },
    shows: '[part~=decision]',
  },
  'completed, editing': {
    attributes: demo('completed'),
    async reach(element) {
      await element.getByRole('button', { name: 'Edit' }).click();
      await element.locator('#edit').fill('');
      await press(element, 'change');
    },
    shows: '#edit',
  },
  'completed, not in Ashby': { attributes: demo('not-in-ashby'), shows: 'text=Send again' },
  viewer: { attributes: demo('viewer'), shows: '[part~=score]' },
  expired: { attributes: demo('expired'), shows: '[data-is=expired]' },
  cancelled: { attributes: demo('cancelled'), shows: '[data-is=cancelled]' },
  'empty picker': { attributes: demo('empty'), shows: '[part~=listbox]' },
  'empty result': { attributes: demo('picker', { view: 'result' }), shows: '[part~=base] > p' },
  stale: { attributes: demo('offline'), shows: '[part~=stale]' },
  failed: { attributes: demo('error'), shows: '[part~=alert][role=alert]' },
  forbidden: { attributes: demo('forbidden'), shows: '[part~=alert][role=alert]' },
  unauthorized: { attributes: demo('expired-token'), shows: '[part~=alert][role=alert]' },
  'a field that is required': {
    attributes: demo('picker', SELECT),
    reach: (element) => element.evaluate((field: any) => void field.checkValidity()),
    shows: '#search',
  },
  'a field with a choice': { attributes: demo('picker', SELECT), reach: choose, shows: '[part~=card]' },
  'a field that is read-only': { attributes: demo('picker', { ...SELECT, readonly: '' }), shows: '#search' },
  disabled: { attributes: demo('picker', { disabled: '' }), shows: '#search' },
  'badge, empty': { attributes: demo('picker', BADGE), shows: '[part~=badge]' },
  'badge, invited': { attributes: demo('invited', BADGE), shows: '[data-is=invited]' },
  'badge, submitted': { attributes: demo('submitted', BADGE), shows: '[data-is=submitted]' },
  'badge, completed': { attributes: demo('completed', BADGE), shows: '[data-is=completed]' },
  'badge, expired': { attributes: demo('expired', BADGE), shows: '[data-is=expired]' },
};

/** What waits for seconds waits for ever: *Undo* stays, and the demo's candidate does not begin. */
function stopTime(): void {
  const real = window.setTimeout;
  window.setTimeout = ((run: () => void, ms = 0, ...more: unknown[]) =>
    ms < 9000 ? real(run, ms, ...more) : 0) as typeof setTimeout;
}

/** A page with all states one below the other, each in a form and below a heading, as hosts have them. */
export const gallery = (options: HostOptions = {}): HostOptions => ({
  ...options,
  head: `<style>
    body { margin: 0; font: 16px/1.5 'Open Sans', sans-serif; background: Canvas; color: CanvasText; }
    section { padding: 12px; max-width: 480px; }
  </style><meta name="color-scheme" content="light dark">${options.head ?? ''}`,
  html: `<main><h1>Host</h1>${Object.entries(STATES)
    .map(
      ([name, { attributes }]) =>
        `<section id="${idOf(name)}"><h2>${name}</h2><form>${elementTag(attributes)}</form></section>`,
    )
    .join('')}</main>`,
  backend: () => null,
  before: stopTime,
});

export const idOf = (name: string): string => name.replace(/\W+/g, '-');

/** Brings every state about. */
export async function reachAll(page: Page): Promise<void> {
  for (const [name, { reach, shows }] of Object.entries(STATES)) {
    const element = page.locator(`#${idOf(name)} canditech-assessment`);
    if (reach) {
      await element.locator('#search, [part~=score], [part~=card]').first().waitFor();
      await reach(element, page);
    }
    await element.locator(shows).first().waitFor();
  }
}
