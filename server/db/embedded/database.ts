import { Collection, type Operation } from './collection.ts';
import { StoreError } from './refusal.ts';

/** All collections by namespace (`database.collection`). */
export class Databases {
  readonly #collections = new Map<string, Collection>();

  find(ns: string): Collection | undefined {
    return this.#collections.get(ns);
  }

  /** Makes it if it is not there; `record` gets what has to be kept. */
  ensure(ns: string, record: (operation: Operation) => void): Collection {
    const known = this.#collections.get(ns);
    if (known) return known;
    const made = new Collection(ns);
    this.#collections.set(ns, made);
    record(made.described());
    return made;
  }

  of(database: string): Collection[] {
    return [...this.#collections.values()].filter(({ ns }) => ns.startsWith(`${database}.`));
  }

  all(): Collection[] {
    return [...this.#collections.values()];
  }

  drop(ns: string): Operation {
    if (!this.#collections.delete(ns)) throw new StoreError(26, 'NamespaceNotFound', 'ns not found');
    return { type: 'drop', ns };
  }

  /** Does again what the journal kept. */
  apply(operation: Operation): void {
    const collection = this.ensure(operation.ns, () => {});
    switch (operation.type) {
      case 'put':
        collection.put(operation.doc);
        break;
      case 'remove':
        collection.remove(operation.id);
        break;
      case 'collection':
        collection.restore(operation.indexes);
        break;
      case 'drop':
        this.#collections.delete(operation.ns);
    }
  }

  /** The shortest list of operations that makes all of this again. */
  *snapshot(): Generator<Operation> {
    for (const collection of this.all()) {
      yield collection.described();
      for (const doc of collection.docs()) yield { type: 'put', ns: collection.ns, doc };
    }
  }
}
