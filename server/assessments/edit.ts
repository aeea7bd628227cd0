import { randomUUID } from 'node:crypto';
import { BSON } from 'mongodb';
import type { Context } from '../context.ts';
import type { AssessmentContent, AssessmentInput } from '../contract/assessment.ts';
import { toContent } from '../core/assessment.ts';
import type { AssessmentDoc } from '../db/collections.ts';
import { AppError, notFound } from '../errors.ts';
import { contentOf } from './view.ts';
import { describe, findAssessment } from './store.ts';

type Parts = Pick<Context, 'db' | 'clock'>;
interface AssessmentRef {
  workspaceId: string;
  id: string;
}

/** A document of the database may have 16 MB. */
const MOST_BYTES = 14_000_000;

/** A new draft; a repeat with the same id finds the first one. Throws `validation_failed`. */
export async function createDraft(
  ctx: Parts,
  { workspaceId, id }: AssessmentRef,
  input: AssessmentInput,
): Promise<AssessmentDoc> {
  const now = ctx.clock();
  const draft = toContent(input, undefined, randomUUID);
  const doc: Omit<AssessmentDoc, '_id' | 'workspaceId'> = {
    status: 'draft',
    ...describe(draft),
    version: 0,
    draft,
    versions: [],
    revision: 1,
    createdAt: now,
    updatedAt: now,
  };
  const stored = await ctx.db.assessments.findOneAndUpdate(
    { _id: id, workspaceId },
    { $setOnInsert: doc },
    { upsert: true, returnDocument: 'after' },
  );
  return stored!;
}

interface AssessmentUpdate {
  $set: Partial<AssessmentDoc>;
  $unset?: { draft: '' };
  $push?: { versions: AssessmentDoc['versions'][number] };
}

/** Reads, decides, writes if nobody wrote meanwhile. Throws `not_found`, `stale`. */
async function change(
  ctx: Parts,
  ref: AssessmentRef,
  decide: (current: AssessmentDoc, now: Date) => AssessmentUpdate,
): Promise<AssessmentDoc> {
  const current = await findAssessment(ctx.db, ref.workspaceId, ref.id);
  if (!current) throw notFound('assessment');
  const now = ctx.clock();
  const { $set, ...rest } = decide(current, now);
  const changed = await ctx.db.assessments.findOneAndUpdate(
    { _id: ref.id, workspaceId: ref.workspaceId, revision: current.revision },
    { ...rest, $set: { ...$set, updatedAt: now }, $inc: { revision: 1 } },
    { returnDocument: 'after' },
  );
  if (!changed)
    throw new AppError(
      'stale',
      'Somebody changed this assessment meanwhile. Look at it again, then repeat your change.',
    );
  return changed;
}

/** Replaces the draft; published versions stay as they are. Throws `not_found`, `validation_failed`, `stale`. */
export const editDraft = (
  ctx: Parts,
  ref: AssessmentRef,
  { input, demandCurrent }: { input: AssessmentInput; demandCurrent: (current: AssessmentDoc) => void },
): Promise<AssessmentDoc> =>
  change(ctx, ref, (current) => {
    demandCurrent(current);
    const previous: AssessmentContent = current.draft ?? contentOf(current);
    const draft = toContent(input, previous, randomUUID);
    return { $set: { draft, ...(current.version === 0 && describe(draft)) } };
  });

/** Makes the draft the next version, or brings an archived one back. Throws `not_found`, `conflict`, `stale`. */
export const publish = (ctx: Parts, ref: AssessmentRef): Promise<AssessmentDoc> =>
  change(ctx, ref, (current, publishedAt) => {
    if (!current.draft) {
      if (current.status === 'archived') return { $set: { status: 'published' } };
      throw new AppError('conflict', 'There is nothing new to publish: edit the assessment first.');
    }
    if (BSON.calculateObjectSize(current) > MOST_BYTES)
      throw new AppError('conflict', 'It has too many versions. Make a new assessment.');
    const version = current.version + 1;
    return {
      $set: { status: 'published', version, ...describe(current.draft) },
      $unset: { draft: '' },
      $push: { versions: { version, publishedAt, content: current.draft } },
    };
  });

/** Takes it out of every list; invitations that exist go on. Throws `not_found`, `stale`. */
export const archive = (ctx: Parts, ref: AssessmentRef): Promise<AssessmentDoc> =>
  change(ctx, ref, () => ({ $set: { status: 'archived' } }));
