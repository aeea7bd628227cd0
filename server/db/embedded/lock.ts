import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { link } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';

export interface Owner {
  pid: number;
  uri: string;
  at: string | number;
}

export function numbersOf(dir: string, name: string, ending: string): number[] {
  const pattern = new RegExp(`^${name}-(\\d+)\\.${ending}$`);
  const numbers = readdirSync(dir).map((file) => Number(pattern.exec(file)?.[1] ?? 0));
  return numbers.filter((number) => number > 0).sort((a, b) => a - b);
}

const lastIn = (dir: string) => numbersOf(dir, 'lock', 'json').at(-1) ?? 0;
const fileOf = (dir: string, number: number) => join(dir, `lock-${number}.json`);

/** The last one that opened the store of a folder, whether it still lives or not. */
export function readOwner(dir: string): Owner | null {
  try {
    return JSON.parse(readFileSync(fileOf(dir, lastIn(dir)), 'utf8')) as Owner;
  } catch {
    return null;
  }
}

/** Only a living process listens. That one of its number lives proves nothing: numbers are used again. */
function isListening({ at }: Owner): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(typeof at === 'string' ? { path: at } : { port: at, host: '127.0.0.1' });
    const dead = ['ECONNREFUSED', 'ENOENT'];
    socket.once('connect', () => resolve(Boolean(socket.destroy())));
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(!dead.includes(code!)));
  });
}

/**
 * Makes the caller, who must be listening already, the one owner of the folder for as long as it listens. Each owner takes
 * the number after the last, so one alone of several can follow a dead one. Throws a sentence that names the owner.
 */
export async function lock(dir: string, owner: Owner): Promise<void> {
  const mine = join(dir, `lock-${randomUUID()}.tmp`);
  writeFileSync(mine, JSON.stringify(owner), { mode: 0o600 });
  try {
    for (;;) {
      const number = lastIn(dir) + 1;
      const holder = readOwner(dir);
      if (holder && (await isListening(holder))) {
        const advice = 'Stop that one, or set another DATA_DIR.';
        throw new Error(`The data folder ${dir} is in use by process ${holder.pid}. ${advice}`);
      }
      const code = await link(mine, fileOf(dir, number)).catch((error: NodeJS.ErrnoException) => error.code);
      if (code && code !== 'EEXIST') throw new Error(`The data folder ${dir} cannot be locked (${code}).`);
      if (code) continue;
      const isLast = lastIn(dir) === number;
      // A number that had been used and given up already is none to keep.
      const others = isLast ? numbersOf(dir, 'lock', 'json').slice(0, -1) : [number];
      for (const other of others) rmSync(fileOf(dir, other), { force: true });
      if (isLast) return;
    }
  } finally {
    rmSync(mine);
  }
}
