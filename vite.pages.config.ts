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
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        members: resolve(root, 'members/index.html'),
        candidate: resolve(root, 'candidate/index.html'),
      },
    },
  },
});
