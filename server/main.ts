import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import { deliverAshbyUpdate } from './ashby/deliver.ts';
import { ConfigError, readConfig } from './config.ts';
import { createContext } from './context.ts';
import type { Health } from './http/health.ts';
import { startSweeper } from './invitations/sweep.ts';
import { deliverMail } from './mail/deliver.ts';
import { startOutbox } from './outbox/worker.ts';

const DRAIN_MS = 18_000;

function createHealth(): Health & { drain(): void } {
  const listeners = new Set<() => void>();
  let draining = false;
  return {
    get draining() {
      return draining;
    },
    onDrain(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    drain() {
      draining = true;
      listeners.forEach((listener) => listener());
    },
  };
}

async function main(): Promise<void> {
  const { config, secrets } = readConfig();
  const ctx = await createContext(config, secrets);
  const health = createHealth();
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(config.port, config.host, resolve);
  });
  if (!config.publicUrlGiven) config.publicUrl = `http://localhost:${(server.address() as AddressInfo).port}`;
  server.on('request', createApp(ctx, health));
  const outbox = startOutbox(ctx, { mail: deliverMail(ctx), ashby: deliverAshbyUpdate(ctx) });
  const sweeper = startSweeper(ctx);
  process.stdout.write(`${JSON.stringify({ event: 'listening', url: config.publicUrl })}\n`);

  let stopping = false;
  const stop = async (code: number) => {
    if (stopping) return;
    stopping = true;
    health.drain();
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    await Promise.all([closed, outbox.stop(), sweeper.stop()]);
    await ctx.close();
    process.exit(code);
  };
  process.once('SIGTERM', () => void stop(0));
  process.once('SIGINT', () => void stop(0));
  process.once('unhandledRejection', (error) => {
    ctx.log.fatal({ err: error }, 'unhandled rejection');
    void stop(1);
  });
}

main().catch((error: unknown) => {
  const message =
    error instanceof ConfigError ? error.message : `The server could not start: ${(error as Error).message}`;
  process.stderr.write(`${message}\n`);
  process.exit(1);
});
