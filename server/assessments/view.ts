import type { AssessmentContent, AssessmentSummary, AssessmentView } from '../contract/assessment.ts';
import { kindsOf, maxPointsOf, minutesOf, questionsOf } from '../core/assessment.ts';
import type { AssessmentDoc } from '../db/collections.ts';

/** What a new invitation would use; before the first version: the draft. */
export const contentOf = (doc: AssessmentDoc): AssessmentContent =>
  doc.versions.at(-1)?.content ?? doc.draft!;

export function toSummary(doc: AssessmentDoc): AssessmentSummary {
  const content = contentOf(doc);
  return {
    id: doc._id,
    name: content.name,
    description: content.description,
    language: content.language,
    status: doc.status,
    version: doc.version,
    minutes: minutesOf(content),
    kinds: kindsOf(content),
    sectionTitles: content.sections.map(({ title }) => title),
    questionCount: questionsOf(content).length,
    maxPoints: maxPointsOf(content),
    updatedAt: doc.updatedAt.toISOString(),
    hasDraft: doc.draft !== undefined,
  };
}

/** With the answer key: for members who edit or review, in the text that an edit would start from. */
export const toAssessmentView = (doc: AssessmentDoc): AssessmentView => ({
  ...toSummary(doc),
  content: doc.draft ?? contentOf(doc),
});
