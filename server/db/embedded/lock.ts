import { mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a running store is reached. */
export interface Owner {
  pid: number;
  uri?: string;
}

const fileIn = (dir: string) => join(dir, 'lock.json');

export function readOwner(dir: string): Owner | null {
  try {
    return JSON.parse(readFileSync(fileIn(dir), 'utf8')) as Owner;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** In one process memory: two stores of one process are two owners as well. */
const held = new Set<string>();

/** One process may own a folder. Throws a sentence that names the process which does. */
export function lock(dir: string): { publish(uri: string): void; release(): void } {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = fileIn(dir);
  for (let tries = 0; ; tries++) {
    try {
      writeFileSync(file, JSON.stringify({ pid: process.pid } satisfies Owner), { flag: 'wx', mode: 0o600 });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = readOwner(dir);
    const taken = owner && (owner.pid === process.pid ? held.has(dir) : isAlive(owner.pid));
    if (taken || tries >= 3) {
      throw new Error(
        `The data folder ${dir} is in use by process ${owner?.pid ?? 'unknown'}. Stop that one, or set another DATA_DIR.`,
      );
    }
    // Left behind by a process that died; whoever creates the file next owns the folder.
    try {
      unlinkSync(file);
    } catch {
      // Somebody else was quicker.
    }
  }
  held.add(dir);
  return {
    publish: (uri) =>
      writeFileSync(file, JSON.stringify({ pid: process.pid, uri } satisfies Owner), { mode: 0o600 }),
    release() {
      held.delete(dir);
      unlinkSync(file);
    },
  };
}
