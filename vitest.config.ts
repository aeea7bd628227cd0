import { defineConfig } from 'vitest/config';

const files = (...folders: string[]) => folders.map((folder) => `test/${folder}/**/*.test.ts`);

/** It ends a run, and measures none: a second, which is Vitest's own, is short on a machine with other work. */
const expectInTime = { poll: { timeout: 20_000 } };

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: files('core', 'mail', 'docs'), testTimeout: 20_000 } },
      {
        test: {
          name: 'server',
          include: files(
            'ashby',
            'assessments',
            'attempts',
            'embed',
            'http',
            'invitations',
            'members',
            'outbox',
            'reviews',
            'settings',
          ),
          globalSetup: 'test/support/store.ts',
          pool: 'forks',
          // Files share the modules of their worker, and nothing else.
          isolate: false,
          expect: expectInTime,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'store',
          include: files('db'),
          globalSetup: ['test/support/store.ts', 'test/support/built-store.ts'],
          pool: 'forks',
          expect: expectInTime,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          // Hostile pages of other origins: each worker has one browser and one server for all files.
          name: 'hosts',
          include: files('widget/hosts'),
          globalSetup: 'test/support/store.ts',
          pool: 'forks',
          expect: expectInTime,
          isolate: false,
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: files('e2e', 'flow'),
          globalSetup: 'test/support/store.ts',
          pool: 'forks',
          expect: expectInTime,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
