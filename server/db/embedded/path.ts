import { badValue, compare, isDoc, StoreError, type Doc } from './value.ts';

/** No array has more places than six digits can name. */
const isPlace = (segment: string) => /^(0|[1-9]\d{0,5})$/.test(segment);
/** Documents have the members that were stored, and no others such as `constructor`. */
const member = (doc: Doc, key: string) => (Object.hasOwn(doc, key) ? doc[key] : undefined);

export function segmentsOf(path: string): string[] {
  const segments = path.split('.');
  if (segments.includes('')) throw badValue(`The path '${path}' has an empty field name.`);
  return segments;
}

/** Every value that a path leads to, through arrays too; undefined stands for a way that ends early. */
export function valuesAt(value: unknown, path: string[], at = 0): unknown[] {
  const segment = path[at];
  if (segment === undefined) return [value];
  if (isDoc(value)) return valuesAt(member(value, segment), path, at + 1);
  if (!Array.isArray(value)) return [undefined];
  const inside = value.filter(isDoc).flatMap((element) => valuesAt(element, path, at));
  if (!isPlace(segment) || Number(segment) >= value.length) return inside;
  return [...valuesAt(value[Number(segment)], path, at + 1), ...inside];
}

/** The same, with arrays at its end replaced by their elements: what indexes, sorts and `distinct` see. */
export function elementsAt(doc: Doc, path: string[]): unknown[] {
  const found = valuesAt(doc, path);
  return found.flatMap((value): unknown[] => (Array.isArray(value) && value.length > 0 ? value : [value]));
}

/** The value of a path as expressions see it: arrays on the way give arrays. */
export function fieldAt(value: unknown, path: string[], at = 0): unknown {
  const segment = path[at];
  if (segment === undefined) return value;
  if (isDoc(value)) return fieldAt(member(value, segment), path, at + 1);
  if (!Array.isArray(value)) return undefined;
  return value.map((element) => fieldAt(element, path, at)).filter((found) => found !== undefined);
}

export interface Change {
  /** Undefined stands for no value. */
  to(current: unknown): unknown;
  /** Which elements `$[name]` stands for; `$[]` stands for all. */
  filters?: Map<string, (element: unknown) => boolean>;
  /** As pipelines change: in every element of an array on the way, and scalars make room. */
  spread?: boolean;
}

/** A copy with another value at the path. The documents on the way are made; anything else on it is an error. */
export function changeAt(value: unknown, path: string[], change: Change): unknown {
  const [segment, ...rest] = path;
  if (segment === undefined) return change.to(value);
  if (Array.isArray(value) && change.spread) return value.map((element) => changeAt(element, path, change));
  const name = /^\$\[(\w*)\]$/.exec(segment)?.[1];
  if (name !== undefined) {
    const takes = name === '' ? () => true : change.filters?.get(name);
    if (!takes || !Array.isArray(value)) throw badValue(`${segment} needs an array, and an array filter`);
    return value.map((element): unknown => (takes(element) ? changeAt(element, rest, change) : element));
  }
  if (Array.isArray(value) && isPlace(segment)) {
    const [place, copy] = [Number(segment), [...(value as unknown[])]];
    const after = changeAt(copy[place], rest, change);
    if (after === copy[place]) return value;
    while (copy.length < place) copy.push(null);
    copy[place] = after ?? null;
    return copy;
  }
  const doc = isDoc(value) ? value : {};
  const after = changeAt(member(doc, segment), rest, change);
  if (after === member(doc, segment)) return value;
  const room = value === undefined || isDoc(value) || change.spread;
  if (!room) throw new StoreError(28, `Cannot create field '${segment}' in an element of another type`);
  const copy = { ...doc, [segment]: after };
  if (after === undefined) delete copy[segment];
  return copy;
}

export const setAt = (doc: Doc, path: string[], next: unknown): Doc =>
  changeAt(doc, path, { to: () => next }) as Doc;

export type Sort = { name: string; direction: 1 | -1 }[];

export function toSort(spec: Doc): Sort {
  return Object.entries(spec).map(([name, direction]) => {
    if (direction === 1 || direction === -1) return { name, direction };
    throw badValue(`The direction of ${name} must be 1 or -1.`);
  });
}

/** In order. Arrays sort by their smallest element upwards and by their largest downwards. */
export function sorted(docs: Doc[], sort: Sort): Doc[] {
  const least = (doc: Doc, { name, direction }: Sort[number]) => {
    const elements = elementsAt(doc, segmentsOf(name)).map((element) => element ?? null);
    return elements.sort((a, b) => compare(a, b) * direction)[0];
  };
  const order = (a: unknown[], b: unknown[]) =>
    sort.reduce((found, { direction }, i) => found || compare(a[i], b[i]) * direction, 0);
  const keyed = docs.map((doc) => ({ doc, key: sort.map((by) => least(doc, by)) }));
  return keyed.sort((a, b) => order(a.key, b.key)).map(({ doc }) => doc);
}
