import { randomUUID } from 'node:crypto';
import { MongoClient, type Collection, type Db } from 'mongodb';
import { afterAll, beforeAll, beforeEach } from 'vitest';

/** Documents with fields and an id of any type. */
export type AnyDoc = any;

/** A database of its own in the store under test, with a new collection for each test. */
export function useStore(): { db(): Db; docs(): Collection<AnyDoc> } {
  let client: MongoClient;
  let db: Db;
  let docs: Collection<AnyDoc>;
  beforeAll(async () => {
    client = await new MongoClient(process.env['TEST_STORE_URI']!).connect();
    db = client.db(`contract_${randomUUID().slice(0, 8)}`);
  });
  beforeEach(() => {
    docs = db.collection<AnyDoc>(`c_${randomUUID().slice(0, 8)}`);
  });
  afterAll(async () => {
    await db.dropDatabase();
    await client.close();
  });
  return { db: () => db, docs: () => docs };
}
