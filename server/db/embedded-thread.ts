import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { WorkerInput, WorkerMessage } from './embedded/worker.ts';

export interface Embedded {
  uri: string;
  close(): Promise<void>;
}

/** From source through tsx; from the build in the folder of the chunk or above it. */
function startWorker(workerData: WorkerInput): Worker {
  const here = fileURLToPath(import.meta.url);
  if (here.endsWith('.ts')) {
    const file = JSON.stringify(new URL('embedded/worker.ts', import.meta.url).href);
    const source = `import('tsx/esm/api').then(({ register }) => (register(), import(${file})))`;
    return new Worker(source, { eval: true, workerData });
  }
  const beside = join(dirname(here), 'embedded-worker.js');
  return new Worker(existsSync(beside) ? beside : join(dirname(here), '..', 'embedded-worker.js'), {
    workerData,
  });
}

/** Opens the store of a folder. Throws when another process has it, and when its journal is damaged. */
export async function startEmbedded(input: WorkerInput): Promise<Embedded> {
  const worker = startWorker(input);
  const exited = new Promise<number>((resolve) => worker.once('exit', resolve));
  const message = await new Promise<WorkerMessage>((resolve, reject) => {
    worker.once('message', resolve).once('error', reject);
    void exited.then((code) => reject(new Error(`The embedded store ended with code ${code}.`)));
  });
  if ('failed' in message) {
    await worker.terminate();
    throw new Error(message.failed);
  }
  let closing = false;
  worker.on('error', (error) => process.stderr.write(`The embedded store failed: ${error.message}\n`));
  void exited.then((code) => {
    if (closing) return;
    process.stderr.write(`The embedded store ended with code ${code}, so the process ends too.\n`);
    process.exit(code || 1);
  });
  return {
    uri: message.uri,
    async close() {
      closing = true;
      worker.postMessage('close');
      await exited;
    },
  };
}
