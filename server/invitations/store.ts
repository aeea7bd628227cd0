import type { Filter } from 'mongodb';
import type { Context } from '../context.ts';
import { Id } from '../contract/field.ts';
import type { InvitationQuery } from '../contract/invitation.ts';
import { toPatterns } from '../core/assessment.ts';
import type { Collections, InvitationDoc } from '../db/collections.ts';
import { AppError, notFound } from '../errors.ts';
import type { Principal } from '../http/principal.ts';

/** What a caller may see at all: members their workspace, tokens their candidates, or without any what their session made. */
function visibleTo(principal: Principal): Filter<InvitationDoc> {
  const { workspaceId } = principal;
  const there = { workspaceId, undoneAt: { $exists: false } };
  if (principal.kind === 'member') return there;
  // Hosts name their sessions: such a name is nothing to another key, nor to another user of the host.
  const { sessionName, keyId, sub } = principal;
  const own = { 'source.sessionName': sessionName, 'source.keyId': keyId, 'source.sub': sub };
  return principal.candidates === undefined
    ? { ...there, ...own }
    : { ...there, 'candidate.externalId': { $in: principal.candidates } };
}

/** The same of an invitation of the caller's workspace that is at hand. */
export function canSee(
  principal: Principal,
  { source, candidate: { externalId } }: Pick<InvitationDoc, 'source' | 'candidate'>,
): boolean {
  if (principal.kind === 'member') return true;
  if (principal.candidates !== undefined)
    return externalId !== undefined && principal.candidates.includes(externalId);
  const { sessionName, keyId, sub } = principal;
  if (source.kind !== 'embed' || source.sessionName !== sessionName) return false;
  return source.keyId === keyId && source.sub === sub;
}

/** Throws `not_found`, also for what the caller may not see, and for what was undone unless that is asked for. */
export async function getInvitation(
  ctx: Pick<Context, 'db'>,
  principal: Principal,
  id: unknown,
  { undone = false } = {},
): Promise<InvitationDoc> {
  const parsed = Id.safeParse(id);
  const { undoneAt, ...visible } = visibleTo(principal);
  const found = parsed.success
    ? await ctx.db.invitations.findOne({ _id: parsed.data, ...visible, ...(!undone && { undoneAt }) })
    : null;
  if (!found) throw notFound('invitation');
  return found;
}

const toCursor = (doc: Pick<InvitationDoc, '_id' | 'createdAt'>) =>
  Buffer.from(JSON.stringify([doc.createdAt, doc._id])).toString('base64url');

function fromCursor(cursor: string): { createdAt: Date; id: string } {
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string, string];
    const createdAt = new Date(at);
    if (typeof id === 'string' && !Number.isNaN(createdAt.getTime())) return { createdAt, id };
  } catch {
    // Falls through to the refusal.
  }
  throw new AppError('validation_failed', 'The cursor is not one of this list. Begin without it.', {
    fields: [{ path: 'cursor', message: 'is not one of this list' }],
  });
}

/** An invitation without what grows with it. */
export type ListedInvitation = Omit<
  InvitationDoc,
  'attempt' | 'grades' | 'comments' | 'decisionHistory' | 'timeline' | 'callIds'
>;
const UNLISTED = { attempt: 0, grades: 0, comments: 0, decisionHistory: 0, timeline: 0, callIds: 0 };

/** Newest first. Throws `candidate_mismatch` when a token asks for somebody else's candidate. */
export async function listInvitations(
  db: Collections,
  principal: Principal,
  query: InvitationQuery,
): Promise<{ items: ListedInvitation[]; nextCursor?: string }> {
  const { candidate, assessment, status, q, cursor, limit } = query;
  if (
    principal.kind === 'embed' &&
    candidate !== undefined &&
    principal.candidates?.includes(candidate) === false
  ) {
    throw new AppError('candidate_mismatch', `The token is not for the candidate ${candidate}.`);
  }
  const and: Filter<InvitationDoc>[] = [visibleTo(principal)];
  if (candidate !== undefined) and.push({ 'candidate.externalId': candidate });
  if (assessment !== undefined) and.push({ 'assessment.id': assessment });
  if (status !== undefined) and.push({ status });
  for (const $regex of toPatterns(q)) and.push({ searchText: { $regex } });
  if (cursor !== undefined) {
    const { createdAt, id } = fromCursor(cursor);
    // The first bound is what the index can use.
    and.push({ createdAt: { $lte: createdAt } });
    and.push({ $or: [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: id } }] });
  }
  const found = await db.invitations
    .find({ workspaceId: principal.workspaceId, $and: and })
    .project<ListedInvitation>(UNLISTED)
    .sort({ createdAt: -1, _id: -1 })
    .limit(limit + 1)
    .toArray();
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(found.length > limit && last && { nextCursor: toCursor(last) }) };
}

const MOST_LATEST = 100;
const MOST_READ = 1000;

/** The newest of each candidate, newest first: what a list of badges needs. */
export async function listLatest(db: Collections, principal: Principal): Promise<ListedInvitation[]> {
  const ofTokens = principal.kind === 'embed' && principal.candidates;
  const found = await db.invitations
    .find({
      ...visibleTo(principal),
      'candidate.externalId': ofTokens ? { $in: ofTokens } : { $exists: true },
    })
    .project<ListedInvitation>(UNLISTED)
    .sort({ createdAt: -1 })
    .limit(MOST_READ)
    .toArray();
  const newest = new Map<string, ListedInvitation>();
  for (const doc of found)
    if (!newest.has(doc.candidate.externalId!)) newest.set(doc.candidate.externalId!, doc);
  return [...newest.values()].slice(0, MOST_LATEST);
}

export function findActive(
  db: Collections,
  workspaceId: string,
  activeKey: string,
): Promise<InvitationDoc | null> {
  return db.invitations.findOne({ workspaceId, activeKey });
}

/** The newest that the candidate has completed for this application. */
export function findCompleted(
  db: Collections,
  workspaceId: string,
  { applicationId, assessmentId }: { applicationId: string; assessmentId: string },
): Promise<InvitationDoc | null> {
  const ofApplication = { workspaceId, 'source.applicationId': applicationId };
  return db.invitations.findOne(
    { ...ofApplication, 'assessment.id': assessmentId, status: 'completed' },
    { sort: { createdAt: -1 } },
  );
}
