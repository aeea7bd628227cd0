import { plain, plainName, toMail } from './layout.ts';
import type { Mail } from './mailer.ts';

interface Notice {
  to: string;
  workspaceName: string;
  candidateName: string;
  assessmentName: string;
  reportUrl: string;
  /** Open answers wait for grades. */
  pending: boolean;
}

export function noticeMail({
  to,
  candidateName,
  assessmentName,
  workspaceName,
  reportUrl,
  pending,
}: Notice): Mail {
  const candidate = plainName(candidateName);
  return toMail({
    to,
    subject: pending
      ? `To review: ${candidate}, ${plain(assessmentName)}`
      : `Result: ${candidate}, ${plain(assessmentName)}`,
    greeting: 'Hello,',
    before: [
      `${candidate} has submitted “${plain(assessmentName)}”.`,
      pending
        ? 'Some answers need your points before the score is final.'
        : 'Everything could be scored at once, so the result is final.',
    ],
    link: { label: pending ? 'Review the answers' : 'Look at the result', url: reportUrl },
    after: [`You get this because you are on the hiring team at ${plain(workspaceName)}.`],
  });
}
