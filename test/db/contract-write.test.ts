import { ObjectId } from 'mongodb';
import { describe, expect, test } from 'vitest';
import { useStore } from './test-collection.ts';

const { docs } = useStore();

async function after(doc: object, update: object, options: object = {}): Promise<unknown> {
  await docs().insertOne({ _id: 1, ...doc });
  await docs().updateOne({ _id: 1 }, update, options);
  return docs().findOne({ _id: 1 }, { projection: { _id: 0 } });
}

describe('insert', () => {
  test('gives an id where there is none, and keeps the order of the fields', async () => {
    const { insertedId } = await docs().insertOne({ z: 1, a: 2 });
    expect(insertedId).toBeInstanceOf(ObjectId);
    expect(Object.keys(await docs().findOne())).toEqual(['_id', 'z', 'a']);
  });

  test('in order stops at the first that fails; unordered goes on', async () => {
    const three = [{ _id: 1 }, { _id: 1 }, { _id: 2 }];
    await expect(docs().insertMany(three)).rejects.toMatchObject({ code: 11000, insertedCount: 1 });
    await docs().deleteMany({});
    await expect(docs().insertMany(three, { ordered: false })).rejects.toMatchObject({
      code: 11000,
      insertedCount: 2,
    });
    expect(await docs().countDocuments()).toBe(2);
  });

  test('of an id that is there is refused and tells which', async () => {
    await docs().insertOne({ _id: 'a' });
    await expect(docs().insertOne({ _id: 'a' })).rejects.toMatchObject({
      code: 11000,
      keyPattern: { _id: 1 },
      keyValue: { _id: 'a' },
    });
  });
});

describe('update operators', () => {
  test.each([
    ['$set makes documents on the way', {}, { $set: { 'a.b': 1 } }, { a: { b: 1 } }],
    ['$set in an array', { a: [1, 2] }, { $set: { 'a.1': 9, 'a.3': 4 } }, { a: [1, 9, null, 4] }],
    ['$unset', { a: 1, b: { c: 1, d: 2 } }, { $unset: { a: '', 'b.c': '', x: '' } }, { b: { d: 2 } }],
    ['$unset in an array leaves null', { a: [1, 2] }, { $unset: { 'a.0': '' } }, { a: [null, 2] }],
    ['$inc', { a: 1 }, { $inc: { a: 2, b: -1 } }, { a: 3, b: -1 }],
    ['$mul', { a: 3 }, { $mul: { a: 2, b: 5 } }, { a: 6, b: 0 }],
    ['$min and $max', { a: 3, b: 3 }, { $min: { a: 1 }, $max: { b: 1, c: 1 } }, { a: 1, b: 3, c: 1 }],
    ['$push', { a: [1] }, { $push: { a: 2, b: 1 } }, { a: [1, 2], b: [1] }],
    ['$push of several', { a: [1] }, { $push: { a: { $each: [2, 3] } } }, { a: [1, 2, 3] }],
    [
      '$addToSet',
      { a: [1, { x: 1 }] },
      { $addToSet: { a: { $each: [{ x: 1 }, 2, 2] } } },
      { a: [1, { x: 1 }, 2] },
    ],
    ['$pop', { a: [1, 2, 3], b: [1, 2] }, { $pop: { a: 1, b: -1 } }, { a: [1, 2], b: [2] }],
    ['$pull of a value', { a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }],
    ['$pull by operators', { a: [1, 5, 9] }, { $pull: { a: { $gt: 4 } } }, { a: [1] }],
    ['$pull by fields', { a: [{ k: 1, v: 1 }, { k: 2 }] }, { $pull: { a: { k: 1 } } }, { a: [{ k: 2 }] }],
    ['$pullAll', { a: [1, 2, 3] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
    ['$setOnInsert of what is there', { a: 1 }, { $setOnInsert: { a: 2 } }, { a: 1 }],
    ['every element', { a: [{ n: 1 }, { n: 2 }] }, { $inc: { 'a.$[].n': 1 } }, { a: [{ n: 2 }, { n: 3 }] }],
  ])('%s', async (_name, doc, update, expected) => {
    expect(await after(doc, update)).toEqual(expected);
  });

  test('$currentDate is the time of the server', async () => {
    const { at } = (await after({}, { $currentDate: { at: true } })) as { at: Date };
    expect(at).toBeInstanceOf(Date);
  });

  test('array filters choose the elements', async () => {
    const doc = {
      a: [
        { k: 1, n: [1, 5] },
        { k: 2, n: [5] },
      ],
    };
    const arrayFilters = [{ 'x.k': { $gte: 1 } }, { y: { $gt: 3 } }];
    expect(await after(doc, { $set: { 'a.$[x].n.$[y]': 0 } }, { arrayFilters })).toEqual({
      a: [
        { k: 1, n: [1, 0] },
        { k: 2, n: [0] },
      ],
    });
  });

  test.each([
    ['$inc of text', { a: 'x' }, { $inc: { a: 1 } }],
    ['$push on a number', { a: 1 }, { $push: { a: 1 } }],
    ['a path through a number', { a: 1 }, { $set: { 'a.b': 1 } }],
    ['a path through null', { a: null }, { $set: { 'a.b': 1 } }],
    ['two changes of one path', {}, { $set: { 'a.b': 1 }, $unset: { a: '' } }],
    ['another id', {}, { $set: { _id: 2 } }],
    ['an array filter that is not used', { a: [] }, { $set: { b: 1 } }, { arrayFilters: [{ x: 1 }] }],
    ['an identifier without a filter', { a: [1] }, { $set: { 'a.$[x]': 1 } }],
  ])('%s is refused and changes nothing', async (_name, doc, update: object, options: object = {}) => {
    await docs().insertOne({ _id: 1, ...doc });
    await expect(docs().updateOne({ _id: 1 }, update, options)).rejects.toThrow();
    expect(await docs().findOne()).toEqual({ _id: 1, ...doc });
  });
});

describe('update', () => {
  test('by a pipeline sees each stage’s result, and $$NOW', async () => {
    const pipeline = [
      { $set: { sum: { $add: ['$a', 1] }, at: '$$NOW', kind: { $cond: [{ $gt: ['$a', 0] }, 'yes', 'no'] } } },
      { $set: { later: { $add: ['$at', 1000] }, twice: { $add: ['$sum', '$sum'] } } },
      { $unset: ['a', 'nested.x'] },
    ];
    const doc = (await after({ a: 1, nested: { x: 1, y: 2 } }, pipeline)) as Record<string, any>;
    expect(doc).toMatchObject({ sum: 2, kind: 'yes', twice: 4, nested: { y: 2 } });
    expect(doc).not.toHaveProperty('a');
    expect(doc['later'].getTime() - doc['at'].getTime()).toBe(1000);
  });

  test('by a pipeline reaches into the elements of arrays', async () => {
    expect(await after({ a: [{ n: 1 }, {}] }, [{ $set: { 'a.m': 2 } }])).toEqual({
      a: [{ n: 1, m: 2 }, { m: 2 }],
    });
  });

  test('counts what matched and what changed', async () => {
    await docs().insertMany([{ _id: 1, a: 1 }, { _id: 2, a: 2 }, { _id: 3 }]);
    const { matchedCount, modifiedCount } = await docs().updateMany(
      { a: { $exists: true } },
      { $set: { a: 1 } },
    );
    expect([matchedCount, modifiedCount]).toEqual([2, 1]);
  });

  test('takes the first in the order that is asked for', async () => {
    await docs().insertMany([3, 1, 2].map((_id) => ({ _id })));
    await docs().updateOne({}, { $set: { hit: true } }, { sort: { _id: -1 } } as never);
    expect(await docs().findOne({ hit: true })).toEqual({ _id: 3, hit: true });
  });

  test('upserts from what the filter says must be equal', async () => {
    const filter = { _id: 'k', a: { $eq: 1 }, b: { $gt: 5 }, $and: [{ 'c.d': 2 }] };
    const { upsertedId } = await docs().updateOne(
      filter,
      { $set: { e: 3 }, $setOnInsert: { f: 4 } },
      { upsert: true },
    );
    expect(upsertedId).toBe('k');
    expect(await docs().findOne()).toEqual({ _id: 'k', a: 1, c: { d: 2 }, e: 3, f: 4 });
  });

  test('replaces the whole document and keeps its id', async () => {
    await docs().insertOne({ _id: 1, a: 1, b: 2 });
    await docs().replaceOne({ a: 1 }, { c: 3 } as never);
    expect(await docs().find().toArray()).toEqual([{ _id: 1, c: 3 }]);
    await docs().replaceOne({ _id: 2, x: 1 }, { d: 4 } as never, { upsert: true });
    expect(await docs().findOne({ _id: 2 })).toEqual({ _id: 2, d: 4 });
  });

  test('a hundred increments at once count a hundred', async () => {
    await docs().insertOne({ _id: 1, n: 0 });
    await Promise.all(Array.from({ length: 100 }, () => docs().updateOne({ _id: 1 }, { $inc: { n: 1 } })));
    expect(await docs().findOne()).toEqual({ _id: 1, n: 100 });
  });

  test('of twenty that guard the same state one wins', async () => {
    await docs().insertOne({ _id: 1, state: 'open' });
    const tries = Array.from({ length: 20 }, (_, by) =>
      docs().findOneAndUpdate({ _id: 1, state: 'open' }, { $set: { state: 'taken', by } }),
    );
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
  });
});

describe('findOneAnd…', () => {
  test('gives the document before or after, projected, the first in order', async () => {
    await docs().insertMany([
      { _id: 1, n: 1 },
      { _id: 2, n: 2 },
    ]);
    const options = { sort: { n: -1 } as const, projection: { n: 1, _id: 0 } };
    expect(await docs().findOneAndUpdate({}, { $inc: { n: 10 } }, options)).toEqual({ n: 2 });
    expect(
      await docs().findOneAndUpdate({}, { $inc: { n: 10 } }, { ...options, returnDocument: 'after' }),
    ).toEqual({ n: 22 });
    expect(
      await docs().findOneAndReplace({ _id: 1 }, { m: 1 } as never, { returnDocument: 'after' }),
    ).toEqual({
      _id: 1,
      m: 1,
    });
    expect(await docs().findOneAndDelete({ _id: 1 })).toEqual({ _id: 1, m: 1 });
    expect(await docs().findOneAndDelete({ _id: 1 })).toBeNull();
  });

  test('upserts, and says null before and the document after', async () => {
    const update = { $set: { a: 1 } };
    expect(await docs().findOneAndUpdate({ _id: 1 }, update, { upsert: true })).toBeNull();
    expect(
      await docs().findOneAndUpdate({ _id: 2 }, update, { upsert: true, returnDocument: 'after' }),
    ).toEqual({ _id: 2, a: 1 });
  });
});

describe('delete and bulk writes', () => {
  test('deletes one or all that match', async () => {
    await docs().insertMany([1, 2, 3, 4].map((_id) => ({ _id, even: _id % 2 === 0 })));
    expect((await docs().deleteOne({ even: true })).deletedCount).toBe(1);
    expect((await docs().deleteMany({ even: false })).deletedCount).toBe(2);
    expect(await docs().countDocuments()).toBe(1);
  });

  test('runs a mix in order and adds up', async () => {
    const result = await docs().bulkWrite([
      { insertOne: { document: { _id: 1, n: 1 } } },
      { updateOne: { filter: { _id: 1 }, update: { $inc: { n: 1 } } } },
      { updateMany: { filter: {}, update: [{ $set: { m: '$n' } }] } },
      { replaceOne: { filter: { _id: 2 }, replacement: { k: 1 } as never, upsert: true } },
      { deleteOne: { filter: { _id: 1 } } },
    ]);
    expect(result).toMatchObject({ insertedCount: 1, modifiedCount: 2, upsertedCount: 1, deletedCount: 1 });
    expect(await docs().find().toArray()).toEqual([{ _id: 2, k: 1 }]);
  });

  test('a document above the limit is refused, and what was there stays', async () => {
    await docs().insertOne({ _id: 1, list: ['x'.repeat(9_000_000)] });
    await expect(
      docs().updateOne({ _id: 1 }, { $push: { list: 'y'.repeat(9_000_000) } as never }),
    ).rejects.toThrow();
    expect((await docs().findOne())!['list']).toHaveLength(1);
  });
});
