// file   = record*
// record = magic u32 | length u32 | crc32 u32 | payload      one command, all of it or nothing of it
// payload = BSON of { ops: [...] }
import { BSON } from 'mongodb';
import {
  closeSync,
  constants,
  fdatasync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  write,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import type { Operation } from './collection.ts';

const MAGIC = 0x4a545443;
const HEAD = 12;
const SLACK = 8 * 1024 * 1024;
const SNAPSHOT_BATCH = 500;

const sync = promisify(fdatasync);
const writeSome = promisify(write);

async function writeAll(fd: number, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = (await writeSome(
      fd,
      bytes,
      done,
      bytes.length - done,
      at + done,
    )) as unknown as { bytesWritten: number };
    done += bytesWritten;
  }
}

export const encode = (ops: Operation[]): Buffer => {
  const payload = BSON.serialize({ ops }, { ignoreUndefined: true });
  const record = Buffer.allocUnsafe(HEAD + payload.length);
  record.writeUInt32LE(MAGIC, 0);
  record.writeUInt32LE(payload.length, 4);
  record.writeUInt32LE(crc32(payload), 8);
  record.set(payload, HEAD);
  return record;
};

/** Length of the whole record at a place; 0: there is none. */
function recordAt(file: Buffer, at: number): number {
  if (at + HEAD > file.length || file.readUInt32LE(at) !== MAGIC) return 0;
  const length = file.readUInt32LE(at + 4);
  const end = at + HEAD + length;
  if (length === 0 || end > file.length || crc32(file.subarray(at + HEAD, end)) !== file.readUInt32LE(at + 8))
    return 0;
  return HEAD + length;
}

function goodRecordAfter(file: Buffer, at: number): number {
  const magic = Buffer.alloc(4);
  magic.writeUInt32LE(MAGIC);
  for (let i = file.indexOf(magic, at + 1); i >= 0; i = file.indexOf(magic, i + 1))
    if (recordAt(file, i) > 0) return i;
  return -1;
}

function syncFolder(dir: string): void {
  try {
    const fd = openSync(dir, 'r');
    fsyncSync(fd);
    closeSync(fd);
  } catch {
    // Folders cannot be synced on Windows.
  }
}

interface Options {
  snapshot: () => Iterable<Operation>;
  compactAboveBytes?: number | undefined;
}

/** An append-only file. What is committed together is synced together. */
export class Journal {
  readonly #dir: string;
  readonly #options: Options;
  #number = 1;
  #fd = -1;
  #size = 0;
  /** Size after the last compaction. */
  #base = 0;
  #queue: Buffer[] = [];
  #waiting: (() => void)[] = [];
  #pump: Promise<void> | undefined;
  #compacting: Promise<void> | undefined;
  /** Records written while a compaction runs. */
  #tail: Buffer[] | undefined;
  #switch: (() => Promise<void>) | undefined;

  constructor(dir: string, options: Options) {
    this.#dir = dir;
    this.#options = options;
  }

  #file(number: number): string {
    return join(this.#dir, `journal-${number}.log`);
  }

  /** Gives back every operation that was committed. Throws when there is damage before the end. */
  open(apply: (operation: Operation) => void): void {
    mkdirSync(this.#dir, { recursive: true, mode: 0o700 });
    const names = readdirSync(this.#dir);
    names.filter((name) => name.endsWith('.tmp')).forEach((name) => unlinkSync(join(this.#dir, name)));
    const numbers = names
      .map((name) => Number(/^journal-(\d+)\.log$/.exec(name)?.[1]))
      .filter((number) => number > 0)
      .sort((a, b) => a - b);
    this.#number = numbers.pop() ?? 1;
    this.#fd = openSync(this.#file(this.#number), constants.O_RDWR | constants.O_CREAT, 0o600);
    this.#size = this.#base = this.#replay(apply);
    numbers.forEach((old) => unlinkSync(this.#file(old)));
    syncFolder(this.#dir);
  }

  #replay(apply: (operation: Operation) => void): number {
    const file = readFileSync(this.#file(this.#number));
    let at = 0;
    for (let length = recordAt(file, at); length > 0; length = recordAt(file, at)) {
      const payload = file.subarray(at + HEAD, at + length);
      const { ops } = BSON.deserialize(payload, { promoteBuffers: false }) as { ops: Operation[] };
      ops.forEach(apply);
      at += length;
    }
    if (at === file.length) return at;
    const next = goodRecordAfter(file, at);
    if (next >= 0) {
      throw new Error(
        `${this.#file(this.#number)} is damaged at byte ${at}, and good records follow from byte ${next}. The store does not start, so that nothing is lost unseen: restore the file from a backup, or move the folder away to begin anew.`,
      );
    }
    // A record that was being written when the process died: it was never acknowledged.
    ftruncateSync(this.#fd, at);
    fsyncSync(this.#fd);
    return at;
  }

  /** Resolves once the operations, and all that was committed before them, are on disk. */
  commit(ops: Operation[]): Promise<void> {
    if (ops.length === 0 && !this.#pump) return Promise.resolve();
    if (ops.length > 0) this.#queue.push(encode(ops));
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#pump ??= this.#run();
    });
  }

  async #run(): Promise<void> {
    await null; // Whatever else this turn of the event loop commits joins the group.
    while (this.#waiting.length > 0 || this.#switch) {
      if (this.#switch) {
        const finish = this.#switch;
        this.#switch = undefined;
        await finish();
        continue;
      }
      const group = Buffer.concat(this.#queue);
      const waiting = this.#waiting;
      [this.#queue, this.#waiting] = [[], []];
      if (group.length > 0) await this.#write(group);
      waiting.forEach((resolve) => resolve());
      const most = 2 * this.#base + (this.#options.compactAboveBytes ?? SLACK);
      if (!this.#compacting && this.#size > most)
        this.#compacting = this.#compact().finally(() => (this.#compacting = undefined));
    }
    this.#pump = undefined;
  }

  async #write(group: Buffer): Promise<void> {
    try {
      await writeAll(this.#fd, group, this.#size);
      await sync(this.#fd);
    } catch (error) {
      // After a failed sync nobody knows what is on disk: nothing may be acknowledged any more.
      process.stderr.write(
        `The embedded store cannot write its journal (${(error as Error).message}) and stops.\n`,
      );
      process.exit(70);
    }
    this.#size += group.length;
    this.#tail?.push(group);
  }

  /** Writes a snapshot beside the journal while writes go on, adds those, and swaps the files between two groups. */
  async #compact(): Promise<void> {
    this.#tail = [];
    const temporary = `${this.#file(this.#number + 1)}.tmp`;
    const fd = openSync(temporary, 'w', 0o600);
    let size = 0;
    const add = async (bytes: Buffer) => {
      await writeAll(fd, bytes, size);
      size += bytes.length;
    };
    let batch: Operation[] = [];
    for (const operation of this.#options.snapshot()) {
      if (batch.push(operation) < SNAPSHOT_BATCH) continue;
      await add(encode(batch));
      batch = [];
    }
    if (batch.length > 0) await add(encode(batch));
    await sync(fd);
    await new Promise<void>((resolve) => {
      this.#switch = async () => {
        for (const group of this.#tail ?? []) await add(group);
        await sync(fd);
        renameSync(temporary, this.#file(this.#number + 1));
        syncFolder(this.#dir);
        closeSync(this.#fd);
        unlinkSync(this.#file(this.#number));
        this.#number++;
        [this.#fd, this.#size, this.#base, this.#tail] = [fd, size, size, undefined];
        resolve();
      };
      this.#pump ??= this.#run();
    });
  }

  async close(): Promise<void> {
    while (this.#pump ?? this.#compacting) await (this.#pump ?? this.#compacting);
    closeSync(this.#fd);
  }
}
