import { fieldAt } from './path.ts';
import { badValue, outside, typeMismatch } from './refusal.ts';
import { compare, equal, isDoc, type Doc } from './value.ts';

/** Variables: ROOT is the document, NOW the time of the command. */
export interface Scope {
  root: Doc;
  now: Date;
  vars?: Record<string, unknown>;
}
type Evaluate = (argument: unknown, scope: Scope) => unknown;

const isNull = (value: unknown) => value === null || value === undefined;
const truthy = (value: unknown) => !isNull(value) && value !== false && value !== 0;
/** Expressions tell a missing value from null, and sort it first. */
const compareStrictly = (a: unknown, b: unknown) =>
  a === undefined || b === undefined ? Number(a !== undefined) - Number(b !== undefined) : compare(a, b);

function listOf(argument: unknown, scope: Scope): unknown[] {
  return (Array.isArray(argument) ? argument : [argument]).map((part) => evaluate(part, scope));
}

const comparison =
  (holds: (order: number) => boolean): Evaluate =>
  (argument, scope) => {
    const [a, b] = listOf(argument, scope);
    return holds(compareStrictly(a, b));
  };

function arithmetic(name: string, combine: (a: number, b: number) => number): Evaluate {
  return (argument, scope) => {
    const values = listOf(argument, scope);
    if (values.some(isNull)) return null;
    const date = values.some((value) => value instanceof Date);
    const difference = name === '$subtract' && values.every((value) => value instanceof Date);
    const numbers = values.map((value) => {
      if (typeof value === 'number') return value;
      if (value instanceof Date && (name === '$add' || name === '$subtract')) return value.getTime();
      throw typeMismatch(`${name} only supports numeric or date types`);
    });
    const result = numbers.reduce(combine);
    return date && !difference ? new Date(result) : result;
  };
}

function arrayOf(name: string, value: unknown): unknown[] {
  if (!Array.isArray(value)) throw badValue(`The argument to ${name} must be an array`);
  return value;
}

const extreme =
  (wins: (order: number) => boolean): Evaluate =>
  (argument, scope) => {
    const given = listOf(argument, scope);
    const values = (given.length === 1 && Array.isArray(given[0]) ? given[0] : given).filter(
      (value) => !isNull(value),
    );
    return values.length === 0
      ? null
      : values.reduce((best, value) => (wins(compare(value, best)) ? value : best));
  };

const each = (input: unknown, scope: Scope, name: unknown) =>
  arrayOf('input', evaluate(input, scope)).map((element) => ({
    element,
    inner: { ...scope, vars: { ...scope.vars, [typeof name === 'string' ? name : 'this']: element } },
  }));

const OPERATORS: Record<string, Evaluate> = {
  $literal: (argument) => argument,
  $eq: (argument, scope) => {
    const [a, b] = listOf(argument, scope);
    return (a === undefined) === (b === undefined) && equal(a, b);
  },
  $ne: (argument, scope) => OPERATORS['$eq']!(argument, scope) === false,
  $gt: comparison((o) => o > 0),
  $gte: comparison((o) => o >= 0),
  $lt: comparison((o) => o < 0),
  $lte: comparison((o) => o <= 0),
  $and: (argument, scope) => listOf(argument, scope).every(truthy),
  $or: (argument, scope) => listOf(argument, scope).some(truthy),
  $not: (argument, scope) => !truthy(listOf(argument, scope)[0]),
  $cond: (argument, scope) => {
    const [test, yes, no] = isDoc(argument)
      ? [argument['if'], argument['then'], argument['else']]
      : (argument as unknown[]);
    return evaluate(truthy(evaluate(test, scope)) ? yes : no, scope);
  },
  $ifNull: (argument, scope) => listOf(argument, scope).find((value) => !isNull(value)) ?? null,
  $add: arithmetic('$add', (a, b) => a + b),
  $subtract: arithmetic('$subtract', (a, b) => a - b),
  $multiply: arithmetic('$multiply', (a, b) => a * b),
  $divide: arithmetic('$divide', (a, b) => {
    if (b === 0) throw badValue("can't $divide by zero");
    return a / b;
  }),
  $max: extreme((o) => o > 0),
  $min: extreme((o) => o < 0),
  $size: (argument, scope) => arrayOf('$size', listOf(argument, scope)[0]).length,
  $concat: (argument, scope) => {
    const parts = listOf(argument, scope);
    if (parts.some(isNull)) return null;
    if (!parts.every((part) => typeof part === 'string')) throw typeMismatch('$concat only supports strings');
    return parts.join('');
  },
  $concatArrays: (argument, scope) => {
    const parts = listOf(argument, scope);
    return parts.some(isNull) ? null : parts.flatMap((part) => arrayOf('$concatArrays', part));
  },
  $arrayElemAt: (argument, scope) => {
    const [list, index] = listOf(argument, scope);
    return isNull(list) ? null : arrayOf('$arrayElemAt', list).at(index as number);
  },
  $in: (argument, scope) => {
    const [value, list] = listOf(argument, scope);
    return arrayOf('$in', list).some((element) => equal(element, value));
  },
  $filter: (argument, scope) => {
    const { input, as, cond } = argument as Doc;
    return each(input, scope, as)
      .filter(({ inner }) => truthy(evaluate(cond, inner)))
      .map(({ element }) => element);
  },
  $map: (argument, scope) => {
    const { input, as, in: body } = argument as Doc;
    return each(input, scope, as).map(({ inner }) => evaluate(body, inner) ?? null);
  },
  $mergeObjects: (argument, scope) =>
    Object.assign({}, ...listOf(argument, scope).filter((part) => !isNull(part))) as Doc,
};

function variable(name: string, { root, now, vars }: Scope): unknown {
  const [head, ...rest] = name.split('.');
  const known: Record<string, unknown> = { ROOT: root, CURRENT: root, NOW: now, ...vars };
  if (head === undefined || !(head in known)) throw outside(`the variable $$${head ?? ''}`);
  return rest.length > 0 ? fieldAt(known[head], rest) : known[head];
}

/** The value of an aggregation expression; undefined is a missing value. */
export function evaluate(expression: unknown, scope: Scope): unknown {
  if (typeof expression === 'string') {
    if (expression.startsWith('$$')) return variable(expression.slice(2), scope);
    return expression.startsWith('$') ? fieldAt(scope.root, expression.slice(1).split('.')) : expression;
  }
  if (Array.isArray(expression)) return expression.map((part) => evaluate(part, scope) ?? null);
  if (!isDoc(expression)) return expression;
  const [name, ...more] = Object.keys(expression);
  if (name?.startsWith('$')) {
    const operator = OPERATORS[name];
    if (!operator || more.length > 0)
      throw outside(`the expression operator ${more.find((key) => !(key in OPERATORS)) ?? name}`);
    return operator(expression[name], scope);
  }
  const entries = Object.entries(expression).map(([key, part]) => [key, evaluate(part, scope)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

export const holds = (expression: unknown, scope: Scope): boolean => truthy(evaluate(expression, scope));
