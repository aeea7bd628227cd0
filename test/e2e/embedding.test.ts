import { generateKeyPairSync, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { button, expectAccessible, expectToFit, heading, REFUSED, usePages } from '../support/page.ts';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';

const pages = usePages();
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
let server: TestServer;
let admin: Member;

beforeAll(async () => {
  server = await startTestServer();
  ({ admin } = await server.workspace());
});
afterAll(() => server?.close());

async function openForm(): Promise<Page> {
  const page = await pages.open({ expected: [REFUSED] });
  const known = server.mails.all.length;
  await server.call('POST', '/v1/sign-in', { email: admin.email });
  const isNew = (mail: unknown) => server.mails.all.indexOf(mail as never) >= known;
  await page.goto(
    (await server.mails.wait((mail) => isNew(mail) && mail.to.includes(admin.email))).links[0]!,
  );
  await button(page, 'Sign in').click();
  await button(page, 'Sign out').waitFor();
  await page.goto(`${server.url}/settings/embedding`);
  await heading(page, 'Embedding').waitFor();
  await button(page, 'Make an embed key').click();
  await page.getByRole('dialog').waitFor();
  return page;
}
const keys = async () => (await admin.call('GET', '/v1/settings/embed-keys')).body.items;

test('a host that signs itself gives its public key, and gets the id to sign with', async () => {
  const page = await openForm();
  await page.getByLabel('Name').fill('Intranet');
  await page.getByLabel('Origins of the pages').fill('https://*.acme.example\nhttps://ats.example/');
  await page.getByLabel(/You sign yourselves/).check();
  await page.getByLabel('Public key', { exact: true }).fill(pem);
  await expectAccessible(page);
  await expectToFit(page);
  await button(page, 'Make the key').click();
  const kid = await page.getByLabel('Id of the key').inputValue();
  await page.locator('#new-key:focus').waitFor();
  await expectAccessible(page);
  await expectToFit(page);

  const claims = { sub: 'u1', actor: { name: 'Uma' }, role: 'viewer', jti: randomUUID() };
  const token = jwt.sign(
    { ...claims, aud: 'canditech-embed', origin: 'https://eu.acme.example' },
    privateKey,
    {
      header: { alg: 'ES256', kid, typ: 'canditech-embed+jwt' },
      expiresIn: 600,
    },
  );
  const headers = { Authorization: `Bearer ${token}`, Origin: 'https://eu.acme.example' };
  expect((await server.call('GET', '/v1/me', undefined, headers)).status).toBe(200);
  const [made] = (await keys()).filter(({ id }: any) => id === kid);
  expect(made.origins).toEqual(['https://*.acme.example', 'https://ats.example']);
  await page.getByText('You sign, kid').waitFor();
});

test('a private key does not leave the browser, and a JWK is taken as well', async () => {
  const page = await openForm();
  const bodies: string[] = [];
  page.on('request', (request) => bodies.push(request.postData() ?? ''));
  await page.getByLabel('Name').fill('By JWK');
  await page.getByLabel('Origins of the pages').fill('https://ats.example');
  await page.getByLabel(/You sign yourselves/).check();
  const field = page.getByLabel('Public key', { exact: true });
  const secret = privateKey.export({ format: 'jwk' });
  for (const text of [
    privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    JSON.stringify(secret),
  ]) {
    await field.fill(text);
    await button(page, 'Make the key').click();
    await page.getByText(/is a private key, and was not sent/).waitFor();
    await expectAccessible(page);
  }
  expect(bodies.filter(Boolean)).toEqual([]);
  await field.fill(JSON.stringify(publicKey.export({ format: 'jwk' }), null, 2));
  await button(page, 'Make the key').click();
  await page.getByLabel('Id of the key').waitFor();
});

test('pages without an origin are let in by a tick, not by a word among the origins', async () => {
  const page = await openForm();
  await page.getByLabel('Name').fill('Sandbox');
  await page.getByLabel('Origins of the pages').fill('null');
  await button(page, 'Make the key').click();
  await page.getByText(/use the tick below/).waitFor();
  await page.getByLabel('Origins of the pages').fill('');
  await page.getByLabel(/Pages without an origin/).check();
  await button(page, 'Make the key').click();
  await page.getByLabel('New key').waitFor();
  const [made] = (await keys()).filter(({ name }: any) => name === 'Sandbox');
  expect(made.origins).toEqual(['null']);
  await page.getByRole('cell', { name: 'Pages without an origin', exact: true }).waitFor();
});

test('a line that is no origin is named, with the origin that it would be', async () => {
  const page = await openForm();
  await page.getByLabel('Name').fill('Careers');
  const lines = [
    'https://ats.example',
    'https://jobs.example/careers?id=1',
    'intranet',
    'http://localhost:4000/x',
  ];
  await page.getByLabel('Origins of the pages').fill(lines.join('\n'));
  await button(page, 'Make the key').click();
  const problem = page.locator('#embed-origins-error');
  await problem.waitFor();
  expect(await problem.textContent()).toBe(
    [
      '“https://jobs.example/careers?id=1” must be an origin; here that would be https://jobs.example.',
      '“intranet” must be an origin, such as https://ats.example.com or https://*.example.com.',
      '“http://localhost:4000/x” must be an origin; here that would be http://localhost:4000.',
    ].join('\n'),
  );
  await expectAccessible(page);
  await expectToFit(page);
});
