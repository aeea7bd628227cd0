import type { Query } from './collection.ts';
import { command, demandOptions, type Command, type Commands } from './command.ts';
import { toPredicate } from './filter.ts';
import type { IndexSpec } from './index.ts';
import { elementsAt, segmentsOf } from './path.ts';
import { toPipeline } from './pipeline.ts';
import { projector } from './projection.ts';
import type { Store } from './store.ts';
import { distinct, MOST_BYTES, outside, StoreError, type Doc } from './value.ts';
import { writes } from './writes.ts';

/** What a command looks for: in its first statement, its first stage, or its own members. */
function queryOf(body: Doc): Query {
  const [statement] = (body['updates'] ?? body['deletes'] ?? []) as Doc[];
  if (statement) return { filter: statement['q'] as Doc, limit: statement['multi'] === true ? 0 : 1 };
  const [stage] = (body['pipeline'] ?? []) as Doc[];
  if (stage) return { filter: (stage['$match'] ?? {}) as Doc };
  const { filter, query, sort, skip, limit = 0 } = body as Query & { query?: Doc };
  return { filter: filter ?? query, sort, skip, limit: 'findAndModify' in body ? 1 : Math.abs(limit) };
}

const select = (body: Doc, ns: string, store: Store): Doc[] =>
  store.collections.get(ns)?.search(queryOf(body), store.now).docs ?? [];

const find: Command = (body, ns, store) => {
  const docs = select(body, ns, store).map(projector(body['projection'] ?? {}, store.now));
  return store.cursors.start(ns, docs, body['batchSize'], body['singleBatch']);
};

const aggregate: Command = (body, ns, store) => {
  const run = toPipeline(body['pipeline'], store.now);
  const { batchSize } = body['cursor'] as Doc;
  return store.cursors.start(ns, run(select(body, ns, store)), batchSize);
};

const listDistinct: Command = (body, ns, store) => {
  const path = segmentsOf(String(body['key']));
  const found = select(body, ns, store).flatMap((doc) => elementsAt(doc, path));
  return { values: distinct(found.filter((value) => value !== undefined)) };
};

/** Which index a command would use, and how many documents it would look at. */
const explain: Command = ({ explain: body, $db: database }, _ns, store) => {
  const [name = '', collection] = Object.entries(body as Doc)[0] ?? [];
  const found = store.collections.get(`${String(database)}.${String(collection)}`);
  if (!found) throw outside(`explain of ${name} where there is no such collection`);
  const { docs, examined, index } = found.search(queryOf(body as Doc), store.now);
  const winningPlan = index === undefined ? { stage: 'COLLSCAN' } : { stage: 'IXSCAN', indexName: index };
  const executionStats = { nReturned: docs.length, totalDocsExamined: examined };
  return { queryPlanner: { winningPlan }, executionStats };
};

const INDEX_OPTIONS = ['name', 'key', 'unique', 'partialFilterExpression', 'expireAfterSeconds'];

const createIndexes: Command = (body, ns, store) => {
  for (const spec of body['indexes'] as (IndexSpec & Doc)[]) {
    demandOptions('createIndexes', spec, INDEX_OPTIONS);
    const plain = Object.values(spec.key).every((direction) => direction === 1 || direction === -1);
    if (!plain) throw outside(`an index of the kind ${JSON.stringify(spec.key)}`);
    store.ensure(ns).addIndex(spec);
  }
};

const listIndexes: Command = (_body, ns, store) => {
  const specs = store.collections.get(ns)?.specs.map((spec) => ({ v: 2, ...spec }));
  if (!specs) throw new StoreError(26, `ns does not exist: ${ns}`);
  return store.cursors.start(ns, specs);
};

const listCollections: Command = ({ $db, filter = {} }, _ns, store) => {
  const prefix = `${String($db)}.`;
  const own = [...store.collections.keys()].filter((ns) => ns.startsWith(prefix));
  const found = own.map((ns) => ({ name: ns.slice(prefix.length), type: 'collection', options: {} }));
  return store.cursors.start(`${prefix}$cmd`, found.filter(toPredicate(filter, store.now)), Infinity);
};

const create: Command = (_body, ns, store) => {
  if (store.collections.has(ns)) throw new StoreError(48, `Collection ${ns} already exists.`);
  store.ensure(ns);
};

const dropDatabase: Command = ({ $db }, _ns, store) => {
  for (const ns of store.collections.keys()) if (ns.startsWith(`${String($db)}.`)) store.drop(ns);
};

/** Wire version 21 is 7.0: the driver then sends only commands that this store knows. */
const VERSIONS = { minWireVersion: 0, maxWireVersion: 21, logicalSessionTimeoutMinutes: 30 };
const LIMITS = { maxBsonObjectSize: MOST_BYTES, maxMessageSizeBytes: 48_000_000, maxWriteBatchSize: 100_000 };
const HELLO = { helloOk: true, isWritablePrimary: true, ismaster: true, ...VERSIONS, ...LIMITS };
const GREETING = 'helloOk client compression topologyVersion maxAwaitTimeMS backpressure';
const hello = command(GREETING, () => ({ ...HELLO, localTime: new Date() }));
const nothing = command('', () => {});

export const COMMANDS: Commands = {
  ...writes,
  find: command('filter projection sort skip limit batchSize', find),
  aggregate: command('pipeline', aggregate),
  count: command('query skip limit', (body, ns, store) => ({ n: select(body, ns, store).length })),
  distinct: command('key query', listDistinct),
  explain: command('verbosity', explain),
  getMore: command('collection batchSize', ({ getMore: id, batchSize }, _ns, store) =>
    store.cursors.next(Number(id), batchSize),
  ),
  killCursors: command('cursors', ({ cursors }, _ns, store) => ({
    cursorsKilled: (cursors as number[]).filter((id) => store.cursors.close(id)),
  })),
  createIndexes: command('indexes', createIndexes),
  listIndexes: command('', listIndexes),
  listCollections: command('filter nameOnly authorizedCollections', listCollections),
  create: command('', create),
  drop: command('', (_body, ns, store) => store.drop(ns)),
  dropDatabase: command('', dropDatabase),
  ping: nothing,
  endSessions: nothing,
  hello,
  isMaster: hello,
  ismaster: hello,
};
