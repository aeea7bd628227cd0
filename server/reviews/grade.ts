import { announceGrade } from '../ashby/mapping.ts';
import { getContent } from '../assessments/store.ts';
import type { Context } from '../context.ts';
import { questionsOf } from '../core/assessment.ts';
import { isSamePerson } from '../core/person.ts';
import { isGrade, pendingOf, score } from '../core/scoring.ts';
import type { InvitationDoc, Person } from '../db/collections.ts';
import { AppError, notFound } from '../errors.ts';
import { changeInvitation, type Change, type InvitationRef } from '../invitations/change.ts';

interface GradeInput {
  questionId: string;
  points: number;
  note?: string | undefined;
  by: Person;
}

type Parts = Pick<Context, 'db' | 'clock' | 'config' | 'bell'>;

async function toChange(
  ctx: Parts,
  current: InvitationDoc,
  { questionId, points, note, by, now }: GradeInput & { now: Date },
): Promise<Change> {
  const { id, version } = current.assessment;
  const content = await getContent(ctx.db, { workspaceId: current.workspaceId, id, version });
  const question = questionsOf(content).find((q) => q.id === questionId);
  if (!question) throw notFound('question');
  if (question.kind !== 'open')
    throw new AppError('conflict', 'Only open answers are graded by people; this one is scored already.');
  if (!isGrade(points, question.points)) {
    const message = `must be at most ${question.points}, in steps of 0.5 or all of them`;
    throw new AppError('validation_failed', `The points ${message}.`, {
      fields: [{ path: 'points', message }],
    });
  }
  const grade = { points, ...(note !== undefined && { note }), by, at: now };
  const grades = { ...current.grades, [questionId]: grade };
  const { answers } = current.attempt;
  const completes = current.status === 'submitted' && pendingOf(content, answers, grades).length === 0;
  const result = score(content, answers, grades);
  const after: InvitationDoc = {
    ...current,
    grades,
    result,
    ...(completes && { status: 'completed', completedAt: now }),
  };
  const { set, ashby } = announceGrade(ctx.config.publicUrl, after, { completes, now });
  return {
    set: {
      ...set,
      [`grades.${questionId}`]: grade,
      result,
      ...(completes && { status: 'completed', completedAt: now }),
    },
    ...(completes && { unset: ['activeKey'] }),
    ...(ashby && { ashby }),
    timeline: [
      { kind: 'graded', by: by.name },
      ...(completes ? [{ kind: 'completed' as const, by: by.name }] : []),
    ],
  };
}

/**
 * Gives points to an open answer; the last one makes the result final, a later one corrects it, and the same one again
 * changes nothing.
 * Throws `not_found`, `validation_failed`, `conflict` before the submission or for a question that is scored by itself.
 */
export function gradeAnswer(ctx: Parts, ref: InvitationRef, input: GradeInput): Promise<InvitationDoc> {
  return changeInvitation(ctx, ref, (current, now) => {
    if (current.status !== 'submitted' && current.status !== 'completed') {
      throw new AppError('conflict', 'There is nothing to grade until the candidate has submitted.');
    }
    const { questionId, points, note, by } = input;
    const last = current.grades[questionId];
    if (last?.points === points && last.note === note && isSamePerson(last.by, by)) return null;
    return toChange(ctx, current, { ...input, now });
  });
}
