import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { REFUSED, usePages } from '../support/page.ts';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';

// Pages of hosts in which one thing is wrong; `debug` names it and prints the line to add.
const WHO = { externalId: 'c-1', name: 'Mina Park', email: 'mina@mail.example' };
const OTHER_ORIGIN = 'https://other.example';
const pages = usePages();
let server: TestServer;
let admin: Member;
let host: Server;
let origin: string;
let key: { id: string; key: string };
/** What is wrong in the page of a test. */
let fault: { policy?: string; apiBase?: string; origin?: string; candidate?: string; isSilent?: boolean };

async function makeKey(maxRole = 'recruiter', origins = [origin, OTHER_ORIGIN]): Promise<typeof key> {
  const input = { name: 'Host', origins, maxRole };
  return (await admin.call('POST', '/v1/settings/embed-keys', input)).body;
}

beforeAll(async () => {
  server = await startTestServer();
  ({ admin } = await server.workspace());
  host = createServer((req, res) => {
    if (req.method !== 'POST') {
      res.setHeader('Content-Type', 'text/html; charset=utf-8');
      if (fault.policy) res.setHeader('Content-Security-Policy', fault.policy);
      res.end(`<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,">
        <canditech-assessment debug api-base="${fault.apiBase ?? server.url}" token-endpoint="/token"
          candidate-id="${WHO.externalId}"></canditech-assessment>
        <script type="module" src="${server.url}/embed/v1/loader.js" crossorigin></script>`);
      return;
    }
    if (fault.isSilent) return;
    const candidate = { ...WHO, externalId: fault.candidate ?? WHO.externalId };
    const grant = { sub: 'u1', actor: { name: 'Rita' }, role: 'recruiter', candidate };
    const session = { ...grant, origin: fault.origin ?? origin };
    const bearer = { Authorization: `Bearer ${key.key}` };
    void server.call('POST', '/v1/embed/sessions', session, bearer).then(({ status, body }) => {
      res.statusCode = status;
      res.setHeader('Content-Type', 'application/json');
      res.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  origin = `http://localhost:${(host.address() as AddressInfo).port}`;
});
beforeEach(async () => {
  fault = {};
  key = await makeKey();
});
afterAll(async () => {
  host?.close();
  await server?.close();
});

const BLOCKED = [/violates the following|content security policy/i];

/** The lines that need attention, once `expected` is among them. */
async function diagnosis(expected: string, refused: RegExp[] = [REFUSED]): Promise<string[]> {
  const page = await pages.open({ expected: refused });
  await page.goto(origin);
  const lines = page.locator('.doctor .Attention');
  await lines.filter({ hasText: expected }).first().waitFor();
  return (await lines.allTextContents()).map((text) => text.replace(/\s+/g, ' ').trim());
}

test('nothing needs attention where nothing is wrong', async () => {
  const page = await pages.open();
  await page.goto(origin);
  await page.locator('.doctor .Fine', { hasText: /Canditech \d+\.\d+\.\d+ answers/ }).waitFor();
  await page.locator('.doctor .Fine', { hasText: 'invitations:write' }).waitFor();
  expect(await page.locator('.doctor .Attention').count()).toBe(0);
  await page.getByText('Canditech: nothing is wrong here').waitFor();
});

test('a policy that does not let the page ask the server: the directive to add', async () => {
  fault.policy = `script-src ${server.url}; connect-src 'self'`;
  const lines = await diagnosis(`connect-src ${server.url}`, BLOCKED);
  expect(lines.filter((line) => line.includes('connect-src'))).toHaveLength(1);
  expect(lines.map((line) => /Connection|Security policy/.exec(line)?.[0])).toEqual([
    'Connection',
    'Security policy',
  ]);
});

test('a policy that does not let the page ask its own backend: the source to add', async () => {
  fault.policy = `script-src ${server.url}; connect-src ${server.url}`;
  const lines = await diagnosis('Token: The security policy', BLOCKED);
  expect(lines).toHaveLength(2);
  expect(lines.filter((line) => line.includes("connect-src 'self'"))).toHaveLength(1);
});

test('a role above that of the key: the role to ask for, or another key', async () => {
  key = await makeKey('reviewer');
  const lines = await diagnosis('"role": "reviewer"');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('make a key with a higher role');
});

test('an address of something else: it answers, and is not Canditech', async () => {
  fault.apiBase = origin;
  const lines = await diagnosis('What answers there is not Canditech');
  expect(lines).toEqual([expect.stringContaining(`api-base="${server.url}"`)]);
});

test('an address with a path too much: that of the script', async () => {
  fault.apiBase = `${server.url}/v1`;
  const lines = await diagnosis(`It asks ${server.url}/v1.`, [REFUSED, /CORS/]);
  expect(lines).toEqual([expect.stringContaining(`api-base="${server.url}"`)]);
});

test('an address that the policy rightly blocks: the address is mended, not the policy', async () => {
  fault.policy = `script-src ${server.url}; connect-src 'self' ${server.url}`;
  fault.apiBase = 'http://localhost:9';
  const lines = await diagnosis(`api-base="${server.url}"`, BLOCKED);
  expect(lines.join()).not.toContain('connect-src');
});

test('an address without its scheme: the address with it', async () => {
  fault.apiBase = server.url.replace('http://', '');
  const lines = await diagnosis('It lacks http:// or https://', [REFUSED, /scheme|Fetch API/]);
  expect(lines.map((line) => /api-base="[^"]+"/.exec(line)?.[0])).toEqual([`api-base="${server.url}"`]);
});

test('a port at which nothing answers: what could not be asked is not known', async () => {
  fault.apiBase = 'http://localhost:9';
  const page = await pages.open({ expected: [REFUSED, /ERR_|Failed to load/] });
  await page.goto(origin);
  await page.locator('.doctor .Attention', { hasText: `api-base="${server.url}"` }).waitFor();
  await page.locator('.doctor .Fine', { hasText: 'minutes left' }).waitFor();
  const unknown = await page.locator('.doctor .Unknown').allTextContents();
  expect(unknown).toEqual(
    ['Connection', 'Origin', 'Clock', 'What the token allows', 'Candidate'].map((name) => `Unknown${name}`),
  );
  expect(await page.locator('.doctor .Attention').count()).toBe(1);
});

test('a token for pages of another origin: the origin to mint it for', async () => {
  fault.origin = OTHER_ORIGIN;
  expect(await diagnosis(`"origin": "${origin}"`)).toHaveLength(1);
});

test('an origin that the key lacks: a key that lists it', async () => {
  key = await makeKey('recruiter', [OTHER_ORIGIN]);
  const [line, ...more] = await diagnosis('Keys cannot be changed: make one');
  expect(line).toContain(`: ${OTHER_ORIGIN}. Keys cannot be changed`);
  expect(line).toContain(`that lists:${origin}`);
  expect(more).toEqual([]);
});

test('a token route that does not answer: how to ask it', async () => {
  fault.isSilent = true;
  const page = await pages.open();
  await page.goto(origin);
  const line = page.locator('.doctor .Attention', { hasText: `curl -i -X POST ${origin}/token` });
  await line.waitFor({ timeout: 60_000 });
  expect(await line.textContent()).toContain('The page’s token route, or fetchToken, does not answer.');
  const about = page.getByRole('link', { name: /^About (token_)?timeout$/ });
  expect(await about.getAttribute('href')).toMatch(new RegExp(`^${server.url}/errors#token_timeout$`));
});

test('a token for another candidate: the candidate to mint it for', async () => {
  fault.candidate = 'c-2';
  expect(await diagnosis('"candidate": { "externalId": "c-1" }')).toHaveLength(1);
});

test('a key that was revoked: what the host’s backend was told', async () => {
  await admin.call('DELETE', `/v1/settings/embed-keys/${key.id}`);
  const [line] = await diagnosis('token-endpoint answered 401');
  expect(line).toContain('Send an embed key');
});
