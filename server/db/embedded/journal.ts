// file   = record*      the one with the highest number counts
// record = magic u32 | length u32 | crc32 u32 | one BSON document an operation      one command, all of it or nothing
import { BSON } from 'mongodb';
import { readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { open, rename, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Operation } from './collection.ts';
import { numbersOf } from './lock.ts';

const MAGIC = Buffer.from('CTTJ');
const HEAD = 12;
const SNAPSHOT_BATCH = 500;

function encode(operations: Operation[]): Buffer {
  const payload = Buffer.concat(operations.map((operation) => BSON.serialize(operation)));
  const head = Buffer.alloc(HEAD);
  MAGIC.copy(head);
  head.writeUInt32LE(payload.length, 4);
  head.writeUInt32LE(crc32(payload), 8);
  return Buffer.concat([head, payload]);
}

/** What a whole record at this place holds; undefined: there is none. */
function payloadAt(file: Buffer, at: number): Buffer | undefined {
  if (at + HEAD > file.length || !file.subarray(at, at + 4).equals(MAGIC)) return undefined;
  const [length, checksum] = [file.readUInt32LE(at + 4), file.readUInt32LE(at + 8)];
  const payload = file.subarray(at + HEAD, at + HEAD + length);
  return length > 0 && payload.length === length && crc32(payload) === checksum ? payload : undefined;
}

/** Gives back the operations of a file, and cuts off a record that was being written when the process died. */
function replay(path: string, apply: (operation: Operation) => void): number {
  const file = readFileSync(path);
  let at = 0;
  for (let payload; (payload = payloadAt(file, at)); at += HEAD + payload.length) {
    for (let p = 0, size; p < payload.length; p += size) {
      size = payload.readInt32LE(p);
      apply(BSON.deserialize(payload.subarray(p, p + size), { promoteBuffers: false }) as Operation);
    }
  }
  let next = file.indexOf(MAGIC, at + 1);
  while (next >= 0 && !payloadAt(file, next)) next = file.indexOf(MAGIC, next + 1);
  const advice = 'Restore the file from a backup, or move the folder away to begin anew.';
  if (next >= 0)
    throw new Error(`${path} is damaged at byte ${at}, good records follow at ${next}. ${advice}`);
  if (at < file.length) truncateSync(path, at);
  return at;
}

interface Options {
  dir: string;
  /** What is there at the moment of the call. */
  snapshot(): Operation[];
  compactAboveBytes: number;
}
type Part = { number: number; file: FileHandle; bytes: number };

/** An append-only file. What is committed together is synced together. */
export class Journal {
  readonly #options: Options;
  #current: Part | undefined;
  #compactAt = 0;
  #queue: Buffer[] = [];
  #waiting: (() => void)[] = [];
  #writing: Promise<void> | undefined;
  /** While a snapshot is written: the groups that it does not hold, and at its end the new file. */
  #tail: Buffer[] | undefined;
  #next: Part | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Gives back every operation that was committed. Throws when there is damage before the end. */
  async open(apply: (operation: Operation) => void): Promise<void> {
    const number = numbersOf(this.#options.dir, 'journal', 'log').at(-1) ?? 1;
    const file = await open(this.#path(number), 'a', 0o600);
    await this.#begin({ number, file, bytes: replay(this.#path(number), apply) });
  }

  #path(number: number): string {
    return join(this.#options.dir, `journal-${number}.log`);
  }

  async #begin(part: Part): Promise<void> {
    const { dir, compactAboveBytes } = this.#options;
    // The names in the folder become durable; Windows has no such thing.
    const folder = process.platform === 'win32' ? undefined : await open(dir, 'r');
    await folder?.sync();
    await folder?.close();
    await this.#current?.file.close();
    this.#current = part;
    this.#compactAt = 2 * part.bytes + compactAboveBytes;
    const others = readdirSync(dir).filter((name) => name.startsWith('journal-'));
    for (const name of others) if (join(dir, name) !== this.#path(part.number)) rmSync(join(dir, name));
  }

  /** Resolves once the operations, and all that was committed before them, are on disk. */
  commit(operations: Operation[]): Promise<void> {
    if (operations.length === 0 && !this.#writing) return Promise.resolve();
    if (operations.length > 0) this.#queue.push(encode(operations));
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#writing ??= this.#write().catch(stop);
    });
  }

  async #write(): Promise<void> {
    await Promise.resolve(); // Whatever else this turn of the event loop commits joins the group.
    while (this.#waiting.length > 0) {
      const [group, waiting] = [Buffer.concat(this.#queue), this.#waiting];
      [this.#queue, this.#waiting] = [[], []];
      if (group.length > 0) await this.#append(this.#current!, group);
      for (const resolve of waiting) resolve();
      if (this.#next) await this.#change(this.#next);
    }
    this.#writing = undefined;
  }

  async #append(part: Part, group: Buffer): Promise<void> {
    await part.file.appendFile(group);
    await part.file.datasync();
    part.bytes += group.length;
    if (this.#tail) this.#tail.push(group);
    else if (part.bytes > this.#compactAt) {
      this.#tail = [];
      this.#compact(this.#options.snapshot(), part.number + 1).catch(stop);
    }
  }

  /** Writes what was there into a new file, while writes go on in the current one. */
  async #compact(snapshot: Operation[], number: number): Promise<void> {
    const part = { number, file: await open(`${this.#path(number)}.tmp`, 'a', 0o600), bytes: 0 };
    for (let i = 0; i < snapshot.length; i += SNAPSHOT_BATCH) {
      const record = encode(snapshot.slice(i, i + SNAPSHOT_BATCH));
      await part.file.appendFile(record);
      part.bytes += record.length;
    }
    this.#next = part;
  }

  /** Between two groups: adds what was written meanwhile, and makes the new file the one that counts. */
  async #change(part: Part): Promise<void> {
    const tail = Buffer.concat(this.#tail ?? []);
    [this.#tail, this.#next] = [undefined, undefined];
    await part.file.appendFile(tail);
    await part.file.datasync();
    await rename(`${this.#path(part.number)}.tmp`, this.#path(part.number));
    await this.#begin({ ...part, bytes: part.bytes + tail.length });
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#current?.file.close();
  }
}

/** After a failed write nobody knows what is on disk: nothing may be acknowledged any more. */
function stop(error: unknown): never {
  process.stderr.write(`The embedded store cannot write its journal (${String(error)}) and stops.\n`);
  process.exit(70);
}
