// MongoDB's own CRUD tests (mongodb/specifications, unified format), where a copy of them lies beside the repository.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BSON, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OF_COLLECTION, OF_DATABASE } from './spec-operations.ts';

const DATA = fileURLToPath(new URL('../../../shared/mongo-spec/crud', import.meta.url));
const isEmbedded = !process.env['TEST_MONGODB_URI'];
/** The embedded store does what servers do from here on; a deployment is asked. */
let version = '8.0.0';

/** Outside the contract of the embedded store, with the reason: a test that needs one of these is refused by name. */
const OUTSIDE = {
  failPoint: 'failures on demand are for tests of drivers',
  viewOn: 'no views',
  collation: 'text compares by its code units',
  hint: 'the store chooses the index',
  let: 'no variables but $$NOW, $$ROOT and $$CURRENT',
  $out: 'aggregations do not write',
  $merge: 'aggregations do not write',
};

type Json = Record<string, any>;

/** Some tests say how servers before or from a version on behave. */
const isForOthers = (requirements: Json[]) =>
  requirements.some(
    ({ maxServerVersion: most = version, minServerVersion: least = version }) =>
      version.localeCompare(most, undefined, { numeric: true }) > 0 ||
      version.localeCompare(least, undefined, { numeric: true }) < 0,
  );

function outsideOf(file: Json, spec: Json): string | undefined {
  const text = JSON.stringify([spec['operations'], file['createEntities'], file['initialData']]);
  return Object.keys(OUTSIDE).find((word) => text.includes(`"${word}"`));
}

/** What a result must look like: members that are not named may be there at the top of a result only. */
function matches(actual: any, expected: any, top = true): boolean {
  if (Array.isArray(expected)) {
    const same = Array.isArray(actual) && actual.length === expected.length;
    return same && expected.every((part, i) => matches(actual[i], part, top));
  }
  const plain = expected !== null && typeof expected === 'object' && !expected._bsontype;
  if (!plain || expected instanceof Date)
    return BSON.EJSON.stringify({ v: actual }) === BSON.EJSON.stringify({ v: expected });
  if ('$$unsetOrMatches' in expected)
    return actual === undefined || matches(actual, expected.$$unsetOrMatches, top);
  if ('$$exists' in expected) return (actual !== undefined) === expected.$$exists;
  if ('$$type' in expected) return actual !== undefined;
  if (actual === null || typeof actual !== 'object') return false;
  const known = top || Object.keys(actual).every((key) => key in expected);
  return known && Object.keys(expected).every((key) => matches(actual[key], expected[key], false));
}

async function seed(client: MongoClient, file: Json): Promise<void> {
  for (const { databaseName, collectionName, documents } of file['initialData'] ?? []) {
    const collection = client.db(databaseName).collection(collectionName);
    await collection.drop();
    if (documents.length > 0) await collection.insertMany(structuredClone(documents));
  }
}

function execute(
  client: MongoClient,
  file: Json,
  { name, object, arguments: args = {} }: Json,
): Promise<unknown> {
  const entities: Json[] = file['createEntities'].map((entity: Json) => Object.values(entity)[0]);
  const byId = (id: string) => entities.find((entity) => entity['id'] === id);
  const target = byId(object);
  const db = client.db(byId(target?.['database'])?.['databaseName'] ?? target?.['databaseName'] ?? 'admin');
  if (name in OF_DATABASE) return OF_DATABASE[name]!(db, args);
  const call = OF_COLLECTION[name];
  if (!call || !target?.['collectionName']) throw new Error(`the test needs ${name} of ${object}`);
  return call(db.collection(target['collectionName']), args);
}

async function run(client: MongoClient, file: Json, spec: Json): Promise<void> {
  for (const operation of spec['operations']) {
    const { expectError, expectResult } = operation;
    const outcome = await Promise.resolve(execute(client, file, operation)).then(
      (result) => ({ result, error: undefined }),
      (error: any) => ({ result: undefined, error }),
    );
    if (!expectError && outcome.error) throw outcome.error;
    if (expectError) {
      expect(outcome.error, `${operation.name} must fail`).toBeDefined();
      if (expectError.errorCode) expect(outcome.error.code).toBe(expectError.errorCode);
      if (expectError.errorContains) {
        expect(outcome.error.message.toLowerCase()).toContain(expectError.errorContains.toLowerCase());
      }
    } else if (expectResult !== undefined && !matches(outcome.result, expectResult)) {
      expect(outcome.result, operation.name).toEqual(expectResult);
    }
  }
  for (const { databaseName, collectionName, documents } of spec['outcome'] ?? []) {
    const found = await client.db(databaseName).collection(collectionName).find().sort({ _id: 1 }).toArray();
    expect(found).toEqual(documents);
  }
}

async function expectRefusal(client: MongoClient, file: Json, spec: Json): Promise<void> {
  const refusals: string[] = [];
  for (const operation of spec['operations']) {
    await Promise.resolve(execute(client, file, operation)).catch((error: Error) =>
      refusals.push(error.message),
    );
  }
  expect(refusals.join('\n')).toMatch(/does not support .*MONGODB_URI/);
}

let client: MongoClient;
beforeAll(async () => {
  client = await new MongoClient(process.env['TEST_STORE_URI']!).connect();
  if (!isEmbedded) version = (await client.db('admin').command({ buildInfo: 1 }))['version'];
});
afterAll(() => client.close());

if (!existsSync(DATA)) {
  console.log('[store] MongoDB’s own CRUD tests are not here (../shared/mongo-spec): they do not run');
  test('MongoDB’s own CRUD tests are not beside this repository, so there is nothing of them to run', () => {
    expect(existsSync(DATA)).toBe(false);
  });
}

for (const name of existsSync(DATA) ? readdirSync(DATA).filter((file) => file.endsWith('.json')) : []) {
  const file = BSON.EJSON.parse(readFileSync(join(DATA, name), 'utf8'), { relaxed: true }) as Json;
  describe(`MongoDB’s ${name}`, () => {
    for (const spec of file['tests']) {
      const outside = outsideOf(file, spec);
      const requirements = [file['runOnRequirements'] ?? [], spec.runOnRequirements ?? []].flat() as Json[];
      if (isEmbedded && isForOthers(requirements)) {
        test(`${spec.description}: about servers of other versions`, () => {
          expect(requirements.map((one) => one['maxServerVersion'] ?? one['minServerVersion'])).not.toContain(
            version,
          );
        });
      } else if (outside === undefined) {
        test(spec.description, async () => {
          if (isForOthers(requirements)) return;
          await seed(client, file);
          await run(client, file, spec);
        });
      } else if (isEmbedded) {
        test(`${spec.description}: refused, ${OUTSIDE[outside as keyof typeof OUTSIDE]}`, async () => {
          await seed(client, file);
          await expectRefusal(client, file, spec);
        });
      }
    }
  });
}
