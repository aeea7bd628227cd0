import { toExpression, truthy } from './expression.ts';
import { segmentsOf, valuesAt } from './path.ts';
import { badValue, compare, equal, isDoc, outside, typeOf, type Doc } from './value.ts';

export type Predicate = (value: unknown) => boolean;
/** Over all values that a path leads to. */
type Test = (values: unknown[]) => boolean;

function not(test: Test): Test {
  return (values) => !test(values);
}

function anyOf(test: Predicate): Test {
  return (values) => values.some((value) => test(value) || (Array.isArray(value) && value.some(test)));
}

function equality(wanted: unknown): Test {
  return wanted instanceof RegExp ? pattern(wanted) : anyOf((value) => equal(value, wanted));
}

function ordering(wanted: unknown, holds: (order: number) => boolean): Test {
  const type = typeOf(wanted);
  if (type === 'regex') throw badValue("Can't have RegExp as arg to a comparison.");
  return anyOf((value) => typeOf(value) === type && holds(compare(value, wanted)));
}

function pattern(wanted: unknown, options?: unknown): Test {
  if (typeof wanted !== 'string' && !(wanted instanceof RegExp)) throw badValue('$regex has to be a string');
  const own = wanted instanceof RegExp ? wanted.flags : '';
  // The driver's library reads MongoDB's `s` as `g`.
  const flags = typeof options === 'string' ? options : own.replace('g', 's');
  const other = /[^ims]/.exec(flags)?.[0];
  if (other) throw outside(`the $regex option ${other}`);
  const regex = new RegExp(wanted instanceof RegExp ? wanted.source : wanted, `${flags}u`);
  return anyOf((value) => typeof value === 'string' && regex.test(value));
}

function listOf(name: string, argument: unknown): unknown[] {
  if (!Array.isArray(argument)) throw badValue(`${name} needs an array`);
  return argument;
}

/** Of an array's elements one meets the operators, or is a document that meets the filter. */
function elemMatch(argument: unknown, now: Date): Test {
  const clauses = isOperators(argument) && !Object.keys(argument).every((key) => key in LOGICAL);
  const test = clauses && toTest(argument, now);
  const filter = test ? undefined : toPredicate(argument, now);
  const holds: Predicate = (element) =>
    test ? test([element]) : (isDoc(element) || Array.isArray(element)) && filter!(element);
  return (values) => values.some((value) => Array.isArray(value) && value.some(holds));
}

const OPERATORS: Record<string, (argument: unknown, now: Date, beside: Doc) => Test> = {
  $eq: equality,
  $ne: (wanted) => not(equality(wanted)),
  $gt: (wanted) => ordering(wanted, (order) => order > 0),
  $gte: (wanted) => ordering(wanted, (order) => order >= 0),
  $lt: (wanted) => ordering(wanted, (order) => order < 0),
  $lte: (wanted) => ordering(wanted, (order) => order <= 0),
  $in: (wanted) => {
    const tests = listOf('$in', wanted).map(equality);
    return (values) => tests.some((test) => test(values));
  },
  $nin: (wanted, now, beside) => not(OPERATORS['$in']!(wanted, now, beside)),
  $exists: (wanted) => {
    const there: Test = (values) => values.some((value) => value !== undefined);
    return wanted === false || wanted === 0 || wanted === null ? not(there) : there;
  },
  $regex: (wanted, _now, beside) => pattern(wanted, beside['$options']),
  $options: () => () => true,
  $size: (wanted) => (values) => values.some((value) => Array.isArray(value) && value.length === wanted),
  $all: (wanted, now) => {
    const tests = listOf('$all', wanted).map((part) => toTest(part, now));
    return (values) => tests.length > 0 && tests.every((test) => test(values));
  },
  $elemMatch: elemMatch,
  $not: (wanted, now) => {
    if (wanted instanceof RegExp || isOperators(wanted)) return not(toTest(wanted, now));
    throw badValue('$not needs a regex or a document');
  },
};

export const isOperators = (condition: unknown): condition is Doc =>
  isDoc(condition) && Object.keys(condition)[0]?.startsWith('$') === true;

function toTest(condition: unknown, now: Date): Test {
  if (!isOperators(condition)) return equality(condition);
  const tests = Object.entries(condition).map(([name, argument]) => {
    if (!Object.hasOwn(OPERATORS, name)) throw outside(`the filter operator ${name}`);
    return OPERATORS[name]!(argument, now, condition);
  });
  return (values) => tests.every((test) => test(values));
}

const LOGICAL: Record<string, (clauses: Predicate[], doc: unknown) => boolean> = {
  $and: (clauses, doc) => clauses.every((clause) => clause(doc)),
  $or: (clauses, doc) => clauses.some((clause) => clause(doc)),
  $nor: (clauses, doc) => !clauses.some((clause) => clause(doc)),
};

function toClause(key: string, condition: unknown, now: Date): Predicate {
  if (key === '$expr') {
    const expression = toExpression(condition, now);
    return (doc) => truthy(expression(doc as Doc));
  }
  if (Object.hasOwn(LOGICAL, key)) {
    const clauses = listOf(key, condition).map((clause) => toPredicate(clause, now));
    if (clauses.length === 0) throw badValue(`${key} must be a nonempty array`);
    return (doc) => LOGICAL[key]!(clauses, doc);
  }
  if (key.startsWith('$')) throw outside(`the filter operator ${key}`);
  const test = toTest(condition, now);
  const path = segmentsOf(key);
  return (doc) => test(valuesAt(doc, path));
}

/** A filter, ready to be asked about documents. Throws for what is not supported. */
export function toPredicate(filter: unknown, now: Date): Predicate {
  if (!isDoc(filter)) throw badValue('A filter must be a document.');
  const all = Object.entries(filter).map(([key, condition]) => toClause(key, condition, now));
  return (doc) => all.every((clause) => clause(doc));
}

/** The conditions that every matching document meets, path by path. */
export function conditionsOf(filter: Doc): [path: string, condition: unknown][] {
  return Object.entries(filter).flatMap(([key, condition]): [string, unknown][] => {
    if (key === '$and' && Array.isArray(condition)) return (condition as Doc[]).flatMap(conditionsOf);
    return key.startsWith('$') ? [] : [[key, condition]];
  });
}
