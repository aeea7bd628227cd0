import { updateStages } from './aggregate.ts';
import { isOperators, positionOf, toPredicate, type Predicate } from './match.ts';
import { getAt, setAt, unsetAt } from './path.ts';
import { badValue, failedToParse, outside, StoreError, typeMismatch } from './refusal.ts';
import { sorter } from './sort.ts';
import { clone, compare, equal, isDoc, type Doc } from './value.ts';

export interface UpdateContext {
  filter: Doc;
  now: Date;
  arrayFilters: Doc[];
  /** The document is being made by an upsert. */
  inserting: boolean;
}
/** Gives the updated copy of a document; the document itself stays as it is. */
export type Update = (doc: Doc, context: UpdateContext) => Doc;
type Apply = (doc: Doc, path: string, argument: unknown) => void;

function arrayAt(doc: Doc, path: string, name: string): unknown[] | undefined {
  const current = getAt(doc, path);
  if (current === undefined) return undefined;
  if (!Array.isArray(current))
    throw badValue(`The field '${path}' must be an array but is of another type: ${name} applies to arrays`);
  return current;
}

const numeric =
  (name: string, combine: (a: number, b: number) => number, missing: (b: number) => number): Apply =>
  (doc, path, argument) => {
    if (typeof argument !== 'number')
      throw typeMismatch(`Cannot apply ${name} with a non-numeric argument to '${path}'`);
    const current = getAt(doc, path);
    if (current !== undefined && typeof current !== 'number') {
      throw typeMismatch(`Cannot apply ${name} to a value of non-numeric type in '${path}'`);
    }
    setAt(doc, path, current === undefined ? missing(argument) : combine(current, argument));
  };

const bound =
  (wins: (order: number) => boolean): Apply =>
  (doc, path, argument) => {
    const current = getAt(doc, path);
    if (current === undefined || wins(compare(argument, current))) setAt(doc, path, argument);
  };

/** A plain value, or `{ $each: […] }` with its modifiers. */
const eachOf = (argument: unknown): { values: unknown[]; modifiers: Doc } =>
  isDoc(argument) && '$each' in argument
    ? { values: argument['$each'] as unknown[], modifiers: argument }
    : { values: [argument], modifiers: {} };

const push: Apply = (doc, path, argument) => {
  const { values, modifiers } = eachOf(argument);
  const unknown = Object.keys(modifiers).find(
    (key) => !['$each', '$position', '$slice', '$sort'].includes(key),
  );
  if (unknown) throw outside(`the $push modifier ${unknown}`);
  if (!Array.isArray(values)) throw badValue('The argument to $each in $push must be an array');
  const next = [...(arrayAt(doc, path, '$push') ?? [])];
  next.splice((modifiers['$position'] as number | undefined) ?? next.length, 0, ...values);
  const sort = modifiers['$sort'];
  if (isDoc(sort)) (next as Doc[]).sort(sorter(sort));
  else if (sort !== undefined) next.sort((a, b) => compare(a, b) * (sort as number));
  const slice = modifiers['$slice'] as number | undefined;
  setAt(doc, path, slice === undefined ? next : slice >= 0 ? next.slice(0, slice) : next.slice(slice));
};

const pullTest = (condition: unknown, now: Date): Predicate => {
  if (isOperators(condition)) {
    const test = toPredicate({ v: condition }, now);
    return (element) => test({ v: element });
  }
  if (isDoc(condition)) {
    const test = toPredicate(condition, now);
    return (element) => isDoc(element) && test(element);
  }
  return (element) => equal(element, condition);
};

const operators = ({ now, inserting }: UpdateContext): Record<string, Apply> => ({
  $set: (doc, path, argument) => setAt(doc, path, clone(argument)),
  $setOnInsert: (doc, path, argument) => {
    if (inserting) setAt(doc, path, clone(argument));
  },
  $unset: (doc, path) => unsetAt(doc, path),
  $inc: numeric(
    '$inc',
    (a, b) => a + b,
    (b) => b,
  ),
  $mul: numeric(
    '$mul',
    (a, b) => a * b,
    () => 0,
  ),
  $min: bound((order) => order < 0),
  $max: bound((order) => order > 0),
  $currentDate: (doc, path, argument) => {
    const date = argument === true || (isDoc(argument) && argument['$type'] === 'date');
    if (!date) throw outside('$currentDate of another type than date');
    setAt(doc, path, now);
  },
  $rename: (doc, path, argument) => {
    const value = getAt(doc, path);
    if (value === undefined) return;
    unsetAt(doc, path);
    setAt(doc, argument as string, value);
  },
  $push: push,
  $addToSet: (doc, path, argument) => {
    const next = [...(arrayAt(doc, path, '$addToSet') ?? [])];
    for (const value of eachOf(argument).values) {
      if (!next.some((element) => equal(element, value))) next.push(value);
    }
    setAt(doc, path, next);
  },
  $pop: (doc, path, argument) => {
    const current = arrayAt(doc, path, '$pop');
    if (current) setAt(doc, path, argument === -1 ? current.slice(1) : current.slice(0, -1));
  },
  $pull: (doc, path, argument) => {
    const current = arrayAt(doc, path, '$pull');
    const test = pullTest(argument, now);
    if (current)
      setAt(
        doc,
        path,
        current.filter((element) => !test(element)),
      );
  },
  $pullAll: (doc, path, argument) => {
    const current = arrayAt(doc, path, '$pullAll');
    if (current)
      setAt(
        doc,
        path,
        current.filter((element) => !(argument as unknown[]).some((value) => equal(element, value))),
      );
  },
});

/** `$[]`, `$[name]` and `$` become the places that they stand for in this document. */
function expandPath(doc: Doc, path: string, context: UpdateContext): string[] {
  const found = /(^|\.)(\$(?:\[(\w*)\])?)(?=\.|$)/.exec(path);
  if (!found) return [path];
  const before = path.slice(0, found.index);
  const rest = path.slice(found.index + found[0].length);
  const array = getAt(doc, before);
  if (found[2] === '$') {
    const index = positionOf(doc, context.filter, { path: before, now: context.now });
    if (index === undefined) {
      throw badValue('The positional operator did not find the match needed from the query.');
    }
    return expandPath(doc, `${before}.${index}${rest}`, context);
  }
  if (!Array.isArray(array))
    throw badValue(`The path '${before}' must exist in the document in order to apply array updates.`);
  const name = found[3];
  const test = name ? filterOf(name, context) : () => true;
  return array.flatMap((element, i) =>
    test(element) ? expandPath(doc, `${before}.${i}${rest}`, context) : [],
  );
}

function filterOf(name: string, { arrayFilters, now }: UpdateContext): Predicate {
  const about = (filter: Doc) =>
    Object.keys(filter).every((key) => key === name || key.startsWith(`${name}.`));
  const filter = arrayFilters.find(about);
  if (!filter) throw badValue(`No array filter found for identifier '${name}'`);
  const test = toPredicate(filter, now);
  return (element) => test({ [name]: element });
}

function demandNoConflict(paths: string[]): void {
  const sorted = [...paths].sort();
  sorted.forEach((path, i) => {
    const next = sorted[i + 1];
    if (next !== undefined && (next === path || next.startsWith(`${path}.`))) {
      throw new StoreError(
        40,
        'ConflictingUpdateOperators',
        `Updating the path '${next}' would create a conflict at '${path}'`,
      );
    }
  });
}

function demandSameId(before: Doc, after: Doc): void {
  if (before['_id'] !== undefined && !equal(before['_id'], after['_id'])) {
    throw new StoreError(
      66,
      'ImmutableField',
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    );
  }
}

function byOperators(spec: Doc): Update {
  const known = operators({ filter: {}, now: new Date(0), arrayFilters: [], inserting: false });
  const parts = Object.entries(spec).flatMap(([name, fields]) => {
    if (!name.startsWith('$'))
      throw failedToParse(
        `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update`,
      );
    if (!(name in known)) throw outside(`the update operator ${name}`);
    if (!isDoc(fields))
      throw failedToParse(`Modifiers operate on fields but we found another type for ${name}`);
    return Object.entries(fields).map(([path, argument]) => ({ name, path, argument }));
  });
  demandNoConflict(
    parts.flatMap(({ name, path, argument }) => (name === '$rename' ? [path, String(argument)] : [path])),
  );
  return (doc, context) => {
    const next = clone(doc);
    const apply = operators(context);
    for (const { name, path, argument } of parts) {
      for (const place of expandPath(next, path, context)) apply[name]!(next, place, argument);
    }
    demandSameId(doc, next);
    return next;
  };
}

const replacement =
  (spec: Doc): Update =>
  (doc) => {
    const { _id = doc['_id'], ...rest } = clone(spec);
    const next = { ...(_id !== undefined && { _id }), ...rest };
    demandSameId(doc, next);
    return next;
  };

/** What the `u` of an update means: operators, a pipeline, or a whole document. */
export function toUpdate(spec: unknown): { update: Update; replaces: boolean } {
  if (Array.isArray(spec)) {
    const run = updateStages(spec as Doc[]);
    const update: Update = (doc, { now }) => {
      const next = run(clone(doc), now);
      const whole = '_id' in next || !('_id' in doc) ? next : { _id: doc['_id'], ...next };
      demandSameId(doc, whole);
      return whole;
    };
    return { update, replaces: false };
  }
  if (!isDoc(spec)) throw failedToParse('The update must be a document or an array');
  const modifies = Object.keys(spec)[0]?.startsWith('$') === true;
  return modifies
    ? { update: byOperators(spec), replaces: false }
    : { update: replacement(spec), replaces: true };
}

/** The document that an upsert starts from: what the filter says must be equal. */
export function seedOf(conditions: [string, unknown][]): Doc {
  const doc: Doc = {};
  for (const [path, condition] of conditions) {
    if (!isOperators(condition)) {
      if (!(condition instanceof RegExp)) setAt(doc, path, clone(condition));
    } else if ('$eq' in condition) setAt(doc, path, clone(condition['$eq']));
    else if (Array.isArray(condition['$in']) && condition['$in'].length === 1)
      setAt(doc, path, clone(condition['$in'][0]));
  }
  return doc;
}
