import { plain, toMail } from './layout.ts';
import type { Mail } from './mailer.ts';

export function signInMail({
  to,
  workspaceName,
  link,
}: {
  to: string;
  workspaceName: string;
  link: string;
}): Mail {
  const workspace = plain(workspaceName);
  return toMail({
    to,
    subject: `Sign in to ${workspace}`,
    greeting: 'Hello,',
    before: [`this link signs you in to ${workspace}. It works once, for 15 minutes.`],
    link: { label: 'Sign in', url: link },
    after: ['If you did not ask for it, you can ignore this mail: nobody gets in without the link.'],
  });
}
