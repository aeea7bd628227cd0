import { BSON } from 'mongodb';
import { StoreError } from './refusal.ts';
import type { Doc } from './value.ts';

const IDLE_MS = 10 * 60_000;
const FIRST_BATCH = 101;

interface Open {
  rest: Doc[];
  ns: string;
  usedAt: number;
}

/** What of a result has not been fetched yet. */
export class Cursors {
  readonly #open = new Map<number, Open>();
  #last = 0;

  /** The answer of find and aggregate: the first batch, and a cursor for the rest. */
  start(
    ns: string,
    docs: Doc[],
    { batchSize = FIRST_BATCH, single = false }: { batchSize?: number | undefined; single?: boolean },
  ): Doc {
    const rest = docs.slice(batchSize);
    let id = 0;
    if (rest.length > 0 && !single) {
      id = ++this.#last;
      this.#open.set(id, { rest, ns, usedAt: Date.now() });
      this.#forgetIdle();
    }
    return { cursor: { firstBatch: docs.slice(0, batchSize), id: BSON.Long.fromNumber(id), ns }, ok: 1 };
  }

  next(id: number, batchSize = Infinity): Doc {
    const cursor = this.#open.get(id);
    if (!cursor) throw new StoreError(43, 'CursorNotFound', `cursor id ${id} not found`);
    const nextBatch = cursor.rest.slice(0, batchSize || Infinity);
    cursor.rest = cursor.rest.slice(nextBatch.length);
    cursor.usedAt = Date.now();
    if (cursor.rest.length === 0) this.#open.delete(id);
    return {
      cursor: { nextBatch, id: BSON.Long.fromNumber(cursor.rest.length > 0 ? id : 0), ns: cursor.ns },
      ok: 1,
    };
  }

  kill(ids: number[]): Doc {
    const cursorsKilled = ids.filter((id) => this.#open.delete(id));
    return {
      cursorsKilled,
      cursorsNotFound: ids.filter((id) => !cursorsKilled.includes(id)),
      cursorsAlive: [],
      ok: 1,
    };
  }

  #forgetIdle(): void {
    for (const [id, { usedAt }] of this.#open) if (Date.now() - usedAt > IDLE_MS) this.#open.delete(id);
  }
}
