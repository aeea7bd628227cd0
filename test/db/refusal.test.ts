import type { MongoClient } from 'mongodb';
import { BSON, Decimal128, Long, Timestamp, type Collection, type Db } from 'mongodb';
import { beforeEach, describe, expect, test } from 'vitest';
import { connectTo, newFolder, openHere } from './store-process.ts';
import type { AnyDoc } from './test-collection.ts';

let client: MongoClient;
let db: Db;
let docs: Collection<AnyDoc>;
beforeEach(async () => {
  client = await connectTo((await openHere(newFolder())).uri);
  db = client.db('refusals');
  docs = db.collection<AnyDoc>('docs');
  await docs.insertOne({ _id: 1, a: [1, 2] });
});

type Refused = [what: string, attempt: () => Promise<unknown>];
/** The answer names what is not supported, and what to do. */
async function expectRefused([what, attempt]: Refused): Promise<void> {
  const message = await attempt().then(
    () => 'no error',
    (error: Error) => error.message,
  );
  expect(message).toContain(what);
  expect(message).toContain('MONGODB_URI');
}
const each = (cases: () => Refused[]) => async () => {
  for (const refused of cases()) await expectRefused(refused);
  expect(await docs.find().toArray()).toEqual([{ _id: 1, a: [1, 2] }]);
};
const found = (filter: object) => docs.find(filter).toArray();
const piped = (...stages: object[]) => docs.aggregate(stages).toArray();

describe('what is outside the contract is refused by its name, and nothing changes', () => {
  test(
    'filters',
    each(() => [
      ['$where', () => found({ $where: 'true' })],
      ['$type', () => found({ a: { $type: 'array' } })],
      ['$mod', () => found({ a: { $mod: [2, 0] } })],
      ['$text', () => found({ $text: { $search: 'x' } })],
      ['$near', () => found({ a: { $near: [0, 0] } })],
      ['$bitsAllSet', () => found({ a: { $bitsAllSet: 1 } })],
      ['$jsonSchema', () => found({ $jsonSchema: {} })],
      ['option x', () => found({ a: { $regex: 'a', $options: 'x' } })],
      ['$toLower', () => found({ $expr: { $toLower: '$a' } })],
      ['$$REMOVE', () => found({ $expr: '$$REMOVE' })],
    ]),
  );

  test(
    'updates',
    each(() => [
      ['$bit', () => docs.updateOne({}, { $bit: { b: { or: 1 } } })],
      ['$rename', () => docs.updateOne({}, { $rename: { a: 'b' } })],
      ['$slice', () => docs.updateOne({}, { $push: { a: { $each: [3], $slice: 1 } } } as never)],
      ['$currentDate', () => docs.updateOne({}, { $currentDate: { b: { $type: 'timestamp' } } })],
      ['positional', () => docs.updateOne({ a: 1 }, { $set: { 'a.$': 9 } })],
      ['$lookup', () => docs.updateOne({}, [{ $lookup: {} }])],
    ]),
  );

  test(
    'aggregations and projections',
    each(() => [
      ['$lookup', () => piped({ $lookup: { from: 'x', as: 'y', pipeline: [] } })],
      ['$facet', () => piped({ $facet: {} })],
      ['$out', () => piped({ $out: 'other' })],
      ['$merge', () => piped({ $merge: { into: 'other' } })],
      ['$stdDevPop', () => piped({ $group: { _id: null, n: { $stdDevPop: '$a' } } })],
      ['includeArrayIndex', () => piped({ $unwind: { path: '$a', includeArrayIndex: 'i' } })],
      ['$slice', () => docs.find({}, { projection: { a: { $slice: 1 } } }).toArray()],
      ['positional', () => docs.find({ a: 1 }, { projection: { 'a.$': 1 } }).toArray()],
    ]),
  );

  test(
    'indexes',
    each(() => [
      ['text', () => docs.createIndex({ a: 'text' })],
      ['2dsphere', () => docs.createIndex({ a: '2dsphere' })],
      ['hashed', () => docs.createIndex({ a: 'hashed' })],
      ['sparse', () => docs.createIndex({ a: 1 }, { sparse: true })],
      ['collation', () => docs.createIndex({ a: 1 }, { collation: { locale: 'de' } })],
    ]),
  );

  test(
    'options and commands',
    each(() => [
      ['collation', () => docs.find({}, { collation: { locale: 'de' } }).toArray()],
      ['hint', () => docs.find({}, { hint: { a: 1 } }).toArray()],
      ['let', () => docs.find({}, { let: { x: 1 } } as never).toArray()],
      ['tailable', () => docs.find({}, { tailable: true }).toArray()],
      ['capped', () => db.createCollection('c', { capped: true, size: 100 })],
      ['validator', () => db.createCollection('c', { validator: {} })],
      ['viewOn', () => db.createCollection('c', { viewOn: 'docs', pipeline: [] })],
      ['renameCollection', () => docs.rename('other')],
      ['mapReduce', () => db.command({ mapReduce: 'docs', map: '', reduce: '', out: { inline: 1 } })],
      ['constructor', () => db.command({ constructor: 1 })],
      [
        'transactions',
        () =>
          client.withSession((session) =>
            session.withTransaction(() => docs.insertOne({ _id: 9 }, { session })),
          ),
      ],
      ['$changeStream', () => docs.watch().next()],
    ]),
  );

  test(
    'values',
    each(() => [
      ['Decimal128', () => docs.insertOne({ _id: 2, v: Decimal128.fromString('1.5') })],
      ['Long', () => docs.insertOne({ _id: 2, v: Long.MAX_VALUE })],
      ['Timestamp', () => docs.insertOne({ _id: 2, v: new Timestamp({ t: 1, i: 1 }) })],
      ['MinKey', () => found({ a: { $gt: new BSON.MinKey() } })],
      ['Code', () => docs.insertOne({ _id: 2, v: new BSON.Code('1') })],
      ['regex', () => docs.insertOne({ _id: 2, v: /x/ })],
      ['regex', () => docs.updateOne({}, { $set: { deep: [{ v: /x/ }] } })],
      ['__proto__', () => docs.updateOne({}, { $set: { '__proto__.x': 1 } })],
    ]),
  );
});

test('refuses before it looks at a document, so an empty collection refuses as well', async () => {
  await docs.deleteMany({});
  await expect(docs.find({ a: { $type: 'int' } }).toArray()).rejects.toThrow(/\$type.*MONGODB_URI/);
  await expect(docs.find({ $expr: { $abs: '$a' } }).toArray()).rejects.toThrow(/\$abs.*MONGODB_URI/);
});
