// The thread that the embedded store runs in, so that a slow query never holds up a request.
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { lock } from './lock.ts';
import { Store, type Limits } from './store.ts';
import { listen } from './wire.ts';

export interface WorkerInput extends Limits {
  dir: string;
  /** A loopback port with a password in place of a socket. */
  loopback?: boolean | undefined;
}
export type WorkerMessage = { uri: string } | { failed: string };

const NO_SOCKETS = process.platform === 'win32';
/** The longest path that a socket may have everywhere. */
const MOST_SOCKET_PATH = 100;
const DRIVER = 'directConnection=true&retryWrites=false';

function socketIn(dir: string): string {
  const name = `store-${randomBytes(6).toString('hex')}.sock`;
  const fits = Buffer.byteLength(join(dir, name)) <= MOST_SOCKET_PATH;
  return join(fits ? dir : mkdtempSync(join(tmpdir(), 'store-')), name);
}

async function start({ dir, loopback = NO_SOCKETS, ...limits }: WorkerInput): Promise<string> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  chmodSync(dir, 0o700);
  const socket = loopback ? undefined : socketIn(dir);
  const password = loopback ? randomBytes(24).toString('base64url') : undefined;
  const store = new Store(dir, limits.compactAboveBytes);
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  // Who listens holds the lock; what is asked before the store is open waits.
  const server = await listen(socket ?? 0, (body) => opened.then(() => store.run(body)), password);
  if (socket) chmodSync(socket, 0o600);
  const at = socket ?? (server.address() as AddressInfo).port;
  const uri = socket
    ? `mongodb://${encodeURIComponent(socket)}/?${DRIVER}`
    : `mongodb://store:${password}@127.0.0.1:${at}/?${DRIVER}&authMechanism=PLAIN&authSource=%24external`;
  await lock(dir, { pid: process.pid, uri, at });
  const leftOver = readdirSync(dir).filter((name) => name.endsWith('.sock') && join(dir, name) !== socket);
  for (const name of leftOver) rmSync(join(dir, name));
  await store.open(limits);
  open();
  parentPort!.once('message', async () => {
    await store.close();
    if (socket && dirname(socket) !== dir) rmSync(dirname(socket), { recursive: true });
    process.exit(0);
  });
  return uri;
}

const told = (error: Error): WorkerMessage => ({ failed: error.message });
const opening = start(workerData as WorkerInput).then((uri): WorkerMessage => ({ uri }));
parentPort!.postMessage(await opening.catch(told));
