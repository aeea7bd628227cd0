import { expect } from './support/expect.ts';
import {
  $,
  button,
  candidate,
  choose,
  has,
  names,
  rendered,
  root,
  submit,
  textOf,
  type,
  until,
  useLab,
  type Candidate,
} from './support/lab.ts';
import { openLine } from './support/line.ts';

const lab = useLab();

async function invitedBefore(who: Candidate, more: object = {}) {
  const { items } = await lab.admin('GET', '/v1/assessments?limit=100');
  const { id: assessmentId } = items.find(({ name }: { name: string }) => name === 'Bookkeeping');
  return lab.admin('POST', '/v1/invitations', { assessmentId, candidate: who, ...more });
}

describe('what was done although nobody heard of it is done once', () => {
  it('a comment, when its person tries again', async () => {
    const who = candidate();
    const { id } = await lab.invite(who, 'Bookkeeping');
    await lab.take(who.email);
    const line = openLine('POST');
    const { element } = await lab.show(who, { properties: { transport: line.transport } });
    $<HTMLTextAreaElement>(element, '#text').value = 'Said once.';
    line.state = 'losing';
    submit(element, '#add');
    await until(() => root(element).querySelector('#add [role=alert]'));
    line.state = 'open';
    submit(element, '#add');
    await until(() => $<HTMLTextAreaElement>(element, '#text').value === '');
    const { comments } = await lab.admin('GET', `/v1/invitations/${id}/result`);
    expect(comments.map(({ text }: { text: string }) => text)).to.deep.equal(['Said once.']);
  });

  it('more time', async () => {
    const who = candidate();
    const { id } = await lab.invite(who, 'Bookkeeping');
    const line = openLine('POST');
    const { element } = await lab.show(who, { properties: { transport: line.transport } });
    line.state = 'losing';
    submit(element, '#extra-time');
    await until(() => root(element).querySelector('#extra-time [role=alert]'));
    line.state = 'open';
    submit(element, '#extra-time');
    await until(() => !root(element).querySelector('#extra-time [role=alert]'));
    await until(() => !element.matches(':state(busy)'));
    expect((await lab.admin('GET', `/v1/invitations/${id}`)).extraMinutes).to.equal(15);
  });
});

it('a decision at once after a comment is not refused for that comment', async () => {
  const who = candidate();
  const { id } = await lab.invite(who, 'Bookkeeping');
  await lab.take(who.email);
  const line = openLine('POST');
  line.state = 'holding';
  const { element, log } = await lab.show(who, { properties: { transport: line.transport } });
  $<HTMLTextAreaElement>(element, '#text').value = 'Warm and exact.';
  submit(element, '#add');
  const read = () => lab.admin('GET', `/v1/invitations/${id}/result`);
  await until(async () => (await read()).comments.length === 1);
  $<HTMLInputElement>(element, '[value="hold"]').click();
  submit(element, '#decide');
  await has(element, 'Hold Rita,');
  expect(textOf(element)).to.contain('Warm and exact.');
  line.release();
  await until(async () => (await read()).decision?.value === 'hold');
  await until(() => !element.matches(':state(busy)'));
  expect(log.map(({ type: name }) => name)).not.to.contain('error');
  expect($(element, '[part=comments]').textContent.split('Warm and exact.').length).to.equal(2);
});

describe('what others do meanwhile', () => {
  it('takes nothing from a comment that is being edited', async () => {
    const who = candidate();
    const { id } = await lab.invite(who, 'Bookkeeping');
    await lab.take(who.email);
    const { comments } = await lab.admin('POST', `/v1/invitations/${id}/comments`, { text: 'Earlier.' });
    const { element } = await lab.show(who);
    $<HTMLTextAreaElement>(element, '#text').value = 'Mine.';
    submit(element, '#add');
    (await until(() => button(element, 'Edit'))).click();
    await rendered();
    const field = $<HTMLTextAreaElement>(element, '#edit');
    field.value = 'Mine, at length.';
    await lab.admin('DELETE', `/v1/invitations/${id}/comments/${comments[0].id}`);
    await until(() => !textOf(element).includes('Earlier.'));
    expect($(element, '#edit') === field && field.value).to.equal('Mine, at length.');
    expect(root(element).activeElement === field).to.equal(true);
  });

  it('a badge shows, live: the score, and whatever is the newest', async () => {
    const who = candidate();
    const { id } = await lab.invite(who, 'Business English');
    const { element } = await lab.show(who, {
      attributes: { view: 'badge' },
      properties: { candidateId: '' },
    });
    await has(element, 'Invited');
    await lab.take(who.email);
    await lab.grade(id);
    await until(() => /Completed \d+(\.\d)?%/.test(textOf(element)), textOf(element));
    await lab.invite(who, 'Bookkeeping');
    await has(element, 'Invited');
    await lab.hand('log');
    await lab.admin('POST', `/v1/invitations/${id}/comments`, { text: 'About the older one.' });
    await until(async () => (await lab.hand('log')).includes(`GET /v1/invitations/${id}`));
    await rendered();
    expect(textOf(element)).to.contain('Invited');
  });

  it('an invitation that was taken back elsewhere goes, also where no stream tells of it', async () => {
    const who = candidate();
    const { id } = await invitedBefore(who, { holdSeconds: 60 });
    const { element, log } = await lab.show(who, { role: 'viewer', attributes: { live: 'off' } });
    await has(element, 'Bookkeeping');
    await lab.admin('POST', `/v1/invitations/${id}/undo`, {});
    await element.refresh();
    await has(element, 'No assessment yet');
    expect(element.error).to.equal(undefined);
    expect(log.map(({ type: name }) => name)).not.to.contain('error');
  });
});

describe('a choice', () => {
  it('is in its form before the element is in sight, and missing where it must be', async () => {
    const form = document.createElement('form');
    form.style.paddingBlockStart = '5000px';
    const tag = (more: string) =>
      `<canditech-assessment action="select" loading="lazy" ${more}></canditech-assessment>`;
    form.innerHTML = tag('name="kept" value="abc"') + tag('name="missing" required');
    document.body.append(form);
    await rendered();
    expect([...new FormData(form)]).to.deep.equal([['kept', 'abc']]);
    expect(form.checkValidity()).to.equal(false);
  });

  it('is forgotten by reset()', async () => {
    const { element } = await lab.show(candidate());
    await choose(element, 'Bookkeeping');
    await element.reset();
    expect(element.value).to.equal('');
    await until(() => names(element).length === 6);
    expect(element.selection).to.equal(null);
  });
});

describe('trying again', () => {
  it('goes on with the list where it broke off', async () => {
    const line = openLine('GET', 'cursor=');
    line.state = 'losing';
    const { element } = await lab.show(candidate(), {
      attributes: { 'page-size': '2' },
      properties: { transport: line.transport },
    });
    await until(() => element.matches(':state(stale)'));
    line.state = 'open';
    await element.retry();
    await until(() => names(element).length === 6);
    expect(element.error).to.equal(undefined);
  });

  it('asks the host again where the access was ended', async () => {
    const who = candidate();
    await lab.invite(who, 'Bookkeeping');
    const { element, tokens } = await lab.show(who, { attributes: { live: 'off' } });
    await lab.hand('revoke');
    await element.refresh();
    expect(element.error?.code).to.equal('unauthenticated');
    await element.retry();
    expect([tokens(), element.error]).to.deep.equal([2, undefined]);
  });

  it('is not needed after ten minutes of canned data', async () => {
    const element = document.createElement('canditech-assessment');
    element.demo = 'completed';
    document.body.append(element);
    await element.whenReady();
    const real = performance.now.bind(performance);
    performance.now = () => real() + 601_000;
    await element.refresh();
    performance.now = real;
    expect(element.error).to.equal(undefined);
  });
});

describe('taking back', () => {
  it('tells the page, and says so', async () => {
    const who = candidate();
    const { element, log } = await lab.show(who);
    await choose(element, 'Bookkeeping');
    submit(element, '#invite');
    (await until(() => button(element, 'Undo'))).click();
    await has(element, 'Taken back. No e-mail was sent.');
    const { invitation } = log.find(({ type: name }) => name === 'invite')!.detail;
    expect(log.find(({ type: name }) => name === 'undo')!.detail).to.deep.equal({
      invitationId: invitation.id,
    });
  });

  it('several brings their addresses back; lines that are none have stayed', async () => {
    const { element } = await lab.show(undefined);
    await choose(element, 'Bookkeeping');
    button(element, 'Several candidates').click();
    await rendered();
    expect(root(element).activeElement === $(element, '#addresses')).to.equal(true);
    submit(element, '#invite');
    await rendered();
    const [one, two] = [candidate('Ann Lee'), candidate('Bo Ek')];
    const lines = `${one.name} <${one.email}>\nnobody\n${two.email}`;
    type(element, '#addresses', lines);
    submit(element, '#invite');
    await has(element, '2 invited.');
    const field = $<HTMLTextAreaElement>(element, '#addresses');
    expect(field.value).to.equal('nobody');
    button(element, 'Undo').click();
    await has(element, 'Taken back.');
    expect(field.value).to.equal(lines);
    expect((await lab.admin('GET', `/v1/invitations?candidate=${one.email}`)).items).to.deep.equal([]);
  });
});

it('a deadline may be 30 days ahead, to the end of that day; what cannot be is named at its field', async () => {
  const { element } = await lab.show(candidate());
  await choose(element, 'Bookkeeping');
  const field = $<HTMLInputElement>(element, '#expiresAt');
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv');
  for (const wrong of ['2020-01-01', inDays(32)]) {
    field.value = wrong;
    submit(element, '#invite');
    await until(() => field.getAttribute('aria-invalid') === 'true');
    await until(() => !element.matches(':state(busy)'));
  }
  field.value = inDays(30);
  submit(element, '#invite');
  await has(element, 'The link can be opened until');
});

it('what is typed about one invitation is not sent to another', async () => {
  const who = candidate();
  await lab.invite(who, 'Bookkeeping');
  await lab.invite(who, 'Business English');
  const { element } = await lab.show(who);
  $<HTMLInputElement>(element, '#extra-time input').value = '120';
  button(element, 'Bookkeeping').click();
  await until(() => $(element, '[part=heading]').textContent === 'Bookkeeping');
  expect($<HTMLInputElement>(element, '#extra-time input').value).to.equal('15');
});
