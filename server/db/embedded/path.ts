import { StoreError } from './refusal.ts';
import { isDoc, type Doc } from './value.ts';

const isIndex = (segment: string) => /^(0|[1-9]\d*)$/.test(segment);

/** Every value that a dotted path leads to, through arrays too; undefined stands for a path that ends nowhere. */
export function valuesAt(value: unknown, path: string): unknown[] {
  const dot = path.indexOf('.');
  if (dot < 0) return leafValues(value, path);
  const [head, rest] = [path.slice(0, dot), path.slice(dot + 1)];
  return leafValues(value, head).flatMap((next) =>
    isDoc(next) || Array.isArray(next) ? valuesAt(next, rest) : [undefined],
  );
}

function leafValues(value: unknown, segment: string): unknown[] {
  if (isDoc(value)) return [value[segment]];
  if (!Array.isArray(value)) return [undefined];
  const inside = value.filter(isDoc).map((element) => element[segment]);
  return isIndex(segment) && Number(segment) < value.length ? [value[Number(segment)], ...inside] : inside;
}

/** The value of a path as expressions see it: arrays on the way give arrays. */
export function fieldAt(value: unknown, segments: string[]): unknown {
  let current = value;
  for (const [i, segment] of segments.entries()) {
    if (Array.isArray(current)) {
      return current
        .map((element) => fieldAt(element, segments.slice(i)))
        .filter((element) => element !== undefined);
    }
    if (!isDoc(current)) return undefined;
    current = current[segment];
  }
  return current;
}

/** The value of a path as updates see it: numbers are places in arrays. */
export function getAt(doc: Doc, path: string): unknown {
  let current: unknown = doc;
  for (const segment of path.split('.')) {
    if (Array.isArray(current)) current = isIndex(segment) ? current[Number(segment)] : undefined;
    else if (isDoc(current)) current = current[segment];
    else return undefined;
  }
  return current;
}

const notViable = (path: string, segment: string) =>
  new StoreError(28, 'PathNotViable', `Cannot create field '${segment}' in the path '${path}'`);

/** Sets a value in place, making the documents on the way. */
export function setAt(doc: Doc, path: string, value: unknown): void {
  const segments = path.split('.');
  const last = segments.pop()!;
  let current: unknown = doc;
  for (const segment of segments) {
    if (Array.isArray(current)) {
      if (!isIndex(segment)) throw notViable(path, segment);
      current = current[Number(segment)] ??= {};
    } else if (isDoc(current))
      current = current[segment] === undefined ? (current[segment] = {}) : current[segment];
    else throw notViable(path, segment);
  }
  if (Array.isArray(current)) {
    if (!isIndex(last)) throw notViable(path, last);
    while (current.length < Number(last)) current.push(null);
    current[Number(last)] = value;
  } else if (isDoc(current)) current[last] = value;
  else throw notViable(path, last);
}

export function unsetAt(doc: Doc, path: string): void {
  const segments = path.split('.');
  const last = segments.pop()!;
  const parent = segments.length > 0 ? getAt(doc, segments.join('.')) : doc;
  if (Array.isArray(parent) && isIndex(last)) {
    if (Number(last) < parent.length) parent[Number(last)] = null;
  } else if (isDoc(parent)) delete parent[last];
}
