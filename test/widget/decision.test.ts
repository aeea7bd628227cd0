import { expect } from './support/expect.ts';
import {
  $,
  button,
  candidate,
  has,
  root,
  submit,
  type,
  until,
  useLab,
  type Candidate,
} from './support/lab.ts';
import { openLine } from './support/line.ts';

const lab = useLab();

async function taken(who: Candidate, name = 'Bookkeeping'): Promise<string> {
  const { id } = await lab.invite(who, name);
  await lab.take(who.email);
  return id;
}
const decisionOn = async (id: string) => (await lab.admin('GET', `/v1/invitations/${id}/result`)).decision;

describe('a decision', () => {
  it('needs a choice: until then nothing is saved, and the page is not asked', async () => {
    const who = candidate();
    await taken(who);
    const { element } = await lab.show(who);
    let asked = 0;
    element.addEventListener('canditech-before-decision', () => asked++);
    submit(element, '#decide');
    await has(element, 'Choose a decision first.');
    expect([element.result?.decision, asked]).to.deep.equal([null, 0]);
  });

  it('that the page delays lands where it was made', async () => {
    const who = candidate();
    const older = await taken(who);
    // Their other mailbox: each mail has its own link.
    const newer = await taken({ ...candidate(), externalId: who.externalId }, 'Business English');
    const { element } = await lab.show(who);
    await has(element, 'Business English');
    let allow: ((isAllowed: boolean) => void) | undefined;
    element.addEventListener('canditech-before-decision', (event) =>
      event.waitUntil(new Promise((resolve) => (allow = resolve))),
    );
    $<HTMLInputElement>(element, '[value="reject"]').click();
    submit(element, '#decide');
    await until(() => allow);
    button(element, 'Bookkeeping').click();
    await until(() => element.invitation?.id === older && element.result?.invitationId === older);
    allow!(true);
    await until(async () => (await decisionOn(newer)) ?? (await decisionOn(older)));
    expect([await decisionOn(older), (await decisionOn(newer))?.value]).to.deep.equal([null, 'reject']);
  });

  it('right after a comment does not pass over what somebody else has decided', async () => {
    const who = candidate();
    const id = await taken(who);
    const line = openLine('POST', '/comments');
    const { element } = await lab.show(who, {
      attributes: { live: 'off' },
      properties: { transport: line.transport },
    });
    line.state = 'late';
    type(element, '#text', 'Warm.');
    submit(element, '#add');
    await line.isWaitedFor();
    $<HTMLInputElement>(element, '[value="advance"]').click();
    submit(element, '#decide');
    await has(element, 'Advance Rita,');
    await lab.admin('PUT', `/v1/invitations/${id}/decision`, { decision: 'reject', note: 'Plagiarism.' });
    line.release();
    await until(() => root(element).querySelector('#decide [role=alert]'));
    await has(element, 'Somebody commented or decided meanwhile');
    const { value, note } = await decisionOn(id);
    expect([value, note]).to.deep.equal(['reject', 'Plagiarism.']);
  });
});

it('a decision that the page delays does not pass over one that somebody makes meanwhile', async () => {
  const who = candidate();
  const { id } = await lab.invite(who, 'Bookkeeping');
  await lab.take(who.email);
  const { element } = await lab.show(who);
  await has(element, 'Save decision');
  let go: (() => void) | undefined;
  element.addEventListener('canditech-before-decision', (event) =>
    event.waitUntil(new Promise<void>((resolve) => (go = resolve))),
  );
  $<HTMLInputElement>(element, '[value="advance"]').click();
  submit(element, '#decide');
  await until(() => go);
  await lab.admin('PUT', `/v1/invitations/${id}/decision`, { decision: 'reject', note: 'No.' });
  await until(() => element.result?.decision?.value === 'reject');
  go!();
  await has(element, 'Somebody commented or decided meanwhile');
  const { decision } = await lab.admin('GET', `/v1/invitations/${id}/result`);
  expect(decision.value).to.equal('reject');
});
