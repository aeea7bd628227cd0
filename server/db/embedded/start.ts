import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { lock } from './lock.ts';
import type { WorkerInput, WorkerMessage } from './worker.ts';

export interface Embedded {
  uri: string;
  close(): Promise<void>;
}

interface Options {
  dir: string;
  /** Journal bytes, above twice the live data, at which it is compacted; default 8 MiB. */
  compactAboveBytes?: number;
}

/** The longest path that a socket may have everywhere. */
const SOCKET_PATH = 100;

/** From source through tsx; from the build in the folder of the chunk or above it. */
function startWorker(input: WorkerInput): Worker {
  const here = fileURLToPath(import.meta.url);
  if (here.endsWith('.ts')) {
    const file = JSON.stringify(new URL('worker.ts', import.meta.url).href);
    return new Worker(`import('tsx/esm/api').then(({ register }) => (register(), import(${file})))`, {
      eval: true,
      workerData: input,
    });
  }
  const beside = join(dirname(here), 'embedded-worker.js');
  return new Worker(existsSync(beside) ? beside : join(dirname(here), '..', 'embedded-worker.js'), {
    workerData: input,
  });
}

interface Place {
  at: string | number;
  password?: string;
  uri(port: number | undefined): string;
  clean(): void;
}

const DRIVER = 'directConnection=true&retryWrites=false';

/** A socket that only this user may open, or a loopback port with a password where there are no such sockets. */
function choosePlace(dir: string): Place {
  if (process.platform === 'win32') {
    const password = randomBytes(24).toString('base64url');
    const auth = 'authMechanism=PLAIN&authSource=%24external';
    return {
      at: 0,
      password,
      uri: (port) => `mongodb://store:${password}@127.0.0.1:${port}/?${DRIVER}&${auth}`,
      clean: () => {},
    };
  }
  const inside = join(dir, 'store.sock');
  const folder = inside.length > SOCKET_PATH ? mkdtempSync(join(tmpdir(), 'canditech-')) : undefined;
  const at = folder ? join(folder, 'store.sock') : inside;
  if (existsSync(at)) unlinkSync(at);
  return {
    at,
    uri: () => `mongodb://${encodeURIComponent(at)}/?${DRIVER}`,
    clean: () => folder && rmSync(folder, { recursive: true, force: true }),
  };
}

/** Opens the store of a folder. Throws when another process has it, and when its journal is damaged. */
export async function startEmbedded({ dir, compactAboveBytes }: Options): Promise<Embedded> {
  const owned = lock(dir);
  try {
    const place = choosePlace(dir);
    const input: WorkerInput = { dir, at: place.at, password: place.password, compactAboveBytes };
    const worker = startWorker(input);
    const message = await new Promise<WorkerMessage>((resolve, reject) => {
      worker.once('message', resolve).once('error', reject);
    });
    if ('failed' in message) {
      await worker.terminate();
      throw new Error(message.failed);
    }
    const uri = place.uri(message.port);
    owned.publish(uri);
    let closing = false;
    worker.on('error', (error) => process.stderr.write(`The embedded store failed: ${error.message}\n`));
    worker.on('exit', (code) => {
      if (closing) return;
      process.stderr.write(`The embedded store ended with code ${code}, so the server ends too.\n`);
      process.exit(code || 1);
    });
    return {
      uri,
      async close() {
        closing = true;
        const ended = new Promise((resolve) => worker.once('exit', resolve));
        worker.postMessage('close');
        await ended;
        place.clean();
        owned.release();
      },
    };
  } catch (error) {
    owned.release();
    throw error;
  }
}
