import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterEach, expect } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { startFront, type Front } from '../../../support/front.ts';
import { watch, type Seen } from './watch.ts';
import {
  integrity,
  openWorld,
  PINNED,
  type Place,
  type Token,
  type TokenInput,
  type World,
} from './world.ts';

export const NONCE = 'bm9uY2U';

export interface Candidate {
  externalId: string;
  name: string;
  email: string;
}
/** What the element POSTs to the host's backend. */
export interface Asked {
  reason: string;
  candidateId?: string;
  [more: string]: unknown;
}
export interface BackendAnswer {
  status?: number;
  body?: unknown;
  type?: string;
}
/** `null`: it never answers. */
export type Backend = (asked: Asked) => BackendAnswer | null | Promise<BackendAnswer | null>;

/** In `csp`, `head`, `html` and `files` these are filled in: `{api}`, `{host}`, `{nonce}`, `{integrity}`, `{pinned}`, `{pinnedPath}`, `{element}`, `{picker}`. */
export interface HostOptions {
  csp?: string;
  headers?: Record<string, string>;
  head?: string;
  /** Of the body; default: the element alone. */
  html?: string;
  /** Further attributes of `<html>`, such as `lang="ar" dir="rtl"`. */
  root?: string;
  /** Of `{element}`, besides api-base, token-endpoint and candidate-id; undefined takes one of these away. */
  attributes?: Record<string, string | undefined>;
  /** Paths of the server that are loaded as modules after the body; default: the pinned file. */
  scripts?: string[];
  /** Attributes of their tags. */
  scriptAttributes?: string;
  /** Further files of the host, below the page: `/app.js`. Their type is by their ending. */
  files?: Record<string, string>;
  /** What the backend asks for in its users' tokens. */
  token?: TokenInput;
  backend?: Backend;
  who?: Candidate;
  place?: Place;
  viewport?: { width: number; height: number };
  context?: BrowserContextOptions;
  /** Runs before any script of the page. */
  before?: (() => void) | { content: string };
  /** Violations and errors that belong to the test. Everything else fails it. */
  expected?: RegExp[];
  /** Do not go to the page yet: the test does it, with `host.url`. */
  isClosed?: boolean;
}

export interface Host {
  world: World;
  place: Place;
  page: Page;
  url: string;
  /** Origin of the API, as the element knows it. */
  api: string;
  front: Front;
  who: Candidate;
  /** All there are. */
  element: Locator;
  /** What the backend was asked, in order. */
  asked: Asked[];
  seen: Seen;
  /** What the backend does from now on; undefined: mint. */
  backend: Backend | undefined;
  /** What it asks for from now on. */
  token: TokenInput;
  mint(input?: TokenInput): Promise<Token>;
  /** Requests of the API whose `METHOD /path` has this in it; streams and the file itself are left out unless named. */
  requests(part?: string): string[];
  /** Codes of `canditech-error`, in order. */
  codes(): string[];
  /** Ends when this many events of the type (without `canditech-`) were heard; gives the last one's detail. */
  heard(type: string, count?: number): Promise<any>;
}

export const candidate = (name = 'Mina Park'): Candidate => {
  const n = randomUUID().slice(0, 8);
  return { externalId: `c-${n}`, name, email: `${n}@mail.example` };
};

const TYPES: Record<string, string> = { js: 'text/javascript', css: 'text/css', html: 'text/html' };
const WAIT_MS = 15_000;

const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
export const elementTag = (attributes: Record<string, string | undefined>): string => {
  const given = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}="${escape(value)}"`,
  );
  return `<canditech-assessment ${given.join(' ')}></canditech-assessment>`;
};

async function bodyOf(req: IncomingMessage): Promise<Asked> {
  let text = '';
  for await (const chunk of req) text += String(chunk);
  return JSON.parse(text || '{}') as Asked;
}

/** The page, its files, and the backend at `token`. */
function listenerOf(host: Host, options: HostOptions): RequestListener {
  const { csp, headers = {}, head = '', html = '{element}', root = 'lang="en"', files = {} } = options;
  const tag = (more: Record<string, string | undefined> = {}) =>
    elementTag({
      'api-base': host.api,
      'token-endpoint': 'token',
      'candidate-id': host.who.externalId,
      ...Object.fromEntries(
        Object.entries(options.attributes ?? {}).map(([name, value]) => [
          name,
          value?.replace('{host}', host.world.origin),
        ]),
      ),
      ...more,
    });
  const fill = (text: string) => {
    const values: Record<string, string> = {
      api: host.api,
      host: host.world.origin,
      nonce: NONCE,
      integrity: integrity(),
      pinned: `${host.api}${PINNED}`,
      pinnedPath: PINNED,
      element: tag(),
      picker: tag({ view: 'picker' }),
    };
    return text.replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all);
  };
  const { scripts = [PINNED], scriptAttributes = `nonce="${NONCE}"` } = options;
  const tags = scripts.map(
    (path) => `<script type="module" src="{api}${path}" crossorigin ${scriptAttributes}></script>`,
  );
  const answerToken = async (req: IncomingMessage, res: ServerResponse) => {
    const asked = await bodyOf(req);
    host.asked.push(asked);
    const answer = host.backend ? await host.backend(asked) : { body: await host.mint() };
    if (!answer) return;
    const { status = 200, body, type = 'application/json' } = answer;
    // A page in a sandbox has no origin of its own, and asks its backend from outside.
    const readable = req.headers.origin === 'null' && { 'Access-Control-Allow-Origin': 'null' };
    res.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store', ...readable });
    res.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  return (req, res) => {
    const path = req.url!.split('?')[0]!;
    if (req.method === 'POST')
      return void answerToken(req, res).catch((error: unknown) => res.destroy(error as Error));
    const file = files[path];
    if (file === undefined && path !== '/') return void res.writeHead(404).end();
    const type = TYPES[path.split('.').at(-1)!] ?? 'text/html';
    res.writeHead(200, {
      'Content-Type': `${type}; charset=utf-8`,
      'Cross-Origin-Resource-Policy': 'same-origin',
      ...(csp !== undefined && { 'Content-Security-Policy': fill(csp) }),
      ...headers,
    });
    res.end(
      fill(
        file ??
          `<!doctype html><html ${root}><head><meta charset="utf-8"><title>Host</title>${head}</head>` +
            `<body>${html}${tags.join('')}</body></html>`,
      ),
    );
  };
}

/** Loads the element, where the page did not. */
export const load = ({ page, api }: Host, path = PINNED): Promise<unknown> =>
  page.evaluate(`import(${JSON.stringify(api + path)}).then(() => undefined)`);

/** For who reads a failure. */
const tell = async ({ page, front, asked, seen }: Host) => ({
  screen: await page.locator('body').ariaSnapshot({ timeout: 2000 }).catch(String),
  requests: front.log,
  asked,
  ...seen,
});

/** Host pages for a test file; after each test they are closed, and none may have seen a violation or an error. */
export function useHosts(): { open(options?: HostOptions): Promise<Host> } {
  const open = new Map<BrowserContext, { host: Host; expected: RegExp[] }>();

  afterEach(async ({ task }) => {
    const all = [...open];
    open.clear();
    if (task.result?.state === 'fail') for (const [, { host }] of all) console.log(await tell(host));
    await Promise.all(all.map(([context]) => context.close()));
    for (const [, { host, expected }] of all) {
      host.front.close();
      const { violations, windowErrors } = host.seen;
      const unexpected = (text: string) => !expected.some((pattern) => pattern.test(text));
      expect({
        violations: violations.filter(unexpected),
        windowErrors: windowErrors.filter(unexpected),
      }).toEqual({
        violations: [],
        windowErrors: [],
      });
    }
  });

  return {
    async open(options = {}) {
      const world = await openWorld();
      const { place = world.place, who = candidate(), viewport = { width: 900, height: 800 } } = options;
      const front = await startFront(world.server.url);
      const context = await world.browser.newContext({
        viewport,
        locale: 'en-GB',
        timezoneId: 'UTC',
        reducedMotion: 'reduce',
        ...options.context,
      });
      const seen = await watch(context);
      if (options.before) await context.addInitScript(options.before);
      const page = await context.newPage();
      page.setDefaultTimeout(WAIT_MS);
      const host: Host = {
        world,
        place,
        page,
        url: '',
        api: front.url,
        front,
        who,
        element: page.locator('canditech-assessment'),
        asked: [],
        seen,
        backend: options.backend,
        token: options.token ?? {},
        mint: (input) => place.mint({ candidate: who, ...host.token, ...input }),
        requests: (part = '') =>
          front.log.filter((line) => line.includes(part) && (part || !/\/embed\/|\/v1\/events/.test(line))),
        codes: () =>
          seen.events.flatMap(({ type, detail }) => (type === 'canditech-error' ? detail.error.code : [])),
        async heard(type, count = 1) {
          const all = () => seen.events.filter((event) => event.type === `canditech-${type}`);
          await eventually(() => all().length).toBeGreaterThanOrEqual(count);
          return all()[count - 1]!.detail;
        },
      };
      open.set(context, { host, expected: options.expected ?? [] });
      host.url = `${world.serve(listenerOf(host, options))}/`;
      if (!options.isClosed) await page.goto(host.url);
      return host;
    },
  };
}
