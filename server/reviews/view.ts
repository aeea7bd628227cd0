import type { AssessmentContent } from '../contract/assessment.ts';
import type { AnsweredQuestion, AnswersView } from '../contract/review.ts';
import { minutesAllowed, minutesTaken } from '../core/attempt.ts';
import { scoreAnswer } from '../core/scoring.ts';
import type { InvitationDoc } from '../db/collections.ts';

/** Every answer beside the right one; empty until the candidate has submitted. */
export function toAnswersView(doc: InvitationDoc, content: AssessmentContent): AnswersView {
  const { startedAt, submittedAt, attempt, grades } = doc;
  const decisionHistory = doc.decisionHistory.map(({ value, note, by, at }) => ({
    value,
    ...(note !== undefined && { note }),
    by: { name: by.name },
    at: at.toISOString(),
  }));
  if (!submittedAt || !startedAt) return { invitationId: doc._id, sections: [], decisionHistory };
  const sections = content.sections.map(({ id, title, questions }) => ({
    id,
    title,
    questions: questions.map((question): AnsweredQuestion => {
      const answer = attempt.answers[question.id];
      const grade = grades[question.id];
      return {
        question,
        answer: answer?.value ?? null,
        ...(answer && { answeredAt: answer.at.toISOString() }),
        points: grade?.points ?? scoreAnswer(question, answer?.value),
        ...(grade && {
          grade: {
            points: grade.points,
            ...(grade.note !== undefined && { note: grade.note }),
            by: { name: grade.by.name },
            at: grade.at.toISOString(),
          },
        }),
      };
    }),
  }));
  const minutes = minutesTaken(startedAt, submittedAt, minutesAllowed(doc));
  return { invitationId: doc._id, minutesTaken: minutes, sections, decisionHistory };
}
