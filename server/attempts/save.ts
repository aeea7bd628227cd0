import { getContent } from '../assessments/store.ts';
import type { Context } from '../context.ts';
import type { AnswerInput, AnswerSaved } from '../contract/attempt.ts';
import { problemOf } from '../core/answer.ts';
import { questionsOf } from '../core/assessment.ts';
import { acceptsAnswers, GRACE_MS } from '../core/attempt.ts';
import type { InvitationDoc } from '../db/collections.ts';
import { AppError, notFound } from '../errors.ts';
import { refusalOf } from './refusal.ts';

async function demandAnswer(
  ctx: Pick<Context, 'db'>,
  doc: InvitationDoc,
  questionId: string,
  value: AnswerInput['value'],
) {
  const { id, version } = doc.assessment;
  const content = await getContent(ctx.db, { workspaceId: doc.workspaceId, id, version });
  const question = questionsOf(content).find((q) => q.id === questionId);
  if (!question) throw notFound('question');
  const message = problemOf(question, value);
  if (message)
    throw new AppError('validation_failed', `The answer ${message}.`, {
      fields: [{ path: 'value', message }],
    });
}

/**
 * Stores an answer if its revision is higher than the stored one, and says which revision is stored now.
 * Throws `not_found`, `validation_failed`, `time_over` and the refusals of a test that does not run.
 */
export async function saveAnswer(
  ctx: Pick<Context, 'db' | 'clock'>,
  doc: InvitationDoc,
  { questionId, revision, value }: AnswerInput & { questionId: string },
): Promise<AnswerSaved> {
  const now = ctx.clock();
  if (doc.status !== 'started' || !acceptsAnswers(doc.deadlineAt, now)) throw refusalOf(doc);
  await demandAnswer(ctx, doc, questionId, value);
  const mine = { _id: doc._id, workspaceId: doc.workspaceId };
  const at = `attempt.answers.${questionId}`;
  const view = (answer: { revision: number; at: Date }): AnswerSaved => ({
    revision: answer.revision,
    savedAt: answer.at.toISOString(),
    serverNow: now.toISOString(),
    ...(doc.deadlineAt && { deadlineAt: doc.deadlineAt.toISOString() }),
  });
  const { matchedCount } = await ctx.db.invitations.updateOne(
    {
      ...mine,
      status: 'started',
      'attempt.session.hash': doc.attempt.session!.hash,
      $and: [
        {
          $or: [
            { deadlineAt: { $exists: false } },
            { deadlineAt: { $gte: new Date(now.getTime() - GRACE_MS) } },
          ],
        },
        { $or: [{ [`${at}.revision`]: { $exists: false } }, { [`${at}.revision`]: { $lt: revision } }] },
      ],
    },
    { $set: { [at]: { revision, value, at: now } }, $inc: { 'attempt.saves': 1 } },
  );
  if (matchedCount === 1) return view({ revision, at: now });
  const current = await ctx.db.invitations.findOne(mine);
  if (!current) throw notFound('invitation');
  if (current.status !== 'started') throw refusalOf(current);
  if (current.attempt.session?.hash !== doc.attempt.session!.hash) {
    throw new AppError(
      'unauthenticated',
      'The test is open on another device now. Open the link in your mail again to go on here.',
    );
  }
  const stored = current.attempt.answers[questionId];
  if (!stored) throw refusalOf(current);
  return view(stored);
}
