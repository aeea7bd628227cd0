// The thread that the embedded store runs in, so that a slow query never holds up a request.
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { Store } from './store.ts';
import { listen } from './wire.ts';

export interface WorkerInput {
  dir: string;
  at: string | number;
  password?: string | undefined;
  compactAboveBytes?: number | undefined;
}
export type WorkerMessage = { ready: true; port: number | undefined } | { failed: string };

const { dir, at, password, compactAboveBytes } = workerData as WorkerInput;
const port = parentPort!;

try {
  const store = new Store(dir, { compactAboveBytes });
  const listener = await listen(at, { store, password });
  const address = listener.server.address() as AddressInfo | string | null;
  port.on('message', () => {
    void listener
      .close()
      .then(() => store.close())
      .then(() => process.exit(0));
  });
  const message: WorkerMessage = {
    ready: true,
    port: typeof address === 'object' ? address?.port : undefined,
  };
  port.postMessage(message);
} catch (error) {
  const message: WorkerMessage = { failed: (error as Error).message };
  port.postMessage(message);
}
