import { expect } from './support/expect.ts';
import { $, button, candidate, choose, has, names, until, useLab, warnings } from './support/lab.ts';

const lab = useLab();

const NOBODY = '00000000-0000-4000-8000-000000000000';

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
        attributes: { 'page-size': '5000', 'heading-level': '1' },
      });
      expect([element.pageSize, element.headingLevel]).to.deep.equal([20, 3]);
      expect(names(element).length).to.equal(6);
      element.headingLevel = 1.5;
      element.headingLevel = 7;
    });
    expect(heard.map((line) => line.replace(/^<\S+ /, ''))).to.deep.equal([
      'page-size="5000"> is none of 1 to 1000.',
      'heading-level="1"> is none of 2 to 6.',
      'heading-level="1.5"> is none of 2 to 6.',
      'heading-level="7"> is none of 2 to 6.',
    ]);
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
