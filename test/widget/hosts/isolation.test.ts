import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { startFront } from '../../support/front.ts';
import { textOf, wholeJourney } from './support/hands.ts';
import { elementTag, useHosts, type Host } from './support/host.ts';
import { version } from './support/world.ts';

const hosts = useHosts();

/** As in a sandbox: whoever touches what keeps things gets an exception. */
function forbidStorage(): void {
  const touched: string[] = [];
  Object.assign(window, { touched });
  const forbid = (owner: object, name: string) =>
    Object.defineProperty(owner, name, {
      get() {
        touched.push(name);
        throw new DOMException('denied', 'SecurityError');
      },
      set() {
        touched.push(name);
        throw new DOMException('denied', 'SecurityError');
      },
    });
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'cookieStore'])
    forbid(window, name);
  forbid(Document.prototype, 'cookie');
}
const touchedIn = ({ page }: Host) =>
  page.evaluate(() => (window as unknown as { touched: string[] }).touched);

describe('without storage and cookies', () => {
  test('all of it works where both throw, and neither is ever touched or sent', async () => {
    const host = await hosts.open({ before: forbidStorage });
    await wholeJourney(host);
    expect(await touchedIn(host)).toEqual([]);
    expect(host.front.calls.filter(({ headers }) => headers.cookie !== undefined)).toEqual([]);
    expect(await host.page.context().cookies()).toEqual([]);
    expect(host.codes()).toEqual([]);
  });

  test('all of it works in a sandboxed frame, whose origin is “null”', async () => {
    const host = await hosts.open({
      html: '<iframe sandbox="allow-scripts" src="inner.html" width="700" height="700" title="Panel"></iframe>',
      scripts: [],
      token: { origin: 'null' },
      files: {
        '/inner.html': `<!doctype html><html lang="en"><title>Inner</title>${elementTag({ 'api-base': '{api}' })}
          <script>
            document.querySelector('canditech-assessment').fetchToken = async (request) => {
              const { signal, ...body } = request;
              const answer = await fetch('token', { method: 'POST', body: JSON.stringify(body), signal });
              return answer.json();
            };
          </script>
          <script type="module" crossorigin src="{pinned}"></script>`,
      },
    });
    const frame = host.page.frameLocator('iframe');
    await wholeJourney({ ...host, element: frame.locator('canditech-assessment') });
    expect(await frame.locator('html').evaluate(() => origin)).toBe('null');
    expect(host.codes()).toEqual([]);
  });

  test('no built file knows of any', () => {
    const folder = new URL('../../../dist/widget/', import.meta.url);
    const files = readdirSync(folder).filter((name) => name.endsWith('.js'));
    expect(files).toContain('canditech-assessment.js');
    const found = files.filter((name) =>
      /localStorage|sessionStorage|indexedDB|document\.cookie|cookieStore|sendBeacon|postMessage/.test(
        readFileSync(new URL(name, folder), 'utf8'),
      ),
    );
    expect(found).toEqual([]);
  });

  test('no request goes anywhere but to the API and the host’s own backend', async () => {
    const host = await hosts.open();
    const foreign: string[] = [];
    host.page.on('request', (request) => {
      const { origin } = new URL(request.url());
      if (origin !== host.world.origin && origin !== host.api) foreign.push(request.url());
    });
    await host.page.reload();
    await wholeJourney(host);
    expect(foreign).toEqual([]);
  });
});

/** Where the page is, and where its token is for; `{port}` is that of the pages, `{other}` one that is not. */
const ORIGINS: [page: string, token: string, isAllowed: boolean][] = [
  ['http://localhost:{port}', 'http://localhost:{port}', true],
  ['http://ats.localhost:{port}', 'http://ats.localhost:{port}', true],
  ['http://localhost:{other}', 'http://localhost:{port}', false],
  ['http://127.0.0.1:{port}', 'http://localhost:{port}', false],
  ['http://ats.localhost:{port}', 'http://localhost:{port}', false],
  ['http://localhost:{port}', 'http://ats.localhost:{port}', false],
  ['http://deep.ats.localhost:{port}', 'http://ats.localhost:{port}', false],
  ['http://evil-ats.localhost:{port}', 'http://ats.localhost:{port}', false],
  ['http://ats.localhost.evil.localhost:{port}', 'http://ats.localhost:{port}', false],
  ['http://localhost:{port}', 'null', false],
];

describe('a token', () => {
  test('is good on the pages it was made for; on others the sentence names them, for people and for scripts', async () => {
    const host = await hosts.open({ isClosed: true });
    const { page, world, url, seen } = host;
    const other = await startFront(world.origin);
    const ports = { port: new URL(world.origin).port, other: new URL(other.url).port };
    const fill = (text: string) => text.replace(/\{(\w+)\}/, (_, name: 'port') => ports[name]);
    for (const [pageOrigin, tokenOrigin, isAllowed] of ORIGINS) {
      const here = fill(pageOrigin);
      const row = `on ${here}, made for ${fill(tokenOrigin)}`;
      host.token = { origin: fill(tokenOrigin) };
      seen.events.length = 0;
      await page.goto(url.replace(world.origin, here));
      const { error } = await Promise.race([host.heard('error'), host.heard('ready')]);
      expect(!error, row).toBe(isAllowed);
      if (isAllowed) continue;
      expect([error.code, error.status], row).toEqual(['origin_not_allowed', 403]);
      expect(error.message, row).toContain(here);
      expect(await textOf(host), row).toContain(here);
      expect(await host.element.evaluate((one) => one.matches(':state(unauthorized)')), row).toBe(true);
    }
    other.close();
  });

  test('of a page is none for a sandboxed frame in it', async () => {
    const host = await hosts.open({
      html: '<iframe sandbox="allow-scripts" src="inner.html" title="Panel"></iframe>',
      scripts: [],
      files: {
        '/inner.html': `<!doctype html><html lang="en"><title>Inner</title>${elementTag({ 'api-base': '{api}' })}
          <script>document.querySelector('canditech-assessment').fetchToken = async () =>
            (await fetch('token', { method: 'POST', body: '{}' })).json();</script>
          <script type="module" crossorigin src="{pinned}"></script>`,
      },
    });
    const { error } = await host.heard('error');
    expect([error.code, error.status]).toEqual(['origin_not_allowed', 403]);
    expect(error.message).toContain('null');
  });
});

test(`the file of version ${version} may be loaded by any page, and is kept for good`, async () => {
  const host = await hosts.open();
  const answer = await fetch(`${host.api}/embed/${version}/canditech-assessment.js`, {
    headers: { Origin: 'https://anybody.example' },
  });
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(answer.headers.get('cache-control')).toContain('immutable');
});
