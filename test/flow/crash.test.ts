import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startFakeAshby, type FakeAshby } from '../support/fake-ashby.ts';
import { startMailSink, type MailSink } from '../support/mail-sink.ts';
import { freePort, runCli, startProcess, type Env, type ServerProcess } from '../support/process.ts';

const dir = mkdtempSync(join(tmpdir(), 'canditech-crash-'));
let env: Env;
let mails: MailSink;
let ashby: FakeAshby;
let server: ServerProcess;
let adminCookie = '';
let key = '';

interface Reply {
  status: number;
  body: any;
  cookie: string;
}

async function call(
  path: string,
  { method = 'POST', body = {}, headers = {} }: { method?: string; body?: unknown; headers?: Env } = {},
): Promise<Reply> {
  const response = await fetch(`${env['PUBLIC_URL']}${path}`, {
    method,
    headers: {
      Origin: env['PUBLIC_URL']!,
      ...(method !== 'GET' && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(method !== 'GET' && { body: JSON.stringify(body) }),
  });
  const cookie = response.headers
    .getSetCookie()
    .map((c) => c.split(';')[0])
    .join('; ');
  return { status: response.status, body: await response.json().catch(() => null), cookie };
}

const ashbyCall = (command: string, body: unknown) =>
  call(`/ashby/${command}`, {
    body,
    headers: { Authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` },
  });
const asAdmin = (path: string, method = 'GET', body?: unknown) =>
  call(path, { method, body, headers: { Cookie: adminCookie } });

async function startBody(name: string): Promise<{ typeName: string; body: any; email: string }> {
  const { body } = await ashbyCall('assessment.list', {});
  const type = body.results.find((t: any) => t.name.includes(name));
  const email = `${randomUUID()}@mail.example`;
  return {
    typeName: type.name,
    email,
    body: {
      assessment_type_id: type.assessment_type_id,
      candidate: {
        ashby_id: randomUUID(),
        first_name: 'Mina',
        last_name: 'Park',
        email,
        ashby_profile_url: 'https://app.ashbyhq.com/c/1',
      },
      application: { ashby_id: randomUUID(), status: 'Active' },
      job: { ashby_id: randomUUID(), name: 'Bookkeeper', ashby_job_url: 'https://app.ashbyhq.com/j/1' },
    },
  };
}

async function restart(): Promise<void> {
  await server.kill();
  server = await startProcess(env);
}

/** A candidate who has opened the mailed link and begun. */
async function begin(name: string): Promise<{ id: string; cookie: string; view: any; email: string }> {
  const { body, email } = await startBody(name);
  const id = (await ashbyCall('assessment.start', body)).body.results.assessment_id as string;
  const mail = await mails.wait((m) => m.to.includes(email));
  const secret = mail.links[0]!.split('#')[1]!;
  const { cookie } = await call(`/v1/take/${id}/exchange`, { body: { secret } });
  const view = (await call(`/v1/take/${id}/begin`, { headers: { Cookie: cookie } })).body;
  return { id, cookie, view, email };
}

const firstOf = (view: any, kind: string) =>
  view.assessment.sections.flatMap((s: any) => s.questions).find((q: any) => q.kind === kind);
const statusesOf = (id: string) =>
  ashby.updates.filter((u) => u.body.assessment_id === id).map((u) => u.body.assessment_status?.value);
const isUpdate = (id: string, status: string) => (c: any) =>
  c.body.assessment_id === id && c.body.assessment_status?.value === status;

const syncOf = async (id: string) => (await asAdmin(`/v1/invitations/${id}`)).body.ashby?.state;
/** Nobody else may touch an event until the lease of the dead process has run out. */
const LEASE = { timeout: 90_000, interval: 500 };

beforeAll(async () => {
  [mails, ashby] = await Promise.all([startMailSink(), startFakeAshby()]);
  const port = await freePort();
  env = {
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    DATA_DIR: dir,
    SMTP_URL: mails.url,
    MAIL_FROM: 'hello@canditech.example',
    ASHBY_API_URL: ashby.url,
    MASTER_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'error',
  };
  server = await startProcess(env);
  const { signInUrl } = await runCli(env, [
    'create-workspace',
    '--name',
    'Acme',
    '--admin',
    'admin@acme.example',
  ]);
  adminCookie = (await call('/v1/sign-in/exchange', { body: { token: signInUrl.split('#')[1] } })).cookie;
  key = (await asAdmin('/v1/settings/ashby/canditech-keys', 'POST', {})).body.key;
  await asAdmin('/v1/settings/ashby/ashby-key', 'PUT', { apiKey: 'ashby-key-of-acme' });
});
afterAll(async () => {
  await server?.stop();
  await Promise.all([mails?.close(), ashby?.close()]);
  rmSync(dir, { recursive: true, force: true });
});

test('a start that was answered survives a crash, and its mail goes out', async () => {
  const { body, email } = await startBody('Bookkeeping');
  const { results } = (await ashbyCall('assessment.start', body)).body;
  await restart();
  await mails.wait((m) => m.to.includes(email) && m.links[0]!.includes(results.assessment_id));
  const again = await ashbyCall('assessment.start', body);
  expect(again.body.results.assessment_id).toBe(results.assessment_id);
});

test('an acknowledged answer survives a crash', async () => {
  const { id, cookie, view } = await begin('Bookkeeping');
  const question = firstOf(view, 'single');
  const value = question.options[1].id;
  const saved = await call(`/v1/take/${id}/answers/${question.id}`, {
    method: 'PUT',
    body: { revision: 1, value },
    headers: { Cookie: cookie },
  });
  expect(saved.status).toBe(200);
  await restart();
  const after = await call(`/v1/take/${id}`, { method: 'GET', headers: { Cookie: cookie } });
  expect(after.body.answers[question.id]).toMatchObject({ revision: 1, value });
  expect(after.body.deadlineAt).toBe(view.deadlineAt);
});

test('a submission that was answered survives a crash: one score, and Ashby hears Started before Completed', async () => {
  const { id, cookie } = await begin('Bookkeeping');
  const receipt = await call(`/v1/take/${id}/submit`, { headers: { Cookie: cookie } });
  expect(receipt.status).toBe(200);
  await restart();
  await ashby.wait(isUpdate(id, 'Completed'));
  const again = await call(`/v1/take/${id}/submit`, { headers: { Cookie: cookie } });
  expect(again.body).toEqual(receipt.body);
  const statuses = statusesOf(id);
  expect([...new Set(statuses)]).toEqual(['Started', 'Completed']);
  expect(statuses.length).toBeLessThanOrEqual(3);
});

describe('what was taken just before a crash, but not settled', () => {
  let invited: { id: string; email: string };
  let submitted: string;

  // Both crashes first: whoever held the events is dead, and their leases run out side by side.
  beforeAll(async () => {
    const { body, email } = await startBody('Bookkeeping');
    const mailTaken = new Promise<void>((resolve) => {
      mails.beforeAnswer(async (mail) => {
        if (!mail.to.includes(email)) return;
        mails.beforeAnswer(null);
        await server.kill();
        resolve();
      });
    });
    const { results } = (await ashbyCall('assessment.start', body)).body;
    invited = { id: results.assessment_id, email };
    await mailTaken;
    server = await startProcess(env);

    const { id, cookie } = await begin('Bookkeeping');
    submitted = id;
    await ashby.wait(isUpdate(id, 'Started'));
    await vi.waitFor(async () => expect(await syncOf(id)).toBe('in_sync'), { timeout: 10_000 });
    const updateTaken = new Promise<void>((resolve) => {
      ashby.answer(async (c) => {
        if (!isUpdate(id, 'Completed')(c)) return undefined;
        ashby.answer(null);
        await server.kill();
        resolve();
        return undefined;
      });
    });
    await call(`/v1/take/${id}/submit`, { headers: { Cookie: cookie } });
    await updateTaken;
    server = await startProcess(env);
  });

  test('a mail is repeated at most once, with the same id and text', async () => {
    await expect
      .poll(async () => (await asAdmin(`/v1/invitations/${invited.id}`)).body.mail?.state, LEASE)
      .toBe('accepted');
    const got = mails.all.filter((m) => m.to.includes(invited.email));
    expect(got.length).toBeLessThanOrEqual(2);
    expect(new Set(got.map((m) => `${m.messageId} ${m.text}`)).size).toBe(1);
  });

  test('an update for Ashby is repeated at most once, byte for byte', async () => {
    await expect.poll(() => syncOf(submitted), LEASE).toBe('in_sync');
    const completions = ashby.calls.filter(isUpdate(submitted, 'Completed'));
    expect(completions.length).toBeLessThanOrEqual(2);
    expect(new Set(completions.map((c) => c.raw)).size).toBe(1);
    expect([...new Set(statusesOf(submitted))]).toEqual(['Started', 'Completed']);
  });
});
