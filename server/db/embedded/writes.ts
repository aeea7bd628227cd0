import { BSON } from 'mongodb';
import type { Query } from './collection.ts';
import { command, demandOptions, type Command, type Commands } from './command.ts';
import { isOperators } from './filter.ts';
import { projector } from './projection.ts';
import type { Store } from './store.ts';
import { seedOf, toUpdate } from './update.ts';
import { badValue, equal, isDoc, StoreError, type Doc } from './value.ts';

const withId = ({ _id = new BSON.ObjectId(), ...doc }: Doc): Doc => ({ _id, ...doc });

/** Runs the statements of a command; each counts by itself, and `ordered` stops at the first that fails. */
function eachStatement(body: Doc, statements: unknown, run: (statement: Doc, index: number) => void): Doc {
  if (!Array.isArray(statements) || statements.length === 0) throw badValue('A write needs statements.');
  const writeErrors: Doc[] = [];
  for (const [index, statement] of (statements as Doc[]).entries()) {
    try {
      run(statement, index);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      writeErrors.push({ index, ...error.reply });
      if (body['ordered'] !== false) break;
    }
  }
  return { ...(writeErrors.length > 0 && { writeErrors }) };
}

const insert: Command = (body, ns, store) => {
  let n = 0;
  const end = eachStatement(body, body['documents'], (doc) => {
    store.ensure(ns).write(undefined, withId(doc));
    n++;
  });
  return { n, ...end };
};

/** What becomes of the documents that are found; without `u` they are removed. */
interface Statement extends Query {
  u?: unknown;
  upsert?: boolean;
  arrayFilters?: Doc[];
}

function change(ns: string, statement: Statement, store: Store) {
  const { filter = {}, u, upsert, arrayFilters = [] } = statement;
  const collection = upsert ? store.ensure(ns) : store.collections.get(ns);
  const before = collection?.search(statement, store.now).docs ?? [];
  if (u === undefined) {
    for (const doc of before) collection!.remove(doc);
    return { before, after: [], n: before.length, modified: 0 };
  }
  const apply = toUpdate(u, arrayFilters, store.now);
  const replaces = isDoc(u) && !isOperators(u);
  if (statement.limit === 0 && replaces) throw new StoreError(9, 'multi update is not for replacements');
  const after = before.map((doc) => apply(doc, false));
  const changes = before
    .map((doc, i) => ({ doc, next: after[i]! }))
    .filter(({ doc, next }) => !equal(doc, next));
  for (const { doc, next } of changes) collection!.write(doc, next);
  if (before.length > 0 || !upsert) return { before, after, n: before.length, modified: changes.length };
  const { _id, ...seed } = seedOf(filter);
  const upserted = withId(apply({ ...(_id !== undefined && { _id }), ...(!replaces && seed) }, true));
  collection!.write(undefined, upserted);
  return { before, after: [upserted], n: 1, modified: 0, upserted: upserted['_id'] };
}

function changing(list: 'updates' | 'deletes'): Command {
  return (body, ns, store) => {
    let [n, nModified] = [0, 0];
    const upserted: Doc[] = [];
    const end = eachStatement(body, body[list], (statement, index) => {
      demandOptions(list, statement, ['q', 'u', 'multi', 'upsert', 'arrayFilters', 'sort', 'limit']);
      const u = list === 'deletes' ? undefined : (statement['u'] ?? null);
      const limit = Number(statement['limit'] ?? (statement['multi'] === true ? 0 : 1));
      const changed = change(ns, { ...statement, filter: statement['q'] as Doc, u, limit }, store);
      n += changed.n;
      nModified += changed.modified;
      if (changed.upserted !== undefined) upserted.push({ index, _id: changed.upserted });
    });
    return { n, nModified, ...(upserted.length > 0 && { upserted }), ...end };
  };
}

const findAndModify: Command = (body, ns, store) => {
  const { query: filter, update, fields = {} } = body as { query?: Doc; update: unknown; fields?: Doc };
  const u = body['remove'] === true ? undefined : (update ?? null);
  const { before, after, n, upserted } = change(ns, { ...body, filter, u, limit: 1 }, store);
  const [doc] = body['new'] === true ? after : before;
  const value = doc ? projector(fields, store.now)(doc) : null;
  return { lastErrorObject: { n, updatedExisting: before.length > 0, upserted }, value };
};

export const writes: Commands = {
  insert: command('documents', insert),
  update: command('updates', changing('updates')),
  delete: command('deletes', changing('deletes')),
  findAndModify: command('query update remove new upsert sort fields arrayFilters', findAndModify),
};
