import { expect } from './support/expect.ts';
import {
  $,
  button,
  candidate,
  has,
  rendered,
  root,
  submit,
  textOf,
  type,
  until,
  useLab,
} from './support/lab.ts';
import { openLine } from './support/line.ts';

const lab = useLab();
const off = { live: 'off' };

it('the mail is sent again each time that somebody wants it, also after an answer was lost', async () => {
  const who = candidate();
  const { id } = await lab.invite(who, 'Bookkeeping');
  const line = openLine('POST', '/resend');
  const { element } = await lab.show(who, { properties: { transport: line.transport } });
  const resend = async () => (await until(() => button(element, 'Resend the e-mail'))).click();
  const resent = async () => {
    const { timeline } = await lab.admin('GET', `/v1/invitations/${id}`);
    return timeline.filter(({ kind }: { kind: string }) => kind === 'resent').length;
  };
  line.state = 'losing';
  await resend();
  await has(element, 'The server cannot be reached.');
  line.state = 'open';
  await element.retry();
  await until(() => element.invitation?.timeline.some(({ kind }) => kind === 'resent'));
  expect(await resent()).to.equal(1);
  await resend();
  await until(async () => (await resent()) === 2);
});

it('the answer of a repeat does not take back what has happened since', async () => {
  const who = candidate();
  await lab.invite(who, 'Bookkeeping');
  const line = openLine('POST');
  const { element, log } = await lab.show(who, {
    attributes: off,
    properties: { transport: line.transport },
  });
  const problem = () => root(element).querySelector('#extra-time [role=alert]');
  line.state = 'losing';
  submit(element, '#extra-time');
  await until(problem);
  line.state = 'open';
  await lab.take(who.email, 'begin');
  await element.refresh();
  expect(element.invitation?.status).to.equal('started');
  submit(element, '#extra-time');
  await until(() => !problem() && !element.matches(':state(busy)'));
  const changes = log.filter(({ type }) => type === 'status-change').map(({ detail }) => detail.to);
  expect([element.invitation?.status, changes]).to.deep.equal(['started', ['started']]);
});

it('a problem with one invitation is not shown at another', async () => {
  const who = candidate();
  await lab.invite(who, 'Bookkeeping');
  await lab.invite(who, 'Business English');
  const { element } = await lab.show(who);
  const problem = () => $(element, '#days-problem').textContent.trim();
  $<HTMLInputElement>(element, '#days').value = '99';
  submit(element, '#extend');
  await until(problem);
  button(element, 'Bookkeeping').click();
  await until(() => $(element, '[part=heading]').textContent === 'Bookkeeping');
  expect(problem()).to.equal('');
});

it('an older list does not take back what an action has changed, not for a moment', async () => {
  const who = candidate();
  await lab.invite(who, 'Bookkeeping');
  const line = openLine('GET', '/invitations?');
  const { element } = await lab.show(who, { attributes: off, properties: { transport: line.transport } });
  line.state = 'holding';
  const looking = element.refresh();
  await line.isWaitedFor();
  const { email } = candidate();
  type(element, '#email', email);
  submit(element, '#address');
  await until(() => $(element, '[part=option-meta]').textContent.includes(email));
  let isBack = false;
  const observer = new MutationObserver(() => (isBack ||= textOf(element).includes(who.email)));
  observer.observe(root(element), { subtree: true, childList: true, characterData: true });
  line.release();
  await looking;
  await rendered();
  observer.disconnect();
  expect([element.invitation?.candidate.email, isBack]).to.deep.equal([email, false]);
});

it('what is typed about an invitation goes with it when it is taken back elsewhere', async () => {
  const who = candidate();
  await lab.invite(who, 'Bookkeeping');
  const { items } = await lab.admin('GET', '/v1/assessments?limit=100');
  const { id: assessmentId } = items.find(({ name }: { name: string }) => name === 'Business English');
  const body = { assessmentId, candidate: who, holdSeconds: 60 };
  const { id } = await lab.admin('POST', '/v1/invitations', body);
  const { element } = await lab.show(who);
  await until(() => element.invitation?.id === id && element.result);
  type(element, '#text', 'About English.');
  $<HTMLInputElement>(element, '#extra-time input').value = '99';
  await lab.admin('POST', `/v1/invitations/${id}/undo`, {});
  await until(() => element.invitation && element.invitation.id !== id && element.result);
  await rendered();
  expect($<HTMLTextAreaElement>(element, '#text').value).to.equal('');
  expect($<HTMLInputElement>(element, '#extra-time input').value).to.equal('15');
});

it('an invitation that was taken back elsewhere goes, also on a page for whoever comes', async () => {
  const { element } = await lab.show(undefined, { attributes: off });
  const { items } = await lab.admin('GET', '/v1/assessments?limit=100');
  const { name, email } = candidate();
  const input = { assessmentId: items[0].id, candidate: { name, email }, holdSeconds: 60 };
  const made = await element.invite(input);
  await until(() => element.result);
  await lab.admin('POST', `/v1/invitations/${made!.id}/undo`, {});
  await element.refresh();
  expect([element.invitation, element.error]).to.deep.equal([null, undefined]);
});
