import { fieldAt, segmentsOf } from './path.ts';
import { badValue, compare, equal, isDoc, outside, StoreError, type Doc } from './value.ts';

/** Works out a value from a document; undefined is a missing one. */
export type Expression = (root: Doc) => unknown;

const isNull = (value: unknown) => value === null || value === undefined;
export const truthy = (value: unknown): boolean => !isNull(value) && value !== false && value !== 0;
/** Expressions tell a missing value from null, and put it first. */
const order = (a: unknown, b: unknown) => Number(a !== undefined) - Number(b !== undefined) || compare(a, b);

function number(name: string, value: unknown): number {
  if (typeof value === 'number' || value instanceof Date) return Number(value);
  throw new StoreError(14, `${name} only supports numbers and dates`);
}

function array(name: string, value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw badValue(`The argument to ${name} must be an array`);
}

/** The number of parameters is that of the arguments; with a rest parameter any. */
const OPERATORS: Record<string, (...values: unknown[]) => unknown> = {
  $eq: (a, b) => order(a, b) === 0,
  $ne: (a, b) => order(a, b) !== 0,
  $gt: (a, b) => order(a, b) > 0,
  $gte: (a, b) => order(a, b) >= 0,
  $lt: (a, b) => order(a, b) < 0,
  $lte: (a, b) => order(a, b) <= 0,
  $not: (a) => !truthy(a),
  $setField: (field, input, value) => ({ ...(input as Doc), [String(field)]: value }),
  $size: (a) => array('$size', a).length,
  $in: (a, b) => array('$in', b).some((element) => equal(element, a)),
  $add: (...values) => {
    if (values.some(isNull)) return null;
    const sum = values.reduce<number>((total, value) => total + number('$add', value), 0);
    return values.some((value) => value instanceof Date) ? new Date(sum) : sum;
  },
  $subtract: (a, b) => {
    if (isNull(a) || isNull(b)) return null;
    const difference = number('$subtract', a) - number('$subtract', b);
    return a instanceof Date && !(b instanceof Date) ? new Date(difference) : difference;
  },
};

/** These work out an argument only when they need it. */
const LAZY: Record<string, (parts: Expression[], root: Doc) => unknown> = {
  $and: (parts, root) => parts.every((part) => truthy(part(root))),
  $or: (parts, root) => parts.some((part) => truthy(part(root))),
  $cond: ([test, yes, no], root) => (truthy(test!(root)) ? yes!(root) : no!(root)),
  $ifNull: (parts, root) => (parts.find((part) => !isNull(part(root))) ?? parts.at(-1))?.(root),
};

/** Arguments that may be, or are, given by name. */
const NAMED: Record<string, string[]> = {
  $cond: ['if', 'then', 'else'],
  $setField: ['field', 'input', 'value'],
};

function toOperator(name: string, argument: unknown, now: Date): Expression {
  if (name === '$literal') return () => argument;
  const named = isDoc(argument) && Object.hasOwn(NAMED, name) ? argument : undefined;
  const given = named ? NAMED[name]!.map((key) => named[key]) : [argument].flat();
  const parts = given.map((part) => toExpression(part, now));
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!operator && !Object.hasOwn(LAZY, name)) throw outside(`the expression operator ${name}`);
  const wanted = name === '$cond' ? 3 : operator?.length || parts.length;
  if (parts.length !== wanted) throw badValue(`Expression ${name} takes exactly ${wanted} arguments.`);
  return (root) => (operator ? operator(...parts.map((part) => part(root))) : LAZY[name]!(parts, root));
}

function toVariable(path: string, now: Date): Expression {
  const [name, ...rest] = segmentsOf(path);
  if (name === 'NOW') return () => now;
  if (name === 'ROOT' || name === 'CURRENT') return (root) => fieldAt(root, rest);
  throw outside(`the variable $$${name}`);
}

/** Reads an aggregation expression; `now` is what `$$NOW` stands for. Throws for what is not supported. */
export function toExpression(spec: unknown, now: Date): Expression {
  if (typeof spec === 'string' && spec.startsWith('$')) {
    if (spec.startsWith('$$')) return toVariable(spec.slice(2), now);
    const path = segmentsOf(spec.slice(1));
    return (root) => fieldAt(root, path);
  }
  if (Array.isArray(spec)) {
    const parts = spec.map((part) => toExpression(part, now));
    return (root) => parts.map((part) => part(root) ?? null);
  }
  if (!isDoc(spec)) return () => spec;
  const [name, ...more] = Object.keys(spec);
  if (name?.startsWith('$') && more.length === 0) return toOperator(name, spec[name], now);
  if (name?.startsWith('$')) throw badValue('An expression must have exactly one operator.');
  const fields = Object.entries(spec).map(([key, part]) => [key, toExpression(part, now)] as const);
  return (root) => {
    const values = fields.map(([key, part]) => [key, part(root)] as const);
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  };
}
