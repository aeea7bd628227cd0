import { expect } from './support/expect.ts';
import {
  $,
  button,
  candidate,
  choose,
  has,
  names,
  openLab,
  rendered,
  root,
  submit,
  textOf,
  type,
  until,
  warnings,
  type Candidate,
  type Lab,
} from './support/lab.ts';

let lab: Lab;
before(async () => {
  lab = await openLab();
});
after(() => lab.hand('close'));
afterEach(() => document.body.replaceChildren());

const NOBODY = '00000000-0000-4000-8000-000000000000';

/** A line that lets requests through, and loses the answers to those that match while `isLosing`. */
function openLine(method: string, part = '') {
  const line = {
    isLosing: false,
    async transport(...[url, init]: Parameters<typeof fetch>) {
      const response = await fetch(url, init);
      const isMeant = init?.method === method && String(url).includes(part);
      if (line.isLosing && isMeant) throw new TypeError('lost');
      return response;
    },
  };
  return line;
}

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
    line.isLosing = true;
    submit(element, '#add');
    await until(() => root(element).querySelector('#add [role=alert]'));
    line.isLosing = false;
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
    line.isLosing = true;
    submit(element, '#extra-time');
    await until(() => root(element).querySelector('#extra-time [role=alert]'));
    line.isLosing = false;
    submit(element, '#extra-time');
    await until(() => !root(element).querySelector('#extra-time [role=alert]'));
    await until(() => !element.matches(':state(busy)'));
    expect((await lab.admin('GET', `/v1/invitations/${id}`)).extraMinutes).to.equal(15);
  });
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

describe('the page', () => {
  it('hears what its own fields in slots are given', async () => {
    const page = document.createElement('div');
    document.body.append(page);
    const heard: string[] = [];
    for (const name of ['input', 'keydown'])
      page.addEventListener(name, ({ target }) => heard.push(`${name} ${(target as Element).id}`));
    const { element } = await lab.show(candidate());
    element.innerHTML = '<input id="cost" slot="invite-extra">';
    page.append(element);
    await choose(element, 'Bookkeeping');
    for (const field of [element.querySelector('#cost')!, $(element, '#name')]) {
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true, composed: true }));
      field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    }
    expect(heard).to.deep.equal(['keydown cost', 'input cost']);
  });

  it('invites to what it names, or to nothing', async () => {
    const who = candidate();
    const { element } = await lab.show(who);
    await choose(element, 'Bookkeeping');
    const refused = await element.invite({ assessmentId: NOBODY }).catch((error: unknown) => error);
    expect((refused as { code?: string }).code).to.equal('not_found');
    expect((await lab.admin('GET', `/v1/invitations?candidate=${who.externalId}`)).items).to.deep.equal([]);
  });

  it('may say more of a candidate than is asked, and an id that is a number', async () => {
    const who = { ...candidate(), externalId: `${Math.floor(Math.random() * 1e9)}` };
    const given: any = { ...who, externalId: Number(who.externalId), phone: '1', locale: 'de' };
    const { element } = await lab.show(who, { properties: { candidateId: '', candidate: given } });
    await choose(element, 'Bookkeeping');
    expect((await element.invite())?.candidate).to.deep.equal(who);
  });

  it('may give anything as labels and candidate: it stays text, or is left out', async () => {
    const who = candidate();
    await lab.invite(who, 'Bookkeeping');
    const labels: any = { mail: null, report: '<b>Look</b>', history: 7 };
    const odd: any = { name: Symbol('x'), email: Object.create(null) };
    const { element, log } = await lab.show(who, { properties: { labels, candidate: odd } });
    await has(element, '<b>Look</b>');
    await has(element, 'History');
    button(element, 'Invite to another assessment').click();
    await choose(element, 'Business English');
    expect($<HTMLInputElement>(element, '#name').value).to.equal('');
    expect(log.map(({ type: name }) => name)).not.to.contain('error');
  });

  it('may set what is not in the list: nothing is shown as chosen', async () => {
    const { element } = await lab.show(candidate(), { attributes: { action: 'select' } });
    await choose(element, 'Bookkeeping');
    element.value = NOBODY;
    await until(() => names(element).length);
    expect([element.value, element.selection]).to.deep.equal([NOBODY, null]);
  });

  it('is told of numbers that cannot be, and gets the default', async () => {
    const heard = await warnings(async () => {
      const { element } = await lab.show(candidate(), {
        attributes: { 'page-size': '5000', 'heading-level': '1.5' },
      });
      expect([element.pageSize, element.headingLevel]).to.deep.equal([20, 3]);
      expect(names(element).length).to.equal(6);
    });
    expect(heard.filter((line) => line.includes('is none of 1 to')).length).to.equal(2);
  });

  it('may change language and time zone: what is typed stays', async () => {
    const { element, tokens } = await lab.show(candidate());
    await choose(element, 'Bookkeeping');
    $<HTMLTextAreaElement>(element, '#note').value = 'A long one.';
    element.lang = 'de';
    element.timeZone = 'Asia/Tokyo';
    await has(element, 'Nachricht');
    expect($<HTMLTextAreaElement>(element, '#note').value).to.equal('A long one.');
    expect(tokens()).to.equal(1);
  });

  it('gives its language also where the element is in another shadow root', async () => {
    const around = document.createElement('div');
    around.lang = 'fr';
    document.body.append(around);
    const { element } = await lab.show(candidate());
    around.attachShadow({ mode: 'open' }).append(element);
    await until(() => $(element, '[part=base]').lang === 'fr');
  });

  it('is read from right to left where that is the language, whatever the page does', async () => {
    const { element } = await lab.show(candidate(), { attributes: { lang: 'ar' } });
    await until(() => getComputedStyle($(element, '[part=base]')).direction === 'rtl');
    element.lang = 'en';
    await until(() => getComputedStyle($(element, '[part=base]')).direction === 'ltr');
  });

  it('that begins anew while the focus moves does not break it', async () => {
    const { element, log } = await lab.show(candidate());
    element.addEventListener('focusin', () => void element.reset(), { once: true });
    $(element, '#search').focus();
    await until(() => log.filter(({ type: name }) => name === 'ready').length === 2);
    await until(() => names(element).length === 6);
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
    line.isLosing = true;
    const { element } = await lab.show(candidate(), {
      attributes: { 'page-size': '2' },
      properties: { transport: line.transport },
    });
    await until(() => element.matches(':state(stale)'));
    line.isLosing = false;
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

it('a deadline that cannot be is named at its field', async () => {
  const { element } = await lab.show(candidate());
  await choose(element, 'Bookkeeping');
  $<HTMLInputElement>(element, '#expiresAt').value = '2020-01-01';
  submit(element, '#invite');
  await until(() => $(element, '#expiresAt').getAttribute('aria-invalid') === 'true');
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
