import type { BrowserContext } from 'playwright-core';
import type { EventDetails } from '../../../../widget/embed/event.ts';

/** Everything the element may tell its host; what is missing here does not compile. */
const TOLD: Record<keyof EventDetails, true> = {
  'canditech-ready': true,
  'canditech-token-request': true,
  'canditech-search': true,
  'canditech-select': true,
  'canditech-before-invite': true,
  'canditech-invite': true,
  'canditech-undo': true,
  'canditech-status-change': true,
  'canditech-result': true,
  'canditech-before-decision': true,
  'canditech-decision': true,
  'canditech-comment': true,
  'canditech-navigate': true,
  'canditech-state-change': true,
  'canditech-error': true,
};
export const EVENTS = Object.keys(TOLD);

export interface Heard {
  type: string;
  detail: any;
}

/** What a page has seen, of all its frames; the test looks at it when it ends. */
export interface Seen {
  /** `directive blocked what`, of each `securitypolicyviolation`. */
  violations: string[];
  /** What reached `window.onerror`, and promises that nobody caught. */
  windowErrors: string[];
  /** What the console was told, `level: text`. */
  console: string[];
  /** `canditech-*` events in their order. */
  events: Heard[];
}

function listen(events: string[]): void {
  const tell = (kind: string, value: unknown) => {
    const { hostSaw } = globalThis as unknown as { hostSaw(kind: string, json: string): void };
    const plain = (_key: string, one: unknown) =>
      one instanceof Error ? { ...one, name: one.name, message: one.message } : one;
    hostSaw(kind, JSON.stringify(value, plain));
  };
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
    tell('violations', `${violatedDirective} blocked ${blockedURI} ${sample}`.trim()),
  );
  addEventListener('error', ({ message }) => tell('windowErrors', message));
  addEventListener('unhandledrejection', ({ reason }) => tell('windowErrors', `unhandled: ${reason}`));
  for (const type of events)
    addEventListener(type, (event) => tell('events', { type, detail: (event as CustomEvent).detail }));
}

export async function watch(context: BrowserContext): Promise<Seen> {
  const seen: Seen = { violations: [], windowErrors: [], console: [], events: [] };
  context.on('console', (message) => seen.console.push(`${message.type()}: ${message.text()}`));
  await context.exposeBinding('hostSaw', (_source, kind: keyof Seen, json: string) => {
    seen[kind].push(JSON.parse(json) as never);
  });
  await context.addInitScript(listen, EVENTS);
  return seen;
}
