import express from 'express';
import jwt from 'jsonwebtoken';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compileFunction } from 'node:vm';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { publish } from '../support/journey.ts';
import { signIn } from '../support/member-page.ts';
import { button, expectAccessible, expectToFit, heading, REFUSED, usePages } from '../support/page.ts';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';

const pages = usePages();
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
let server: TestServer;
let admin: Member;
let host: Server;
let origin: string;

beforeAll(async () => {
  server = await startTestServer();
  ({ admin } = await server.workspace());
  await publish(admin);
});
beforeEach(async () => {
  host = createServer();
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  origin = `http://localhost:${(host.address() as AddressInfo).port}`;
});
afterEach(() => {
  host.closeAllConnections();
  host.close();
});
afterAll(() => server?.close());

async function openSettings(options: Parameters<typeof pages.open>[0] = {}): Promise<Page> {
  const page = await pages.open({ ...options, expected: [REFUSED] });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
  await page.goto(`${server.url}/sign-in`);
  await signIn(page, server, admin);
  await page.goto(`${server.url}/settings/embedding`);
  await page.getByRole('heading', { name: 'Put it into a page' }).waitFor();
  return page;
}

async function copied(page: Page, title: string): Promise<string> {
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await button(page, `Copy: ${title}`).click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()) !== '');
  await page.getByText('Copied', { exact: true }).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

interface Given {
  script: string;
  element: string;
  policy: string;
  route: string;
}

/** The host as somebody makes it who copies what the page gives, and nothing else. */
function serve({ script, element, policy, route }: Given, key: string): void {
  const app = express();
  app.get('/', (_req, res) => {
    res.set('Content-Security-Policy', policy);
    res.send(`<!doctype html><html lang="en"><title>Host</title>${script}<main>${element}</main></html>`);
  });
  const requireLogin: express.RequestHandler = (req, _res, next) => {
    Object.assign(req, { user: { id: 7, name: 'Rita' }, session: { id: 's1' } });
    next();
  };
  const findVisibleTo = (_user: unknown, id: string) =>
    Promise.resolve({ id, name: 'Mina Park', email: `${id}@mail.example` });
  const process = { env: { CANDITECH_EMBED_KEY: key } };
  const parts = { app, express, requireLogin, findVisibleTo, process, jwt, privateKey, randomUUID };
  compileFunction(route, Object.keys(parts))(...Object.values(parts));
  host.on('request', app);
}

async function make(change: object = {}): Promise<string> {
  const body = { name: 'Intranet', origins: [origin], maxRole: 'recruiter', ...change };
  return (await admin.call('POST', '/v1/settings/embed-keys', body)).body.key;
}

test.each([
  ['its script', 'Script', () => ({})],
  [
    'its pinned script and a public key',
    'Script, pinned',
    () => ({ publicKey: publicKey.export({ format: 'jwk' }) }),
  ],
])('what is copied with %s makes a page that shows the panel', async (_what, script, change) => {
  const key = await make(change());
  const page = await openSettings();
  const given = {
    script: await copied(page, script),
    element: await copied(page, 'Element'),
    policy: await copied(page, 'Policy'),
    route: await copied(page, 'Token route'),
  };
  serve(given, key);
  await page.goto(origin);
  await page.getByText('Small test').first().waitFor();
});

test('what is to be copied is there before the first key and after a reload, and long lines scroll by themselves', async () => {
  const other = await server.workspace();
  admin = other.admin;
  const page = await openSettings({ width: 390 });
  await page.getByText(/Make an embed key first/).waitFor();
  await make();
  await page.reload();
  await page.getByText(/Put the key “Intranet” into CANDITECH_EMBED_KEY/).waitFor();
  await heading(page, 'Embedding').waitFor();
  const code = page.getByRole('group', { name: 'Script, pinned' });
  const [shown, whole] = await code.evaluate(({ clientWidth, scrollWidth }) => [clientWidth, scrollWidth]);
  expect(shown).toBeLessThanOrEqual(390);
  expect(whole).toBeGreaterThan(shown);
  await expectAccessible(page);
  await expectToFit(page);
});
