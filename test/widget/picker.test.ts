import { expect } from './support/expect.ts';
import {
  $,
  button,
  candidate,
  choose,
  has,
  names,
  openLab,
  press,
  rendered,
  root,
  textOf,
  type,
  until,
  useLab,
} from './support/lab.ts';
import { openLine } from './support/line.ts';

const lab = useLab();

describe('the picker', () => {
  it('lists all assessments by name, two lines each', async () => {
    const { element, log } = await lab.show(candidate());
    expect(log[0]?.detail.view).to.equal('picker');
    expect(names(element)).to.deep.equal([
      'Bookkeeping',
      'Business English',
      'Customer Support',
      'Junior JavaScript Developer',
      'Sales Development',
      'SQL and Data',
    ]);
    expect($(element, '[part="option-meta"]').textContent).to.match(
      /\d+ min\u2069 · .*choice.* · \u2068English/,
    );
  });

  it('finds words in any order, whatever their case and accents, also in section titles', async () => {
    const { element } = await lab.show(candidate());
    type(element, '#search', 'DEVELOPMENT sáles');
    await rendered();
    expect(names(element)).to.deep.equal(['Sales Development']);
    type(element, '#search', 'invoices and tax');
    await rendered();
    expect(names(element)).to.deep.equal(['Bookkeeping']);
  });

  it('is a combobox that says where the arrow keys are, and keeps the focus in the field', async () => {
    const { element, log } = await lab.show(candidate());
    const field = $(element, '#search');
    field.focus();
    expect(field.getAttribute('aria-expanded')).to.equal('true');
    expect(field.hasAttribute('aria-activedescendant')).to.equal(false);
    press(element, '#search', 'ArrowDown');
    press(element, '#search', 'ArrowDown');
    await rendered();
    const option = $(element, `#${field.getAttribute('aria-activedescendant')}`);
    expect(option.textContent).to.contain('Business English');
    expect(option.getAttribute('aria-selected')).to.equal('true');
    expect([option.ariaPosInSet, option.ariaSetSize]).to.deep.equal(['2', '6']);
    expect(root(element).activeElement).to.equal(field);
    press(element, '#search', 'ArrowUp');
    press(element, '#search', 'ArrowUp');
    await rendered();
    expect($(element, '[aria-selected="true"]').textContent).to.contain('SQL and Data');
    press(element, '#search', 'Home');
    await rendered();
    expect(field.hasAttribute('aria-activedescendant')).to.equal(false);
    press(element, '#search', 'Enter');
    expect(log.some(({ type: name }) => name === 'select')).to.equal(false);
    press(element, '#search', 'ArrowDown');
    press(element, '#search', 'Enter');
    await has(element, 'Choose another');
    expect(log.at(-1)?.detail.assessment.name).to.equal('Bookkeeping');
  });

  it('closes the list with Escape, clears the search with another, and leaves Escape to the page when there is nothing to clear', async () => {
    const { element } = await lab.show(candidate());
    let reached = 0;
    element.addEventListener('keydown', () => reached++);
    type(element, '#search', 'sql');
    expect(press(element, '#search', 'Escape').defaultPrevented).to.equal(true);
    await rendered();
    expect([$(element, '#list').hidden, $<HTMLInputElement>(element, '#search').value]).to.deep.equal([
      true,
      'sql',
    ]);
    expect(press(element, '#search', 'Escape').defaultPrevented).to.equal(true);
    expect(reached).to.equal(0);
    await rendered();
    expect(names(element).length).to.equal(6);
    expect(press(element, '#search', 'Escape').defaultPrevented).to.equal(false);
    expect(reached).to.equal(1);
  });

  it('closes the list with Escape before anybody has typed, and opens it again at a click', async () => {
    const { element } = await lab.show(candidate());
    press(element, '#search', 'ArrowDown');
    expect(press(element, '#search', 'Escape').defaultPrevented).to.equal(true);
    await rendered();
    const search = $(element, '#search');
    expect([search.ariaExpanded, search.hasAttribute('aria-activedescendant')]).to.deep.equal([
      'false',
      false,
    ]);
    expect(press(element, '#search', 'Escape').defaultPrevented).to.equal(false);
    search.click();
    await rendered();
    expect([search.ariaExpanded, $(element, '#list').hidden]).to.deep.equal(['true', false]);
  });

  it('keeps what is typed from the hotkeys of the page', async () => {
    const { element } = await lab.show(candidate());
    const heard: string[] = [];
    const listen = (event: Event) => heard.push(`${event.type} ${(event as KeyboardEvent).key ?? ''}`);
    for (const name of ['keydown', 'input']) document.addEventListener(name, listen);
    press(element, '#search', '/');
    type(element, '#search', 'e');
    press(element, '#search', 'F5');
    for (const name of ['keydown', 'input']) document.removeEventListener(name, listen);
    expect(heard).to.deep.equal(['keydown F5']);
  });

  it('tells screen readers how many there are, once typing rests', async () => {
    const { element } = await lab.show(candidate());
    const said = $(element, '[role="status"]');
    type(element, '#search', 's');
    type(element, '#search', 'sq');
    type(element, '#search', 'sql');
    await rendered();
    expect(said.textContent).to.equal('');
    await until(() => said.textContent === '1 assessment found');
    type(element, '#search', 'zzz');
    await until(() => said.textContent === 'No assessments found');
    expect(textOf(element)).to.contain('Nothing found. Try fewer or other words.');
  });

  it('says so when there is none, and how that changes', async () => {
    const empty = await openLab({ only: 0 });
    const { element } = await empty.show(candidate());
    expect(textOf(element)).to.contain('There are no assessments yet. Publish one');
    await empty.hand('close');
  });

  it('loads all pages, and holds only the rows in sight', async () => {
    const many = await openLab();
    await many.hand('list', { count: 20_000 });
    const { element } = await many.show(candidate());
    const list = $(element, '[role="listbox"]');
    await until(() => $(element, '[role="option"]').getAttribute('aria-setsize') === '20000', 'all rows');
    await until(() => list.getAttribute('aria-busy') === 'false');
    expect(root(element).querySelectorAll('[role="option"]').length).to.be.below(20);
    list.scrollTop = list.scrollHeight;
    await until(() => names(element).at(-1) === 'Assessment number 19999', 'the last row');
    const last = root(element).querySelector('[role="option"]:last-child')!;
    expect(last.getAttribute('aria-posinset')).to.equal('20000');
    const box = list.getBoundingClientRect();
    expect(last.getBoundingClientRect().bottom).to.be.within(box.bottom - 8, box.bottom + 8);
    expect(root(element).querySelectorAll('[role="option"]').length).to.be.below(20);
    type(element, '#search', '19998 NUMBER');
    await rendered();
    expect(names(element)).to.deep.equal(['Assessment number 19998']);
    await many.hand('close');
  }).timeout(60_000);
});

describe('the invitation', () => {
  it('shows what the candidate will meet, and is filled from the token', async () => {
    const who = candidate('Amara Okafor');
    const { element } = await lab.show(who);
    await choose(element, 'SQL and Data');
    expect($(element, '[part="card"]').textContent).to.match(/SQL and Data.*\d+ questions/s);
    expect($<HTMLInputElement>(element, '#name').value).to.equal('Amara Okafor');
    expect($<HTMLInputElement>(element, '#email').value).to.equal(who.email);
    expect(root(element).activeElement).to.equal(button(element, 'Invite'));
    button(element, 'Choose another').click();
    await rendered();
    expect(root(element).activeElement).to.equal($(element, '#search'));
  });

  it('becomes the result panel once the server has it: one invitation, one mail', async () => {
    const who = candidate();
    const { element, log } = await lab.show(who);
    await choose(element, 'Bookkeeping');
    button(element, 'Invite').click();
    button(element, 'Invite').click();
    await has(element, 'The link can be opened until');
    expect(root(element).activeElement).to.equal($(element, '[part="heading"]'));
    const { invitation } = log.find(({ type: name }) => name === 'invite')!.detail;
    expect(invitation.candidate).to.deep.equal(who);
    expect((await lab.admin('GET', `/v1/invitations?candidate=${who.externalId}`)).items.length).to.equal(1);
    expect(textOf(element)).not.to.contain('open invitation already');
  });

  it('made by a double click selects nothing of what has come under the pointer', async () => {
    const { element } = await lab.show(candidate());
    await choose(element, 'Bookkeeping');
    const pressMouse = (detail: number) =>
      document.body.dispatchEvent(new MouseEvent('mousedown', { detail, bubbles: true, cancelable: true }));
    pressMouse(1);
    button(element, 'Invite').click();
    await has(element, 'The link can be opened until');
    expect([pressMouse(2), pressMouse(2)]).to.deep.equal([false, true]);
    expect(getComputedStyle(button(element, 'Invite to another assessment')).userSelect).to.equal('none');
  });

  it('names what is wrong at the field, keeps what was typed, and moves there', async () => {
    const { element } = await lab.show(candidate());
    await choose(element, 'Bookkeeping');
    $<HTMLInputElement>(element, '#name').value = 'Mina P.';
    $<HTMLInputElement>(element, '#email').value = 'mina@';
    button(element, 'Invite').click();
    await has(element, 'Candidate’s e-mail must be one e-mail address');
    const field = $<HTMLInputElement>(element, '#email');
    expect(root(element).activeElement).to.equal(field);
    expect(field.getAttribute('aria-invalid')).to.equal('true');
    expect($(element, `#${field.getAttribute('aria-describedby')}`).textContent).to.contain('must be one');
    expect([$<HTMLInputElement>(element, '#name').value, field.value]).to.deep.equal(['Mina P.', 'mina@']);
  });

  it('shows the invitation that is there already instead of making a second', async () => {
    const who = candidate();
    const { element, log } = await lab.show(who, { attributes: { view: 'picker' } });
    const { id } = await lab.invite(who, 'Bookkeeping');
    await choose(element, 'Bookkeeping');
    button(element, 'Invite').click();
    await has(element, 'The link can be opened until');
    const words = `${who.name}\u2069 has an open invitation already; no new e-mail was sent.`;
    expect($(element, '[part="base"] > p:not([part])').textContent).to.contain(words);
    expect(textOf(element)).not.to.contain('The e-mail was sent');
    await until(() => $(element, '[role="status"]').textContent?.endsWith(words));
    const { detail } = log.find(({ type: name }) => name === 'invite')!;
    expect([detail.duplicateOf, detail.invitation.id]).to.deep.equal([id, id]);
  });

  it('is sent once although the line broke after it was taken', async () => {
    const who = candidate();
    const { element, log } = await lab.show(who);
    await choose(element, 'Bookkeeping');
    await lab.hand('line', { line: 'mute' });
    button(element, 'Invite').click();
    await until(
      async () => (await lab.admin('GET', `/v1/invitations?candidate=${who.externalId}`)).items.length,
    );
    await lab.hand('line', { line: 'ok' });
    await has(element, 'The link can be opened until');
    expect((await lab.admin('GET', `/v1/invitations?candidate=${who.externalId}`)).items.length).to.equal(1);
    expect(log.filter(({ type: name }) => name === 'invite').length).to.equal(1);
  });
});

describe('the highlighted row', () => {
  it('stays the same while the list grows', async () => {
    await lab.invite(candidate(), 'SQL and Data');
    const line = openLine('GET', 'cursor');
    line.state = 'late';
    const { element } = await lab.show(candidate(), {
      attributes: { 'page-size': '3' },
      properties: { transport: line.transport },
    });
    await until(() => names(element).length);
    for (const key of ['ArrowDown', 'ArrowDown']) press(element, '#search', key);
    await rendered();
    const active = $(element, '[aria-selected="true"] [part="option-title"]').textContent;
    line.release();
    await until(() => names(element).length > 3);
    press(element, '#search', 'Enter');
    expect(element.selection?.name).to.equal(active);
  });

  it('is there when the list opens again somewhere else', async () => {
    const many = await openLab();
    await many.hand('list', { count: 200 });
    const { element } = await many.show(candidate());
    await until(() => names(element).length);
    $(element, '[role="listbox"]').scrollTop = 4000;
    await until(() => !root(element).querySelector('#o0'));
    press(element, '#search', 'Escape');
    await rendered();
    press(element, '#search', 'ArrowDown');
    await rendered();
    expect($(element, '#o0').getAttribute('aria-selected')).to.equal('true');
    await many.hand('close');
  });
});
