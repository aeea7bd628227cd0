import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { join } from 'node:path';
import { readConfig } from '../../server/config.ts';
import { ensureIndexes, openCollections } from '../../server/db/collections.ts';
import { connect, type Store } from '../../server/db/connect.ts';
import { newFolder, openInProcess } from './store-process.ts';

async function connected<T>(
  options: Partial<Parameters<typeof connect>[0]>,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await connect({ dataDir: newFolder(), say: () => {}, ...options });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

describe('connect', () => {
  test.each([undefined, 'embedded'])(
    'with MONGODB_URI %s opens the embedded store and says so in one sentence',
    async (mongodbUri) => {
      const said: string[] = [];
      await connected({ mongodbUri, say: (sentence) => said.push(sentence) }, async ({ db, embedded }) => {
        expect(embedded).toBe(true);
        await db.collection('c').insertOne({});
      });
      expect(said).toHaveLength(1);
      expect(said[0]).toMatch(/embedded store.*MONGODB_URI/);
    },
  );

  test('with an address goes there, and says nothing', async () => {
    const said: string[] = [];
    const options = {
      mongodbUri: process.env['TEST_STORE_URI']!,
      say: (sentence: string) => said.push(sentence),
    };
    await connected(options, async ({ db, embedded }) => {
      expect(embedded).toBe(false);
      await db.command({ ping: 1 });
    });
    expect(said).toEqual([]);
  });

  test('joins a running store only when asked to', async () => {
    const dataDir = newFolder();
    await openInProcess(join(dataDir, 'store'));
    await expect(connected({ dataDir }, async () => {})).rejects.toThrow(/in use by process/);
    await connected({ dataDir, attach: true }, ({ db }) => db.collection('c').insertOne({}));
  });

  test('opens the folder itself when there is nobody to join', async () => {
    const dataDir = newFolder();
    await (await openInProcess(join(dataDir, 'store'))).signal('SIGKILL');
    await connected({ dataDir, attach: true }, ({ db }) => db.collection('c').insertOne({}));
  });
});

test('eight processes’ worth of ensureIndexes at once make each index once', async () => {
  const database = `ensure_${crypto.randomUUID().slice(0, 8)}`;
  await connected({ mongodbUri: process.env['TEST_STORE_URI']!, database }, async ({ db }) => {
    await Promise.all(Array.from({ length: 8 }, () => ensureIndexes(db)));
    await ensureIndexes(db);
    const names = (await openCollections(db).invitations.indexes()).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('workspaceId_1_activeKey_1');
    await db.dropDatabase();
  });
});

describe('in production', () => {
  const production = {
    NODE_ENV: 'production',
    SMTP_URL: 'smtp://mail.example',
    MAIL_FROM: 'a@b.example',
    MASTER_KEY: randomBytes(32).toString('base64'),
    PUBLIC_URL: 'https://ats.example',
  };

  test('the embedded store must be asked for by name', () => {
    expect(() => readConfig(production)).toThrow(/MONGODB_URI/);
    expect(readConfig({ ...production, MONGODB_URI: 'embedded' }).config.mongodbUri).toBe('embedded');
  });
});
