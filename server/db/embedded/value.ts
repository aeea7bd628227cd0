// BSON values as the driver's library reads them: comparison, equality and keys by MongoDB's rules.
import { BSON } from 'mongodb';
import { outside } from './refusal.ts';

export type Doc = Record<string, unknown>;

const BSON_RANK: Record<string, number> = { Long: 10, Binary: 30, UUID: 30, ObjectId: 35 };
const bsonType = (value: object) => (value as { _bsontype?: string })._bsontype;

export const isDoc = (value: unknown): value is Doc =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  bsonType(value) === undefined &&
  !(value instanceof Date) &&
  !(value instanceof RegExp);

/** MongoDB's order of types; values of different types never compare as less or greater in a filter. */
export function rank(value: unknown): number {
  switch (typeof value) {
    case 'undefined':
      return 5;
    case 'number':
      return 10;
    case 'string':
      return 15;
    case 'boolean':
      return 40;
  }
  if (value === null) return 5;
  if (Array.isArray(value)) return 25;
  if (value instanceof Date) return 45;
  if (value instanceof RegExp) return 50;
  const type = bsonType(value as object);
  return type === undefined ? 20 : (BSON_RANK[type] ?? 60);
}

/** Values that may be stored; others are named in the refusal. */
export function demandStorable(value: unknown): void {
  if (Array.isArray(value)) value.forEach(demandStorable);
  else if (isDoc(value)) Object.values(value).forEach(demandStorable);
  else if (value instanceof RegExp) throw outside('stored values of the type regex');
  else if (rank(value) === 60) throw outside(`stored values of the type ${bsonType(value as object)}`);
}

const order = <T>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);
const isBig = (value: unknown): value is BSON.Long =>
  typeof value === 'object' && value !== null && bsonType(value) === 'Long';

function compareNumbers(a: unknown, b: unknown): number {
  if (isBig(a) || isBig(b)) {
    const whole = (v: unknown) =>
      isBig(v) ? v.toBigInt() : Number.isInteger(v) ? BigInt(v as number) : null;
    const [x, y] = [whole(a), whole(b)];
    return x !== null && y !== null ? order(x, y) : order(Number(a), Number(b));
  }
  const [x, y] = [a as number, b as number];
  if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(y)) - Number(Number.isNaN(x));
  return order(x, y);
}

function compareDocs(a: Doc, b: Doc): number {
  const [keysA, keysB] = [Object.keys(a), Object.keys(b)];
  for (let i = 0; i < Math.min(keysA.length, keysB.length); i++) {
    const [ka, kb] = [keysA[i]!, keysB[i]!];
    const found = order(rank(a[ka]), rank(b[kb])) || order(ka, kb) || compare(a[ka], b[kb]);
    if (found) return found;
  }
  return order(keysA.length, keysB.length);
}

function compareArrays(a: unknown[], b: unknown[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const found = compare(a[i], b[i]);
    if (found) return found;
  }
  return order(a.length, b.length);
}

function compareBinary(a: BSON.Binary, b: BSON.Binary): number {
  return (
    order(a.length(), b.length()) || order(a.sub_type, b.sub_type) || Buffer.compare(a.value(), b.value())
  );
}

/** Total order over all values; a missing value equals null. */
export function compare(a: unknown, b: unknown): number {
  const [ra, rb] = [rank(a), rank(b)];
  if (ra !== rb) return order(ra, rb);
  switch (ra) {
    case 5:
      return 0;
    case 10:
      return compareNumbers(a, b);
    case 20:
      return compareDocs(a as Doc, b as Doc);
    case 25:
      return compareArrays(a as unknown[], b as unknown[]);
    case 30:
      return compareBinary(a as BSON.Binary, b as BSON.Binary);
    case 35:
      return Buffer.compare((a as BSON.ObjectId).id, (b as BSON.ObjectId).id);
    case 15:
      return order(a as string, b as string);
    case 40:
    case 45:
      return order(Number(a), Number(b));
    default:
      return order(String(a), String(b));
  }
}

export const equal = (a: unknown, b: unknown): boolean => a === b || compare(a, b) === 0;

/** Equal for two values exactly when `equal` is: the key of maps. */
export function keyOf(value: unknown): string {
  if (typeof value === 'string') return `s${value}`;
  if (typeof value === 'number') return `n${value === 0 ? 0 : value}`;
  if (typeof value === 'boolean') return value ? 'T' : 'F';
  if (value === null || value === undefined) return 'z';
  const list = (parts: string[]) => parts.map((part) => `${part.length}:${part}`).join('');
  if (Array.isArray(value)) return `[${list(value.map(keyOf))}`;
  if (value instanceof Date) return `d${value.getTime()}`;
  if (isBig(value)) return `n${value.toString()}`;
  if (rank(value) === 30) {
    const binary = value as BSON.Binary;
    return `x${binary.sub_type}:${Buffer.from(binary.value()).toString('base64')}`;
  }
  if (rank(value) === 35) return `o${(value as BSON.ObjectId).toHexString()}`;
  return `{${list(Object.entries(value as Doc).flatMap(([key, part]) => [key, keyOf(part)]))}`;
}

export function clone<T>(value: T): T {
  if (Array.isArray(value)) return value.map(clone) as T;
  if (isDoc(value))
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, clone(part)])) as T;
  return value;
}
