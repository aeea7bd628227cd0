import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A value that survives restarts in one JSON file, written whole and swapped in. */
export interface Kept<T> {
  readonly value: T;
  save(): void;
}

export function keep<T extends object>(file: string, fresh: T): Kept<T> {
  mkdirSync(dirname(file), { recursive: true });
  const value = existsSync(file)
    ? ({ ...fresh, ...(JSON.parse(readFileSync(file, 'utf8')) as T) } satisfies T)
    : fresh;
  return {
    value,
    save() {
      writeFileSync(`${file}.new`, JSON.stringify(value, null, 1));
      renameSync(`${file}.new`, file);
    },
  };
}
