import { Binary, ObjectId, UUID } from 'mongodb';
import { describe, expect, test } from 'vitest';
import { useStore } from './test-collection.ts';

const { docs } = useStore();
const ids = async (filter: object) =>
  (await docs().find(filter).sort({ _id: 1 }).toArray()).map(({ _id }) => _id);

describe('values', () => {
  test('of every type of the contract come back as they were stored', async () => {
    const doc = {
      _id: 'all',
      text: 'Zoë ☕ 𝒙',
      whole: 42,
      fraction: -0.5,
      big: 2 ** 53,
      yes: true,
      no: false,
      at: new Date('2026-02-03T04:05:06.789Z'),
      nothing: null,
      uuid: new UUID('f47ac10b-58cc-4372-a567-0e02b2c3d479'),
      bytes: new Binary(Buffer.from([0, 255, 10])),
      oid: new ObjectId('65f000000000000000000001'),
      list: [1, [2, { three: 3 }], []],
      nested: { a: { b: {} } },
    };
    await docs().insertOne(doc);
    expect(await docs().findOne({ _id: 'all' })).toEqual(doc);
  });

  test('are found by themselves, whatever their type', async () => {
    const values = [new ObjectId(), new UUID(), new Date(5), 'x', 0, false, { a: 1 }, [1, 2]];
    await docs().insertMany(values.map((v, _id) => ({ _id, v })));
    for (const [_id, v] of values.entries()) expect(await ids({ v })).toEqual([_id]);
  });

  test('sort by type first: null, numbers, text, documents, binary, ids, booleans, dates', async () => {
    const values = [null, -1, 2, 'a', 'b', { a: 1 }, new UUID(), new ObjectId(), false, true, new Date(0)];
    await docs().insertMany(values.map((v, _id) => ({ _id, v })).reverse());
    const sorted = await docs().find().sort({ v: 1 }).toArray();
    expect(sorted.map(({ _id }) => _id)).toEqual(values.map((_, i) => i));
  });

  test('different bytes are never equal, even where they are no text', async () => {
    await docs().insertMany([
      { _id: 1, v: new Binary(Buffer.from([0xff])) },
      { _id: 2, v: new Binary(Buffer.from([0xfe])) },
    ]);
    expect(await ids({ v: new Binary(Buffer.from([0xfe])) })).toEqual([2]);
  });

  test('keys that objects have by themselves are no fields', async () => {
    await docs().insertMany([{ _id: 1 }, { _id: 2, constructor: 'mine', toString: 'own' }]);
    expect(await ids({ constructor: { $exists: true } })).toEqual([2]);
    expect(await ids({ 'toString.name': { $exists: true } })).toEqual([]);
  });
});

describe('filters', () => {
  const seed = () =>
    docs().insertMany([
      { _id: 1, n: 1, s: 'alpha', tags: ['a', 'b'], sub: { k: 1 }, items: [{ k: 1, q: 5 }] },
      {
        _id: 2,
        n: 2,
        s: 'Beta',
        tags: ['b'],
        sub: { k: 2 },
        items: [
          { k: 1, q: 1 },
          { k: 2, q: 5 },
        ],
      },
      { _id: 3, n: null, s: 'gamma\nbeta', tags: [], items: [] },
      { _id: 4, s: 'delta', n: '1', tags: 'a' },
    ]);

  test.each([
    ['a value', { n: 1 }, [1]],
    ['null: what is null or missing', { sub: null }, [3, 4]],
    ['$eq', { n: { $eq: 2 } }, [2]],
    ['$ne: also what is missing', { n: { $ne: 1 } }, [2, 3, 4]],
    ['$gt within one type', { n: { $gt: 1 } }, [2]],
    ['$gte and $lt together', { n: { $gte: 1, $lt: 2 } }, [1]],
    ['$lte', { n: { $lte: 2 } }, [1, 2]],
    ['$in with null', { n: { $in: [2, null] } }, [2, 3]],
    ['$in with a pattern', { s: { $in: [/^al/, 'delta'] } }, [1, 4]],
    ['$nin', { n: { $nin: [1, null] } }, [2, 4]],
    ['$and', { $and: [{ n: { $gte: 1 } }, { tags: 'a' }] }, [1]],
    ['$or', { $or: [{ n: 2 }, { s: 'delta' }] }, [2, 4]],
    ['$nor', { $nor: [{ n: 2 }, { s: 'delta' }] }, [1, 3]],
    ['$not', { n: { $not: { $gt: 1 } } }, [1, 3, 4]],
    ['$not with a pattern', { s: { $not: /a$/ } }, []],
    ['$exists', { sub: { $exists: true } }, [1, 2]],
    ['$exists: false', { n: { $exists: false } }, []],
    ['$exists of null', { n: { $exists: true } }, [1, 2, 3, 4]],
    ['$regex', { s: { $regex: '^b' } }, []],
    ['$regex with $options', { s: { $regex: '^b', $options: 'i' } }, [2]],
    ['$regex with m', { s: { $regex: '^beta', $options: 'm' } }, [3]],
    ['$regex with s', { s: { $regex: 'gamma.beta', $options: 's' } }, [3]],
    ['a pattern', { s: /ETA/i }, [2, 3]],
    ['an element', { tags: 'a' }, [1, 4]],
    ['a whole array', { tags: ['a', 'b'] }, [1]],
    ['an empty array', { tags: [] }, [3]],
    ['a path', { 'sub.k': 2 }, [2]],
    ['a path through an array', { 'items.q': 5 }, [1, 2]],
    ['a place in an array', { 'items.1.k': 2 }, [2]],
    ['a whole document', { sub: { k: 1 } }, [1]],
    ['$elemMatch: one element meets all', { items: { $elemMatch: { k: 1, q: 5 } } }, [1]],
    ['$elemMatch of plain values', { tags: { $elemMatch: { $gt: 'a', $lt: 'c' } } }, [1, 2]],
    ['$elemMatch with $or', { items: { $elemMatch: { $or: [{ q: 1 }, { k: 2 }] } } }, [2]],
    ['two conditions that two elements meet', { 'items.k': 2, 'items.q': 1 }, [2]],
    ['$size', { tags: { $size: 1 } }, [2]],
    ['$all', { tags: { $all: ['b', 'a'] } }, [1]],
    ['$all with $elemMatch', { items: { $all: [{ $elemMatch: { k: 2 } }] } }, [2]],
    ['$expr of two fields', { $expr: { $eq: ['$n', '$sub.k'] } }, [1, 2]],
    ['$expr with $$NOW', { $expr: { $gt: ['$$NOW', new Date(0)] } }, [1, 2, 3, 4]],
    [
      '$expr with $and, $or, $not',
      { $expr: { $and: [{ $or: ['$n', false] }, { $not: ['$x'] }] } },
      [1, 2, 4],
    ],
    ['$expr: a missing value is less than null', { $expr: { $lt: ['$x', null] } }, [1, 2, 3, 4]],
    [
      '$expr with $size and $in',
      { $expr: { $in: [{ $size: { $ifNull: ['$items', []] } }, [1, 2]] } },
      [1, 2],
    ],
  ])('%s', async (_name, filter, expected) => {
    await seed();
    expect(await ids(filter)).toEqual(expected);
  });

  test('null does not find what only lies beyond an array', async () => {
    await docs().insertMany([
      { _id: 1, a: [] },
      { _id: 2, a: [1] },
      { _id: 3, a: [{}] },
      { _id: 4, a: {} },
    ]);
    expect(await ids({ 'a.b': null })).toEqual([3, 4]);
  });

  test.each([
    ['a $not without operators', { a: { $not: 1 } }],
    ['an $in without a list', { a: { $in: 1 } }],
    ['an empty $or', { $or: [] }],
    ['an $expr with too many arguments', { $expr: { $gt: [1, 2, 3] } }],
  ])('%s is an error, not a guess', async (_name, filter) => {
    await docs().insertOne({ _id: 1 });
    await expect(docs().find(filter).toArray()).rejects.toThrow();
  });
});

describe('find', () => {
  test('sorts by several fields, up and down; arrays by their least or greatest', async () => {
    await docs().insertMany([
      { _id: 1, a: 1, b: [5, 1] },
      { _id: 2, a: 1, b: [2, 9] },
      { _id: 3, a: 0, b: 3 },
      { _id: 4, b: 0 },
    ]);
    const order = async (sort: object) =>
      (
        await docs()
          .find()
          .sort(sort as never)
          .toArray()
      ).map(({ _id }) => _id);
    expect(await order({ a: 1, _id: -1 })).toEqual([4, 3, 2, 1]);
    expect(await order({ b: 1 })).toEqual([4, 1, 2, 3]);
    expect(await order({ b: -1 })).toEqual([2, 1, 3, 4]);
  });

  test('skips and limits after sorting', async () => {
    await docs().insertMany([3, 1, 2, 5, 4].map((_id) => ({ _id })));
    const page = await docs().find().sort({ _id: -1 }).skip(1).limit(2).toArray();
    expect(page.map(({ _id }) => _id)).toEqual([4, 3]);
  });

  test.each([
    ['fields', { a: 1 }, { _id: 1, a: 1 }],
    ['no id', { a: 1, _id: 0 }, { a: 1 }],
    ['only the id', { _id: 1 }, { _id: 1 }],
    ['all but', { a: 0, 'sub.x': 0, list: 0 }, { _id: 1, sub: { y: 2 } }],
    ['paths', { 'sub.x': 1, 'list.p': 1 }, { _id: 1, sub: { x: 1 }, list: [{ p: 1 }, { p: 2 }] }],
    ['documents as paths', { sub: { y: 1 } }, { _id: 1, sub: { y: 2 } }],
    [
      'the first element that matches',
      { list: { $elemMatch: { p: 2 } } },
      { _id: 1, list: [{ p: 2, q: 2 }] },
    ],
    ['an expression', { sum: { $add: ['$a', '$sub.y'] } }, { _id: 1, sum: 3 }],
  ])('projects %s', async (_name, projection, expected) => {
    await docs().insertOne({
      _id: 1,
      a: 1,
      sub: { x: 1, y: 2 },
      list: [
        { p: 1, q: 1 },
        { p: 2, q: 2 },
      ],
    });
    expect(await docs().findOne({}, { projection })).toEqual(expected);
  });

  test('a projection that includes and excludes is an error', async () => {
    await docs().insertOne({ _id: 1 });
    await expect(docs().findOne({}, { projection: { a: 1, b: 0 } })).rejects.toThrow(/exclusion/);
  });

  test('hands out results in batches, of any number and size', async () => {
    const many = Array.from({ length: 350 }, (_, _id) => ({ _id }));
    await docs().insertMany(many);
    expect(await docs().find().batchSize(7).sort({ _id: 1 }).toArray()).toEqual(many);
    await docs().deleteMany({});
    const big = 'x'.repeat(4_000_000);
    for (let _id = 0; _id < 12; _id++) await docs().insertOne({ _id, big });
    expect((await docs().find().toArray()).length).toBe(12);
  });

  test('a cursor that was closed is gone', async () => {
    await docs().insertMany(Array.from({ length: 10 }, (_, _id) => ({ _id })));
    const cursor = docs().find().batchSize(2);
    await cursor.next();
    await cursor.close();
    await expect(cursor.next()).rejects.toThrow();
  });

  test('count, estimated count and distinct', async () => {
    await docs().insertMany([
      { _id: 1, a: 1, tags: ['x', 'y'] },
      { _id: 2, a: 1, tags: ['y'] },
      { _id: 3, a: null },
      { _id: 4 },
    ]);
    expect(await docs().countDocuments({ a: 1 })).toBe(2);
    expect(await docs().countDocuments({}, { skip: 1, limit: 2 })).toBe(2);
    expect(await docs().estimatedDocumentCount()).toBe(4);
    expect((await docs().distinct('tags')).sort()).toEqual(['x', 'y']);
    expect(await docs().distinct('a', { _id: { $gt: 1 } })).toEqual(expect.arrayContaining([1, null]));
  });
});
