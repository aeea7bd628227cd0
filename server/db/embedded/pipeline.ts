import { toExpression } from './expression.ts';
import { toPredicate } from './filter.ts';
import { fieldAt, segmentsOf, setAt, sorted, toSort } from './path.ts';
import { projector, setter } from './projection.ts';
import { badValue, compare, distinct, isDoc, keyOf, outside, type Doc } from './value.ts';

type Stage = (docs: Doc[]) => Doc[];
type Stages = Record<string, (spec: unknown, now: Date) => Stage>;

const there = (values: unknown[]) => values.filter((value) => value !== undefined);
const numbers = (values: unknown[]) => values.filter((value) => typeof value === 'number');
const ranked = (values: unknown[]) => values.filter((value) => (value ?? null) !== null).sort(compare);
const sum = (values: unknown[]) => numbers(values).reduce((total, value) => total + value, 0);

const ACCUMULATORS: Record<string, (values: unknown[]) => unknown> = {
  $sum: sum,
  $avg: (values) => (numbers(values).length > 0 ? sum(values) / numbers(values).length : null),
  $min: (values) => ranked(values)[0] ?? null,
  $max: (values) => ranked(values).at(-1) ?? null,
  $first: (values) => values[0] ?? null,
  $last: (values) => values.at(-1) ?? null,
  $push: there,
  $addToSet: (values) => distinct(there(values)),
  $count: (values) => values.length,
};

function group(spec: unknown, now: Date): Stage {
  if (!isDoc(spec) || !('_id' in spec)) throw badValue('a group specification must include an _id');
  const { _id: key, ...fields } = spec;
  const keyFor = toExpression(key, now);
  const accumulators = Object.entries(fields).map(([field, accumulator]) => {
    const [name = field, ...more] = isDoc(accumulator) ? Object.keys(accumulator) : [];
    if (more.length > 0 || !Object.hasOwn(ACCUMULATORS, name)) throw outside(`the accumulator ${name}`);
    return { field, combine: ACCUMULATORS[name]!, get: toExpression((accumulator as Doc)[name], now) };
  });
  return (docs) => {
    const groups = new Map<string, Doc[]>();
    for (const doc of docs) {
      const key = keyOf(keyFor(doc));
      groups.set(key, groups.get(key) ?? []);
      groups.get(key)!.push(doc);
    }
    return [...groups.values()].map((members) => {
      const values = accumulators.map(({ field, combine, get }) => [field, combine(members.map(get))]);
      return { _id: keyFor(members[0]!) ?? null, ...Object.fromEntries(values) } as Doc;
    });
  };
}

function unwind(spec: unknown): Stage {
  const { path, preserveNullAndEmptyArrays: keep, ...more } = isDoc(spec) ? spec : { path: spec };
  const other = Object.keys(more)[0];
  if (other) throw outside(`the $unwind option ${other}`);
  if (typeof path !== 'string' || !path.startsWith('$')) throw badValue('$unwind needs a path with a $');
  const field = segmentsOf(path.slice(1));
  return (docs) =>
    docs.flatMap((doc) => {
      const value = fieldAt(doc, field) ?? [];
      if (!Array.isArray(value)) return [doc];
      if (value.length > 0) return value.map((element): Doc => setAt(doc, field, element));
      return keep === true ? [setAt(doc, field, fieldAt(doc, field) === null ? null : undefined)] : [];
    });
}

function slicing(count: unknown, cut: (docs: Doc[], count: number) => Doc[]): Stage {
  if (!Number.isInteger(count) || (count as number) < 0) throw badValue('A stage needs a whole number');
  return (docs) => cut(docs, count as number);
}

function eachDoc(change: (doc: Doc) => unknown): Stage {
  return (docs) => {
    const changed = docs.map((doc) => change(doc));
    if (changed.every(isDoc)) return changed;
    throw badValue('A document can only be replaced by a document');
  };
}

export const UPDATING: Stages = {
  $set: (spec, now) => eachDoc(setter(spec, now)),
  $addFields: (spec, now) => eachDoc(setter(spec, now)),
  $project: (spec, now) => eachDoc(projector(spec, now)),
  $unset: (spec, now) => eachDoc(projector(Object.fromEntries([spec].flat().map((path) => [path, 0])), now)),
  $replaceWith: (spec, now) => eachDoc(toExpression(spec, now)),
  $replaceRoot: (spec, now) => eachDoc(toExpression((spec as Doc)['newRoot'], now)),
};

const STAGES: Stages = {
  ...UPDATING,
  $match: (spec, now) => {
    const matches = toPredicate(spec, now);
    return (docs) => docs.filter(matches);
  },
  $group: group,
  $sort: (spec) => {
    const sort = toSort(spec as Doc);
    return (docs) => sorted(docs, sort);
  },
  $limit: (spec) => slicing(spec, (docs, count) => docs.slice(0, count)),
  $skip: (spec) => slicing(spec, (docs, count) => docs.slice(count)),
  $unwind: unwind,
  $count: (spec) => (docs) => (docs.length > 0 ? [{ [String(spec)]: docs.length }] : []),
};

/** A pipeline, ready to run. Its stages make new documents and leave those they are given as they are. */
export function toPipeline(pipeline: unknown, now: Date, known = STAGES): Stage {
  if (!Array.isArray(pipeline)) throw badValue('A pipeline must be an array.');
  const stages = pipeline.map((stage: Doc) => {
    const [name = '', ...more] = Object.keys(stage);
    if (more.length > 0) throw badValue('A stage must have exactly one field.');
    if (!Object.hasOwn(known, name)) throw outside(`the stage ${name}`);
    return known[name]!(stage[name], now);
  });
  return (docs) => stages.reduce((current, stage) => stage(current), docs);
}
