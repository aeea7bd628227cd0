import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publish, SMALL } from '../support/journey.ts';
import { REFUSED, usePages } from '../support/page.ts';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const WHO = { externalId: 'c-1', name: 'Mina Park', email: 'mina@mail.example' };
const NONCE = 'bm9uY2U';

let server: TestServer;
let admin: Member;
let host: Server;
let origin: string;
let key: string;
let candidateId = '';
/** What the host page sends, and what it loads. */
let page = { policy: '', scripts: [] as string[] };
const pages = usePages();

beforeAll(async () => {
  server = await startTestServer();
  ({ admin } = await server.workspace());
  await publish(admin, SMALL);
  host = createServer((req, res) => {
    if (req.method !== 'POST') {
      const scripts = page.scripts.map(
        (src) => `<script type="module" nonce="${NONCE}" src="${src}" crossorigin></script>`,
      );
      res.setHeader('Content-Type', 'text/html; charset=utf-8');
      res.setHeader('Content-Security-Policy', page.policy);
      res.end(`<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,">
        <canditech-assessment api-base="${server.url}" token-endpoint="/token" candidate-id="${candidateId}">
        </canditech-assessment>${scripts.join('')}`);
      return;
    }
    const candidate = { ...WHO, externalId: candidateId };
    const session = { sub: 'u1', actor: { name: 'Rita' }, role: 'recruiter', candidate, origin };
    const bearer = { Authorization: `Bearer ${key}` };
    void server.call('POST', '/v1/embed/sessions', session, bearer).then(({ status, body }) => {
      res.statusCode = status;
      res.setHeader('Content-Type', 'application/json');
      res.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  origin = `http://localhost:${(host.address() as AddressInfo).port}`;
  const made = await admin.call('POST', '/v1/settings/embed-keys', {
    name: 'Host',
    origins: [origin],
    maxRole: 'recruiter',
  });
  key = made.body.key;
});
afterAll(async () => {
  host?.close();
  await server?.close();
});

const STRICT = [
  "default-src 'none'",
  `script-src 'nonce-${NONCE}'`,
  "style-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types canditech-embed',
];
const policy = (parts: string[]) =>
  [...parts, `connect-src 'self' ${server.url}`, 'img-src data:'].join('; ');
const pinned = () => `${server.url}/embed/${version}/canditech-assessment.js`;
const loader = () => `${server.url}/embed/v1/loader.js`;

describe('under the strictest policy a host can have', () => {
  test.each([
    ['the pinned file', pinned],
    ['the loader', loader],
  ])('%s works through the whole journey without one violation', async (name, script) => {
    candidateId = `c-${name}`;
    page = { policy: policy(STRICT), scripts: [script()] };
    const tab = await pages.open({ width: 900 });
    await tab.goto(origin);
    await tab.getByRole('combobox', { name: 'Find an assessment' }).fill('small');
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('Enter');
    await tab.keyboard.press('Enter');
    await tab.getByText('The link can be opened until').waitFor();
    const mail = await server.mails.wait(({ to, links }) => to.includes(WHO.email) && links.length > 0);
    server.mails.all.length = 0;
    const candidate = await server.candidate(mail.links[0]!);
    await candidate.call('POST', '/begin', {});
    await tab.getByText('Begun').waitFor();
    await candidate.call('POST', '/submit', {});
    await tab.getByText('The score is final.').waitFor();
    await tab.getByLabel('Your comment').fill('Short.');
    await tab.getByRole('button', { name: 'Add comment' }).click();
    await tab.getByRole('paragraph').filter({ hasText: 'Short.' }).waitFor();
    await tab.getByRole('radio', { name: 'Hold' }).check();
    await tab.getByRole('button', { name: 'Save decision' }).click();
    await tab.getByText('Rita, this minute').last().waitFor();
    const styled = await tab
      .getByRole('button', { name: 'Save decision' })
      .evaluate((button) => getComputedStyle(button).fontWeight);
    expect(styled).toBe('600');
  });
});

test('a policy that lists other trusted types, but does not require them, changes nothing', async () => {
  candidateId = 'c-other';
  page = { policy: "trusted-types dompurify 'allow-duplicates'", scripts: [pinned()] };
  const tab = await pages.open({ expected: [/trusted-types|TrustedTypePolicy|canditech-embed/i] });
  await tab.goto(origin);
  await tab.getByRole('combobox', { name: 'Find an assessment' }).waitFor();
});

test('a policy that refuses it gets a sentence, an event, and no exception', async () => {
  candidateId = 'c-refused';
  page = {
    policy: policy([
      `script-src 'nonce-${NONCE}'`,
      "require-trusted-types-for 'script'",
      'trusted-types other',
    ]),
    scripts: [pinned()],
  };
  const tab = await pages.open({
    expected: [/trusted-types|TrustedTypePolicy|TrustedHTML|canditech-embed/i],
  });
  await tab.addInitScript(() => {
    addEventListener('canditech-error', (event) => {
      document.title = (event as CustomEvent).detail.error.code;
    });
  });
  await tab.goto(origin);
  await expect.poll(() => tab.title()).toBe('csp_blocked');
  const shown = await tab
    .locator('canditech-assessment')
    .evaluate((element) => element.shadowRoot!.textContent);
  expect(shown).toContain('security policy lacks “trusted-types canditech-embed”');
});

test('loaded twice it works once, and says so in one warning', async () => {
  candidateId = 'c-twice';
  page = {
    policy: policy(STRICT),
    scripts: [pinned(), `${server.url}/embed/v1/canditech-assessment.js`],
  };
  const warned: string[] = [];
  const tab = await pages.open();
  tab.on('console', (message) => message.type() === 'warning' && warned.push(message.text()));
  await tab.goto(origin);
  await tab.getByRole('combobox', { name: 'Find an assessment' }).waitFor();
  expect(warned.length).toBe(1);
  expect(warned[0]).toContain(`${version} was not loaded`);
});

test('a page of an origin that is not on the key’s list can read why', async () => {
  candidateId = 'c-1';
  const closed = await admin.call('POST', '/v1/settings/embed-keys', {
    name: 'Other',
    origins: ['https://other.example'],
    maxRole: 'recruiter',
  });
  const session = { sub: 'u', actor: { name: 'U' }, role: 'viewer', origin: 'https://other.example' };
  const bearer = { Authorization: `Bearer ${closed.body.key}` };
  const { token } = (await server.call('POST', '/v1/embed/sessions', session, bearer)).body;
  page = { policy: policy(STRICT), scripts: [pinned()] };
  const tab = await pages.open({ expected: [REFUSED] });
  await tab.route('**/token', (route) => route.fulfill({ json: { token } }));
  await tab.goto(origin);
  await tab.getByText(`The token is for https://other.example, but the call comes from ${origin}`).waitFor();
});
