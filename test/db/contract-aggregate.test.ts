import { describe, expect, test } from 'vitest';
import { useStore } from './test-collection.ts';

const { docs } = useStore();
const seed = () =>
  docs().insertMany([
    { _id: 1, city: 'Bern', n: 3, tags: ['a', 'b'] },
    { _id: 2, city: 'Bern', n: 1, tags: [] },
    { _id: 3, city: 'Ulm', n: 2, tags: null },
    { _id: 4, city: 'Ulm', n: '9', tags: ['b'], sub: { x: 1 } },
  ]);
const run = (...pipeline: object[]) => docs().aggregate(pipeline).toArray();

describe('aggregate', () => {
  test('groups with every accumulator', async () => {
    await seed();
    const group = {
      _id: '$city',
      sum: { $sum: '$n' },
      avg: { $avg: '$n' },
      min: { $min: '$n' },
      max: { $max: '$n' },
      first: { $first: '$n' },
      last: { $last: '$_id' },
      all: { $push: '$n' },
      kinds: { $addToSet: '$city' },
      count: { $count: {} },
      ones: { $sum: 1 },
    };
    expect(await run({ $sort: { _id: 1 } }, { $group: group }, { $sort: { _id: 1 } })).toEqual([
      {
        _id: 'Bern',
        sum: 4,
        avg: 2,
        min: 1,
        max: 3,
        first: 3,
        last: 2,
        all: [3, 1],
        kinds: ['Bern'],
        count: 2,
        ones: 2,
      },
      {
        _id: 'Ulm',
        sum: 2,
        avg: 2,
        min: 2,
        max: '9',
        first: 2,
        last: 4,
        all: [2, '9'],
        kinds: ['Ulm'],
        count: 2,
        ones: 2,
      },
    ]);
  });

  test('groups by documents, and by nothing at all', async () => {
    await seed();
    const by = await run(
      { $group: { _id: { c: '$city', x: '$sub.x' }, n: { $sum: 1 } } },
      { $sort: { n: -1 } },
    );
    expect(by[0]).toEqual({ _id: { c: 'Bern' }, n: 2 });
    expect(by).toHaveLength(3);
    expect(await run({ $group: { _id: null, n: { $sum: 1 } } })).toEqual([{ _id: null, n: 4 }]);
  });

  test('matches, sorts, skips, limits, counts', async () => {
    await seed();
    const page = await run({ $match: { n: { $gte: 1 } } }, { $sort: { n: -1 } }, { $skip: 1 }, { $limit: 1 });
    expect(page.map(({ _id }) => _id)).toEqual([3]);
    expect(await run({ $match: { city: 'Ulm' } }, { $count: 'total' })).toEqual([{ total: 2 }]);
    expect(await run({ $match: { city: 'Rom' } }, { $count: 'total' })).toEqual([]);
  });

  test('unwinds arrays, and keeps the others when asked', async () => {
    await seed();
    const tags = async (spec: unknown) =>
      (await run({ $sort: { _id: 1 } }, { $unwind: spec })).map(({ _id, tags }) => [_id, tags]);
    expect(await tags('$tags')).toEqual([
      [1, 'a'],
      [1, 'b'],
      [4, 'b'],
    ]);
    expect(await tags({ path: '$tags', preserveNullAndEmptyArrays: true })).toEqual([
      [1, 'a'],
      [1, 'b'],
      [2, undefined],
      [3, null],
      [4, 'b'],
    ]);
  });

  test('projects fields, paths and expressions', async () => {
    await seed();
    const project = { _id: 0, city: 1, x: '$sub.x', more: { $subtract: [10, '$_id'] }, deep: { n: '$n' } };
    expect(await run({ $match: { _id: 4 } }, { $project: project })).toEqual([
      { city: 'Ulm', x: 1, more: 6, deep: { n: '9' } },
    ]);
    expect(await run({ $match: { _id: 4 } }, { $project: { tags: 0, 'sub.x': 0 } })).toEqual([
      { _id: 4, city: 'Ulm', n: '9', sub: {} },
    ]);
  });

  test('leaves the stored documents as they are', async () => {
    await seed();
    await run(
      { $unwind: '$tags' },
      { $set: { 'sub.x': 7, n: 0 } },
      { $unset: 'city' },
      { $project: { tags: 0 } },
    );
    expect(await docs().findOne({ _id: 4 })).toEqual({
      _id: 4,
      city: 'Ulm',
      n: '9',
      tags: ['b'],
      sub: { x: 1 },
    });
  });

  test.each([
    ['a stage with two names', [{ $limit: 1, $skip: 1 }]],
    ['a negative limit', [{ $limit: -1 }]],
    ['an $unwind without a $', [{ $unwind: 'tags' }]],
    ['a $group without _id', [{ $group: { n: { $sum: 1 } } }]],
  ])('%s is an error', async (_name, pipeline) => {
    await expect(run(...pipeline)).rejects.toThrow();
  });
});
