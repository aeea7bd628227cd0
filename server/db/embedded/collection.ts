import { Index, type IndexSpec, type Plan } from './index.ts';
import { toPredicate } from './match.ts';
import { badValue, StoreError } from './refusal.ts';
import { sorter } from './sort.ts';
import { equal, keyOf, type Doc } from './value.ts';

/** One durable step: what the journal keeps, and what it gives back when the store opens. */
export type Operation =
  | { type: 'put'; ns: string; doc: Doc }
  | { type: 'remove'; ns: string; id: unknown }
  | { type: 'collection'; ns: string; indexes: IndexSpec[] }
  | { type: 'drop'; ns: string };

export interface Query {
  filter: Doc;
  sort?: Doc | undefined;
  skip?: number | undefined;
  limit?: number | undefined;
  now: Date;
}

const ID_INDEX: IndexSpec = { name: '_id_', key: { _id: 1 }, unique: true };

/** Documents are never changed in place, so what a reader holds stays as it was. */
export class Collection {
  readonly ns: string;
  readonly #docs = new Map<string, Doc>();
  #indexes: Index[] = [];

  constructor(ns: string) {
    this.ns = ns;
  }

  get size(): number {
    return this.#docs.size;
  }
  get specs(): IndexSpec[] {
    return [ID_INDEX, ...this.#indexes.map(({ spec }) => spec)];
  }
  docs(): IterableIterator<Doc> {
    return this.#docs.values();
  }

  /** All that match, in order; natural order is that of insertion. */
  find({ filter, sort, skip = 0, limit = 0, now }: Query): Doc[] {
    const matches = toPredicate(filter, now);
    const found: Doc[] = [];
    const enough = sort ? Infinity : limit > 0 ? skip + limit : Infinity;
    for (const doc of this.#candidates(filter)) {
      if (!matches(doc)) continue;
      found.push(doc);
      if (found.length >= enough) break;
    }
    if (sort && Object.keys(sort).length > 0) found.sort(sorter(sort));
    return found.slice(skip, limit > 0 ? skip + limit : undefined);
  }

  *#candidates(filter: Doc): Generator<Doc> {
    const id = filter['_id'];
    const point = typeof id === 'string' || (typeof id === 'object' && id !== null && '_bsontype' in id);
    if (point) {
      const doc = this.#docs.get(keyOf(id));
      if (doc) yield doc;
      return;
    }
    const plan = this.#indexes
      .map((index) => index.plan(filter))
      .reduce<Plan | undefined>(
        (best, next) => (next && (!best || next.worth > best.worth) ? next : best),
        undefined,
      );
    if (!plan) yield* [...this.#docs.values()];
    else for (const key of [...plan.index.candidates(plan)]) yield this.#docs.get(key)!;
  }

  #demandUnique(doc: Doc, key: string): void {
    for (const index of this.#indexes) {
      const held = index.spec.unique ? index.conflict(doc, key) : undefined;
      if (held) throw this.#duplicate(index.spec, held);
    }
  }

  #duplicate({ name, key }: IndexSpec, keyValue: Doc): StoreError {
    const shown = Object.entries(keyValue)
      .map(([field, value]) => `${field}: ${JSON.stringify(value)}`)
      .join(', ');
    const message = `E11000 duplicate key error collection: ${this.ns} index: ${name} dup key: { ${shown} }`;
    return new StoreError(11000, 'DuplicateKey', message, { keyPattern: key, keyValue });
  }

  insert(doc: Doc): Operation {
    const key = keyOf(doc['_id']);
    if (Array.isArray(doc['_id']) || doc['_id'] === undefined)
      throw badValue("The '_id' value cannot be of type array or missing");
    if (this.#docs.has(key)) throw this.#duplicate(ID_INDEX, { _id: doc['_id'] });
    this.#demandUnique(doc, key);
    return this.put(doc);
  }

  replace(doc: Doc): Operation {
    this.#demandUnique(doc, keyOf(doc['_id']));
    return this.put(doc);
  }

  put(doc: Doc): Operation {
    const key = keyOf(doc['_id']);
    const before = this.#docs.get(key);
    for (const index of this.#indexes) {
      if (before) index.remove(before, key);
      index.add(doc, key);
    }
    this.#docs.set(key, doc);
    return { type: 'put', ns: this.ns, doc };
  }

  remove(id: unknown): Operation {
    const key = keyOf(id);
    const before = this.#docs.get(key);
    if (before) for (const index of this.#indexes) index.remove(before, key);
    this.#docs.delete(key);
    return { type: 'remove', ns: this.ns, id };
  }

  /** Builds an index over what is there. Throws when it exists differently or its keys are not unique. */
  addIndex(spec: IndexSpec): Operation | null {
    const known = this.specs.find(({ name }) => name === spec.name);
    if (known) {
      if (equal(known, spec) || spec.name === ID_INDEX.name) return null;
      throw new StoreError(
        86,
        'IndexKeySpecsConflict',
        `An existing index has the same name as the requested index but differs: ${spec.name}`,
      );
    }
    const index = new Index(spec);
    for (const [key, doc] of this.#docs) {
      const held = spec.unique ? index.conflict(doc, key) : undefined;
      if (held) throw this.#duplicate(spec, held);
      index.add(doc, key);
    }
    this.#indexes.push(index);
    return this.described();
  }

  dropIndex(name: string): Operation {
    if (!this.#indexes.some(({ spec }) => spec.name === name)) {
      throw new StoreError(27, 'IndexNotFound', `index not found with name [${name}]`);
    }
    this.#indexes = this.#indexes.filter(({ spec }) => spec.name !== name);
    return this.described();
  }

  /** As the journal keeps it, without the index on `_id` that every collection has. */
  described(): Operation {
    return { type: 'collection', ns: this.ns, indexes: this.#indexes.map(({ spec }) => spec) };
  }

  /** What a restart found: the indexes are filled as documents are put. */
  restore(indexes: IndexSpec[]): void {
    this.#indexes = [];
    for (const spec of indexes) this.addIndex(spec);
  }

  /** Ids of documents whose time is over. */
  expired(now: Date): unknown[] {
    return this.#indexes.flatMap(({ spec }) => {
      if (spec.expireAfterSeconds === undefined) return [];
      const [field] = Object.keys(spec.key);
      const before = new Date(now.getTime() - spec.expireAfterSeconds * 1000);
      return this.find({ filter: { [field!]: { $lte: before } }, now }).map((doc) => doc['_id']);
    });
  }
}
