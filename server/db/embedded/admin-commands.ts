import { demandOptions, type Command } from './command.ts';
import type { IndexSpec } from './index.ts';
import { toPredicate } from './match.ts';
import { outside, StoreError } from './refusal.ts';
import type { Doc } from './value.ts';

const INDEX_OPTIONS = [
  'name',
  'key',
  'unique',
  'partialFilterExpression',
  'expireAfterSeconds',
  'v',
  'background',
];

function toSpec(given: Doc): IndexSpec {
  const other = Object.keys(given).find((option) => !INDEX_OPTIONS.includes(option));
  if (other) throw outside(`the index option ${other}`);
  const { name, key, unique, partialFilterExpression, expireAfterSeconds } = given as unknown as IndexSpec;
  const special = Object.entries(key).find(
    ([field, direction]) => (direction !== 1 && direction !== -1) || field.includes('$'),
  );
  if (special) throw outside(`an index of the kind ${JSON.stringify({ [special[0]]: special[1] })}`);
  return {
    name,
    key,
    ...(unique && { unique }),
    ...(partialFilterExpression && { partialFilterExpression }),
    ...(expireAfterSeconds !== undefined && { expireAfterSeconds }),
  };
}

const createIndexes: Command = (body, ns, { databases, record }) => {
  demandOptions('createIndexes', body, ['createIndexes', 'indexes']);
  const collection = databases.ensure(ns, record);
  const numIndexesBefore = collection.specs.length;
  for (const spec of (body['indexes'] as Doc[]).map(toSpec)) {
    const made = collection.addIndex(spec);
    if (made) record(made);
  }
  return {
    numIndexesBefore,
    numIndexesAfter: collection.specs.length,
    createdCollectionAutomatically: false,
    ok: 1,
  };
};

const listIndexes: Command = (_body, ns, { databases, cursors }) => {
  const collection = databases.find(ns);
  if (!collection) throw new StoreError(26, 'NamespaceNotFound', `ns does not exist: ${ns}`);
  return cursors.start(
    ns,
    collection.specs.map((spec) => ({ v: 2, ...spec })),
    {},
  );
};

const dropIndexes: Command = (body, ns, { databases, record }) => {
  const collection = databases.find(ns);
  if (!collection) throw new StoreError(26, 'NamespaceNotFound', 'ns not found');
  const name = body['index'];
  if (typeof name !== 'string') throw outside('dropping indexes by their keys');
  const names = name === '*' ? collection.specs.slice(1).map((spec) => spec.name) : [name];
  const nIndexesWas = collection.specs.length;
  for (const each of names) record(collection.dropIndex(each));
  return { nIndexesWas, ok: 1 };
};

const create: Command = (body, ns, { databases, record }) => {
  demandOptions('create', body, ['create']);
  if (databases.find(ns)) throw new StoreError(48, 'NamespaceExists', `Collection ${ns} already exists.`);
  databases.ensure(ns, record);
  return { ok: 1 };
};

const drop: Command = (_body, ns, { databases, record }) => {
  record(databases.drop(ns));
  return { ns, ok: 1 };
};

const dropDatabase: Command = (body, _ns, { databases, record }) => {
  const name = String(body['$db']);
  for (const { ns } of databases.of(name)) record(databases.drop(ns));
  return { dropped: name, ok: 1 };
};

const listCollections: Command = (body, _ns, { databases, cursors, now }) => {
  const database = String(body['$db']);
  const matches = toPredicate((body['filter'] ?? {}) as Doc, now);
  const found = databases
    .of(database)
    .map(({ ns }) => ({
      name: ns.slice(database.length + 1),
      type: 'collection',
      options: {},
      info: { readOnly: false },
    }))
    .filter(matches);
  return cursors.start(`${database}.$cmd.listCollections`, found, {});
};

const listDatabases: Command = (_body, _ns, { databases }) => {
  const names = [...new Set(databases.all().map(({ ns }) => ns.slice(0, ns.indexOf('.'))))];
  return { databases: names.map((name) => ({ name, sizeOnDisk: 0, empty: false })), totalSize: 0, ok: 1 };
};

const ok: Command = () => ({ ok: 1 });

const MOST_BYTES = 16 * 1024 * 1024;
/** 7.0: the driver then sends only commands that this store knows. */
const WIRE_VERSION = 21;

const hello: Command = (_body, _ns, { now }) => ({
  helloOk: true,
  isWritablePrimary: true,
  ismaster: true,
  maxBsonObjectSize: MOST_BYTES,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  localTime: now,
  logicalSessionTimeoutMinutes: 30,
  minWireVersion: 0,
  maxWireVersion: WIRE_VERSION,
  readOnly: false,
  ok: 1,
});

const buildInfo: Command = () => ({ version: '7.0.0-embedded', versionArray: [7, 0, 0, 0], ok: 1 });

const transactions: Command = () => {
  throw outside('transactions');
};

export const adminCommands: Record<string, Command> = {
  createIndexes,
  listIndexes,
  dropIndexes,
  create,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
  ping: ok,
  endSessions: ok,
  hello,
  isMaster: hello,
  ismaster: hello,
  buildInfo,
  buildinfo: buildInfo,
  commitTransaction: transactions,
  abortTransaction: transactions,
};
