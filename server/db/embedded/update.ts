import { conditionsOf, isOperators, toPredicate } from './filter.ts';
import { changeAt, segmentsOf, setAt, type Change } from './path.ts';
import { toPipeline, UPDATING } from './pipeline.ts';
import { badValue, compare, equal, isDoc, outside, StoreError, type Doc } from './value.ts';

/** Gives the updated copy of a document, which itself stays as it is; `inserting` when an upsert makes it. */
export type Update = (doc: Doc, inserting: boolean) => Doc;
type Operator = (argument: unknown, now: Date) => Change['to'];

function numeric(name: string, argument: unknown, combine: (a: number, b: number) => number): Change['to'] {
  return (current = 0) => {
    if (typeof argument === 'number' && typeof current === 'number') return combine(current, argument);
    throw new StoreError(14, `Cannot apply ${name} to a value, or with an argument, of non-numeric type`);
  };
}

function bound(argument: unknown, direction: 1 | -1): Change['to'] {
  return (current = argument) => (compare(argument, current) * direction > 0 ? argument : current);
}

function onArray(missing: [] | undefined, change: (current: unknown[]) => unknown[]): Change['to'] {
  return (current = missing) => {
    if (Array.isArray(current)) return change(current);
    if (current !== undefined) throw badValue('The field of an array operator must be an array');
    return undefined;
  };
}

function eachOf(argument: unknown): unknown[] {
  if (!isDoc(argument) || !('$each' in argument)) return [argument];
  const { $each: values, ...modifiers } = argument;
  const other = Object.keys(modifiers)[0];
  if (other) throw outside(`the modifier ${other} of $each`);
  if (Array.isArray(values)) return values;
  throw badValue('The argument to $each must be an array');
}

function pull(condition: unknown, now: Date): (current: unknown[]) => unknown[] {
  const fields = isDoc(condition) && !isOperators(condition);
  const holds = toPredicate(fields ? condition : { v: condition }, now);
  return (list) =>
    list.filter((element) => !(fields ? isDoc(element) && holds(element) : holds({ v: element })));
}

const without = (values: unknown[], others: unknown[]) =>
  values.filter((value) => !others.some((other) => equal(value, other)));

const OPERATORS: Record<string, Operator> = {
  $set: (argument) => () => argument,
  $setOnInsert: (argument) => () => argument,
  $unset: () => () => undefined,
  $inc: (argument) => numeric('$inc', argument, (a, b) => a + b),
  $mul: (argument) => numeric('$mul', argument, (a, b) => a * b),
  $min: (argument) => bound(argument, -1),
  $max: (argument) => bound(argument, 1),
  $currentDate: (argument, now) => {
    if (argument === true || equal(argument, { $type: 'date' })) return () => now;
    throw outside('$currentDate of another type than date');
  },
  $push: (argument) => onArray([], (list) => [...list, ...eachOf(argument)]),
  $addToSet: (argument) => {
    const add = (list: unknown[], value: unknown) => [...list, ...without([value], list)];
    return onArray([], (list) => eachOf(argument).reduce<unknown[]>(add, list));
  },
  $pop: (end) => onArray(undefined, (list) => (end === -1 ? list.slice(1) : list.slice(0, -1))),
  $pull: (condition, now) => onArray(undefined, pull(condition, now)),
  $pullAll: (others) => onArray(undefined, (list) => without(list, [others].flat())),
};

function toFilters(given: Doc[], update: Doc, now: Date): NonNullable<Change['filters']> {
  return new Map(
    given.map((filter) => {
      const [name = '', ...others] = new Set(conditionsOf(filter).map(([path]) => path.split('.')[0]!));
      if (others.length > 0) throw outside('an array filter about several identifiers');
      const used = JSON.stringify(update).includes(`$[${name}]`);
      if (!used) throw new StoreError(9, `The array filter for identifier '${name}' was not used`);
      const holds = toPredicate(filter, now);
      return [name, (element: unknown) => holds({ [name]: element })];
    }),
  );
}

function toSteps(spec: Doc, now: Date) {
  const steps = Object.entries(spec).flatMap(([name, fields]) => {
    if (!Object.hasOwn(OPERATORS, name)) throw outside(`the update operator ${name}`);
    if (!isDoc(fields)) throw new StoreError(9, `Modifiers operate on fields but ${name} has none`);
    const operator = OPERATORS[name]!;
    return Object.entries(fields).map(([path, argument]) => ({ name, path, to: operator(argument, now) }));
  });
  for (const [i, { path }] of steps.entries()) {
    if (segmentsOf(path).includes('$')) throw outside('the positional operator $');
    const clash = steps.some((other, j) => i !== j && `${path}.`.startsWith(`${other.path}.`));
    if (clash) throw new StoreError(40, `Updating the path '${path}' would create a conflict`);
  }
  return steps;
}

function byOperators(spec: Doc, arrayFilters: Doc[], now: Date): Update {
  const filters = toFilters(arrayFilters, spec, now);
  const steps = toSteps(spec, now);
  return (doc, inserting) =>
    steps
      .filter(({ name }) => inserting || name !== '$setOnInsert')
      .reduce((next, { path, to }) => changeAt(next, segmentsOf(path), { to, filters }) as Doc, doc);
}

/** What the `u` of an update means: operators, a pipeline, or (neither) a whole document. */
export function toUpdate(spec: unknown, arrayFilters: Doc[], now: Date): Update {
  const stages = isDoc(spec) ? undefined : toPipeline(spec, now, UPDATING);
  const operators = isOperators(spec) ? byOperators(spec, arrayFilters, now) : undefined;
  return (doc, inserting) => {
    const next = operators ? operators(doc, inserting) : stages ? stages([doc])[0]! : (spec as Doc);
    if (!('_id' in doc) || ('_id' in next && equal(doc['_id'], next['_id']))) return next;
    if (!('_id' in next) && !isOperators(spec)) return { _id: doc['_id'], ...next };
    throw new StoreError(66, "The update would modify the immutable field '_id'");
  };
}

/** The document that an upsert starts from: what the filter says must be equal. */
export function seedOf(filter: Doc): Doc {
  return conditionsOf(filter).reduce<Doc>((doc, [path, condition]) => {
    const { $eq, $in = $eq } = isOperators(condition) ? condition : { $eq: condition };
    const values = Array.isArray($in) && $in !== $eq ? $in : [$in];
    const known = values.length === 1 && values[0] !== undefined && !(values[0] instanceof RegExp);
    return known ? setAt(doc, segmentsOf(path), values[0]) : doc;
  }, {});
}
