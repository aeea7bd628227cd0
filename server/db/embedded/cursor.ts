import { BSON } from 'mongodb';
import { MOST_BYTES, StoreError, type Doc } from './value.ts';

/** Results that have not been fetched to their end. */
export class Cursors {
  readonly #open = new Map<number, { ns: string; rest: Doc[]; usedAt: number }>();
  #last = 0;

  /** The answer to find and aggregate: the first batch, and a cursor if more is left. */
  start(ns: string, docs: Doc[], batchSize: unknown = 101, singleBatch: unknown = false): Doc {
    const id = ++this.#last;
    this.#open.set(id, { ns, rest: docs, usedAt: Date.now() });
    const firstBatch = this.#take(id, Number(batchSize));
    if (singleBatch === true) this.close(id);
    return this.#answer(id, ns, { firstBatch });
  }

  next(id: number, batchSize: unknown): Doc {
    const { ns } = this.#open.get(id) ?? {};
    if (ns === undefined) throw new StoreError(43, `cursor id ${id} not found`);
    return this.#answer(id, ns, { nextBatch: this.#take(id, Number(batchSize ?? 0) || Infinity) });
  }

  #answer(id: number, ns: string, batch: Doc): Doc {
    return { cursor: { ...batch, id: BSON.Long.fromNumber(this.#open.has(id) ? id : 0), ns } };
  }

  /** As many as were asked for, and as fit into one message. */
  #take(id: number, most: number): Doc[] {
    const { ns, rest } = this.#open.get(id)!;
    let count = 0;
    for (let bytes = 0; count < Math.min(rest.length, most); count++) {
      bytes += BSON.calculateObjectSize(rest[count]!);
      if (bytes > MOST_BYTES && count > 0) break;
    }
    if (count === rest.length) this.close(id);
    else this.#open.set(id, { ns, rest: rest.slice(count), usedAt: Date.now() });
    return rest.slice(0, count);
  }

  close(id: number): boolean {
    return this.#open.delete(id);
  }

  closeIdle(idleMs: number): void {
    for (const [id, { usedAt }] of this.#open) if (Date.now() - usedAt > idleMs) this.close(id);
  }
}
