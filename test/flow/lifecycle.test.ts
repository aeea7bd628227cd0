import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request, type IncomingMessage } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  failedStart,
  freePort,
  runCli,
  startProcess,
  type Env,
  type ServerProcess,
} from '../support/process.ts';

const dir = mkdtempSync(join(tmpdir(), 'canditech-life-'));
let env: Env;
const running = new Set<ServerProcess>();

async function start(more: Env = {}): Promise<ServerProcess> {
  const server = await startProcess({ ...env, ...more });
  running.add(server);
  return server;
}
const create = (name: string, more: Env = {}) =>
  runCli({ ...env, ...more }, ['create-workspace', '--name', name, '--admin', 'admin@acme.example']);

beforeAll(async () => {
  const port = await freePort();
  env = {
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    DATA_DIR: join(dir, 'data'),
    MASTER_KEY: randomBytes(32).toString('base64'),
    // Nobody listens there: mails wait.
    SMTP_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'hello@canditech.example',
    LOG_LEVEL: 'error',
  };
});
afterEach(async () => {
  await Promise.all([...running].map((server) => server.kill()));
  running.clear();
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Reply {
  status: number;
  body: any;
  headers: IncomingMessage['headers'];
}

interface Sending {
  /** The server has the head of the request and waits for its body. */
  arrived: Promise<void>;
  finish(body: string): Promise<Reply>;
}

/** With an agent, so that the connection is kept alive as browsers and proxies do. */
function open(agent: Agent, path: string, method: string, headers: Env = {}): Sending {
  const sent = request(new URL(path, env['PUBLIC_URL']), {
    method,
    agent,
    headers: { Origin: env['PUBLIC_URL']!, ...headers },
  });
  const reply = new Promise<Reply>((resolve, reject) => {
    sent.on('error', reject).on('response', (res) => {
      let text = '';
      res.on('data', (chunk: Buffer) => (text += chunk.toString()));
      res.on('end', () =>
        resolve({ status: res.statusCode!, headers: res.headers, body: text ? JSON.parse(text) : null }),
      );
    });
  });
  return {
    arrived: new Promise((resolve) => void sent.on('continue', resolve)),
    finish(body) {
      sent.end(body);
      return reply;
    },
  };
}

const call = (agent: Agent, path: string, { method = 'GET', body = '', headers = {} } = {}) =>
  open(agent, path, method, headers).finish(body);

async function signIn(url: string): Promise<string> {
  const reply = await call(new Agent(), '/v1/sign-in/exchange', {
    method: 'POST',
    body: JSON.stringify({ token: url.split('#')[1] }),
    headers: { 'Content-Type': 'application/json' },
  });
  expect(reply.status).toBe(200);
  return reply.headers['set-cookie']![0]!.split(';')[0]!;
}

test('create-workspace works while the server runs and while it does not, and says two things', async () => {
  const before = await create('Before');
  const server = await start();
  const during = await create('During');
  for (const made of [before, during]) {
    expect(Object.keys(made)).toEqual(['workspaceId', 'signInUrl']);
    expect(made.signInUrl).toMatch(new RegExp(`^${env['PUBLIC_URL']}/sign-in#[0-9A-Za-z]{43}$`));
    const Cookie = await signIn(made.signInUrl);
    const me = await call(new Agent(), '/v1/me', { headers: { Cookie } });
    expect(me.body.workspace.id).toBe(made.workspaceId);
  }
  expect(await server.stop()).toBe(0);
});

test('create-workspace says how it is used', async () => {
  for (const args of [
    [],
    ['create-workspace'],
    ['create-workspace', '--name', 'A', '--admin', 'nobody'],
    ['drop-everything'],
  ]) {
    const { code, said } = await failedStart(env, ['dist/server/canditech.js', ...args]);
    expect([args, code, said]).toEqual([args, 1, expect.stringContaining('create-workspace --name "Acme"')]);
  }
});

test('a second process on the same data is refused with a sentence, and the first goes on', async () => {
  await start();
  const { code, said } = await failedStart({ ...env, PORT: '0' });
  expect(code).toBe(1);
  expect(said).toMatch(/in use|running|another process/i);
  expect(said).not.toMatch(/\n\s+at /);
  expect((await call(new Agent(), '/readyz')).status).toBe(200);
});

test('a port that is taken is said in a sentence, and the data are free again', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const PORT = String((taken.address() as AddressInfo).port);
  const { code, said } = await failedStart({ ...env, PORT });
  expect([code, said]).toEqual([
    1,
    `Port ${PORT} on 127.0.0.1 is in use. Stop the other process, or set PORT.`,
  ]);
  taken.close();
  await start();
});

test('PORT=0 takes a free port and tells it', async () => {
  const server = await start({ PUBLIC_URL: '', PORT: '0' });
  expect(server.url).toMatch(/^http:\/\/localhost:\d+$/);
  expect(await (await fetch(`${server.url}/livez`)).json()).toEqual({ status: 'alive' });
});

test('sessions outlive a restart', async () => {
  const { signInUrl } = await create('Restart');
  const first = await start();
  const Cookie = await signIn(signInUrl);
  expect(await first.stop()).toBe(0);
  await start();
  expect((await call(new Agent(), '/v1/me', { headers: { Cookie } })).status).toBe(200);
});

describe('the end on SIGTERM', () => {
  test('lets a request under way finish, on a connection that is kept alive, and exits with 0', async () => {
    const server = await start();
    const agent = new Agent({ keepAlive: true });
    await call(agent, '/livez');
    const slow = open(agent, '/v1/sign-in', 'POST', {
      'Content-Type': 'application/json',
      Expect: '100-continue',
    });
    await slow.arrived;
    const stopped = server.stop();
    const isRefused = () =>
      call(new Agent(), '/livez').then(
        () => false,
        () => true,
      );
    await expect.poll(isRefused, { interval: 20 }).toBe(true);
    const reply = await slow.finish(JSON.stringify({ email: 'nobody@acme.example' }));
    expect([reply.status, reply.headers.connection]).toEqual([202, 'close']);
    expect(await stopped).toBe(0);
    await expect(call(new Agent(), '/livez')).rejects.toThrow('ECONNREFUSED');
  });

  test('tells whoever watches /readyz first, and still serves meanwhile', async () => {
    const server = await start();
    const agent = new Agent({ keepAlive: true });
    expect((await call(agent, '/readyz')).body).toEqual({ status: 'ready' });
    const stopped = server.stop();
    await expect
      .poll(async () => (await call(new Agent(), '/readyz')).body.status, { timeout: 4000, interval: 50 })
      .toBe('draining');
    const [ready, alive, served] = await Promise.all(
      ['/readyz', '/livez', '/v1/me'].map((path) => call(new Agent(), path)),
    );
    expect([ready!.status, alive!.status, served!.status]).toEqual([503, 200, 401]);
    expect(served!.headers.connection).toBe('close');
    expect(await stopped).toBe(0);
  });

  test('ends the streams of changes', async () => {
    const { signInUrl } = await create('Streams');
    const server = await start();
    const Cookie = await signIn(signInUrl);
    const stream = await fetch(`${env['PUBLIC_URL']}/v1/events`, { headers: { Cookie } });
    const reader = stream.body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toContain('retry:');
    const ended = (async () => {
      while (!(await reader.read()).done);
      return 'ended';
    })();
    const stopped = server.stop();
    expect(await ended).toBe('ended');
    expect(await stopped).toBe(0);
  });

  test('is the same for Ctrl+C', async () => {
    const server = await start();
    expect(await server.signal('SIGINT')).toBe(0);
  });
});

describe('bad configuration stops the start with one sentence a variable', () => {
  const lines = ({ said }: { said: string }) => said.split('\n');
  const nameOf = (line: string) => line.split(' ')[0];

  test('all wrong values at once, also beside what production lacks', async () => {
    const end = await failedStart({
      NODE_ENV: 'production',
      PORT: '99999',
      PUBLIC_URL: 'tests.acme.example',
      MONGODB_URI: 'postgres://x',
      SMTP_URL: 'mail.acme.example',
      ASHBY_API_URL: 'https://evil.example',
      MASTER_KEY: 'too short',
      TRUST_PROXY: 'yes',
      LOG_LEVEL: 'loud',
      MAIL_FROM: 'a@x.example, b@x.example',
    });
    expect(end.code).toBe(1);
    expect(lines(end).map(nameOf).toSorted()).toEqual([
      'ASHBY_API_URL',
      'LOG_LEVEL',
      'MAIL_FROM',
      'MASTER_KEY',
      'MONGODB_URI',
      'PORT',
      'PUBLIC_URL',
      'SMTP_URL',
      'TRUST_PROXY',
    ]);
    for (const line of lines(end)) expect(line).toMatch(/^[A-Z_]+ (must|may|is) .+\.$/);
    expect(end.said).not.toContain('too short');
  });

  test('production names everything that it needs', async () => {
    const end = await failedStart({ NODE_ENV: 'production' });
    expect(lines(end).map(nameOf).toSorted()).toEqual([
      'MAIL_FROM',
      'MASTER_KEY',
      'MONGODB_URI',
      'PUBLIC_URL',
      'SMTP_URL',
    ]);
  });

  test('a store that cannot be reached is a sentence without the password', async () => {
    const end = await failedStart({
      ...env,
      MONGODB_URI: `mongodb://user:hunter2@127.0.0.1:${await freePort()}/?serverSelectionTimeoutMS=500`,
    });
    expect(end.code).toBe(1);
    expect(end.said).toMatch(/^The server could not start: .+/);
    expect(end.said).not.toContain('hunter2');
    expect(lines(end)).toHaveLength(1);
  });
});
