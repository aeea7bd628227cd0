import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { describe, expect, test } from 'vitest';
import { connectTo, newFolder, openHere, openInProcess } from './store-process.ts';

const lockIn = (dir: string) =>
  join(
    dir,
    readdirSync(dir).find((name) => name.startsWith('lock-'))!,
  );
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('one process', () => {
  test('may open a folder; a second one is refused with a sentence that names the first', async () => {
    const dir = newFolder();
    const first = await openInProcess(dir);
    await expect(openHere(dir)).rejects.toThrow(
      `The data folder ${dir} is in use by process ${first.pid}. Stop that one, or set another DATA_DIR.`,
    );
    await (await connectTo(first.uri)).db('d').collection('c').insertOne({});
  });

  test('may not open it twice either', async () => {
    const dir = newFolder();
    await openHere(dir);
    await expect(openHere(dir)).rejects.toThrow(`in use by process ${process.pid}`);
  });

  test('that was stopped still holds it', async () => {
    const dir = newFolder();
    const first = await openInProcess(dir);
    process.kill(first.pid, 'SIGSTOP');
    await expect(openHere(dir)).rejects.toThrow(`in use by process ${first.pid}`);
    process.kill(first.pid, 'SIGCONT');
  });

  test('that was killed does not hold it, whoever has its number now', async () => {
    const dir = newFolder();
    const first = await openInProcess(dir);
    await first.signal('SIGKILL');
    const owner = JSON.parse(readFileSync(lockIn(dir), 'utf8')) as { pid: number };
    expect(owner.pid).toBe(first.pid);
    writeFileSync(lockIn(dir), JSON.stringify({ ...owner, pid: process.pid }));
    const second = await openHere(dir);
    await (await connectTo(second.uri)).db('d').collection('c').insertOne({});
  });

  test('of five that come upon a dead one at once gets it', async () => {
    const dir = newFolder();
    await (await openInProcess(dir)).signal('SIGKILL');
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => openInProcess(dir)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of tries)
      if (one.status === 'rejected') expect(String(one.reason)).toContain('in use by process');
  });
});

describe('only the user who started it reaches the store', () => {
  test('through its files, and nothing of an earlier process is left among them', async () => {
    const dir = newFolder();
    for (let i = 0; i < 3; i++) await (await openInProcess(dir)).signal('SIGKILL');
    await openHere(dir);
    expect(modeOf(dir)).toBe('700');
    const names = readdirSync(dir);
    expect(names.map((name) => name.replace(/[0-9a-f]{12}|\d+/, '*')).sort()).toEqual([
      'journal-*.log',
      'lock-*.json',
      'store-*.sock',
    ]);
    for (const name of names) expect(`${name} ${modeOf(join(dir, name))}`).toBe(`${name} 600`);
  });

  test('where the path of the folder is too long for a socket as well', async () => {
    const dir = join(newFolder(), 'x'.repeat(120));
    const store = await openHere(dir);
    await (await connectTo(store.uri)).db('d').collection('c').insertOne({});
    const socket = decodeURIComponent(
      new URL(store.uri.replace('mongodb:', 'http:').replace(/%2F/g, '_')).host,
    );
    expect(socket).not.toContain('xxx');
    await store.close();
    const path = decodeURIComponent(/\/\/([^/]+)/.exec(store.uri)![1]!);
    expect(existsSync(path)).toBe(false);
  });

  test('by a password where there are no sockets in files', async () => {
    const store = await openHere(newFolder(), { loopback: true });
    await (await connectTo(store.uri)).db('d').collection('c').insertOne({});
    const wrong = store.uri.replace(/store:[^@]+@/, 'store:guess@');
    await expect(new MongoClient(wrong, { serverSelectionTimeoutMS: 2000 }).connect()).rejects.toThrow(
      /Authentication/,
    );
    const none = store.uri.replace(/store:[^@]+@/, '').replace(/&auth.*/, '');
    const client = await new MongoClient(none, { serverSelectionTimeoutMS: 2000 }).connect();
    await expect(client.db('d').collection('c').find().toArray()).rejects.toThrow(/Authentication/);
    await client.close();
  });
});

test('a process whose store cannot write any more says so and ends; what it acknowledged is there', async () => {
  const dir = newFolder();
  const store = await openInProcess(dir, {}, 200);
  const docs = (await connectTo(store.uri)).db('d').collection('c');
  let told = 0;
  const write = () => docs.insertOne({ n: told + 1, pad: 'x'.repeat(5000) });
  while (
    await write().then(
      () => true,
      () => false,
    )
  ) {
    told++;
  }
  expect(await store.exited).toBe(70);
  expect(store.said()).toContain('cannot write its journal');
  expect(told).toBeGreaterThan(0);
  const again = await connectTo((await openHere(dir)).uri);
  expect(
    await again
      .db('d')
      .collection('c')
      .countDocuments({ n: { $lte: told } }),
  ).toBe(told);
});
