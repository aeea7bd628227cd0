import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../server/db/embedded-thread.ts';

/** One store for a whole test run: the deployment of TEST_MONGODB_URI, else an embedded one reached by its URI. */
export default async function setup(): Promise<() => Promise<void>> {
  const given = process.env['TEST_MONGODB_URI'];
  if (given) {
    process.env['TEST_STORE_URI'] = given;
    console.log('[store] tests run against the deployment of TEST_MONGODB_URI');
    return async () => {};
  }
  console.log('[store] TEST_MONGODB_URI is not set: tests run against the embedded store only');
  const dir = mkdtempSync(join(tmpdir(), 'canditech-test-'));
  const store = await startEmbedded({ dir });
  process.env['TEST_STORE_URI'] = store.uri;
  return async () => {
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  };
}
