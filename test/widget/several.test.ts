import { expect } from './support/expect.ts';
import type { CanditechAssessment } from '../../widget/index.ts';
import {
  $,
  button,
  candidate,
  choose,
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

/** The form for several candidates of that assessment. */
async function open(element: CanditechAssessment, name = 'Bookkeeping'): Promise<void> {
  await choose(element, name);
  button(element, 'Several candidates').click();
  await rendered();
}
async function show(shown: Shown = {}): Promise<CanditechAssessment> {
  const { element } = await lab.show(undefined, shown);
  await open(element);
  return element;
}
async function fill(element: CanditechAssessment, ...addresses: string[]): Promise<void> {
  type(element, '#addresses', addresses.join('\n'));
  await rendered();
}
const addresses = (element: CanditechAssessment) => $<HTMLTextAreaElement>(element, '#addresses').value;
const label = (element: CanditechAssessment) => $(element, '#invite [type=submit]').textContent.trim();
const countOf = async (email: string): Promise<number> =>
  (await lab.admin('GET', `/v1/invitations?q=${encodeURIComponent(email)}`)).items.length;

describe('what is typed', () => {
  it('for several stays when somebody looks at the form for one, and is who is invited', async () => {
    const { email } = candidate();
    const element = await show();
    await fill(element, email);
    button(element, 'One candidate').click();
    await rendered();
    expect(label(element)).to.equal('Invite');
    button(element, 'Several candidates').click();
    await rendered();
    expect([addresses(element), label(element)]).to.deep.equal([email, 'Invite 1 candidate']);
    submit(element, '#invite');
    await has(element, '1 invited.');
    expect(await countOf(email)).to.equal(1);
  });

  it('for one stays when somebody looks at the form for several', async () => {
    const { element } = await lab.show(undefined);
    await choose(element, 'Bookkeeping');
    type(element, '#name', 'Ada');
    type(element, '#email', 'ada@mail.example');
    button(element, 'Several candidates').click();
    await rendered();
    button(element, 'One candidate').click();
    await rendered();
    const values = ['#name', '#email'].map((field) => $<HTMLInputElement>(element, field).value);
    expect(values).to.deep.equal(['Ada', 'ada@mail.example']);
  });

  it('while others are invited stays', async () => {
    const line = openLine('POST', '/invitations');
    const element = await show({ properties: { transport: line.transport } });
    await fill(element, candidate().email);
    line.state = 'holding';
    submit(element, '#invite');
    await line.isWaitedFor();
    type(element, '#addresses', 'next@mail.example');
    line.release();
    await has(element, '1 invited.');
    await until(() => !element.matches(':state(busy)'));
    expect([addresses(element), label(element)]).to.deep.equal(['next@mail.example', 'Invite 1 candidate']);
  });

  it('for another assessment is not mixed with who could not be invited to the last', async () => {
    const line = openLine('POST', '/invitations');
    const element = await show({ properties: { transport: line.transport } });
    await fill(element, candidate().email, 'nobody');
    line.state = 'holding';
    submit(element, '#invite');
    await line.isWaitedFor();
    button(element, 'Choose another').click();
    await open(element, 'Business English');
    const { email } = candidate();
    await fill(element, email);
    line.release();
    await has(element, '1 invited.');
    await rendered();
    expect([addresses(element), label(element)]).to.deep.equal([email, 'Invite 1 candidate']);
  });
});

describe('of several', () => {
  it('one whose answer was lost stays in the field, is invited once, and can be taken back', async () => {
    const line = openLine('POST', '/invitations');
    const element = await show({ properties: { transport: line.transport } });
    const [one, other] = [candidate(), candidate()];
    await fill(element, one.email, other.email);
    element.addEventListener('canditech-invite', () => (line.state = 'losing'), { once: true });
    submit(element, '#invite');
    await until(() => !addresses(element).includes(one.email));
    expect(addresses(element)).to.contain(other.email);
    line.state = 'open';
    await until(() => !element.matches(':state(busy)'));
    submit(element, '#invite');
    await until(() => addresses(element) === '');
    await has(element, '1 invited.');
    expect([await countOf(one.email), await countOf(other.email)]).to.deep.equal([1, 1]);
    button(element, 'Undo').click();
    await has(element, 'Taken back.');
    expect([await countOf(one.email), await countOf(other.email)]).to.deep.equal([1, 0]);
  });

  it('those whose turn has not come are not invited once the element has left the page', async () => {
    const line = openLine('POST', '/invitations');
    const properties = { transport: line.transport, session: 'leaving' };
    const { element: staying } = await lab.show(undefined, { properties });
    const element = await show({ properties });
    const emails = [candidate().email, candidate().email, candidate().email];
    await fill(element, ...emails);
    line.state = 'holding';
    submit(element, '#invite');
    await line.isWaitedFor();
    element.remove();
    await until(() => textOf(element) === '');
    line.release();
    await rendered();
    // Had it gone on, the next would have been sent by now.
    await staying.refresh();
    expect(line.count).to.equal(1);
    expect(await Promise.all(emails.map(countOf))).to.deep.equal([1, 0, 0]);
  });
});

it('the list stays where it is when what was sent is looked at again', async () => {
  const { element } = await lab.show(undefined);
  await choose(element, 'Bookkeeping');
  button(element, 'Several candidates').click();
  await rendered();
  type(element, '#addresses', [candidate().email, candidate().email].join('\n'));
  submit(element, '#invite');
  await has(element, '2 invited.');
  button(element, 'Choose another').click();
  await rendered();
  await element.refresh();
  await rendered();
  expect(root(element).querySelector('#search') !== null).to.equal(true);
});

it('who was invited does not stay above what is added meanwhile', async () => {
  const line = openLine('POST', '/invitations');
  const { element } = await lab.show(undefined, { properties: { transport: line.transport } });
  await choose(element, 'Bookkeeping');
  button(element, 'Several candidates').click();
  await rendered();
  const [sent, more] = [`${candidate().email}\n${candidate().email}`, candidate().email];
  type(element, '#addresses', sent);
  line.state = 'holding';
  submit(element, '#invite');
  await line.isWaitedFor();
  type(element, '#addresses', `${sent}\n${more}`);
  line.release();
  await has(element, '2 invited.');
  await until(() => !element.matches(':state(busy)'));
  await rendered();
  expect($<HTMLTextAreaElement>(element, '#addresses').value).to.equal(more);
});
