import { toExpression, type Expression } from './expression.ts';
import { toPredicate } from './filter.ts';
import { changeAt, segmentsOf } from './path.ts';
import { badValue, isDoc, outside, type Doc } from './value.ts';

/** Only what the paths name, or (without `including`) all but that. */
function prune(value: unknown, paths: string[][], including: boolean): unknown {
  if (paths.length === 0 && !including) return value;
  if (Array.isArray(value)) {
    const elements = including ? value.filter((element) => isDoc(element) || Array.isArray(element)) : value;
    return elements.map((element) => prune(element, paths, including));
  }
  if (!isDoc(value)) return including ? undefined : value;
  const kept = Object.entries(value).map(([key, part]): [string, unknown] => {
    const below = paths.filter(([head]) => head === key).map(([, ...rest]) => rest);
    if (below.length === 0) return [key, including ? undefined : part];
    if (below.some((rest) => rest.length === 0)) return [key, including ? part : undefined];
    return [key, prune(part, below, including)];
  });
  return Object.fromEntries(kept.filter(([, part]) => part !== undefined));
}

/** Documents inside a specification say the same as dotted paths. */
function flatten(spec: Doc, prefix = ''): [path: string, value: unknown][] {
  return Object.entries(spec).flatMap(([key, value]): [string, unknown][] => {
    const [first] = isDoc(value) ? Object.keys(value) : [];
    const nested = first !== undefined && !first.startsWith('$');
    return nested ? flatten(value as Doc, `${prefix}${key}.`) : [[`${prefix}${key}`, value]];
  });
}

/** Sets what expressions give, each worked out from the document as it came in. */
export function setter(spec: unknown, now: Date): (doc: Doc, from?: Doc) => Doc {
  if (!isDoc(spec)) throw badValue('$set needs a document');
  const fields = flatten(spec).map(([key, value]) => [segmentsOf(key), toGetter(key, value, now)] as const);
  return (doc, from = doc) =>
    fields.reduce((next, [path, get]) => {
      const value = get(from);
      const to = (current: unknown) => (value === undefined ? current : value);
      return changeAt(next, path, { to, spread: true }) as Doc;
    }, doc);
}

/** `$elemMatch` keeps the first element that it holds for; all else is an expression. */
function toGetter(key: string, value: unknown, now: Date): Expression {
  if (!isDoc(value) || !('$elemMatch' in value)) return toExpression(value, now);
  const holds = toPredicate({ [key]: value }, now);
  return ({ [key]: array }) => {
    const found = Array.isArray(array) ? array.filter((element) => holds({ [key]: [element] })) : [];
    return found.length > 0 ? found.slice(0, 1) : undefined;
  };
}

const isFlag = (value: unknown) => typeof value === 'number' || typeof value === 'boolean';
export function projector(spec: unknown, now: Date): (doc: Doc) => Doc {
  if (!isDoc(spec)) throw badValue('A projection must be a document.');
  const { _id: id = true, ...others } = spec;
  const fields = flatten(isFlag(id) ? others : spec);
  if (fields.some(([path]) => path.includes('$'))) throw outside('the positional projection');
  const flags = fields.filter(([, value]) => isFlag(value));
  const computed = Object.fromEntries(fields.filter(([, value]) => !isFlag(value)));
  // `{ _id: 1 }` alone keeps nothing else.
  const alone = fields.length === 0 && '_id' in spec && Boolean(id);
  const including = alone || flags.some(([, value]) => value) || Object.keys(computed).length > 0;
  if (including && flags.some(([, value]) => !value)) throw badValue('No exclusion in inclusion projection');
  const named = flags.map(([path]) => path);
  const paths = Boolean(id) === including && isFlag(id) ? ['_id', ...named] : named;
  const [split, set] = [paths.map(segmentsOf), setter(computed, now)];
  return (doc) => set(prune(doc, split, including) as Doc, doc);
}
