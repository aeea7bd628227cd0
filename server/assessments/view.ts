import type { AssessmentContent, AssessmentSummary, AssessmentView } from '../contract/assessment.ts';
import type { AssessmentDoc } from '../db/collections.ts';

/** What a new invitation would use; before the first version: the draft. */
export const contentOf = (doc: AssessmentDoc): AssessmentContent =>
  doc.versions.at(-1)?.content ?? doc.draft!;

export function toSummary(doc: AssessmentDoc): AssessmentSummary {
  const { _id: id, name, description, language, status, version, facts } = doc;
  return {
    id,
    name,
    description,
    language,
    status,
    version,
    ...facts,
    updatedAt: doc.updatedAt.toISOString(),
    ...(doc.lastUsedAt && { lastUsedAt: doc.lastUsedAt.toISOString() }),
    hasDraft: doc.draft !== undefined,
  };
}

/** With the answer key: for members who edit or review, in the text that an edit would start from. */
export const toAssessmentView = (doc: AssessmentDoc): AssessmentView => ({
  ...toSummary(doc),
  content: doc.draft ?? contentOf(doc),
});
