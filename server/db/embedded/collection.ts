import { BSON } from 'mongodb';
import { conditionsOf, toPredicate } from './filter.ts';
import { Index, type Conditions, type IndexSpec, type Plan } from './index.ts';
import { sorted, toSort } from './path.ts';
import { badValue, demandKnown, equal, isDoc, MOST_BYTES, StoreError, type Doc } from './value.ts';

/** One durable step: what the journal keeps, and what it gives back when the store opens. */
export type Operation =
  | { type: 'put'; ns: string; doc: Doc }
  | { type: 'remove'; ns: string; id: unknown }
  | { type: 'collection'; ns: string; indexes: IndexSpec[] }
  | { type: 'drop'; ns: string };

export interface Query {
  filter?: Doc | undefined;
  sort?: Doc | undefined;
  skip?: number;
  limit?: number;
}

/** A comparison of a field with the time is something that an index can serve as well. */
function timedOf({ $expr }: Doc, now: Date): Conditions {
  const [[name, parts] = ['', undefined]] = isDoc($expr) ? Object.entries($expr) : [];
  const [field, time]: unknown[] = Array.isArray(parts) ? (parts as unknown[]) : [];
  return time === '$$NOW' && typeof field === 'string' ? [[field.slice(1), { [name]: now }]] : [];
}

/** Documents are never changed in place, so what a reader holds stays as it was. */
export class Collection {
  readonly ns: string;
  readonly #record: (operation: Operation) => void;
  /** The one on `_id` holds all documents. */
  readonly #ids = new Index({ name: '_id_', key: { _id: 1 }, unique: true });
  #indexes = [this.#ids];

  constructor(ns: string, record: (operation: Operation) => void) {
    this.ns = ns;
    this.#record = record;
  }

  get specs(): IndexSpec[] {
    return this.#indexes.map(({ spec }) => spec);
  }

  /** All that match, in order; how many were looked at, and the index that spared looking at the others. */
  search({ filter = {}, sort: order = {}, skip = 0, limit = 0 }: Query, now: Date) {
    const matches = toPredicate(filter, now);
    const conditions = conditionsOf(filter);
    const sort = toSort(order);
    // In the wanted order few entries may do.
    const cost = ({ size, direction }: Plan) => (direction && limit > 0 ? size / 8 : size);
    const timed = timedOf(filter, now);
    const plans = this.#indexes.flatMap((index) => index.plan(conditions, timed, sort) ?? []);
    const [plan] = plans.sort((a, b) => cost(a) - cost(b));
    const ordered = sort.length === 0 || plan?.direction !== undefined;
    const end = limit > 0 ? skip + limit : Infinity;
    const found: Doc[] = [];
    let examined = 0;
    for (const doc of plan ? plan.index.candidates(plan) : this.#ids.docs()) {
      examined++;
      if (matches(doc) && found.push(doc) >= end && ordered) break;
    }
    const docs = (ordered ? found : sorted(found, sort)).slice(skip, end);
    return { docs, examined, index: plan?.index.spec.name };
  }

  write(before: Doc | undefined, after: Doc): void {
    demandKnown(after, true);
    if (Array.isArray(after['_id'])) throw badValue("The '_id' value cannot be an array");
    if (BSON.calculateObjectSize(after) > MOST_BYTES) throw new StoreError(10334, 'Too large a document');
    for (const index of this.#indexes) this.#demandUnique(index, before, after);
    for (const index of this.#indexes) index.swap(before, after);
    this.#record({ type: 'put', ns: this.ns, doc: after });
  }

  remove(doc: Doc): void {
    for (const index of this.#indexes) index.swap(doc, undefined);
    this.#record({ type: 'remove', ns: this.ns, id: doc['_id'] });
  }

  #demandUnique(index: Index, before: Doc | undefined, after: Doc): void {
    const keyValue = index.conflict(before, after);
    if (!keyValue) return;
    const { name, key: keyPattern } = index.spec;
    const where = `collection: ${this.ns} index: ${name} dup key: ${JSON.stringify(keyValue)}`;
    throw new StoreError(11000, `E11000 duplicate key error ${where}`, { keyPattern, keyValue });
  }

  /** Builds an index over what is there. Throws when it exists differently or its keys are not unique. */
  addIndex(spec: IndexSpec): void {
    const known = this.specs.find(({ name, key }) => name === spec.name || equal(key, spec.key));
    if (known && (equal(known, spec) || known === this.#ids.spec)) return;
    if (known) throw new StoreError(86, `The index ${known.name} exists already, but it differs.`);
    const index = new Index(spec);
    index.build(this.#ids.docs());
    for (const doc of spec.unique ? this.#ids.docs() : []) this.#demandUnique(index, doc, doc);
    this.#indexes.push(index);
    this.#record(this.described());
  }

  described(): Operation {
    return { type: 'collection', ns: this.ns, indexes: this.specs.slice(1) };
  }

  expire(now: Date): void {
    for (const { key, expireAfterSeconds } of this.specs) {
      if (expireAfterSeconds === undefined) continue;
      const $lte = new Date(now.getTime() - expireAfterSeconds * 1000);
      const { docs } = this.search({ filter: { [Object.keys(key)[0]!]: { $lte } } }, now);
      for (const doc of docs) this.remove(doc);
    }
  }

  restore(docs: Doc[], specs: IndexSpec[]): void {
    this.#indexes.push(...specs.map((spec) => new Index(spec)));
    for (const index of this.#indexes) index.build(docs);
  }

  /** The operations that make all of this again, as it is now. */
  snapshot(): Operation[] {
    const puts = this.#ids.docs().map((doc): Operation => ({ type: 'put', ns: this.ns, doc }));
    return [this.described(), ...puts];
  }
}
