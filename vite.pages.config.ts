import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const root = resolve(import.meta.dirname, 'widget');

export default defineConfig({
  root,
  base: '/',
  build: {
    outDir: resolve(import.meta.dirname, 'dist/pages'),
    emptyOutDir: true,
    target: 'es2022',
    // Both know light-dark(), so it stays as it is written.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
    // The pages' policy has no data: for scripts and styles.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        members: resolve(root, 'members/index.html'),
        candidate: resolve(root, 'candidate/index.html'),
      },
    },
  },
});
