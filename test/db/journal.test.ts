import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Long } from 'mongodb';
import { describe, expect, test } from 'vitest';
import { connectTo, newFolder, openHere, until } from './store-process.ts';
import type { AnyDoc } from './test-collection.ts';

const journalIn = (dir: string) =>
  join(
    dir,
    readdirSync(dir).find((name) => name.startsWith('journal-'))!,
  );

/** Opens the folder, works on it, and closes it again. */
async function within<T>(
  dir: string,
  work: (docs: ReturnType<typeof docsOf>) => Promise<T>,
  limits = {},
): Promise<T> {
  const store = await openHere(dir, limits);
  const client = await connectTo(store.uri);
  const result = await work(docsOf(client));
  await client.close();
  await store.close();
  return result;
}
const docsOf = (client: Awaited<ReturnType<typeof connectTo>>) => client.db('d').collection<AnyDoc>('docs');
const idsOf = (dir: string) =>
  within(dir, async (docs) => (await docs.find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id as number));

describe('a restart', () => {
  test('keeps documents, indexes, and what was dropped away', async () => {
    const dir = newFolder();
    await within(dir, async (docs) => {
      await docs.createIndex({ k: 1 }, { unique: true, partialFilterExpression: { k: { $exists: true } } });
      await docs.insertMany([{ _id: 1, k: 1, at: new Date(7) }, { _id: 2 }, { _id: 3, k: 3 }]);
      await docs.updateOne({ _id: 2 }, { $set: { list: [1, { x: null }] } });
      await docs.deleteOne({ _id: 3 });
      await docs.db.collection('gone').insertOne({});
      await docs.db.collection('gone').drop();
    });
    await within(dir, async (docs) => {
      expect(await docs.find().sort({ _id: 1 }).toArray()).toEqual([
        { _id: 1, k: 1, at: new Date(7) },
        { _id: 2, list: [1, { x: null }] },
      ]);
      await expect(docs.insertOne({ _id: 4, k: 1 })).rejects.toMatchObject({ code: 11000 });
      const names = (await docs.db.listCollections().toArray()).map(({ name }) => name);
      expect(names).toEqual(['docs']);
    });
  });

  test('finds all that was written across compactions, in one file that stays small', async () => {
    const dir = newFolder();
    await within(
      dir,
      async (docs) => {
        await docs.createIndex({ n: 1 }, { unique: true });
        for (let round = 0; round < 40; round++) {
          const writes = Array.from({ length: 20 }, (_, i) =>
            docs.updateOne({ _id: i }, { $set: { n: i, round, pad: 'x'.repeat(500) } }, { upsert: true }),
          );
          await Promise.all(writes);
        }
      },
      { compactAboveBytes: 20_000 },
    );
    expect(statSync(journalIn(dir)).size).toBeLessThan(200_000);
    await within(dir, async (docs) => {
      expect(await docs.countDocuments({ round: 39 })).toBe(20);
      await expect(docs.insertOne({ _id: 99, n: 0 })).rejects.toMatchObject({ code: 11000 });
    });
  });
});

describe('a journal whose end is torn', () => {
  test.each([
    [
      'cut anywhere',
      (bytes: Buffer, whole: number) => bytes.subarray(0, whole + 1 + ((bytes.length - whole) >> 1)),
    ],
    ['cut inside the head of a record', (bytes: Buffer, whole: number) => bytes.subarray(0, whole + 5)],
    ['with a wrong byte in its last record', (bytes: Buffer) => flip(bytes, bytes.length - 3)],
    [
      'with zeros after a cut',
      (bytes: Buffer, whole: number) => Buffer.concat([bytes.subarray(0, whole + 9), Buffer.alloc(500)]),
    ],
  ])('%s opens with every whole record, and takes new ones', async (_name, damage) => {
    const dir = newFolder();
    await within(dir, async (docs) => {
      await docs.insertOne({ _id: 1 });
      await docs.insertOne({ _id: 2 });
    });
    const file = journalIn(dir);
    const whole = statSync(file).size;
    await within(dir, (docs) => docs.insertMany([{ _id: 3 }, { _id: 4, pad: 'x'.repeat(200) }]));
    writeFileSync(file, damage(readFileSync(file), whole));
    expect(await idsOf(dir)).toEqual([1, 2]);
    await within(dir, (docs) => docs.insertOne({ _id: 5 }));
    expect(await idsOf(dir)).toEqual([1, 2, 5]);
  });
});

function flip(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at]! ^= 0x40;
  return copy;
}

test('damage in the middle refuses to start, says where, and changes nothing', async () => {
  const dir = newFolder();
  await within(dir, (docs) => docs.insertOne({ _id: 1 }));
  const file = journalIn(dir);
  const good = statSync(file).size;
  await within(dir, async (docs) => {
    await docs.insertOne({ _id: 2, pad: 'x'.repeat(100) });
    await docs.insertOne({ _id: 3 });
  });
  const damaged = flip(readFileSync(file), good + 40);
  writeFileSync(file, damaged);
  await expect(openHere(dir)).rejects.toThrow(`${file} is damaged at byte ${good}, good records follow at`);
  expect(readFileSync(file).equals(damaged)).toBe(true);
  writeFileSync(file, flip(damaged, good + 40));
  expect(await idsOf(dir)).toEqual([1, 2, 3]);
});

test('documents go when their time is over, and stay gone', async () => {
  const dir = newFolder();
  await within(
    dir,
    async (docs) => {
      await docs.createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 });
      await docs.insertMany([
        { _id: 1, expiresAt: new Date(Date.now() - 1000) },
        { _id: 2, expiresAt: new Date(Date.now() + 3_600_000) },
        { _id: 3, expiresAt: 'never' },
        { _id: 4 },
      ]);
      await until(async () => (await docs.countDocuments()) === 3);
    },
    { sweepMs: 20 },
  );
  expect(await idsOf(dir)).toEqual([2, 3, 4]);
});

test('cursors that nobody asks any more are closed, also when their connection is gone', async () => {
  const store = await openHere(newFolder(), { sweepMs: 10, cursorIdleMs: 50 });
  const [left, other] = [await connectTo(store.uri), await connectTo(store.uri)];
  await docsOf(left).insertMany(Array.from({ length: 50 }, (_, _id) => ({ _id })));
  const finds = Array.from({ length: 50 }, () => left.db('d').command({ find: 'docs', batchSize: 2 }));
  const ids = (await Promise.all(finds)).map((reply) => Long.fromNumber(Number(reply['cursor'].id)));
  await left.close(true);
  // To ask for a cursor is to use it: each look takes another one.
  await until(async () => {
    const reply = await other.db('d').command({ killCursors: 'docs', cursors: [ids.pop()!] });
    return reply['cursorsKilled'].length === 0;
  });
});
