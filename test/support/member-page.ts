import type { Page } from 'playwright-core';
import type { ReceivedMail } from './mail-sink.ts';
import { button, heading } from './page.ts';
import type { Member, TestServer } from './server.ts';

/** Asks for a link on the sign-in page that is open, and follows it here or in another tab. */
export async function signIn(page: Page, server: TestServer, member: Member, by = page): Promise<void> {
  const before = server.mails.all.length;
  await page.getByLabel('E-mail address').fill(member.email);
  await button(page, 'Send me a link').click();
  await heading(page, 'Look into your mailbox').waitFor();
  // Notices of results go to the same mailbox.
  const isLink = ({ to, links }: ReceivedMail) =>
    to.includes(member.email) && !!links[0]?.includes('/sign-in#');
  const mail = await server.mails.wait((m) => server.mails.all.indexOf(m) >= before && isLink(m));
  await by.goto(mail.links[0]!);
  await button(by, 'Sign in').click();
  await button(by, 'Sign out').waitFor();
}

/** The page at that path, as somebody who has signed in on the way to it. */
export async function signInAt(page: Page, server: TestServer, member: Member, path: string): Promise<Page> {
  await page.goto(`${server.url}${path}`);
  await signIn(page, server, member);
  return page;
}

/** As if it had lasted its time. */
export async function endSessions(server: TestServer, member: Member): Promise<void> {
  await server.ctx.db.sessions.deleteMany({ memberId: member.id });
}
