import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { STATUS } from './server/errors.ts';
import { errorsPage } from './widget/errors/page.ts';

const root = resolve(import.meta.dirname, 'widget');

/** Written when it is built: it reads without scripts, and browsers themselves find an anchor in it. */
const writeErrors: Plugin = {
  name: 'write-errors',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) => html.replace('<!-- errors -->', () => errorsPage(STATUS)),
  },
};

const SHEET = /\s*<link rel="stylesheet"[^>]*>/;
const SHARED = /\s*<link rel="stylesheet"[^>]*\/base-[^>]*>/;

/** What pages share comes before what they say themselves, as in their sources; the build puts it last, where it would win. */
const sharedFirst: Plugin = {
  name: 'shared-first',
  transformIndexHtml: {
    order: 'post',
    handler(html) {
      const [shared = ''] = SHARED.exec(html) ?? [];
      return html.replace(shared, '').replace(SHEET, (first) => shared + first);
    },
  },
};

export default defineConfig({
  root,
  plugins: [writeErrors, sharedFirst],
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
        errors: resolve(root, 'errors/index.html'),
      },
    },
  },
});
