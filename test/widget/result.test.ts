import { expect } from './support/expect.ts';
import { $, button, candidate, has, rendered, root, submit, textOf, until, useLab } from './support/lab.ts';

const lab = useLab();

describe('the result panel', () => {
  it('follows the candidate without a reload, from the mail to the final score', async () => {
    const who = candidate();
    const { id } = await lab.invite(who, 'Customer Support');
    const { element, log } = await lab.show(who);
    expect(log[0]?.detail.view).to.equal('result');
    await has(element, 'The e-mail was sent.');
    await lab.take(who.email, 'begin');
    await has(element, 'Begun');
    await lab.take(who.email);
    await has(element, 'Awaiting review');
    await has(element, 'provisional, will be');
    expect($(element, '[part="sections"]').textContent).to.match(/points open/);
    await lab.grade(id);
    await has(element, 'The score is final.');
    expect(textOf(element)).not.to.contain('provisional');
    const changes = log
      .filter(({ type }) => type === 'status-change')
      .map(({ detail }) => [detail.from, detail.to]);
    expect(changes).to.deep.equal([
      ['invited', 'started'],
      ['started', 'submitted'],
      ['submitted', 'completed'],
    ]);
    const { result } = log.filter(({ type }) => type === 'result').at(-1)!.detail;
    expect(result.provisional).to.equal(false);
    expect($(element, '[part="score-value"]').textContent).to.equal(`${result.overall.percent}%`);
  });

  it('takes comments and a decision, and shows those of others as they come', async () => {
    const who = candidate();
    const { id } = await lab.invite(who, 'Bookkeeping');
    await lab.take(who.email);
    const { element } = await lab.show(who, { role: 'reviewer' });
    submit(element, '#add');
    await has(element, 'Your comment must not be empty');
    $<HTMLTextAreaElement>(element, '#text').value = 'Careful\nwith figures <b>.';
    submit(element, '#add');
    await until(() => root(element).querySelector('[part="comment"]')?.textContent?.includes('figures <b>.'));
    await until(() => $<HTMLTextAreaElement>(element, '#text').value === '');
    $<HTMLTextAreaElement>(element, '#text').value = 'A draft';
    await lab.admin('POST', `/v1/invitations/${id}/comments`, { text: 'Seen by another.' });
    await has(element, 'Seen by another.');
    expect($<HTMLTextAreaElement>(element, '#text').value).to.equal('A draft');
    $<HTMLInputElement>(element, '[value="advance"]').click();
    $<HTMLTextAreaElement>(element, '#note').value = 'Clear work.';
    submit(element, '#decide');
    await has(element, 'Advance Rita,');
    const read = async () => (await lab.admin('GET', `/v1/invitations/${id}/result`)).decision;
    const decision = await until(read);
    expect([decision.value, decision.note, decision.by.name]).to.deep.equal([
      'advance',
      'Clear work.',
      'Rita',
    ]);
  });

  it('says at the field why a comment cannot be changed like that, and keeps it', async () => {
    const who = candidate();
    await lab.invite(who, 'Bookkeeping');
    await lab.take(who.email);
    const { element } = await lab.show(who, { role: 'reviewer' });
    $<HTMLTextAreaElement>(element, '#text').value = 'Careful.';
    submit(element, '#add');
    (await until(() => button(element, 'Edit'))).click();
    await rendered();
    expect(root(element).activeElement === $(element, '#edit')).to.equal(true);
    $<HTMLTextAreaElement>(element, '#edit').value = ' ';
    submit(element, '#change');
    await has(element, 'Edit must not be empty');
    expect($(element, '#edit').getAttribute('aria-invalid')).to.equal('true');
    button(element, 'Cancel').click();
    await rendered();
    expect($(element, '[part="comment"]').textContent).to.contain('Careful.');
  });

  it('does not overwrite a decision that its person has not seen', async () => {
    const who = candidate();
    const { id } = await lab.invite(who, 'Bookkeeping');
    await lab.take(who.email);
    const { element } = await lab.show(who);
    await lab.hand('line', { line: 'frozen' });
    await lab.admin('PUT', `/v1/invitations/${id}/decision`, { decision: 'reject', note: 'No.' });
    $<HTMLInputElement>(element, '[value="advance"]').click();
    submit(element, '#decide');
    await has(element, 'Somebody commented or decided meanwhile');
    await has(element, 'Reject admin');
    await lab.hand('line', { line: 'ok' });
    submit(element, '#decide');
    await has(element, 'Advance Rita,');
    const read = async () => (await lab.admin('GET', `/v1/invitations/${id}/result`)).decision.value;
    await until(async () => (await read()) === 'advance');
  });

  it('holds nothing that the token does not allow', async () => {
    const who = candidate();
    await lab.invite(who, 'Bookkeeping');
    await lab.take(who.email);
    const { element } = await lab.show(who, { role: 'viewer' });
    expect(root(element).querySelectorAll('form, button').length).to.equal(0);
    expect(textOf(element)).to.contain('Open the report');
    const { element: deciding } = await lab.show(who, { scopes: ['results:read', 'decisions:write'] });
    expect(root(deciding).querySelector('#decide')).not.to.equal(null);
    expect(root(deciding).querySelector('#add')).to.equal(null);
  });

  it('says what became of the mail, and what to do', async () => {
    const who = candidate();
    await lab.hand('refuseMail', { to: who.email });
    await lab.invite(who, 'Bookkeeping');
    const { element } = await lab.show(who);
    await has(element, 'did not arrive');
    expect(textOf(element)).to.contain('Fix the address and resend');
  });

  it('shows the newest of several invitations; the others are a click away, and another can be made', async () => {
    const who = candidate();
    await lab.invite(who, 'Bookkeeping');
    await lab.invite(who, 'SQL');
    const { element } = await lab.show(who);
    expect($(element, '[part="heading"]').textContent).to.equal('SQL and Data');
    $<HTMLTextAreaElement>(element, '#text').value = 'About SQL';
    button(element, 'Bookkeeping').click();
    await until(() => $(element, '[part="heading"]').textContent === 'Bookkeeping');
    expect(root(element).activeElement).to.equal($(element, '[part="heading"]'));
    await until(() => root(element).querySelector('#text'));
    expect($<HTMLTextAreaElement>(element, '#text').value).to.equal('');
    button(element, 'Invite to another assessment').click();
    await until(() => root(element).querySelector('#search'));
    button(element, 'Back').click();
    await until(() => $(element, '[part="heading"]').textContent === 'Bookkeeping');
  });

  it('is empty for a viewer until somebody invites, then fills by itself', async () => {
    const who = candidate();
    const { element } = await lab.show(who, { role: 'viewer' });
    expect(textOf(element)).to.contain('No assessment yet.');
    await lab.invite(who, 'Bookkeeping');
    await has(element, 'The link can be opened until');
  });

  it('takes the place of an untouched picker when somebody else has invited', async () => {
    const who = candidate();
    const { element } = await lab.show(who);
    await until(() => root(element).querySelector('#search'));
    await lab.invite(who, 'Bookkeeping');
    await has(element, 'The link can be opened until');
  });

  it('is reached by keyboard alone, in the order that it is read', async () => {
    const who = candidate();
    await lab.invite(who, 'Bookkeeping');
    await lab.take(who.email);
    const { element } = await lab.show(who);
    await rendered();
    const order = [...root(element).querySelectorAll<HTMLElement>('button, input, textarea, a')].map(
      ({ id, textContent }) => id || textContent?.trim(),
    );
    expect(order).to.deep.equal([
      'text',
      'Add comment',
      '',
      '',
      '',
      'note',
      'Save decision',
      'Open the report',
      'Invite to another assessment',
    ]);
  });
});
