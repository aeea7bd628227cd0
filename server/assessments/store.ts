import type { AssessmentContent, AssessmentStatus } from '../contract/assessment.ts';
import type { InvitationStatus } from '../contract/result.ts';
import {
  foldText,
  kindsOf,
  maxPointsOf,
  minutesOf,
  questionsOf,
  searchTextOf,
  toContent,
  toPatterns,
} from '../core/assessment.ts';
import type { Sitting } from '../core/stats.ts';
import type { AssessmentDoc, Collections } from '../db/collections.ts';
import { AppError } from '../errors.ts';
import { LIBRARY } from './library.ts';

export function findAssessment(
  db: Collections,
  workspaceId: string,
  id: string,
): Promise<AssessmentDoc | null> {
  return db.assessments.findOne({ _id: id, workspaceId });
}

/** What Ashby's list shows: all of it, in one answer. */
export async function listPublished(
  db: Collections,
  workspaceId: string,
): Promise<{ id: string; name: string; description: string }[]> {
  const docs = await db.assessments
    .find({ workspaceId, status: 'published' })
    .project<AssessmentDoc>({ name: 1, description: 1 })
    .sort({ sortKey: 1, _id: 1 })
    .toArray();
  return docs.map(({ _id: id, name, description }) => ({ id, name, description }));
}

const SITTINGS = 500;

/** Of an invitation that somebody has used, or let pass; what was taken back says nothing of the test. */
const ENDS: InvitationStatus[] = ['submitted', 'completed', 'expired'];

/** The last invitations to it that have come to an end, however many wait. */
export function listSittings(db: Collections, workspaceId: string, assessmentId: string): Promise<Sitting[]> {
  return db.invitations
    .find({ workspaceId, 'assessment.id': assessmentId, status: { $in: ENDS } })
    .project<Sitting>({ status: 1, startedAt: 1, submittedAt: 1 })
    .sort({ createdAt: -1 })
    .limit(SITTINGS)
    .toArray();
}

const CACHED = 500;
const contents = new Map<string, AssessmentContent>();

interface VersionRef {
  workspaceId: string;
  id: string;
  version: number;
}

/** A published version. It never changes, so it is kept in memory. */
export async function getContent(
  db: Collections,
  { workspaceId, id, version }: VersionRef,
): Promise<AssessmentContent> {
  const key = `${workspaceId}/${id}/${version}`;
  const known = contents.get(key);
  if (known) return known;
  const doc = await db.assessments.findOne(
    { _id: id, workspaceId },
    { projection: { versions: { $elemMatch: { version } } } },
  );
  const content = doc?.versions?.[0]?.content;
  if (!content) throw new Error(`version ${version} of assessment ${id} is missing`);
  if (contents.size >= CACHED) contents.delete(contents.keys().next().value!);
  contents.set(key, content);
  return content;
}

export interface AssessmentsQuery {
  q?: string | undefined;
  status: AssessmentStatus;
  limit: number;
  cursor?: string | undefined;
}

const toCursor = ({ sortKey, _id }: AssessmentDoc) =>
  Buffer.from(JSON.stringify([sortKey, _id])).toString('base64url');

function fromCursor(cursor: string): [string, string] {
  try {
    const parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown;
    if (Array.isArray(parsed) && parsed.length === 2 && parsed.every((part) => typeof part === 'string')) {
      return parsed as [string, string];
    }
  } catch {
    // Falls through to the refusal.
  }
  throw new AppError('validation_failed', 'The cursor is not one of this list. Begin without it.', {
    fields: [{ path: 'cursor', message: 'is not one of this list' }],
  });
}

/** By name, without the texts. Every word must occur in name, description or a section's title, in any order. */
export async function listAssessments(
  db: Collections,
  workspaceId: string,
  { q, status, limit, cursor }: AssessmentsQuery,
): Promise<{ items: AssessmentDoc[]; nextCursor?: string }> {
  const patterns = toPatterns(q);
  const after = cursor === undefined ? null : fromCursor(cursor);
  const found = await db.assessments
    .find({
      workspaceId,
      status,
      ...(patterns.length > 0 && { $and: patterns.map(($regex) => ({ searchText: { $regex } })) }),
      // The first bound is what the index can use.
      ...(after && {
        sortKey: { $gte: after[0] },
        $or: [{ sortKey: { $gt: after[0] } }, { sortKey: after[0], _id: { $gt: after[1] } }],
      }),
    })
    .project<AssessmentDoc>({ versions: 0, 'draft.sections': 0 })
    .sort({ sortKey: 1, _id: 1 })
    .limit(limit + 1)
    .toArray();
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(found.length > limit && last && { nextCursor: toCursor(last) }) };
}

/** The fields that lists and searches look at. */
export const describe = (content: AssessmentContent) => ({
  name: content.name,
  description: content.description,
  language: content.language,
  searchText: searchTextOf(content),
  sortKey: foldText(content.name),
  facts: {
    minutes: minutesOf(content),
    kinds: kindsOf(content),
    sectionTitles: content.sections.map(({ title }) => title),
    questionCount: questionsOf(content).length,
    maxPoints: maxPointsOf(content),
  },
});

/** Publishes the starter assessments in a new workspace; a repeat adds what is missing and changes nothing. */
export async function seedLibrary(db: Collections, workspaceId: string, now: Date): Promise<void> {
  for (const { idFor, input } of LIBRARY) {
    const content = toContent(input, undefined, () => crypto.randomUUID());
    const doc: Omit<AssessmentDoc, '_id'> = {
      workspaceId,
      status: 'published',
      ...describe(content),
      version: 1,
      versions: [{ version: 1, publishedAt: now, content }],
      revision: 1,
      createdAt: now,
      updatedAt: now,
    };
    await db.assessments.updateOne(
      { _id: idFor(workspaceId), workspaceId },
      { $setOnInsert: doc },
      { upsert: true },
    );
  }
}
