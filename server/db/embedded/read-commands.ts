import { toPipeline } from './aggregate.ts';
import { demandOptions, type Command, type CommandContext } from './command.ts';
import { projector } from './projection.ts';
import { badValue } from './refusal.ts';
import { valuesAt } from './path.ts';
import { isDoc, keyOf, type Doc } from './value.ts';

interface FindBody {
  filter?: Doc;
  query?: Doc;
  sort?: Doc;
  skip?: number;
  limit?: number;
  batchSize?: number;
}

function select(body: Doc, ns: string, { databases, now }: CommandContext): Doc[] {
  const { filter, query, sort, skip, limit } = body as FindBody;
  return (
    databases
      .find(ns)
      ?.find({ filter: filter ?? query ?? {}, sort, skip, limit: Math.abs(limit ?? 0), now }) ?? []
  );
}

const find: Command = (body, ns, ctx) => {
  demandOptions('find', body, ['find', 'filter', 'projection', 'sort', 'skip', 'limit', 'batchSize']);
  const { batchSize, limit = 0 } = body as FindBody;
  const docs = select(body, ns, ctx);
  const keep =
    isDoc(body['projection']) && Object.keys(body['projection']).length > 0
      ? projector(body['projection'])
      : undefined;
  const kept = keep ? docs.map((doc) => keep(doc, ctx.now)) : docs;
  return ctx.cursors.start(ns, kept, { batchSize, single: body['singleBatch'] === true || limit < 0 });
};

const aggregate: Command = (body, ns, ctx) => {
  demandOptions('aggregate', body, ['aggregate', 'pipeline', 'cursor']);
  const pipeline = body['pipeline'] as Doc[];
  const [first, ...rest] = pipeline;
  // A leading $match may use an index, and whatever follows runs over what it found.
  const leading = first && isDoc(first['$match']) ? first['$match'] : undefined;
  const docs = ctx.databases.find(ns)?.find({ filter: leading ?? {}, now: ctx.now }) ?? [];
  const result = toPipeline(leading ? rest : pipeline)(docs, ctx.now);
  return ctx.cursors.start(ns, result, { batchSize: (body['cursor'] as FindBody | undefined)?.batchSize });
};

const count: Command = (body, ns, ctx) => {
  demandOptions('count', body, ['count', 'query', 'skip', 'limit']);
  return { n: select(body, ns, ctx).length, ok: 1 };
};

const distinct: Command = (body, ns, ctx) => {
  demandOptions('distinct', body, ['distinct', 'key', 'query']);
  const values = new Map<string, unknown>();
  for (const doc of select(body, ns, ctx)) {
    const found = valuesAt(doc, String(body['key'])).flatMap((value) =>
      Array.isArray(value) ? value : [value],
    );
    for (const value of found) if (value !== undefined) values.set(keyOf(value), value);
  }
  return { values: [...values.values()], ok: 1 };
};

const getMore: Command = (body, _ns, { cursors }) =>
  cursors.next(Number(body['getMore']), body['batchSize'] as number | undefined);

const killCursors: Command = (body, _ns, { cursors }) => {
  if (!Array.isArray(body['cursors'])) throw badValue('killCursors needs a list of cursors');
  return cursors.kill(body['cursors'].map(Number));
};

export const readCommands: Record<string, Command> = {
  find,
  aggregate,
  count,
  distinct,
  getMore,
  killCursors,
};
