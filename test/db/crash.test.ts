import type { Db } from 'mongodb';
import { describe, expect, test } from 'vitest';
import { connectTo, newFolder, openInProcess, until } from './store-process.ts';
import type { AnyDoc } from './test-collection.ts';

const ROUNDS = 4;
const GROUP = 10;

/** What writers were told, to be compared with what is there after the crash. */
class Ledger {
  readonly inserted = new Map<number, string>();
  readonly deleting = new Set<number>();
  readonly deleted = new Set<number>();
  readonly groups = new Set<number>();
  readonly counters = Array.from({ length: 5 }, () => ({ tried: 0, told: 0 }));
  readonly lists = Array.from({ length: 3 }, () => ({ tried: 0, told: 0 }));
  told = 0;
  #last = 0;

  next(): number {
    return ++this.#last;
  }

  /** Twenty, each of which goes on until the store is gone. */
  writers(db: Db): Promise<void>[] {
    const of = (name: string) => db.collection<AnyDoc>(name);
    const insert = async () => {
      const _id = this.next();
      const text = 'x'.repeat(_id % 700);
      await of('docs').insertOne({ _id, text });
      this.inserted.set(_id, text);
    };
    const remove = async () => {
      const _id = [...this.inserted.keys()].find((id) => !this.deleting.has(id));
      if (_id === undefined) return insert();
      this.deleting.add(_id);
      await of('docs').deleteOne({ _id });
      this.deleted.add(_id);
    };
    const group = async () => {
      const g = this.next();
      await of('groups').insertMany(Array.from({ length: GROUP }, (_, i) => ({ _id: `${g}.${i}`, g })));
      this.groups.add(g);
    };
    const count = (counter: { tried: number; told: number }, name: string, _id: number) => async () => {
      const n = ++counter.tried;
      const update = name === 'lists' ? { $push: { list: n }, $inc: { n: 1 } } : { $inc: { n: 1 } };
      await of(name).updateOne({ _id }, update as never, { upsert: true });
      counter.told++;
    };
    const kinds = [
      ...Array<() => Promise<void>>(7).fill(insert),
      ...Array<() => Promise<void>>(2).fill(remove),
      ...Array<() => Promise<void>>(3).fill(group),
      ...this.counters.map((counter, i) => count(counter, 'counters', i)),
      ...this.lists.map((list, i) => count(list, 'lists', i)),
    ];
    expect(kinds).toHaveLength(20);
    return kinds.map(async (write) => {
      for (;;) {
        const done = await write().then(
          () => true,
          () => false,
        );
        if (!done) return;
        this.told++;
      }
    });
  }

  async compare(db: Db): Promise<void> {
    const all = (name: string) => db.collection<AnyDoc>(name).find().toArray();
    const docs = new Map((await all('docs')).map(({ _id, text }) => [_id, text]));
    for (const [id, text] of this.inserted) {
      if (this.deleted.has(id)) expect(docs.has(id), `deleted ${id}`).toBe(false);
      else if (!this.deleting.has(id)) expect(docs.get(id), `inserted ${id}`).toBe(text);
    }
    const groups = await all('groups');
    for (const g of new Set([...this.groups, ...groups.map((doc) => doc['g'] as number)])) {
      expect(
        groups.filter((doc) => doc['g'] === g),
        `group ${g}`,
      ).toHaveLength(GROUP);
    }
    for (const [name, counters] of [
      ['counters', this.counters],
      ['lists', this.lists],
    ] as const) {
      const docsById = new Map((await all(name)).map((doc) => [doc._id, doc]));
      for (const [i, counter] of counters.entries()) {
        const { n = 0, list } = docsById.get(i) ?? {};
        expect(n, `${name} ${i}`).toBeGreaterThanOrEqual(counter.told);
        expect(n, `${name} ${i}`).toBeLessThanOrEqual(counter.tried);
        if (name === 'lists' && list) expect(list).toHaveLength(n);
        counter.tried = counter.told = n;
      }
    }
  }
}

async function crashRounds(limits: object, enough: number): Promise<void> {
  const [dir, ledger] = [newFolder(), new Ledger()];
  for (let round = 0; round < ROUNDS; round++) {
    const store = await openInProcess(dir, limits);
    const client = await connectTo(store.uri);
    const writers = ledger.writers(client.db('crash'));
    const before = ledger.told;
    await until(() => ledger.told >= before + enough);
    await store.signal('SIGKILL');
    await Promise.all(writers);
    const again = await openInProcess(dir, limits);
    await ledger.compare((await connectTo(again.uri)).db('crash'));
    await again.signal('SIGKILL');
  }
}

describe('kill -9 under twenty writers', () => {
  test('loses and tears no acknowledged write', () => crashRounds({}, 400));

  test('loses and tears none while the journal is compacted again and again', () =>
    crashRounds({ compactAboveBytes: 2000 }, 400));
});
