import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MongoClient } from 'mongodb';
import { afterEach } from 'vitest';
import { startEmbedded, type Embedded } from '../../server/db/embedded-thread.ts';

const SCRIPT = fileURLToPath(new URL('open-store.ts', import.meta.url));

export interface StoreProcess {
  pid: number;
  uri: string;
  signal(name: NodeJS.Signals): Promise<number | null>;
}

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** A folder that goes with the test. */
export function newFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'canditech-db-'));
  cleanups.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Opens a store in a process of its own. Rejects with what it says on its way out. */
export function openInProcess(dir: string, limits: object = {}): Promise<StoreProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, dir, JSON.stringify(limits)]);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const signal = (name: NodeJS.Signals) => {
    child.kill(name);
    return exited;
  };
  cleanups.push(() => signal('SIGKILL'));
  return new Promise((resolve, reject) => {
    void exited.then((code) => reject(new Error(said || `ended with ${code}`)));
    child.stdout.once('data', (line: Buffer) => {
      resolve({ pid: child.pid!, signal, ...(JSON.parse(line.toString()) as { uri: string }) });
    });
  });
}

/** Opens a store in this process. */
export async function openHere(dir: string, limits: object = {}): Promise<Embedded> {
  const store = await startEmbedded({ dir, ...limits });
  let open = true;
  cleanups.push(() => open && store.close());
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
  cleanups.push(() => client.close());
  return client;
}

/** Looks again until it holds; the test's own time limit ends a wait for ever. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}
