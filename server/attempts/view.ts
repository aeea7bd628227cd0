import type { AssessmentContent } from '../contract/assessment.ts';
import type { AttemptView, Receipt } from '../contract/attempt.ts';
import { isAnswered } from '../core/answer.ts';
import { kindsOf, minutesOf, questionsOf } from '../core/assessment.ts';
import { minutesAllowed } from '../core/attempt.ts';
import { toCandidateSections } from '../core/presentation.ts';
import type { InvitationDoc } from '../db/collections.ts';

interface Material {
  content: AssessmentContent;
  workspaceName: string;
  now: Date;
}

/** Questions are there only while the test runs. */
export function toAttemptView(doc: InvitationDoc, { content, workspaceName, now }: Material): AttemptView {
  const running = doc.status === 'started';
  const sections = toCandidateSections(content, doc._id);
  const answers = Object.entries(doc.attempt.answers).map(([id, { revision, value, at }]) => [
    id,
    { revision, value, savedAt: at.toISOString() },
  ]);
  return {
    status: doc.status,
    workspace: { name: workspaceName },
    candidate: { name: doc.candidate.name },
    assessment: {
      name: content.name,
      description: content.description,
      language: content.language,
      minutes: minutesAllowed({ ...doc, assessment: { minutes: minutesOf(content) } }),
      kinds: kindsOf(content),
      sections: running ? sections : sections.map(({ questions: _, ...section }) => section),
    },
    answers: running ? (Object.fromEntries(answers) as AttemptView['answers']) : {},
    serverNow: now.toISOString(),
    expiresAt: doc.expiresAt.toISOString(),
    ...(doc.startedAt && { startedAt: doc.startedAt.toISOString() }),
    ...(doc.deadlineAt && { deadlineAt: doc.deadlineAt.toISOString() }),
    ...(doc.submittedAt && { submittedAt: doc.submittedAt.toISOString() }),
  };
}

export function toReceipt(doc: InvitationDoc, { content, workspaceName }: Omit<Material, 'now'>): Receipt {
  const questions = questionsOf(content);
  return {
    submittedAt: doc.submittedAt!.toISOString(),
    automatic: doc.autoSubmitted === true,
    answered: questions.filter(({ id }) => isAnswered(doc.attempt.answers[id]?.value)).length,
    questions: questions.length,
    assessment: { name: content.name },
    workspace: { name: workspaceName },
  };
}
