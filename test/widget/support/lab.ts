import type { CanditechAssessment } from '../../../widget/index.ts';
import '../../../widget/index.ts';

// Served by the test runner's configuration.
const address = '/element-server.js';
const { control } = (await import(address)) as { control: string };

export interface TokenInput {
  role?: string;
  scopes?: string[];
  candidate?: unknown;
  sub?: string;
  ttl?: number;
}

export interface Shown {
  attributes?: Record<string, string>;
  properties?: Partial<CanditechAssessment>;
}

export interface Candidate {
  externalId: string;
  name: string;
  email: string;
}

let count = 0;
export const candidate = (name = 'Mina Park'): Candidate => {
  const n = `${++count}-${Math.random().toString(36).slice(2, 8)}`;
  return { externalId: `c-${n}`, name, email: `mina-${n}@mail.example` };
};

/** A server of this test file's own, and hands for what happens outside of the browser. */
export async function openLab(options: { only?: number; scopes?: string[] } = {}) {
  const post = async (name: string, body: object = {}): Promise<any> => {
    const response = await fetch(`${control}/${name}`, { method: 'POST', body: JSON.stringify(body) });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${name}: ${answer.error}`);
    return answer;
  };
  const { lab, api } = await post('open');
  const hand = (name: string, body: object = {}) => post(name, { lab, ...body });
  const { id: workspaceId, key, keyId } = await hand('workspace', { origin: location.origin, ...options });
  const admin = async (method: string, path: string, body?: unknown) =>
    (await hand('admin', { workspaceId, method, path, body })).body;
  const mint = (input: TokenInput) =>
    hand('token', {
      key,
      sub: 'u1',
      actor: { name: 'Rita' },
      role: 'recruiter',
      origin: location.origin,
      ...input,
    });
  return {
    api: api as string,
    keyId: keyId as string,
    hand,
    admin,
    mint,
    async invite(who: Candidate, name: string) {
      const { items } = await admin('GET', '/v1/assessments?limit=100');
      const { id: assessmentId } = items.find((one: any) => one.name.includes(name));
      return admin('POST', '/v1/invitations', { assessmentId, candidate: who });
    },
    take: (email: string, until = 'submit') => hand('take', { email, until }),
    grade: (id: string) => hand('grade', { workspaceId, id }),
    /** An element in the page, for one candidate; `tokens` counts how often the host was asked. */
    async show(who: Candidate | undefined, input: TokenInput & Shown = {}) {
      const { attributes = {}, properties = {}, ...token } = input;
      const element = document.createElement('canditech-assessment');
      let tokens = 0;
      element.apiBase = api;
      element.fetchToken = () => {
        tokens++;
        return mint({ ...(who && { candidate: who }), ...token });
      };
      if (who) element.candidateId = who.externalId;
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      Object.assign(element, properties);
      const log: { type: string; detail: any }[] = [];
      for (const type of ['ready', 'select', 'invite', 'undo', 'status-change', 'result', 'error'])
        element.addEventListener(`canditech-${type}`, (event) =>
          log.push({ type, detail: (event as CustomEvent).detail }),
        );
      const shown = new Promise<void>((resolve) => {
        element.addEventListener('canditech-ready', () => resolve());
        element.addEventListener('canditech-error', () => resolve());
      });
      document.body.append(element);
      await shown;
      return { element, log, tokens: () => tokens };
    },
  };
}
export type Lab = Awaited<ReturnType<typeof openLab>>;

/** One for a test file; what a test has shown goes with it. */
export function useLab(options: Parameters<typeof openLab>[0] = {}): Lab {
  const lab = {} as Lab;
  before(async () => Object.assign(lab, await openLab(options)));
  after(() => lab.hand('close'));
  afterEach(() => document.body.replaceChildren());
  return lab;
}

export const root = (element: CanditechAssessment): ShadowRoot => element.shadowRoot!;
export const $ = <T extends HTMLElement = HTMLElement>(element: CanditechAssessment, selector: string): T => {
  const found = root(element).querySelector<T>(selector);
  if (!found) throw new Error(`there is no ${selector} in: ${textOf(element)}`);
  return found;
};
export const textOf = (element: CanditechAssessment): string =>
  (root(element).textContent ?? '').replace(/\s+/g, ' ').trim();

export function button(element: CanditechAssessment, name: string | RegExp): HTMLButtonElement {
  const all = [...root(element).querySelectorAll('button')];
  const found = all.find(({ textContent }) =>
    typeof name === 'string' ? textContent?.trim() === name : name.test(textContent ?? ''),
  );
  if (!found) throw new Error(`there is no button ${String(name)} in: ${textOf(element)}`);
  return found;
}

export function type(element: CanditechAssessment, selector: string, value: string): void {
  const field = $<HTMLInputElement>(element, selector);
  field.focus();
  field.value = value;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

export const names = (element: CanditechAssessment) =>
  [...root(element).querySelectorAll('[part="option-title"]')].map(({ textContent }) => textContent);

/** In the list, by its name. */
export async function choose(element: CanditechAssessment, name: string): Promise<void> {
  await until(() => names(element).includes(name));
  [...root(element).querySelectorAll<HTMLElement>('[role="option"]')]
    .find(({ textContent }) => textContent?.includes(name))!
    .click();
  await has(element, 'Choose another');
}

export const submit = (element: CanditechAssessment, form: string): void =>
  $<HTMLFormElement>(element, form).requestSubmit();

export const press = (element: CanditechAssessment, selector: string, key: string): KeyboardEvent => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true });
  $(element, selector).dispatchEvent(event);
  return event;
};

/** Waits for what must come; says what is there instead when it does not. */
export async function until<T>(look: () => T | Promise<T>, what = ''): Promise<NonNullable<T>> {
  const end = performance.now() + 12_000;
  for (;;) {
    let problem = '';
    try {
      const found = await look();
      if (found) return found;
    } catch (error) {
      problem = String(error);
    }
    if (performance.now() > end) throw new Error(`never came: ${what || look.toString()} ${problem}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Rendering is batched in a microtask. */
export const rendered = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));

export const has = (element: CanditechAssessment, words: string) =>
  until(() => textOf(element).includes(words), `“${words}” in: ${textOf(element)}`);

/** What the console is warned of meanwhile. */
export async function warnings(work: () => void | Promise<void>): Promise<string[]> {
  const heard: string[] = [];
  const real = console.warn;
  console.warn = (text: string) => heard.push(text);
  await work();
  console.warn = real;
  return heard;
}
