import { describe, expect, test } from 'vitest';
import { useStore } from './test-collection.ts';

const { db, docs } = useStore();
const duplicate = { code: 11000 };

describe('a unique index', () => {
  test('refuses a second of the same key, by insert and by update, and tells which', async () => {
    await docs().createIndex({ w: 1, k: 1 }, { unique: true });
    await docs().insertMany([
      { _id: 1, w: 1, k: 'a' },
      { _id: 2, w: 2, k: 'a' },
    ]);
    await expect(docs().insertOne({ _id: 3, w: 1, k: 'a' })).rejects.toMatchObject({
      ...duplicate,
      keyPattern: { w: 1, k: 1 },
      keyValue: { w: 1, k: 'a' },
    });
    await expect(docs().updateOne({ _id: 2 }, { $set: { w: 1 } })).rejects.toMatchObject(duplicate);
    await docs().updateOne({ _id: 1 }, { $set: { x: 1 } });
    expect(await docs().countDocuments({ w: 1 })).toBe(1);
  });

  test('counts what is missing as one value', async () => {
    await docs().createIndex({ k: 1 }, { unique: true });
    await docs().insertOne({ _id: 1 });
    await expect(docs().insertOne({ _id: 2, k: null })).rejects.toMatchObject(duplicate);
  });

  test('of twenty inserts at once lets one in', async () => {
    await docs().createIndex({ k: 1 }, { unique: true });
    const tries = Array.from({ length: 20 }, (_, _id) => docs().insertOne({ _id, k: 'same' }));
    expect((await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('frees a key with the document that held it', async () => {
    await docs().createIndex({ k: 1 }, { unique: true });
    await docs().insertOne({ _id: 1, k: 1 });
    await docs().deleteOne({ _id: 1 });
    await docs().insertOne({ _id: 2, k: 1 });
    await docs().updateOne({ _id: 2 }, { $set: { k: 2 } });
    await docs().insertOne({ _id: 3, k: 1 });
    expect(await docs().countDocuments()).toBe(2);
  });

  test('is not made over keys that are not unique', async () => {
    await docs().insertMany([
      { _id: 1, k: 1 },
      { _id: 2, k: 1 },
    ]);
    await expect(docs().createIndex({ k: 1 }, { unique: true })).rejects.toMatchObject(duplicate);
    await docs().insertOne({ _id: 3, k: 1 });
  });

  test('holds for each element of an array', async () => {
    await docs().createIndex({ k: 1 }, { unique: true });
    await docs().insertOne({ _id: 1, k: [1, 2, 2] });
    await expect(docs().insertOne({ _id: 2, k: [2, 3] })).rejects.toMatchObject(duplicate);
  });
});

test('a partial index is unique only for what it covers', async () => {
  const partial = { unique: true, partialFilterExpression: { k: { $exists: true } } };
  await docs().createIndex({ k: 1 }, partial);
  await docs().insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3, k: 1 }]);
  await expect(docs().insertOne({ _id: 4, k: 1 })).rejects.toMatchObject(duplicate);
  await docs().updateOne({ _id: 3 }, { $unset: { k: '' } });
  await docs().insertOne({ _id: 4, k: 1 });
  expect(await docs().countDocuments({ k: null })).toBe(3);
});

test('an index changes nothing about what a query finds', async () => {
  const values = [null, 1, 2, 3, 'a', [1, 3], [5, 0], [], { x: 1 }, true, undefined];
  await docs().insertMany(values.map((k, _id) => ({ _id, ...(k !== undefined && { k }), g: _id % 3 })));
  const filters = [
    { k: 1 },
    { k: null },
    { k: { $gt: 1 } },
    { k: { $gt: 2, $lt: 4 } },
    { k: { $in: [1, 'a', null] } },
    { k: { $ne: 1 } },
    { k: [1, 3] },
    { k: { $lte: 1 } },
    { g: 1, k: { $gte: 1 } },
    { g: { $in: [0, 2] }, k: 1 },
    { k: { $exists: false } },
  ];
  const answers = () =>
    Promise.all(
      filters.flatMap((filter) => [
        docs().find(filter).sort({ _id: 1 }).toArray(),
        docs().find(filter).sort({ g: -1, _id: -1 }).limit(2).toArray(),
      ]),
    );
  const before = await answers();
  await docs().createIndexes([{ key: { k: 1 } }, { key: { g: 1, k: -1 } }, { key: { g: -1, _id: -1 } }]);
  expect(await answers()).toEqual(before);
});

test('an index that is there already is made once; another of its name is refused', async () => {
  const make = () => docs().createIndex({ a: 1, b: -1 }, { unique: true });
  expect(await Promise.all([make(), make(), make()])).toEqual(Array(3).fill('a_1_b_-1'));
  expect((await docs().indexes()).map(({ name }) => name)).toEqual(['_id_', 'a_1_b_-1']);
  await expect(docs().createIndex({ c: 1 }, { name: 'a_1_b_-1' })).rejects.toThrow();
});

describe('collections', () => {
  test('are listed, and gone with what they held once they are dropped', async () => {
    const { collectionName: name } = docs();
    await docs().createIndex({ k: 1 }, { unique: true });
    await docs().insertOne({ _id: 1, k: 1 });
    expect(await db().listCollections({ name }).toArray()).toMatchObject([{ name, type: 'collection' }]);
    await docs().drop();
    expect(await db().listCollections({ name }).toArray()).toEqual([]);
    expect(await docs().countDocuments()).toBe(0);
    await docs().insertMany([
      { _id: 1, k: 1 },
      { _id: 2, k: 1 },
    ]);
  });

  test('of another database are not seen', async () => {
    await docs().insertOne({ _id: 1 });
    expect(await db().client.db(`${db().databaseName}2`).listCollections().toArray()).toEqual([]);
  });
});

/** The same numbers every time, so that a failure can be seen again. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

test('with indexes and without, the same five hundred random changes give the same answers', async () => {
  const roll = dice(20_260_203);
  const [bare, indexed] = [db().collection<any>(`${docs().collectionName}_bare`), docs()];
  await indexed.createIndexes([
    { key: { k: 1 } },
    { key: { g: 1, k: -1 } },
    { key: { g: -1, n: -1, _id: -1 } },
    { key: { n: 1 }, partialFilterExpression: { n: { $exists: true } } },
  ]);
  const value = () =>
    [roll(5), null, 'a', [roll(3), roll(3)], [2, 2], [], new Date(roll(4)), { x: roll(2) }][roll(8)];
  const both = (work: (c: typeof bare) => Promise<unknown>) => Promise.all([work(bare), work(indexed)]);
  for (let i = 0; i < 500; i++) {
    const [_id, k, g, n] = [roll(40), value(), roll(3), roll(6)];
    const doc = { g, k, ...(roll(3) > 0 && { n }) };
    const kind = roll(5);
    if (kind === 0) await both((c) => c.deleteOne({ _id }));
    else if (kind === 1) await both((c) => c.updateOne({ _id }, { $unset: { n: '' }, $set: { g } }));
    else await both((c) => c.replaceOne({ _id }, doc, { upsert: true }));
    const filter = [
      { k },
      { g, k: { $gte: roll(3) } },
      { n: { $gt: roll(3), $lte: roll(6) } },
      { g: { $in: [0, roll(3)] }, n: { $exists: true } },
      { k: { $in: [2, null] }, $and: [{ g }] },
      { n: { $ne: n } },
    ][roll(6)]!;
    const sort = [{ _id: 1 }, { g: -1, n: -1, _id: -1 }, { n: 1, _id: 1 }, { k: 1, _id: 1 }][
      roll(4)
    ]! as Record<string, 1>;
    const limit = roll(6);
    const [plain, planned] = await both((c) => c.find(filter).sort(sort).limit(limit).toArray());
    expect(planned, JSON.stringify({ filter, sort })).toEqual(plain);
  }
});
