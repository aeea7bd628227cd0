import { Collection, type Operation } from './collection.ts';
import { demandOptions } from './command.ts';
import { COMMANDS } from './commands.ts';
import { Cursors } from './cursor.ts';
import type { IndexSpec } from './index.ts';
import { Journal } from './journal.ts';
import { demandKnown, keyOf, outside, StoreError, type Doc } from './value.ts';

export interface Limits {
  /** Journal bytes, beyond twice those of the last snapshot, at which the next one is made. */
  compactAboveBytes?: number;
  cursorIdleMs?: number;
  /** How often expired documents and idle cursors are removed. */
  sweepMs?: number;
}

type Contents = Map<string, { docs: Map<string, Doc>; indexes: IndexSpec[] }>;

function redo(contents: Contents, operation: Operation): void {
  const { docs = new Map<string, Doc>(), indexes = [] } = contents.get(operation.ns) ?? {};
  if (operation.type === 'put') docs.set(keyOf(operation.doc['_id']), operation.doc);
  if (operation.type === 'remove') docs.delete(keyOf(operation.id));
  const specs = operation.type === 'collection' ? operation.indexes : indexes;
  contents.set(operation.ns, { docs, indexes: specs });
  if (operation.type === 'drop') contents.delete(operation.ns);
}

/** Answers commands. One runs at a time, and none is answered before all that it could have seen is on disk. */
export class Store {
  now = new Date();
  readonly cursors = new Cursors();
  readonly collections = new Map<string, Collection>();
  /** What the journal has not been told yet. */
  readonly #operations: Operation[] = [];
  readonly #journal: Journal;
  #sweeper: NodeJS.Timeout | undefined;

  constructor(dir: string, compactAboveBytes = 8 * 1024 * 1024) {
    const snapshot = () => [...this.collections.values()].flatMap((collection) => collection.snapshot());
    this.#journal = new Journal({ dir, snapshot, compactAboveBytes });
  }

  async open({ cursorIdleMs = 10 * 60_000, sweepMs = 30_000 }: Limits): Promise<void> {
    const contents: Contents = new Map();
    await this.#journal.open((operation) => redo(contents, operation));
    for (const [ns, { docs, indexes }] of contents) this.ensure(ns).restore([...docs.values()], indexes);
    this.#operations.length = 0;
    this.#sweeper = setInterval(() => void this.#sweep(cursorIdleMs), sweepMs);
  }

  ensure(ns: string): Collection {
    const known = this.collections.get(ns);
    if (known) return known;
    const made = new Collection(ns, (operation) => this.#operations.push(operation));
    this.collections.set(ns, made);
    this.#operations.push(made.described());
    return made;
  }

  drop(ns: string): void {
    if (this.collections.delete(ns)) this.#operations.push({ type: 'drop', ns });
  }

  async run(body: Doc): Promise<Doc> {
    let reply: Doc;
    try {
      reply = { ...this.#execute(body), ok: 1 };
    } catch (error) {
      const known = error instanceof StoreError ? error : new StoreError(8, (error as Error).message);
      reply = { ok: 0, ...known.reply };
    }
    await this.#journal.commit(this.#operations.splice(0));
    return reply;
  }

  #execute(body: Doc): Doc | void {
    const [name = ''] = Object.keys(body);
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command) throw outside(`the command ${name}`);
    if ('txnNumber' in body) throw outside('transactions');
    demandOptions(name, body, command.options);
    demandKnown(body, false);
    this.now = new Date();
    return command.run(body, `${String(body['$db'])}.${String(body[name])}`, this);
  }

  #sweep(cursorIdleMs: number): Promise<void> {
    this.cursors.closeIdle(cursorIdleMs);
    for (const collection of this.collections.values()) collection.expire(new Date());
    return this.#journal.commit(this.#operations.splice(0));
  }

  close(): Promise<void> {
    clearInterval(this.#sweeper);
    return this.#journal.close();
  }
}
