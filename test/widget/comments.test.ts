import { expect } from './support/expect.ts';
import type { CanditechAssessment } from '../../widget/index.ts';
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
  type Shown,
} from './support/lab.ts';
import { openLine } from './support/line.ts';

const lab = useLab();

/** Of one candidate: a finished Bookkeeping, and Business English, which is newer and so is shown. */
async function show(shown: Shown) {
  const who = candidate();
  const { id: older } = await lab.invite(who, 'Bookkeeping');
  await lab.take(who.email);
  const { id: newer } = await lab.invite(who, 'Business English');
  const { element } = await lab.show(who, shown);
  return { element, older: older as string, newer: newer as string };
}
const textField = (element: CanditechAssessment) => $<HTMLTextAreaElement>(element, '#text');
const said = (element: CanditechAssessment) => element.result!.comments.map(({ text }) => text);
const isAnswered = async (element: CanditechAssessment) => {
  await until(() => !element.matches(':state(busy)'));
  await rendered();
};
const isSelected = (element: CanditechAssessment, id: string) =>
  until(() => element.invitation?.id === id && element.result?.invitationId === id);

async function add(element: CanditechAssessment, text: string): Promise<void> {
  type(element, '#text', text);
  submit(element, '#add');
  await until(() => textField(element).value === '');
  await isAnswered(element);
}
async function edit(element: CanditechAssessment, text: string): Promise<void> {
  const find = () =>
    [...root(element).querySelectorAll('[part=comment]')].find(({ textContent }) =>
      textContent.includes(text),
    );
  (await until(() => find()?.querySelector('button'))).click();
  await until(() => root(element).querySelector('#edit'));
  await rendered();
}

function ownField(): HTMLInputElement {
  const field = document.createElement('input');
  document.body.append(field);
  return field;
}

describe('a comment under way', () => {
  it('is shown at its own invitation only, and told as such, whatever is shown by then', async () => {
    const line = openLine('POST', '/comments');
    const { element, older, newer } = await show({ properties: { transport: line.transport } });
    const heard: string[] = [];
    element.addEventListener('canditech-comment', ({ detail }) => heard.push(detail.comment.text));
    line.state = 'holding';
    type(element, '#text', 'Said of English.');
    submit(element, '#add');
    await line.isWaitedFor();
    button(element, 'Bookkeeping').click();
    await isSelected(element, older);
    await rendered();
    expect([textOf(element).includes('Said of English.'), said(element)]).to.deep.equal([false, []]);
    type(element, '#text', 'Typed about Bookkeeping.');
    line.release();
    await isAnswered(element);
    expect([said(element), heard]).to.deep.equal([[], ['Said of English.']]);
    expect(textField(element).value).to.equal('Typed about Bookkeeping.');
    button(element, 'Business English').click();
    await isSelected(element, newer);
    await until(() => said(element).join() === 'Said of English.');
  });

  it('leaves the next one that is being typed', async () => {
    const line = openLine('POST', '/comments');
    const { element } = await show({ properties: { transport: line.transport } });
    line.state = 'holding';
    type(element, '#text', 'First.');
    submit(element, '#add');
    await line.isWaitedFor();
    type(element, '#text', 'Second, long and thoughtful.');
    line.release();
    await isAnswered(element);
    expect(textField(element).value).to.equal('Second, long and thoughtful.');
    expect(said(element)).to.deep.equal(['First.']);
  });

  it('leaves another one open that is being edited', async () => {
    const line = openLine('PUT', '/comments');
    const { element } = await show({ properties: { transport: line.transport } });
    await add(element, 'One.');
    await add(element, 'Two.');
    line.state = 'holding';
    await edit(element, 'One.');
    type(element, '#edit', 'One, better.');
    submit(element, '#change');
    await line.isWaitedFor();
    await edit(element, 'Two.');
    type(element, '#edit', 'Two, much better.');
    line.release();
    await isAnswered(element);
    expect($<HTMLTextAreaElement>(element, '#edit').value).to.equal('Two, much better.');
    expect(said(element)).to.deep.equal(['One, better.', 'Two.']);
  });

  it('that is refused goes back to its field, also when others have said something meanwhile', async () => {
    const line = openLine('POST', '/comments');
    const { element, newer } = await show({ properties: { transport: line.transport } });
    const tooLong = `Mine. ${'x'.repeat(20_000)}`;
    line.state = 'holding';
    type(element, '#text', tooLong);
    submit(element, '#add');
    await line.isWaitedFor();
    await lab.admin('POST', `/v1/invitations/${newer}/comments`, { text: 'Theirs.' });
    await has(element, 'Theirs.');
    expect(textOf(element)).to.contain('Mine.');
    line.release();
    await isAnswered(element);
    expect([said(element), textField(element).value]).to.deep.equal([['Theirs.'], tooLong]);
  });
});

describe('a comment that the server has', () => {
  it('is not taken back by an answer that is older', async () => {
    const line = openLine('GET', '/result');
    const { element } = await show({
      attributes: { live: 'off' },
      properties: { transport: line.transport },
    });
    line.state = 'holding';
    const looking = element.refresh();
    await line.isWaitedFor();
    await add(element, 'I am here.');
    line.release();
    await looking;
    expect(said(element)).to.deep.equal(['I am here.']);
  });

  it('is shown once more before it is deleted', async () => {
    const { element } = await show({});
    await add(element, 'Steady hands.');
    await edit(element, 'Steady hands.');
    button(element, 'Delete').click();
    const dialog = $<HTMLDialogElement>(element, 'dialog');
    expect([dialog.matches(':modal'), dialog.textContent.includes('Steady hands.')]).to.deep.equal([
      true,
      true,
    ]);
    const [cancel, remove] = dialog.querySelectorAll('button');
    cancel!.click();
    expect([dialog.open, element.result?.comments.length]).to.deep.equal([false, 1]);
    button(element, 'Delete').click();
    remove!.click();
    await until(() => element.result?.comments.length === 0);
    await until(() => !textOf(element).includes('Steady hands.'));
  });

  it('is gone, without alarm, when it is deleted again because nobody heard that it was deleted', async () => {
    const line = openLine('DELETE');
    const { element } = await show({
      attributes: { live: 'off' },
      properties: { transport: line.transport },
    });
    const remove = async () => {
      await edit(element, 'Oops.');
      button(element, 'Delete').click();
      $(element, 'dialog').querySelectorAll('button')[1]!.click();
    };
    await add(element, 'Oops.');
    line.state = 'losing';
    await remove();
    await until(() => element.matches(':state(stale)'));
    line.state = 'open';
    await remove();
    await until(() => element.result?.comments.length === 0);
    await until(() => !textOf(element).includes('Oops.'));
    await until(() => !element.error);
  });
});

describe('a field of the page keeps the focus', () => {
  it('when a comment is refused', async () => {
    const line = openLine('POST', '/comments');
    const { element } = await show({ properties: { transport: line.transport } });
    line.state = 'holding';
    type(element, '#text', '   ');
    submit(element, '#add');
    await line.isWaitedFor();
    const field = ownField();
    field.focus();
    line.release();
    await has(element, 'Your comment must not be empty');
    await isAnswered(element);
    expect(document.activeElement === field).to.equal(true);
  });

  it('when a comment has been changed', async () => {
    const line = openLine('PUT', '/comments');
    const { element } = await show({ properties: { transport: line.transport } });
    await add(element, 'One.');
    await edit(element, 'One.');
    line.state = 'holding';
    type(element, '#edit', 'One, better.');
    submit(element, '#change');
    await line.isWaitedFor();
    const field = ownField();
    field.focus();
    line.release();
    await until(() => !root(element).querySelector('#edit'));
    await isAnswered(element);
    expect(document.activeElement === field).to.equal(true);
  });
});
