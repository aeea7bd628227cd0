import { evaluate, type Scope } from './expression.ts';
import { toPredicate } from './match.ts';
import { fieldAt, setAt, unsetAt } from './path.ts';
import { badValue, outside } from './refusal.ts';
import { sorter } from './sort.ts';
import { projector } from './projection.ts';
import { clone, compare, isDoc, keyOf, type Doc } from './value.ts';

type Stage = (docs: Doc[], now: Date) => Doc[];

const numbers = (values: unknown[]) => values.filter((value): value is number => typeof value === 'number');
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
const known = (values: unknown[]) => values.filter((value) => value !== undefined && value !== null);

const extreme = (values: unknown[], direction: number) =>
  known(values).reduce<unknown>(
    (best, value) => (best === null || compare(value, best) * direction > 0 ? value : best),
    null,
  );

const ACCUMULATORS: Record<string, (values: unknown[]) => unknown> = {
  $sum: (values) => sum(numbers(values)),
  $avg: (values) => (numbers(values).length > 0 ? sum(numbers(values)) / numbers(values).length : null),
  $min: (values) => extreme(values, -1),
  $max: (values) => extreme(values, 1),
  $first: (values) => values[0] ?? null,
  $last: (values) => values.at(-1) ?? null,
  $push: (values) => values.filter((value) => value !== undefined),
  $addToSet: (values) => [
    ...new Map(values.filter((value) => value !== undefined).map((value) => [keyOf(value), value])).values(),
  ],
  $count: (values) => values.length,
};

function group(spec: Doc): Stage {
  const { _id: key, ...fields } = spec;
  const accumulators = Object.entries(fields).map(([field, accumulator]) => {
    const name = isDoc(accumulator) ? Object.keys(accumulator)[0] : undefined;
    if (name === undefined || !(name in ACCUMULATORS)) throw outside(`the accumulator ${name ?? field}`);
    return { field, name, argument: (accumulator as Doc)[name] };
  });
  return (docs, now) => {
    const groups = new Map<string, { id: unknown; docs: Doc[] }>();
    for (const doc of docs) {
      const id = evaluate(key, { root: doc, now }) ?? null;
      const known = groups.get(keyOf(id));
      if (known) known.docs.push(doc);
      else groups.set(keyOf(id), { id, docs: [doc] });
    }
    return [...groups.values()].map(({ id, docs: members }) => ({
      _id: id,
      ...Object.fromEntries(
        accumulators.map(({ field, name, argument }) => [
          field,
          ACCUMULATORS[name]!(members.map((doc) => evaluate(argument, { root: doc, now }))),
        ]),
      ),
    }));
  };
}

function unwind(spec: unknown): Stage {
  const { path, preserveNullAndEmptyArrays: keep, ...more } = isDoc(spec) ? spec : { path: spec };
  const other = Object.keys(more)[0];
  if (other) throw outside(`the $unwind option ${other}`);
  if (typeof path !== 'string' || !path.startsWith('$'))
    throw badValue('path option to $unwind stage should be prefixed with a $');
  const field = path.slice(1);
  return (docs) =>
    docs.flatMap((doc) => {
      const value = fieldAt(doc, field.split('.'));
      if (!Array.isArray(value)) return value === undefined || value === null ? (keep ? [doc] : []) : [doc];
      if (value.length === 0 && keep) {
        const without = clone(doc);
        unsetAt(without, field);
        return [without];
      }
      return value.map((element) => {
        const next = clone(doc);
        setAt(next, field, element);
        return next;
      });
    });
}

/** Sets what expressions give, each seen from the document as it came in. */
function setFields(spec: unknown): Stage {
  if (!isDoc(spec)) throw badValue('$set specification stage must be an object');
  const entries = Object.entries(spec);
  return (docs, now) =>
    docs.map((doc) => {
      const next = clone(doc);
      const scope: Scope = { root: doc, now };
      for (const [path, expression] of entries) {
        const value = evaluate(expression, scope);
        if (value !== undefined) setAt(next, path, clone(value));
      }
      return next;
    });
}

function unsetFields(spec: unknown): Stage {
  const paths = (Array.isArray(spec) ? spec : [spec]) as string[];
  return (docs) =>
    docs.map((doc) => {
      const next = clone(doc);
      paths.forEach((path) => unsetAt(next, path));
      return next;
    });
}

const project = (spec: Doc): Stage => {
  const keep = projector(spec);
  return (docs, now) => docs.map((doc) => keep(doc, now));
};

const replaceWith =
  (spec: unknown): Stage =>
  (docs, now) =>
    docs.map((doc) => evaluate(spec, { root: doc, now }) as Doc);

const UPDATING: Record<string, (spec: unknown) => Stage> = {
  $set: setFields,
  $addFields: setFields,
  $unset: unsetFields,
  $project: (spec) => project(spec as Doc),
  $replaceWith: replaceWith,
  $replaceRoot: (spec) => replaceWith((spec as Doc)['newRoot']),
};

const STAGES: Record<string, (spec: unknown) => Stage> = {
  ...UPDATING,
  $match: (spec) => (docs, now) => docs.filter(toPredicate(spec as Doc, now)),
  $group: (spec) => group(spec as Doc),
  $sort: (spec) => (docs) => [...docs].sort(sorter(spec as Doc)),
  $limit: (spec) => (docs) => docs.slice(0, spec as number),
  $skip: (spec) => (docs) => docs.slice(spec as number),
  $unwind: unwind,
  $count: (spec) => (docs) => (docs.length > 0 ? [{ [spec as string]: docs.length }] : []),
};

function toStages(pipeline: Doc[], stages: Record<string, (spec: unknown) => Stage>, where: string): Stage[] {
  return pipeline.map((stage) => {
    const [name, ...more] = Object.keys(stage);
    if (name === undefined || more.length > 0)
      throw badValue('A pipeline stage specification object must contain exactly one field.');
    const make = stages[name];
    if (!make) throw outside(`the ${where} ${name}`);
    return make(stage[name]);
  });
}

/** A pipeline, ready to run; none of its stages changes the documents that it is given. */
export function toPipeline(pipeline: Doc[]): (docs: Doc[], now: Date) => Doc[] {
  const stages = toStages(pipeline, STAGES, 'aggregation stage');
  return (docs, now) => stages.reduce((current, stage) => stage(current, now), docs);
}

export function updateStages(pipeline: Doc[]): (doc: Doc, now: Date) => Doc {
  const stages = toStages(pipeline, UPDATING, 'update stage');
  return (doc, now) => stages.reduce((current, stage) => stage(current, now), [doc])[0]!;
}
