import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const file = (path: string) => resolve(import.meta.dirname, path);

export default defineConfig({
  build: {
    ssr: true,
    outDir: 'dist',
    emptyOutDir: false,
    target: 'node20',
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: {
        'server/main': file('server/main.ts'),
        'server/canditech': file('server/canditech.ts'),
        'server/embedded-worker': file('server/db/embedded/worker.ts'),
        'demo/start': file('demo/start.ts'),
        // For browsers; it shares no module with the others.
        'demo/studio': file('demo/studio/browser/studio.ts'),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'server/chunks/[name]-[hash].js' },
    },
  },
});
