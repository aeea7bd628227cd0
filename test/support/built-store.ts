import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from './process.ts';

/** The embedded store as it is shipped, built once for a test run: from its source each start would compile it again. */
export default async function setup(): Promise<() => void> {
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  // Below node_modules, where it finds what it imports.
  const dir = mkdtempSync(join(cache, 'canditech-store-'));
  const file = (path: string) => join(root, path);
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir: dir,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: {
          'open-store': file('test/db/open-store.ts'),
          'embedded-thread': file('server/db/embedded-thread.ts'),
          'embedded-worker': file('server/db/embedded/worker.ts'),
        },
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
  process.env['TEST_BUILT_STORE'] = dir;
  return () => rmSync(dir, { recursive: true, force: true });
}
