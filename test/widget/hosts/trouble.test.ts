import { describe, expect, test } from 'vitest';
import type { Line } from '../../support/front.ts';
import { sooner } from './support/clocks.ts';
import { candidate, useHosts, type Host, type HostOptions } from './support/host.ts';

const hosts = useHosts();

interface Trouble {
  code: string;
  says: RegExp;
  /** Whether the same may work later. */
  retryable?: boolean;
  options?: HostOptions;
  /** Before the page is opened. */
  cause?: (host: Host) => unknown;
}

const API = '**/v1/**';
const backend =
  (body: unknown, more: object = {}): Trouble['cause'] =>
  (host) =>
    (host.backend = () => ({ body, ...more }));
const line =
  (name: Line): Trouble['cause'] =>
  ({ front }) =>
    front.set(name);
/** The API refuses everything, in its own words. */
const refuses =
  (status: number, code: string, detail: string): Trouble['cause'] =>
  ({ page }) =>
    page.route(API, (route) => {
      const headers = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'retry-after' };
      if (route.request().method() === 'OPTIONS') return route.continue();
      return route.fulfill({
        status,
        contentType: 'application/problem+json',
        // Longer than the element waits by itself.
        headers: { ...headers, 'Retry-After': '60' },
        body: JSON.stringify({ status, code, detail, requestId: 'r-1' }),
      });
    });
/** `work`: body of the page's own function, until the trouble is over. */
const asks = (work: string): HostOptions => ({
  attributes: { 'token-endpoint': undefined },
  html: `{element}<script>
    document.querySelector('canditech-assessment').fetchToken = () => {
      if (window.isOver) return fetch('token', { method: 'POST', body: '{}' }).then((answer) => answer.json());
      ${work}
    };
  </script>`,
});

const NO_ACCESS = { code: 'token_missing', says: /^This page did not get access\./, retryable: true };
const NO_CANDITECH = { code: 'server', says: /^What answered is not Canditech: check api-base\./ };

const TROUBLES: Record<string, Trouble> = {
  'a fetchToken that fails': { ...NO_ACCESS, options: asks("return Promise.reject(new Error('no'));") },
  'a fetchToken that throws': { ...NO_ACCESS, options: asks("throw new Error('no');") },
  'a fetchToken that rejects with nothing': { ...NO_ACCESS, options: asks('return Promise.reject();') },
  'a fetchToken that gives nothing': { ...NO_ACCESS, options: asks('return undefined;') },
  'a fetchToken that gives something else': { ...NO_ACCESS, options: asks('return { jwt: 42 };') },
  'a host backend that fails': { ...NO_ACCESS, cause: backend({ error: 'no' }, { status: 500 }) },
  'a host backend that refuses its user': { ...NO_ACCESS, cause: backend('', { status: 403 }) },
  'a host backend that answers a sign-in page': {
    ...NO_ACCESS,
    cause: backend('<h1>Sign in</h1>', { type: 'text/html' }),
  },
  'a host backend that never answers': {
    code: 'token_timeout',
    says: /^This page takes too long to give access\./,
    retryable: true,
    options: { before: sooner(10) },
    cause: (host) => (host.backend = () => null),
  },
  'a token that is none': {
    code: 'unauthenticated',
    says: /^Access has ended\. Reload the page; if that does not help, tell its owner\./,
    cause: backend({ token: 'abc.def.ghi', expiresIn: 600 }),
  },
  'a token that has ended, given again and again': {
    code: 'token_not_renewed',
    says: /^This page gave the same access again, which has ended\./,
    retryable: true,
    async cause(host) {
      const old = await host.mint({ ttl: 5 });
      host.world.pass(6000);
      host.backend = () => ({ body: old });
    },
  },
  'no api-base': {
    code: 'unset',
    says: /set api-base\./,
    retryable: false,
    options: { attributes: { 'api-base': undefined } },
  },
  'nothing that gives tokens': {
    code: 'token_unset',
    says: /set token-endpoint or fetchToken\./,
    options: { attributes: { 'token-endpoint': undefined } },
  },
  'an api-base where nobody listens': {
    code: 'network',
    says: /^The server cannot be reached\./,
    retryable: true,
    options: { attributes: { 'api-base': 'http://localhost:1' } },
  },
  'an api-base that is no address': {
    ...NO_CANDITECH,
    options: { attributes: { 'api-base': 'no address' } },
  },
  'an api-base that is the host itself': {
    ...NO_CANDITECH,
    options: { attributes: { 'api-base': '{host}' } },
  },
  'a server that answers HTML': { ...NO_CANDITECH, cause: line('html') },
  'a gateway that answers for the server': { ...NO_CANDITECH, cause: line('gateway') },
  'an origin that is not on the list': {
    code: 'origin_not_allowed',
    says: /The token is for https:\/\/other\.example, but the call comes from http:\/\/localhost:\d+/,
    retryable: false,
    options: { token: { origin: 'https://other.example' } },
  },
  'a candidate that is not the token’s': {
    code: 'candidate_mismatch',
    says: /^This page has access to another candidate\./,
    retryable: false,
    options: { token: { candidate: candidate() } },
  },
  'a token without the scope': {
    code: 'scope_missing',
    says: /^You have no access to this here\./,
    retryable: false,
    options: { token: { scopes: ['results:read'] }, attributes: { view: 'picker' } },
  },
  'too many requests': {
    code: 'rate_limited',
    says: /^Too many tries\. Wait a minute, then try again\./,
    retryable: true,
    cause: refuses(429, 'rate_limited', 'Too many tries. Wait a minute, then try again.'),
  },
  'a server whose database is away': {
    code: 'unavailable',
    says: /^The database cannot be reached now\./,
    retryable: true,
    cause: refuses(503, 'unavailable', 'The database cannot be reached now. Try again in some seconds.'),
  },
  'a server that cannot be reached': {
    code: 'network',
    says: /^The server cannot be reached\./,
    retryable: true,
    cause: line('down'),
  },
  'a server that never answers': {
    code: 'timeout',
    says: /^The server takes too long to answer\./,
    retryable: true,
    options: { before: sooner(10) },
    cause: line('hang'),
  },
};

/** What the page, its backend or the line does right from now on. */
async function mend(host: Host): Promise<void> {
  host.backend = undefined;
  host.token = {};
  // A server that comes back has dropped what it never answered; browsers keep six such connections, and no more.
  if (host.front.line === 'hang') host.front.cut();
  host.front.set('ok');
  await host.page.unroute(API);
  await host.page.evaluate(
    ([api, isOver]) => {
      const element = document.querySelector('canditech-assessment')!;
      Object.assign(window, { isOver });
      if (element.getAttribute('api-base') !== api) element.setAttribute('api-base', api);
      if (!(element as any).fetchToken) element.setAttribute('token-endpoint', 'token');
    },
    [host.api, true] as const,
  );
}

/** What was on the screen, by the code. */
const shown = new Map<string, string>();

describe('a first look that fails says why, in a sentence that no other code has, and “Try again” works once it is over:', () => {
  test.each(Object.entries(TROUBLES))('%s', async (_name, { code, says, retryable, options, cause }) => {
    const host = await hosts.open({ ...options, isClosed: true });
    await cause?.(host);
    await host.page.goto(host.url);
    const { error } = await host.heard('error');
    expect(error.code).toBe(code);
    if (retryable !== undefined) expect(error.retryable).toBe(retryable);
    const sentence = (await host.element.getByRole('alert').innerText()).replace(/\s*Try again$/, '');
    expect(sentence).toMatch(says);
    expect(sentence).toBe(error.message);
    for (const [other, said] of shown) if (other !== code) expect(sentence, other).not.toBe(said);
    shown.set(code, sentence);
    expect(host.codes()).toEqual([code]);
    await mend(host);
    const again = host.element.getByRole('button', { name: 'Try again' });
    const list = host.element.getByRole('combobox');
    await again.or(list).first().waitFor();
    if (await again.isVisible()) await again.click();
    await list.waitFor();
  });
});

describe('a short trouble is nobody’s business:', () => {
  test.each(['busy', 'away', 'gateway', 'down'] as const)(
    'a line that is %s for one answer',
    async (name) => {
      const host = await hosts.open({ isClosed: true });
      let refused = 0;
      await host.page.route('**/v1/assessments**', async (route) => {
        if (route.request().method() === 'OPTIONS' || refused++) return route.continue();
        host.front.set(name);
        await route.continue();
      });
      host.page.on('response', () => host.front.set('ok'));
      host.page.on('requestfailed', () => host.front.set('ok'));
      await host.page.goto(host.url);
      await host.element.getByRole('option').first().waitFor();
      expect(host.codes()).toEqual([]);
    },
  );
});
