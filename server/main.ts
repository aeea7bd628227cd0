import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createApp } from './app.ts';
import { deliverAshbyUpdate } from './ashby/deliver.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import { createContext, type Context } from './context.ts';
import { createHealth } from './http/health.ts';
import { tellOfFailedMail } from './invitations/mail-failed.ts';
import { startSweeper } from './invitations/sweep.ts';
import { deliverMail } from './mail/deliver.ts';
import { startOutbox } from './outbox/worker.ts';

/** Time for whoever asks /readyz to send new requests elsewhere. */
const NOTICE_MS = 5000;
/** All of the end, notice included; what still runs then is safe to cut, because nothing of it was acknowledged. */
const DRAIN_MS = 18_000;
const IDLE_LOOK_MS = 50;

const SENTENCES: Record<string, (config: Config) => string> = {
  EADDRINUSE: ({ port, host }) => `Port ${port} on ${host} is in use. Stop the other process, or set PORT.`,
  EACCES: ({ port }) => `Port ${port} may not be used by this account. Set PORT to one above 1023.`,
  EADDRNOTAVAIL: ({ host }) => `HOST ${host} is not an address of this machine.`,
  ENOTFOUND: ({ host }) => `HOST ${host} is not an address of this machine.`,
};

async function listen(config: Config): Promise<Server> {
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(config.port, config.host, resolve);
  }).catch((error: NodeJS.ErrnoException) => {
    const sentence = SENTENCES[error.code ?? '']?.(config);
    throw sentence === undefined ? error : new ConfigError(sentence);
  });
  if (!config.publicUrlGiven) config.publicUrl = `http://localhost:${(server.address() as AddressInfo).port}`;
  return server;
}

/** Lets requests under way end; kept-alive connections are closed as soon as they are idle. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const look = setInterval(() => server.closeIdleConnections(), IDLE_LOOK_MS);
  await closed;
  clearInterval(look);
}

async function serve(ctx: Context): Promise<void> {
  const server = await listen(ctx.config);
  const health = createHealth();
  server.on('request', createApp(ctx, health));
  const outbox = startOutbox(ctx, {
    mail: tellOfFailedMail(ctx, deliverMail(ctx)),
    ashby: deliverAshbyUpdate(ctx),
  });
  const sweeper = startSweeper(ctx);

  const stop = async (code: number) => {
    if (health.draining) return;
    setTimeout(() => process.exit(code), DRAIN_MS).unref();
    health.announceEnd();
    if (health.watched) await wait(NOTICE_MS);
    health.endStreams();
    await Promise.all([closeServer(server), outbox.stop(), sweeper.stop()]);
    await ctx.close();
    process.exit(code);
  };
  process.once('SIGTERM', () => void stop(0));
  process.once('SIGINT', () => void stop(0));
  process.on('unhandledRejection', (error) => {
    ctx.log.fatal({ err: error }, 'unhandled rejection');
    void stop(1);
  });
  if (!ctx.mailer.canSend) ctx.log.warn('No mail leaves, sign-in links included: set SMTP_URL.');
  process.stdout.write(`${JSON.stringify({ event: 'listening', url: ctx.config.publicUrl })}\n`);
}

async function main(): Promise<void> {
  const { config, secrets } = readConfig();
  const ctx = await createContext(config, secrets);
  await serve(ctx).catch(async (error: unknown) => {
    await ctx.close();
    throw error;
  });
}

main().catch((error: unknown) => {
  const message =
    error instanceof ConfigError ? error.message : `The server could not start: ${(error as Error).message}`;
  process.stderr.write(`${message}\n`);
  process.exit(1);
});
