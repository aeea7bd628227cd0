import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MongoClient } from 'mongodb';
import { afterEach } from 'vitest';
import type * as Store from '../../server/db/embedded-thread.ts';

const built = process.env['TEST_BUILT_STORE']!;
const SCRIPT = join(built, 'open-store.js');
const { startEmbedded } = (await import(
  pathToFileURL(join(built, 'embedded-thread.js')).href
)) as typeof Store;

export interface StoreProcess {
  pid: number;
  uri: string;
  exited: Promise<number | null>;
  /** What it wrote to its standard error. */
  said(): string;
  signal(name: NodeJS.Signals): Promise<number | null>;
}

type Cleanup = () => unknown;
/** In this order: clients before what they talk to, folders last. */
const cleanups = { clients: [] as Cleanup[], stores: [] as Cleanup[], folders: [] as Cleanup[] };
afterEach(async () => {
  for (const kind of Object.values(cleanups)) await Promise.all(kind.splice(0).map((clean) => clean()));
});

/** A folder that goes with the test. */
export function newFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'canditech-db-'));
  cleanups.folders.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/**
 * Opens a store in a process of its own. Rejects with what it says on its way out. `fileBlocks` limits what it may write
 * into a file, as a full disk would.
 */
export function openInProcess(dir: string, limits: object = {}, fileBlocks?: number): Promise<StoreProcess> {
  const limit = fileBlocks === undefined ? '' : `ulimit -f ${fileBlocks};`;
  const node = [process.execPath, SCRIPT, dir, JSON.stringify(limits)];
  const child = spawn('sh', ['-c', `${limit} exec "$@"`, 'sh', ...node]);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const signal = (name: NodeJS.Signals) => {
    child.kill(name);
    return exited;
  };
  cleanups.stores.push(() => signal('SIGKILL'));
  return new Promise((resolve, reject) => {
    void exited.then((code) => reject(new Error(said || `ended with ${code}`)));
    child.stdout.once('data', (line: Buffer) => {
      resolve({
        pid: child.pid!,
        exited,
        said: () => said,
        signal,
        ...(JSON.parse(line.toString()) as { uri: string }),
      });
    });
  });
}

/** Opens a store in this process. */
export async function openHere(dir: string, limits: object = {}): Promise<Store.Embedded> {
  const store = await startEmbedded({ dir, ...limits });
  let open = true;
  cleanups.stores.push(() => open && store.close());
  return {
    uri: store.uri,
    async close() {
      open = false;
      await store.close();
    },
  };
}

export async function connectTo(uri: string): Promise<MongoClient> {
  const client = await new MongoClient(uri, { serverSelectionTimeoutMS: 5000 }).connect();
  // The driver may wait for a store that was killed.
  const patience = () => new Promise((resolve) => setTimeout(resolve, 5000).unref());
  cleanups.clients.push(() => Promise.race([client.close(), patience()]));
  return client;
}

/** Looks again until it holds; the test's own time limit ends a wait for ever. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}
