// BSON values as the driver's library reads them: comparison, equality and keys by MongoDB's rules.
import { BSON } from 'mongodb';

export type Doc = Record<string, unknown>;
export const MOST_BYTES = 16 * 1024 * 1024;

export class StoreError extends Error {
  readonly reply: Doc;

  constructor(code: number, message: string, more: Doc = {}) {
    super(message);
    this.reply = { code, errmsg: message, ...more };
  }
}

export const badValue = (message: string): StoreError => new StoreError(2, message);

/** What this store does not do is said, never guessed. */
export const outside = (what: string): StoreError =>
  new StoreError(115, `The embedded store does not support ${what}. Set MONGODB_URI to use MongoDB.`);

/** MongoDB's order of types; in a filter, values of different types are neither less nor greater. */
const TYPES = 'null number string document array binary objectId boolean date regex'.split(' ');
const rank = (value: unknown) => TYPES.indexOf(typeOf(value));

/** The type of a value, a missing one counting as null. Throws for those outside the contract. */
export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  if (value instanceof RegExp) return 'regex';
  if (typeof value !== 'object') return typeof value;
  const { _bsontype: type } = value as { _bsontype?: string };
  if (type === undefined) return 'document';
  if (type === 'ObjectId') return 'objectId';
  if (type === 'Binary' || type === 'UUID') return 'binary';
  throw outside(`values of the type ${type}`);
}

export const isDoc = (value: unknown): value is Doc => typeOf(value) === 'document';

/** Refuses by name what the store cannot keep; what is stored may not be a pattern either. */
export function demandKnown(value: unknown, stored: boolean): void {
  const type = typeOf(value);
  if (type === 'regex' && stored) throw outside('stored values of the type regex');
  if (type === 'array') for (const element of value as unknown[]) demandKnown(element, stored);
  if (type !== 'document') return;
  for (const [key, part] of Object.entries(value as Doc)) {
    if (/(^|\.)__proto__(\.|$)/.test(key)) throw outside('the field name __proto__');
    demandKnown(part, stored);
  }
}

const order = <T extends string | number>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);

/** Total order over all values; a missing value equals null. */
export function compare(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return order(a, b);
  const type = typeOf(a);
  const byType = rank(a) - rank(b);
  if (byType !== 0 || type === 'null') return byType;
  if (type === 'array') return compareLists(a as unknown[], b as unknown[]);
  if (type === 'document') return compareLists(flat(a as Doc), flat(b as Doc));
  if (type === 'binary') return compareLists(bytesOf(a as BSON.Binary), bytesOf(b as BSON.Binary));
  if (type === 'objectId' || type === 'regex') return order(String(a), String(b));
  return order(Number(a), Number(b)) || Number(Number.isNaN(b)) - Number(Number.isNaN(a));
}

/** Documents compare field by field: first the type of the value, then the name, then the value. */
const flat = (doc: Doc) => Object.entries(doc).flatMap(([key, value]) => [rank(value), key, value]);
const bytesOf = (binary: BSON.Binary) => [binary.length(), binary.sub_type, ...binary.value()];

function compareLists(a: unknown[], b: unknown[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const found = compare(a[i], b[i]);
    if (found !== 0) return found;
  }
  return a.length - b.length;
}

export const equal = (a: unknown, b: unknown): boolean => a === b || compare(a, b) === 0;

/** The same for two values exactly when they are equal: the key of maps. */
export function keyOf(value: unknown): string {
  if (typeof value === 'string') return `"${value}`;
  return Buffer.from(BSON.serialize({ v: value === 0 ? 0 : (value ?? null) })).toString('latin1');
}

export const distinct = (values: unknown[]): unknown[] =>
  values.length < 2 ? values : [...new Map(values.map((value) => [keyOf(value), value])).values()];
