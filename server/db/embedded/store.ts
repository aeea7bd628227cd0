import { adminCommands } from './admin-commands.ts';
import type { Operation } from './collection.ts';
import { Cursors } from './cursor.ts';
import { Databases } from './database.ts';
import { Journal } from './journal.ts';
import { readCommands } from './read-commands.ts';
import { outside, StoreError } from './refusal.ts';
import type { Doc } from './value.ts';
import { writeCommands } from './write-commands.ts';

const COMMANDS = { ...adminCommands, ...readCommands, ...writeCommands };
const TTL_MS = 30_000;

/** Answers commands. One runs at a time, and none is answered before all that it could have seen is on disk. */
export class Store {
  readonly #databases = new Databases();
  readonly #cursors = new Cursors();
  readonly #journal: Journal;
  readonly #ttl: NodeJS.Timeout;

  /** Throws when the journal is damaged. */
  constructor(dir: string, options: { compactAboveBytes?: number | undefined } = {}) {
    this.#journal = new Journal(dir, { snapshot: () => this.#databases.snapshot(), ...options });
    this.#journal.open((operation) => this.#databases.apply(operation));
    this.#ttl = setInterval(() => void this.#expire(), TTL_MS);
  }

  async run(body: Doc): Promise<Doc> {
    const operations: Operation[] = [];
    const reply = this.#execute(body, (operation) => operations.push(operation));
    await this.#journal.commit(operations);
    return reply;
  }

  #execute(body: Doc, record: (operation: Operation) => void): Doc {
    const [name = ''] = Object.keys(body);
    const command = COMMANDS[name];
    try {
      if (!command) throw outside(`the command ${name}`);
      if (body['startTransaction'] === true) throw outside('transactions');
      const ns = `${String(body['$db'])}.${String(body[name])}`;
      return command(body, ns, {
        databases: this.#databases,
        cursors: this.#cursors,
        now: new Date(),
        record,
      });
    } catch (error) {
      const known =
        error instanceof StoreError ? error : new StoreError(8, 'UnknownError', (error as Error).message);
      return { ok: 0, errmsg: known.message, code: known.code, codeName: known.codeName, ...known.extra };
    }
  }

  async #expire(): Promise<void> {
    const now = new Date();
    const operations = this.#databases
      .all()
      .flatMap((collection) => collection.expired(now).map((id) => collection.remove(id)));
    if (operations.length > 0) await this.#journal.commit(operations);
  }

  async close(): Promise<void> {
    clearInterval(this.#ttl);
    await this.#journal.close();
  }
}
