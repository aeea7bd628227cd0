import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MongoClient } from 'mongodb';
import type { DestinationStream } from 'pino';
import { createApp } from '../../server/app.ts';
import { deliverAshbyUpdate } from '../../server/ashby/deliver.ts';
import { readConfig } from '../../server/config.ts';
import { createContext, type Context } from '../../server/context.ts';
import type { Role } from '../../server/contract/member.ts';
import { createHealth } from '../../server/http/health.ts';
import type { Route } from '../../server/http/routes.ts';
import { tellOfFailedMail } from '../../server/invitations/mail-failed.ts';
import { createLog } from '../../server/log.ts';
import { deliverMail } from '../../server/mail/deliver.ts';
import { createWorkspace } from '../../server/members/create-workspace.ts';
import { startOutbox } from '../../server/outbox/worker.ts';
import { startFakeAshby, type FakeAshby } from './fake-ashby.ts';
import { startMailSink, type MailSink } from './mail-sink.ts';

export interface Answer {
  status: number;
  body: any;
  headers: Headers;
}
export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

export interface Member {
  id: string;
  email: string;
  /** Calls the API as this member's browser would. */
  call: Call;
}
export interface Candidate {
  id: string;
  /** `path` below /v1/take/{id}, such as `/begin`. */
  call: Call;
}

export interface TestServer {
  url: string;
  ctx: Context;
  mails: MailSink;
  ashby: FakeAshby;
  /** A call without any credential. */
  call: Call;
  workspace(name?: string): Promise<{ id: string; admin: Member }>;
  member(workspaceId: string, role: Role): Promise<Member>;
  /** Opens the mailed link: exchanges its secret and keeps the cookie. */
  candidate(link: string): Promise<Candidate>;
  canditechKey(admin: Member): Promise<string>;
  ashbyCall(key: string, command: string, body: unknown): Promise<Answer>;
  /** Everything that the app answers, as its routers say. */
  routes: Route[];
  /** Resolves when nothing waits in any outbox (parked and paused lanes aside). */
  settle(): Promise<void>;
  /** From now on nothing leaves: whatever is written then, a call has written. */
  stopOutbox(): Promise<void>;
  close(): Promise<void>;
}

interface Options {
  clock?: () => Date;
  /** Without the outbox worker nothing leaves. */
  outbox?: boolean;
  publicUrl?: string;
  env?: Record<string, string>;
  /** Where the log goes, instead of standard output. */
  logTo?: DestinationStream;
}

/** A clock that starts at the real time and moves on request only forward. */
export function movingClock(): { now: () => Date; pass(ms: number): void } {
  let ahead = 0;
  return { now: () => new Date(Date.now() + ahead), pass: (ms) => void (ahead += ms) };
}

const SETTLE_MS = 50_000;

async function toAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const json = (response.headers.get('content-type') ?? '').includes('json');
  return { status: response.status, headers: response.headers, body: json && text ? JSON.parse(text) : text };
}

const cookiesOf = (headers: Headers) =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0]!)
    .join('; ');

/** The whole server in this process: real HTTP, real driver and store, real SMTP, and an Ashby that is a real server. */
export async function startTestServer(options: Options = {}): Promise<TestServer> {
  const [mails, ashby] = await Promise.all([startMailSink(), startFakeAshby()]);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const { config, secrets } = readConfig({
    MONGODB_URI: process.env['TEST_STORE_URI'],
    SMTP_URL: mails.url,
    MAIL_FROM: 'Canditech <hello@canditech.example>',
    ASHBY_API_URL: ashby.url,
    MASTER_KEY: randomBytes(32).toString('base64'),
    PUBLIC_URL: options.publicUrl ?? url,
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    ...options.env,
  });
  const database = `test_${randomUUID().slice(0, 8)}`;
  const log = createLog(config.logLevel, options.logTo);
  const ctx = await createContext(config, secrets, {
    log,
    database,
    ...(options.clock && { clock: options.clock }),
  });
  const app = createApp(ctx, createHealth());
  server.on('request', app);
  const outbox =
    options.outbox === false
      ? null
      : startOutbox(ctx, { mail: tellOfFailedMail(ctx, deliverMail(ctx)), ashby: deliverAshbyUpdate(ctx) });

  const caller =
    (base: string, fixed: () => Record<string, string>): Call =>
    async (method, path, body, headers = {}) =>
      toAnswer(
        await fetch(`${base}${path}`, {
          method,
          redirect: 'manual',
          headers: {
            ...(method === 'GET' ? {} : { 'Content-Type': 'application/json' }),
            ...fixed(),
            ...headers,
          },
          ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        }),
      );
  const anonymous = caller(url, () => ({ Origin: config.publicUrl }));

  async function signIn(token: string, known: { id: string; email: string }): Promise<Member> {
    const answer = await anonymous('POST', '/v1/sign-in/exchange', { token });
    if (answer.status !== 200) throw new Error(`sign-in failed: ${JSON.stringify(answer.body)}`);
    const cookie = cookiesOf(answer.headers);
    return { ...known, call: caller(url, () => ({ Cookie: cookie, Origin: config.publicUrl })) };
  }

  const admins = new Map<string, Member>();
  return {
    url,
    ctx,
    mails,
    ashby,
    call: anonymous,
    routes: app.get('routes') as Route[],
    async workspace(name = 'Acme') {
      const email = `admin-${randomUUID().slice(0, 8)}@acme.example`;
      const { workspaceId, memberId, signInUrl } = await createWorkspace(ctx, { name, admin: email });
      const admin = await signIn(signInUrl.split('#')[1]!, { id: memberId, email });
      admins.set(workspaceId, admin);
      return { id: workspaceId, admin };
    },
    async member(workspaceId, role) {
      const email = `${role}-${randomUUID().slice(0, 8)}@acme.example`;
      const made = await admins
        .get(workspaceId)!
        .call('POST', '/v1/members', { email, name: `A ${role}`, role });
      const mail = await mails.wait((m) => m.to.includes(email));
      return signIn(mail.links[0]!.split('#')[1]!, { id: made.body.id, email });
    },
    async candidate(link) {
      const [, id, secret] = /\/take\/([^#]+)#(.+)$/.exec(link)!;
      const base = `${url}/v1/take/${id}`;
      const answer = await caller(base, () => ({ Origin: config.publicUrl }))('POST', '/exchange', {
        secret,
      });
      if (answer.status !== 200)
        throw new Error(`exchange failed: ${answer.status} ${JSON.stringify(answer.body)}`);
      const cookie = cookiesOf(answer.headers);
      return { id: id!, call: caller(base, () => ({ Cookie: cookie, Origin: config.publicUrl })) };
    },
    async canditechKey(admin) {
      return (await admin.call('POST', '/v1/settings/ashby/canditech-keys', {})).body.key;
    },
    ashbyCall: (key, command, body) =>
      caller(url, () => ({ Authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` }))(
        'POST',
        `/ashby/${command}`,
        body,
      ),
    async settle() {
      for (const end = Date.now() + SETTLE_MS; Date.now() < end;) {
        const waiting = await ctx.db.invitations.countDocuments({
          $or: [
            { 'outbox.mail.queue.0': { $exists: true } },
            {
              'outbox.ashby.queue.0': { $exists: true },
              'outbox.ashby.problem.kind': { $nin: ['parked', 'paused'] },
            },
          ],
        });
        if (waiting === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error('the outbox did not settle');
    },
    stopOutbox: async () => outbox?.stop(),
    async close() {
      await outbox?.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await ctx.close();
      const client = await MongoClient.connect(process.env['TEST_STORE_URI']!);
      await client.db(database).dropDatabase();
      await client.close();
      await Promise.all([mails.close(), ashby.close()]);
    },
  };
}
