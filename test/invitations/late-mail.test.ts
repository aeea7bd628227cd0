import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { publish } from '../support/journey.ts';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';

let server: TestServer;
let admin: Member;
let assessmentId: string;

beforeAll(async () => {
  server = await startTestServer();
  ({ admin } = await server.workspace());
  assessmentId = (await publish(admin)).id;
});
afterEach(() => server.mails.refuse(null));
afterAll(() => server?.close());

const act = (id: string, name: string, body: object) =>
  admin.call('POST', `/v1/invitations/${id}/${name}`, body);
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' });

async function inviteHeld(holdSeconds: number) {
  const email = `${randomUUID()}@mail.example`;
  const candidate = { name: 'Mina', email };
  const body = { assessmentId, candidate, holdSeconds, note: 'Good luck!' };
  return { email, id: (await admin.call('POST', '/v1/invitations', body)).body.id as string };
}
async function change(id: string): Promise<Date> {
  expect((await act(id, 'extra-time', { minutes: 15 })).status).toBe(200);
  return new Date((await act(id, 'extend', { days: 20 })).body.expiresAt);
}
/** The one mail to the address, once its time has come. */
async function sentTo(email: string, id: string) {
  await server.ctx.db.invitations.updateOne({ _id: id }, { $set: { 'outbox.mail.notBefore': new Date(0) } });
  server.ctx.bell.ring();
  const mail = await server.mails.wait(({ to }) => to.includes(email));
  await server.settle();
  expect(server.mails.all.filter(({ to }) => to.includes(email))).toHaveLength(1);
  return mail;
}

test('a mail that is held leaves with the end and the minutes of that moment, and its invitation can be undone till then', async () => {
  const { id, email } = await inviteHeld(60);
  const end = await change(id);
  expect((await admin.call('GET', `/v1/invitations/${id}`)).body.heldUntil).toBeTruthy();
  const mail = await sentTo(email, id);
  expect(mail.text).toContain(`It works until ${day.format(end)}`);
  expect(mail.text).toContain('It takes up to 25 minutes.');
  expect(mail.text).toContain('writes:\n\n> Good luck!');
  expect((await server.candidate(mail.links[0]!)).id).toBe(id);
  const undone = await inviteHeld(60);
  await change(undone.id);
  expect((await act(undone.id, 'undo', {})).status).toBe(200);
});

test('so does one that the mail server did not take at first', async () => {
  server.mails.refuse(() => ({ code: 451, message: 'later' }));
  const { id, email } = await inviteHeld(0);
  const view = async () => (await admin.call('GET', `/v1/invitations/${id}`)).body;
  await expect.poll(async () => (await view()).deliveries[0]?.tries).toBe(1);
  const end = await change(id);
  server.mails.refuse(null);
  const mail = await sentTo(email, id);
  expect(mail.text).toContain(`It works until ${day.format(end)}`);
  expect(mail.text).toContain('It takes up to 25 minutes.');
});
