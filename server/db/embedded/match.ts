import { holds } from './expression.ts';
import { valuesAt } from './path.ts';
import { badValue, outside } from './refusal.ts';
import { compare, equal, isDoc, rank, type Doc } from './value.ts';

export type Predicate = (value: unknown) => boolean;
/** Over all values that a path leads to. */
type Test = (values: unknown[]) => boolean;

/** A value, or one of its elements. */
const anyOf =
  (test: (value: unknown) => boolean): Test =>
  (values) =>
    values.some((value) => test(value) || (Array.isArray(value) && value.some(test)));
const not =
  (test: Test): Test =>
  (values) =>
    !test(values);

function equality(wanted: unknown): Test {
  if (wanted instanceof RegExp) return pattern(wanted);
  if (wanted === null) return (values) => values.length === 0 || anyOf((value) => rank(value) === 5)(values);
  return anyOf((value) => value !== undefined && equal(value, wanted));
}

const ordering = (wanted: unknown, test: (order: number) => boolean): Test =>
  anyOf(
    (value) =>
      rank(value) === rank(wanted) &&
      (value !== undefined || wanted === null) &&
      test(compare(value, wanted)),
  );

function pattern(wanted: unknown, options?: unknown): Test {
  const flags = typeof options === 'string' ? options : wanted instanceof RegExp ? wanted.flags : '';
  if (!/^[imsu]*$/.test(flags)) throw outside(`the $regex options ${flags}`);
  const source = wanted instanceof RegExp ? wanted.source : String(wanted);
  const regex = new RegExp(source, flags.includes('u') ? flags : `${flags}u`);
  return anyOf((value) => typeof value === 'string' && regex.test(value));
}

function arrayArgument(name: string, argument: unknown): unknown[] {
  if (!Array.isArray(argument)) throw badValue(`${name} needs an array`);
  return argument;
}

function elemMatch(argument: unknown, now: Date): Test {
  if (!isDoc(argument)) throw badValue('$elemMatch needs an Object');
  const first = Object.keys(argument)[0];
  const plain =
    first === undefined || !first.startsWith('$') || ['$and', '$or', '$nor', '$expr'].includes(first);
  const test = plain
    ? toPredicate(argument, now)
    : (
        (tests) => (value: unknown) =>
          tests([value])
      )(toTest(argument, now));
  const element: Predicate = plain ? (value) => (isDoc(value) || Array.isArray(value)) && test(value) : test;
  return (values) => values.some((value) => Array.isArray(value) && value.some(element));
}

function operatorTest(name: string, argument: unknown, { now, all }: { now: Date; all: Doc }): Test {
  switch (name) {
    case '$eq':
      return argument instanceof RegExp ? anyOf((value) => equal(value, argument)) : equality(argument);
    case '$ne':
      return not(equality(argument));
    case '$gt':
      return ordering(argument, (o) => o > 0);
    case '$gte':
      return ordering(argument, (o) => o >= 0);
    case '$lt':
      return ordering(argument, (o) => o < 0);
    case '$lte':
      return ordering(argument, (o) => o <= 0);
    case '$in': {
      const tests = arrayArgument(name, argument).map(equality);
      return (values) => tests.some((test) => test(values));
    }
    case '$nin':
      return not(operatorTest('$in', argument, { now, all }));
    case '$exists': {
      const there: Test = (values) => values.some((value) => value !== undefined);
      return argument === false || argument === 0 || argument === null ? not(there) : there;
    }
    case '$regex':
      return pattern(argument, all['$options']);
    case '$options':
      return () => true;
    case '$size':
      return (values) => values.some((value) => Array.isArray(value) && value.length === argument);
    case '$all': {
      const tests = arrayArgument(name, argument).map((part) =>
        isDoc(part) && '$elemMatch' in part ? elemMatch(part['$elemMatch'], now) : equality(part),
      );
      return (values) => tests.length > 0 && tests.every((test) => test(values));
    }
    case '$elemMatch':
      return elemMatch(argument, now);
    case '$not':
      return not(argument instanceof RegExp ? pattern(argument) : toTest(argument, now));
    default:
      throw outside(`the filter operator ${name}`);
  }
}

export const isOperators = (condition: unknown): condition is Doc =>
  isDoc(condition) && Object.keys(condition)[0]?.startsWith('$') === true;

function toTest(condition: unknown, now: Date): Test {
  if (!isOperators(condition)) return equality(condition);
  const tests = Object.entries(condition).map(([name, argument]) =>
    operatorTest(name, argument, { now, all: condition }),
  );
  return (values) => tests.every((test) => test(values));
}

function clauses(name: string, argument: unknown, now: Date): Predicate[] {
  const list = arrayArgument(name, argument);
  if (list.length === 0 || !list.every(isDoc))
    throw badValue(`${name} must be a nonempty array of documents`);
  return list.map((clause) => toPredicate(clause, now));
}

function toClause(key: string, condition: unknown, now: Date): Predicate {
  switch (key) {
    case '$and': {
      const all = clauses(key, condition, now);
      return (doc) => all.every((clause) => clause(doc));
    }
    case '$or': {
      const all = clauses(key, condition, now);
      return (doc) => all.some((clause) => clause(doc));
    }
    case '$nor': {
      const all = clauses(key, condition, now);
      return (doc) => !all.some((clause) => clause(doc));
    }
    case '$expr':
      return (doc) => holds(condition, { root: doc as Doc, now });
    case '$comment':
      return () => true;
    default: {
      if (key.startsWith('$')) throw outside(`the filter operator ${key}`);
      const test = toTest(condition, now);
      return (doc) => test(valuesAt(doc, key));
    }
  }
}

/** A filter, ready to be asked about documents. */
export function toPredicate(filter: Doc, now: Date): Predicate {
  const all = Object.entries(filter).map(([key, condition]) => toClause(key, condition, now));
  return (doc) => all.every((clause) => clause(doc));
}

/** The conditions that every matching document meets, path by path. */
export function conditionsOf(filter: Doc): [path: string, condition: unknown][] {
  return Object.entries(filter).flatMap(([key, condition]) => {
    if (key === '$and' && Array.isArray(condition)) return (condition as Doc[]).flatMap(conditionsOf);
    return key.startsWith('$') ? [] : [[key, condition]];
  });
}

/** Which element of the array at `path` the filter is about: what the positional `$` stands for. */
export function positionOf(
  doc: Doc,
  filter: Doc,
  { path, now }: { path: string; now: Date },
): number | undefined {
  const array = valuesAt(doc, path)[0];
  if (!Array.isArray(array)) return undefined;
  const tests = conditionsOf(filter).flatMap(([key, condition]): Predicate[] => {
    if (key.startsWith(`${path}.`)) return [toPredicate({ [key.slice(path.length + 1)]: condition }, now)];
    if (key !== path) return [];
    const whole = toTest(condition, now);
    return [
      (element) => whole(isOperators(condition) && '$elemMatch' in condition ? [[element]] : [element]),
    ];
  });
  if (tests.length === 0) return undefined;
  const index = array.findIndex((element) => tests.every((test) => test(element)));
  return index >= 0 ? index : undefined;
}
