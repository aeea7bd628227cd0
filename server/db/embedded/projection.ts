import { evaluate } from './expression.ts';
import { toPredicate } from './match.ts';
import { badValue, outside } from './refusal.ts';
import { clone, isDoc, type Doc } from './value.ts';

const isFlag = (value: unknown): value is number | boolean =>
  typeof value === 'number' || typeof value === 'boolean';

type Tree = Map<string, Tree | true>;

function toTree(paths: string[]): Tree {
  const tree: Tree = new Map();
  for (const path of paths) {
    let current = tree;
    const segments = path.split('.');
    segments.forEach((segment, i) => {
      if (i === segments.length - 1) current.set(segment, true);
      else {
        const next = current.get(segment);
        const below: Tree = next instanceof Map ? next : new Map();
        current.set(segment, below);
        current = below;
      }
    });
  }
  return tree;
}

function include(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value))
    return value
      .filter((element) => isDoc(element) || Array.isArray(element))
      .map((element) => include(element, tree));
  if (!isDoc(value)) return undefined;
  const kept = Object.entries(value).flatMap(([key, part]) => {
    const below = tree.get(key);
    if (below === undefined) return [];
    const inside = below === true ? part : include(part, below);
    return inside === undefined ? [] : [[key, inside] as const];
  });
  return Object.fromEntries(kept);
}

function exclude(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value)) return value.map((element) => exclude(element, tree));
  if (!isDoc(value)) return value;
  const kept = Object.entries(value).flatMap(([key, part]) => {
    const below = tree.get(key);
    if (below === true) return [];
    return [[key, below ? exclude(part, below) : part] as const];
  });
  return Object.fromEntries(kept);
}

function special(path: string, spec: Doc): (doc: Doc, now: Date) => unknown {
  const [name] = Object.keys(spec);
  const argument = spec[name!];
  if (name === '$elemMatch') {
    return (doc, now) => {
      const test = toPredicate({ v: { $elemMatch: argument } }, now);
      const array = doc[path];
      const found = Array.isArray(array) ? array.find((element) => test({ v: [element] })) : undefined;
      return found === undefined ? undefined : [found];
    };
  }
  if (name === '$slice') {
    return (doc) => {
      const array = doc[path];
      if (!Array.isArray(array)) return array;
      const [skip, limit] = Array.isArray(argument)
        ? (argument as [number, number])
        : [undefined, argument as number];
      if (skip !== undefined) return array.slice(skip, skip < 0 ? array.length + skip + limit : skip + limit);
      return limit >= 0 ? array.slice(0, limit) : array.slice(limit);
    };
  }
  return (doc, now) => evaluate(spec, { root: doc, now });
}

/** What a find or a `$project` keeps. */
export function projector(spec: Doc): (doc: Doc, now: Date) => Doc {
  const { _id: id = true, ...fields } = spec;
  if (Object.keys(spec).some((path) => path.includes('$'))) throw outside('the positional projection');
  const flags = Object.entries(fields).filter(([, value]) => isFlag(value));
  const computed = Object.entries(fields)
    .filter(([, value]) => !isFlag(value))
    .map(([path, value]) => ({
      path,
      get:
        isDoc(value) && Object.keys(value)[0]?.startsWith('$')
          ? special(path, value)
          : (doc: Doc, now: Date) => evaluate(value, { root: doc, now }),
      slices: isDoc(value) && '$slice' in value,
    }));
  const including =
    flags.some(([, value]) => Boolean(value)) ||
    (computed.length > 0 && !computed.every(({ slices }) => slices));
  if (including && flags.some(([, value]) => !value))
    throw badValue('Cannot do exclusion in inclusion projection');
  const paths = flags.map(([path]) => path);
  // `{ _id: 1 }` alone keeps nothing else.
  const includes = including || (Object.keys(fields).length === 0 && Boolean(id) && '_id' in spec);
  const tree = toTree(includes ? (id ? ['_id', ...paths] : paths) : id ? paths : ['_id', ...paths]);
  return (doc, now) => {
    const kept = (includes ? include(doc, tree) : exclude(doc, tree)) as Doc;
    const next = computed.length > 0 ? clone(kept) : kept;
    for (const { path, get } of computed) {
      const value = get(doc, now);
      if (value !== undefined) next[path] = value;
    }
    return next;
  };
}
