import express, { type Router } from 'express';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ashbyRoutes } from './ashby/server.ts';
import { openState } from './ashby/state.ts';
import { hostRoutes } from './host/server.ts';
import { openMailbox } from './mailbox.ts';
import { ADMIN, seed, signInLink } from './seed.ts';

const dist = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const port = Number(process.env['PORT'] ?? 3000);
const dataDir = resolve(process.env['DATA_DIR'] ?? './data', 'demo');
const urls = {
  server: `http://localhost:${port}`,
  host: `http://localhost:${port + 1}`,
  ashby: `http://localhost:${port + 2}`,
};

const pidFile = join(dataDir, 'demo.pid');

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Two would share their data, and a reset would take them away from the other. */
function openData(): void {
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0;
  if (pid > 0 && pid !== process.pid && isAlive(pid))
    throw new Error(`it runs already, as process ${pid}; end that one first (or delete ${pidFile})`);
  if (process.argv.includes('--reset')) rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(pidFile, String(process.pid));
  process.once('exit', () => rmSync(pidFile, { force: true }));
}

function listen(routes: Router, at: number): Promise<void> {
  const app = express().disable('x-powered-by').use(routes);
  return new Promise((done, fail) => {
    app.listen(at, '127.0.0.1', (error?: Error) => (error ? fail(error) : done()));
  });
}

/** The product itself, as `npm run serve` runs it. */
function startServer(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--enable-source-maps', join(dist, 'server/main.js')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((done, fail) => {
    child.once('exit', (code) => fail(new Error(`the server ended with code ${code ?? 'none'}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{"event":"listening"')) done(child);
    });
  });
}

const LINES = (link: string): [string, string, string][] => [
  ['Canditech', link, `Sign in as ${ADMIN} (admin), open Settings, swap keys with Ashby`],
  ['Ashby', `${urls.ashby}/settings`, 'Swap keys; choose under Interview plan; start on a candidate'],
  ['Mailbox', `${urls.ashby}/mail`, 'Open the candidate’s mail and take the test'],
  ['Host ATS', `${urls.host}/`, 'Open a candidate: invite in the panel, watch the result arrive'],
  [
    'Studio',
    `${urls.host}/studio`,
    'The element in every state, with all its settings, and the code to copy',
  ],
];

const NAV = [
  { href: '/', label: 'Candidates' },
  { href: '/plan', label: 'Interview plan' },
  { href: '/settings', label: 'Settings' },
  { href: '/log', label: 'Log' },
  { href: '/mail', label: 'Mailbox' },
];

async function main(): Promise<void> {
  openData();
  const mailbox = await openMailbox(join(dataDir, 'mailbox.json'));
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PORT: String(port),
    DATA_DIR: join(dataDir, 'store'),
    PUBLIC_URL: urls.server,
    SMTP_URL: mailbox.smtpUrl,
    ASHBY_API_URL: urls.ashby,
    MAIL_FROM: 'Canditech <assessments@canditech.example>',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
  };
  const server = await startServer(env);
  const stop = () => {
    server.removeAllListeners('exit');
    server.once('exit', () => process.exit(0));
    server.kill('SIGTERM');
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('exit', () => server.kill('SIGTERM'));
  server.once('exit', (code) => process.exit(code ?? 1));

  const cli = join(dist, 'server/canditech.js');
  const { embedKey } = await seed({
    serverUrl: urls.server,
    hostOrigin: urls.host,
    mailbox,
    file: join(dataDir, 'seed.json'),
    cli,
    env,
  });
  const state = openState(join(dataDir, 'ashby.json'), ADMIN);
  const ashby = express.Router();
  ashby.use(mailbox.routes(NAV), ashbyRoutes({ state, canditechUrl: urls.server, nav: NAV }));
  await listen(ashby, port + 2);
  await listen(
    hostRoutes({
      canditechUrl: urls.server,
      canditechPublicUrl: urls.server,
      embedKey,
      origin: urls.host,
      dist,
      alsoInAshby: () =>
        state.value.people.map(({ id, firstName, lastName, email }) => ({
          id,
          name: `${firstName} ${lastName}`,
          email,
          role: `${state.value.job.name} (Ashby)`,
        })),
    }),
    port + 1,
  );

  const lines = LINES(await signInLink({ serverUrl: urls.server, mailbox }));
  console.log('\nThe demo runs; everything stays on this machine. End it with Ctrl+C.\n');
  for (const [name, url, what] of lines) console.log(`${name.padEnd(10)} ${what}\n           ${url}\n`);
  console.log(
    'The sign-in link works once, for 15 minutes; ask for another on the sign-in page, it comes to the mailbox.\n',
  );
}

main().catch((error: unknown) => {
  console.error(`The demo could not start: ${(error as Error).message}`);
  process.exit(1);
});
