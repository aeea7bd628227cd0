import { plainName, toMail } from './layout.ts';
import type { Mail } from './mailer.ts';

interface SignIn {
  to: string;
  workspaceName: string;
  link: string;
}

export function signInMail({ to, workspaceName, link }: SignIn): Mail {
  const workspace = plainName(workspaceName);
  return toMail({
    to,
    subject: `Sign in to ${workspace}`,
    greeting: 'Hello,',
    before: [`this link signs you in to ${workspace}. It works once, for 15 minutes.`],
    link: { label: 'Sign in', url: link },
    after: ['If you did not ask for it, you can ignore this mail: nobody gets in without the link.'],
  });
}

/** For somebody who was just made a member, and may read this hours later. */
export function welcomeMail({ to, workspaceName, link, addedBy }: SignIn & { addedBy: string }): Mail {
  const workspace = plainName(workspaceName);
  return toMail({
    to,
    subject: `${plainName(addedBy)} added you to ${workspace}`,
    greeting: 'Hello,',
    before: [
      `${plainName(addedBy)} made you a member of ${workspace}, where skills assessments of candidates are sent and reviewed.`,
      'This link signs you in; there is no password. It works once, for 15 minutes. Later, open it all the same: the page behind it sends you a new one.',
    ],
    link: { label: 'Sign in', url: link },
    after: [`If you do not know ${workspace}, you can ignore this mail.`],
  });
}
