import { eventually } from '../../../support/eventually.ts';
import type { Candidate as Sitter } from '../../../support/server.ts';
import type { Host } from './host.ts';

/** Searches and chooses, by keyboard. */
export async function pick(host: Host, name = 'Small test'): Promise<void> {
  const { page, element } = host;
  await element.getByRole('combobox', { name: 'Find an assessment' }).fill(name.toLowerCase());
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await element.getByRole('heading', { name }).waitFor();
}

/** Presses the button that invites, and waits for the server's word. */
export async function invite(host: Host): Promise<any> {
  await host.element.getByRole('button', { name: 'Invite', exact: true }).click();
  const { invitation } = await host.heard('invite');
  return invitation;
}

const sitters = new WeakMap<Host, Sitter>();
/** The mail waits while the invitation can be undone; this is the end of that. */
async function letGo({ world: { server }, who }: Host): Promise<void> {
  const { db, bell } = server.ctx;
  const held = { 'candidate.email': who.email, 'outbox.mail.fence': 0 };
  await db.invitations.updateMany(held, { $set: { 'outbox.mail.notBefore': new Date(0) } });
  bell.ring();
}

/** The candidate opens the link in the mail. */
async function sitterOf(host: Host): Promise<Sitter> {
  const { world, who } = host;
  const known = sitters.get(host);
  if (known) return known;
  await letGo(host);
  const mail = await world.server.mails.wait(({ to, links }) => to.includes(who.email) && links.length > 0);
  const sitter = await world.server.candidate(mail.links.find((link) => link.includes('/take/'))!);
  sitters.set(host, sitter);
  return sitter;
}

/** The candidate begins, or answers and hands in. */
export async function take(host: Host, until: 'begin' | 'submit' = 'submit'): Promise<void> {
  const sitter = await sitterOf(host);
  const { body } = await sitter.call('POST', '/begin', {});
  if (until === 'begin') return;
  const questions = body.assessment.sections.flatMap((section: any) => section.questions);
  for (const { id, kind, options } of questions) {
    const value = { single: options?.[1]?.id, number: 7, open: 'Something.' }[kind as string];
    await sitter.call('PUT', `/answers/${id}`, { revision: 1, value });
  }
  await sitter.call('POST', '/submit', {});
}

/** A member gives full points to all open answers. */
export async function grade({ place: { admin } }: Host, invitationId: string): Promise<void> {
  const { body } = await admin.call('GET', `/v1/invitations/${invitationId}/answers`);
  for (const { question } of body.sections.flatMap((section: any) => section.questions))
    if (question.kind === 'open')
      await admin.call('PUT', `/v1/invitations/${invitationId}/grades/${question.id}`, {
        points: question.points,
      });
}

/** A member invites the candidate, elsewhere. */
export async function inviteElsewhere({ place: { admin }, who }: Host, name = 'Small test'): Promise<any> {
  const { body: list } = await admin.call('GET', '/v1/assessments?limit=100');
  const { id: assessmentId } = list.items.find((one: any) => one.name === name);
  const { status, body } = await admin.call('POST', '/v1/invitations', { assessmentId, candidate: who });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
}

export async function comment({ element }: Host, text: string): Promise<void> {
  await element.getByLabel('Your comment').fill(text);
  await element.getByRole('button', { name: 'Add comment' }).click();
  await element.getByRole('paragraph').filter({ hasText: text }).waitFor();
}

export async function decide({ element, place: { admin } }: Host, id: string, value: string): Promise<void> {
  await element.getByRole('radio', { name: value }).check();
  await element.getByRole('button', { name: 'Save decision' }).click();
  const decided = async () => (await admin.call('GET', `/v1/invitations/${id}/result`)).body.decision?.value;
  await eventually(decided).toBe(value.toLowerCase());
}

/** Everything that is on the screen of the element, as text. */
export const textOf = async ({ element }: Host): Promise<string> =>
  (await element.first().evaluate(({ shadowRoot }) => shadowRoot!.textContent ?? ''))
    .replace(/\s+/g, ' ')
    .trim();

/** Search, choose, invite, watch it become a result, comment, decide, read the link of the report. */
export async function wholeJourney(host: Host): Promise<void> {
  await pick(host);
  const { id } = await invite(host);
  await take(host);
  await host.element.getByText('Awaiting review').first().waitFor();
  await comment(host, 'Short.');
  await decide(host, id, 'Hold');
  const report = await host.element.getByRole('link', { name: 'Open the report' }).getAttribute('href');
  if (!report?.endsWith(`/reports/${id}`)) throw new Error(`the report is at ${report}`);
}
