import { valuesAt } from './path.ts';
import { badValue } from './refusal.ts';
import { compare, type Doc } from './value.ts';

/** Arrays sort by their smallest element upwards and their largest downwards. */
function keyAt(doc: Doc, path: string, direction: number): unknown {
  const values = valuesAt(doc, path).flatMap((value) =>
    Array.isArray(value) && value.length > 0 ? value : [value],
  );
  if (values.length === 0) return undefined;
  return values.reduce((best, value) => (compare(value, best) * direction < 0 ? value : best));
}

export function sorter(spec: Doc): (a: Doc, b: Doc) => number {
  const keys = Object.entries(spec).map(([path, direction]) => {
    if (direction !== 1 && direction !== -1)
      throw badValue(`Illegal sort direction for ${path}: must be 1 or -1`);
    return [path, direction] as const;
  });
  return (a, b) => {
    for (const [path, direction] of keys) {
      const found = compare(keyAt(a, path, direction), keyAt(b, path, direction)) * direction;
      if (found) return found;
    }
    return 0;
  };
}
