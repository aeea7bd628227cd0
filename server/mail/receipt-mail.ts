import { date, plain, plainName, toMail } from './layout.ts';
import type { Mail } from './mailer.ts';

interface Receipt {
  to: string;
  candidateName: string;
  workspaceName: string;
  assessmentName: string;
  submittedAt: Date;
  /** The server handed in what was saved when the time was over. */
  automatic: boolean;
}

export function receiptMail({
  to,
  candidateName,
  workspaceName,
  assessmentName,
  submittedAt,
  automatic,
}: Receipt): Mail {
  const assessment = plain(assessmentName);
  const workspace = plain(workspaceName);
  const how = automatic
    ? `Your time for “${assessment}” ended, and everything you had saved was handed in on ${date(submittedAt)}.`
    : `Your answers to “${assessment}” were handed in on ${date(submittedAt)}.`;
  return toMail({
    to,
    subject: `${workspace} has your answers: ${assessment}`,
    greeting: `Hello ${plainName(candidateName)},`,
    before: [
      how,
      `${workspace} has them now and will tell you how it goes on. There is nothing more for you to do.`,
    ],
    after: ['Thank you for your time.'],
  });
}
