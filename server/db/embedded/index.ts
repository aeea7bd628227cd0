import { conditionsOf, isOperators, toPredicate, type Predicate } from './match.ts';
import { valuesAt } from './path.ts';
import { compare, equal, isDoc, rank, type Doc } from './value.ts';

export interface IndexSpec {
  name: string;
  key: Doc;
  unique?: boolean;
  partialFilterExpression?: Doc;
  expireAfterSeconds?: number;
}

interface Entry {
  key: unknown[];
  /** Key of the document's `_id`. */
  id: string;
}

/** Part of an index that a filter points to. */
export interface Plan {
  index: Index;
  /** Values of the leading fields, every combination. */
  prefixes: unknown[][];
  /** Bounds of the field after them. */
  from?: unknown;
  to?: unknown;
  worth: number;
}

const MOST_PREFIXES = 1000;
const isScalar = (value: unknown) => ![20, 25, 50].includes(rank(value));

function comparePrefix(entry: unknown[], prefix: unknown[]): number {
  for (let i = 0; i < prefix.length; i++) {
    const found = compare(entry[i], prefix[i]);
    if (found) return found;
  }
  return 0;
}

/** Scalars that a condition allows, or undefined when it is not about equality. */
function pointsOf(condition: unknown): unknown[] | undefined {
  if (!isOperators(condition)) return isScalar(condition) ? [condition] : undefined;
  if ('$eq' in condition) return isScalar(condition['$eq']) ? [condition['$eq']] : undefined;
  const list = condition['$in'];
  return Array.isArray(list) && list.every(isScalar) ? list : undefined;
}

function demandsPresence(condition: unknown): boolean {
  if (!isOperators(condition)) return condition !== null;
  const { $exists, $eq, $in, ...rest } = condition;
  if ($exists === true || ($eq !== undefined && $eq !== null)) return true;
  if (Array.isArray($in)) return $in.every((value) => value !== null);
  return ['$gt', '$gte', '$lt', '$lte'].some((name) => rest[name] !== undefined && rest[name] !== null);
}

/** Ordered entries of the documents that the index covers; an array gives an entry for each of its elements. */
export class Index {
  readonly spec: IndexSpec;
  readonly fields: string[];
  readonly #covers: Predicate;
  readonly #entries: Entry[] = [];
  #multikey = false;

  constructor(spec: IndexSpec) {
    this.spec = spec;
    this.fields = Object.keys(spec.key);
    this.#covers = toPredicate(spec.partialFilterExpression ?? {}, new Date(0));
  }

  #keysOf(doc: Doc): unknown[][] {
    if (!this.#covers(doc)) return [];
    const columns = this.fields.map((field) => {
      const values = valuesAt(doc, field).flatMap((value) =>
        Array.isArray(value) && value.length > 0 ? value : [value],
      );
      if (values.length > 1) this.#multikey = true;
      return values.length > 0 ? values : [undefined];
    });
    return columns.reduce<unknown[][]>(
      (keys, column) => keys.flatMap((key) => column.map((value) => [...key, value])),
      [[]],
    );
  }

  /** First entry that is not below the prefix (or, with `after`, above it). */
  #seek(prefix: unknown[], after: boolean): number {
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const found = comparePrefix(this.#entries[middle]!.key, prefix);
      if (found < 0 || (after && found === 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  add(doc: Doc, id: string): void {
    for (const key of this.#keysOf(doc)) this.#entries.splice(this.#seek(key, true), 0, { key, id });
  }

  remove(doc: Doc, id: string): void {
    for (const key of this.#keysOf(doc)) {
      for (
        let i = this.#seek(key, false);
        i < this.#entries.length && comparePrefix(this.#entries[i]!.key, key) === 0;
        i++
      ) {
        if (this.#entries[i]!.id !== id) continue;
        this.#entries.splice(i, 1);
        break;
      }
    }
  }

  /** The key that another document holds already. */
  conflict(doc: Doc, id: string): Doc | undefined {
    for (const key of this.#keysOf(doc)) {
      for (
        let i = this.#seek(key, false);
        i < this.#entries.length && comparePrefix(this.#entries[i]!.key, key) === 0;
        i++
      ) {
        if (this.#entries[i]!.id !== id)
          return Object.fromEntries(this.fields.map((field, f) => [field, key[f] ?? null]));
      }
    }
    return undefined;
  }

  /** How this index serves a filter; undefined: not at all. */
  plan(filter: Doc): Plan | undefined {
    const conditions = conditionsOf(filter);
    const on = (field: string) =>
      conditions.filter(([path]) => path === field).map(([, condition]) => condition);
    if (!this.#isImplied(on)) return undefined;
    let prefixes: unknown[][] = [[]];
    let depth = 0;
    for (const field of this.fields) {
      const points = on(field)
        .map(pointsOf)
        .find((list) => list !== undefined);
      if (!points || prefixes.length * points.length > MOST_PREFIXES) break;
      prefixes = prefixes.flatMap((prefix) => points.map((point) => [...prefix, point]));
      depth++;
    }
    const next = this.fields[depth];
    const bounds = next === undefined ? {} : this.#bounds(on(next));
    const ranged = 'from' in bounds || 'to' in bounds;
    const partial = this.spec.partialFilterExpression !== undefined;
    if (depth === 0 && !ranged && !partial) return undefined;
    return { index: this, prefixes, ...bounds, worth: depth * 4 + (ranged ? 2 : 0) + (partial ? 1 : 0) };
  }

  #isImplied(on: (field: string) => unknown[]): boolean {
    return Object.entries(this.spec.partialFilterExpression ?? {}).every(([field, wanted]) =>
      on(field).some((condition) =>
        isDoc(wanted) && wanted['$exists'] === true ? demandsPresence(condition) : equal(condition, wanted),
      ),
    );
  }

  #bounds(conditions: unknown[]): { from?: unknown; to?: unknown } {
    const bounds: { from?: unknown; to?: unknown } = {};
    for (const condition of conditions) {
      if (!isOperators(condition)) continue;
      const low = condition['$gt'] ?? condition['$gte'];
      const high = condition['$lt'] ?? condition['$lte'];
      if (isScalar(low) && rank(low) !== 5) bounds.from = low;
      if (isScalar(high) && rank(high) !== 5) bounds.to = high;
    }
    // Two elements of one array may meet the two bounds.
    if (this.#multikey && 'from' in bounds) delete bounds.to;
    return bounds;
  }

  /** Ids of all documents that may match; the filter still has to be asked. */
  *candidates({ prefixes, ...bounds }: Plan): Generator<string> {
    const seen = new Set<string>();
    for (const prefix of prefixes) {
      const first = this.#seek('from' in bounds ? [...prefix, bounds.from] : prefix, false);
      const end = this.#seek('to' in bounds ? [...prefix, bounds.to] : prefix, true);
      for (const { id } of this.#entries.slice(first, end)) {
        if (!seen.has(id)) yield id;
        seen.add(id);
      }
    }
  }
}
