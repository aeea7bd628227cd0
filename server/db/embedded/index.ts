import { isOperators, toPredicate, type Predicate } from './filter.ts';
import { elementsAt, segmentsOf, type Sort } from './path.ts';
import { compare, distinct, equal, typeOf, type Doc } from './value.ts';

export interface IndexSpec {
  name: string;
  key: Doc;
  unique?: boolean;
  partialFilterExpression?: Doc;
  expireAfterSeconds?: number;
}

export type Plan = NonNullable<ReturnType<Index['plan']>>;
/** What every wanted document meets, path by path. */
export type Conditions = [path: string, condition: unknown][];

const isPoint = (value: unknown) => !['document', 'array', 'regex'].includes(typeOf(value));
const isBound = (value: unknown) => isPoint(value) && typeOf(value) !== 'null';

function comparePrefix(key: unknown[], prefix: unknown[]): number {
  let found = 0;
  for (let i = 0; i < prefix.length && found === 0; i++) found = compare(key[i], prefix[i]);
  return found;
}

/** The values that a condition allows, or undefined when it is not about equality. */
function pointsOf(condition: unknown): unknown[] | undefined {
  const operators = isOperators(condition) ? condition : { $eq: condition };
  const points = '$eq' in operators ? [operators['$eq']] : operators['$in'];
  return Array.isArray(points) && points.every(isPoint) ? points : undefined;
}

/** The first value that is given with one of the operators, if there is any. */
function boundOf(conditions: unknown[], operators: string[]): unknown[] {
  const given = conditions.flatMap((one) => (isOperators(one) ? operators.map((name) => one[name]) : []));
  return given.filter(isBound).slice(0, 1);
}

/** Ordered entries of the documents that the index covers; an array gives an entry for each of its elements. */
export class Index {
  readonly spec: IndexSpec;
  readonly #fields: string[];
  readonly #paths: string[][];
  readonly #covers: Predicate;
  /** By the values of the fields, and the `_id`, so that no two have the same key. */
  #entries: { key: unknown[]; doc: Doc }[] = [];
  #multikey = false;

  constructor(spec: IndexSpec) {
    this.spec = spec;
    this.#fields = Object.keys(spec.key);
    this.#paths = this.#fields.map(segmentsOf);
    this.#covers = toPredicate(spec.partialFilterExpression ?? {}, new Date(0));
  }

  #keysOf(doc: Doc): unknown[][] {
    if (!this.#covers(doc)) return [];
    let keys: unknown[][] = [[]];
    for (const path of this.#paths) {
      const values = elementsAt(doc, path);
      if (values.length !== 1) this.#multikey = true;
      const column = values.length > 0 ? distinct(values) : [undefined];
      keys = keys.flatMap((key) => column.map((value) => [...key, value]));
    }
    return keys.map((key) => [...key, doc['_id']]);
  }

  /** The first entry that is not below the prefix, or with `after` the first above it. */
  #seek(prefix: unknown[], after = false): number {
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const found = comparePrefix(this.#entries[middle]!.key, prefix);
      if (found < 0 || (after && found === 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  docs(): Doc[] {
    return this.#entries.map(({ doc }) => doc);
  }

  build(docs: Doc[]): void {
    this.#entries = docs.flatMap((doc) => this.#keysOf(doc).map((key) => ({ key, doc })));
    this.#entries.sort((a, b) => comparePrefix(a.key, b.key));
  }

  swap(before: Doc | undefined, after: Doc | undefined): void {
    const [old, next] = [before ? this.#keysOf(before) : [], after ? this.#keysOf(after) : []];
    const stays = equal(old, next);
    for (const key of old) {
      const at = this.#seek(key);
      if (stays) this.#entries[at]!.doc = after!;
      else this.#entries.splice(at, 1);
    }
    for (const key of stays ? [] : next) this.#entries.splice(this.#seek(key), 0, { key, doc: after! });
  }

  /** The key of `after` that a document other than `before` holds already, if that is forbidden. */
  conflict(before: Doc | undefined, after: Doc): Doc | undefined {
    const keys = this.spec.unique ? this.#keysOf(after) : [];
    const taken = keys.find((key) => {
      const prefix = key.slice(0, -1);
      const holders = this.#entries.slice(this.#seek(prefix), this.#seek(prefix, true));
      return holders.some(({ doc }) => doc !== before);
    });
    return taken && Object.fromEntries(this.#fields.map((field, i) => [field, taken[i] ?? null]));
  }

  /** How this index serves a query; undefined: not at all. */
  plan(certain: Conditions, timed: Conditions, sort: Sort) {
    // Expressions compare an array as a whole.
    const conditions = this.#multikey ? certain : [...certain, ...timed];
    const on = (field: string) => conditions.filter(([path]) => path === field).map(([, found]) => found);
    // Those that a partial index leaves out must be none that are wanted.
    for (const [field, covered] of Object.entries(this.spec.partialFilterExpression ?? {})) {
      const missing = on(field).every((found) => toPredicate({ [field]: found }, new Date(0))({}));
      if (missing || !equal(covered, { $exists: true })) return undefined;
    }
    let prefixes: unknown[][] = [[]];
    let depth = 0;
    for (
      let points;
      (points = on(this.#fields[depth] ?? '')
        .map(pointsOf)
        .find(Boolean));
      depth++
    ) {
      prefixes = prefixes.flatMap((prefix) => points.map((point) => [...prefix, point]));
    }
    const next = on(this.#fields[depth] ?? '');
    const from = boundOf(next, ['$gt', '$gte']);
    // Two elements of one array may meet the two bounds.
    const to = this.#multikey && from.length > 0 ? [] : boundOf(next, ['$lt', '$lte']);
    const direction = prefixes.length === 1 ? this.#directionOf(sort, depth) : undefined;
    const useless = depth + from.length + to.length === 0 && !direction && !this.spec.partialFilterExpression;
    if (useless) return undefined;
    const ranges = prefixes.map((prefix) => {
      const first = this.#seek([...prefix, ...from]);
      return { first, end: Math.max(first, this.#seek([...prefix, ...to], true)) };
    });
    const size = ranges.reduce((sum, { first, end }) => sum + end - first, 0);
    return { index: this, ranges, size, direction };
  }

  /** Which way the entries behind `depth` equal fields are in the wanted order. */
  #directionOf(sort: Sort, depth: number): 1 | -1 | undefined {
    const open = [...this.#fields.slice(depth), '_id'];
    const wanted = sort.filter(({ name }) => !this.#fields.slice(0, depth).includes(name));
    const direction = wanted[0]?.direction;
    const fits = wanted.every((by, i) => by.name === open[i] && by.direction === direction);
    return fits && !this.#multikey ? direction : undefined;
  }

  /** Every document that may match, once; the filter still has to be asked. */
  *candidates({ ranges, direction }: Plan): Generator<Doc> {
    const seen = new Set<Doc>();
    for (const { first, end } of ranges) {
      for (let i = first; i < end; i++) {
        const { doc } = this.#entries[direction === -1 ? first + end - 1 - i : i]!;
        if (!seen.has(doc)) yield doc;
        seen.add(doc);
      }
    }
  }
}
