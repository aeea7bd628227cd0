import { BSON } from 'mongodb';
import type { Collection } from './collection.ts';
import { demandOptions, type Command, type CommandContext } from './command.ts';
import { conditionsOf } from './match.ts';
import { projector } from './projection.ts';
import { badValue, failedToParse, StoreError } from './refusal.ts';
import { seedOf, toUpdate, type Update } from './update.ts';
import { demandStorable, equal, type Doc } from './value.ts';

const withId = (doc: Doc): Doc => ('_id' in doc ? doc : { _id: new BSON.ObjectId(), ...doc });

interface WriteError {
  index: number;
  code: number;
  errmsg: string;
}

/** Runs the statements of a command; each counts by itself, and `ordered` stops at the first that fails. */
function eachStatement(body: Doc, statements: unknown, run: (statement: Doc, index: number) => void): Doc {
  if (!Array.isArray(statements) || statements.length === 0)
    throw badValue('Write batch sizes must be between 1 and 100000.');
  const writeErrors: WriteError[] = [];
  for (const [index, statement] of (statements as Doc[]).entries()) {
    try {
      run(statement, index);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      writeErrors.push({ index, code: error.code, errmsg: error.message, ...error.extra });
      if (body['ordered'] !== false) break;
    }
  }
  return writeErrors.length > 0 ? { writeErrors } : {};
}

const insert: Command = (body, ns, ctx) => {
  demandOptions('insert', body, ['insert', 'documents']);
  const collection = ctx.databases.ensure(ns, ctx.record);
  let n = 0;
  const errors = eachStatement(body, body['documents'], (doc) => {
    demandStorable(doc);
    ctx.record(collection.insert(withId(doc)));
    n++;
  });
  return { n, ...errors, ok: 1 };
};

interface Change {
  filter: Doc;
  update: Update;
  arrayFilters: Doc[];
  ctx: CommandContext;
}

function demandFilters({ arrayFilters }: Change, spec: unknown): void {
  const text = JSON.stringify(spec);
  for (const filter of arrayFilters) {
    const name = Object.keys(filter)[0]?.split('.')[0];
    if (name !== undefined && !text.includes(`$[${name}]`)) {
      throw failedToParse(`The array filter for identifier '${name}' was not used in the update`);
    }
  }
}

/** Writes the updated document if it differs. */
function change(
  collection: Collection,
  doc: Doc,
  { filter, update, arrayFilters, ctx }: Change,
): { after: Doc; modified: boolean } {
  const after = update(doc, { filter, now: ctx.now, arrayFilters, inserting: false });
  if (equal(doc, after)) return { after: doc, modified: false };
  demandStorable(after);
  ctx.record(collection.replace(after));
  return { after, modified: true };
}

function upsert(
  collection: Collection,
  { filter, update, arrayFilters, ctx }: Change,
  replaces: boolean,
): Doc {
  const seed = seedOf(conditionsOf(filter));
  const base: Doc = replaces ? ('_id' in seed ? { _id: seed['_id'] } : {}) : seed;
  const made = withId(update(base, { filter, now: ctx.now, arrayFilters, inserting: true }));
  demandStorable(made);
  ctx.record(collection.insert(made));
  return made;
}

const update: Command = (body, ns, ctx) => {
  demandOptions('update', body, ['update', 'updates']);
  let [n, nModified] = [0, 0];
  const upserted: Doc[] = [];
  const errors = eachStatement(body, body['updates'], (statement, index) => {
    demandOptions('update', statement, ['q', 'u', 'multi', 'upsert', 'arrayFilters', 'sort']);
    const { q, u, multi, sort } = statement as { q: Doc; u: unknown; multi?: boolean; sort?: Doc };
    const { update: apply, replaces } = toUpdate(u);
    if (multi && replaces) throw failedToParse('multi update is not supported for replacement-style update');
    const spec: Change = {
      filter: q,
      update: apply,
      arrayFilters: (statement['arrayFilters'] ?? []) as Doc[],
      ctx,
    };
    demandFilters(spec, u);
    const collection = ctx.databases.ensure(ns, ctx.record);
    const found = collection.find({ filter: q, sort, limit: multi ? 0 : 1, now: ctx.now });
    n += found.length;
    for (const doc of found) if (change(collection, doc, spec).modified) nModified++;
    if (found.length > 0 || statement['upsert'] !== true) return;
    n++;
    upserted.push({ index, _id: upsert(collection, spec, replaces)['_id'] });
  });
  return { n, nModified, ...(upserted.length > 0 && { upserted }), ...errors, ok: 1 };
};

const remove: Command = (body, ns, ctx) => {
  demandOptions('delete', body, ['delete', 'deletes']);
  let n = 0;
  const errors = eachStatement(body, body['deletes'], (statement) => {
    demandOptions('delete', statement, ['q', 'limit']);
    const collection = ctx.databases.find(ns);
    const found =
      collection?.find({
        filter: statement['q'] as Doc,
        limit: statement['limit'] as number,
        now: ctx.now,
      }) ?? [];
    for (const doc of found) ctx.record(collection!.remove(doc['_id']));
    n += found.length;
  });
  return { n, ...errors, ok: 1 };
};

const findAndModify: Command = (body, ns, ctx) => {
  const known = [
    'query',
    'update',
    'remove',
    'new',
    'upsert',
    'sort',
    'fields',
    'arrayFilters',
    'findAndModify',
    'findandmodify',
  ];
  demandOptions('findAndModify', body, known);
  const { query = {}, sort, fields } = body as { query?: Doc; sort?: Doc; fields?: Doc };
  const keep = fields && Object.keys(fields).length > 0 ? projector(fields) : (doc: Doc) => doc;
  const value = (doc: Doc | undefined) => (doc ? keep(doc, ctx.now) : null);
  const collection = ctx.databases.ensure(ns, ctx.record);
  const [doc] = collection.find({ filter: query, sort, limit: 1, now: ctx.now });
  if (body['remove'] === true) {
    if (doc) ctx.record(collection.remove(doc['_id']));
    return { lastErrorObject: { n: doc ? 1 : 0 }, value: value(doc), ok: 1 };
  }
  const { update: apply, replaces } = toUpdate(body['update']);
  const spec: Change = {
    filter: query,
    update: apply,
    arrayFilters: (body['arrayFilters'] ?? []) as Doc[],
    ctx,
  };
  demandFilters(spec, body['update']);
  if (doc) {
    const { after } = change(collection, doc, spec);
    return {
      lastErrorObject: { n: 1, updatedExisting: true },
      value: value(body['new'] === true ? after : doc),
      ok: 1,
    };
  }
  if (body['upsert'] !== true)
    return { lastErrorObject: { n: 0, updatedExisting: false }, value: null, ok: 1 };
  const made = upsert(collection, spec, replaces);
  return {
    lastErrorObject: { n: 1, updatedExisting: false, upserted: made['_id'] },
    value: body['new'] === true ? value(made) : null,
    ok: 1,
  };
};

export const writeCommands: Record<string, Command> = {
  insert,
  update,
  delete: remove,
  findAndModify,
  findandmodify: findAndModify,
};
