import { expect } from './support/expect.ts';
import { CanditechAssessment } from '../../widget/index.ts';
import { $, candidate, choose, has, names, rendered, root, submit, until, useLab } from './support/lab.ts';
import { openLine } from './support/line.ts';

const lab = useLab();
const baseOf = (element: CanditechAssessment) => getComputedStyle($(element, '[part="base"]'));

describe('configure()', () => {
  const ours = { theme: 'dark', density: 'touch' } as const;
  afterEach(() =>
    CanditechAssessment.configure({ apiBase: undefined!, theme: undefined!, density: undefined! }),
  );

  it('sets what the page’s elements say nothing of, also of those that are there', async () => {
    const { element } = await lab.show(candidate());
    const { element: light } = await lab.show(candidate(), { attributes: { theme: 'light' } });
    const height = () => Number.parseFloat(getComputedStyle($(element, '#search')).minBlockSize);
    const before = height();
    CanditechAssessment.configure(ours);
    await rendered();
    expect([baseOf(element).colorScheme, baseOf(light).colorScheme]).to.deep.equal(['dark', 'light']);
    expect(height()).to.be.greaterThan(before);
  });

  it('may come after an element that lacks its server', async () => {
    const element = document.createElement('canditech-assessment');
    element.fetchToken = () => lab.mint({ candidate: candidate() });
    document.body.append(element);
    await rendered();
    CanditechAssessment.configure({ apiBase: lab.api });
    await until(() => root(element).querySelector('#search'));
    expect(element.getAttribute('api-base')).to.equal(null);
  });
});

describe('a theme that there is not', () => {
  it('looks as none', async () => {
    const { element } = await lab.show(candidate(), { attributes: { theme: 'blue' } });
    expect(baseOf(element).backgroundColor).to.equal('rgba(0, 0, 0, 0)');
  });
});

describe('reset()', () => {
  it('gives all that share a session a new token, and another person’s', async () => {
    const who = candidate();
    const users: string[] = [];
    const properties = {
      session: 'one',
      fetchToken: () => {
        users.push(`user-${users.length}`);
        return lab.mint({
          candidate: who,
          sub: users.at(-1)!,
          role: users.length > 1 ? 'viewer' : 'recruiter',
        });
      },
    };
    const { element } = await lab.show(who, { properties });
    const { element: other } = await lab.show(who, { properties });
    expect(users.length).to.equal(1);
    await element.reset();
    await until(() => users.length > 1);
    for (const one of [element, other])
      await until(() => one.capabilities.length > 0 && !one.capabilities.includes('invitations:write'));
    expect(users.length).to.equal(2);
  });
});

describe('a server that is away at first', () => {
  it('is found without anybody’s doing once the line is there', async () => {
    let isAway = true;
    const transport: typeof fetch = (...request) =>
      isAway ? Promise.reject(new TypeError('no line')) : fetch(...request);
    const { element } = await lab.show(candidate(), { properties: { transport } });
    expect(element.state).to.equal('offline');
    isAway = false;
    dispatchEvent(new Event('online'));
    await until(() => root(element).querySelector('#search'));
    expect([element.state, element.error]).to.deep.equal(['ready', undefined]);
  });

  it('that goes away later is a state as well, and costs a list no line', async () => {
    const who = candidate();
    await lab.invite(who, 'Bookkeeping');
    let isAway = false;
    const transport: typeof fetch = (...request) =>
      isAway ? Promise.reject(new TypeError('no line')) : fetch(...request);
    const { element } = await lab.show(who, { attributes: { view: 'badge' }, properties: { transport } });
    const before = element.getBoundingClientRect().height;
    isAway = true;
    await element.refresh();
    await rendered();
    expect([
      ...['ready', 'stale', 'offline'].map((state) => element.matches(`:state(${state})`)),
    ]).to.deep.equal([true, true, true]);
    expect(element.getBoundingClientRect().height).to.equal(before);
    expect($(element, '[part="badge"] [role="img"]').ariaLabel).to.match(/cannot be reached.* This is from /);
    expect(root(element).querySelector('[role="alert"]')).to.equal(null);
  });
});

describe('invite() by code', () => {
  it('works where a result is shown, with an assessment that no list has, and leaves the focus', async () => {
    const who = candidate();
    await lab.invite(who, 'Bookkeeping');
    const { items } = await lab.admin('GET', '/v1/assessments?limit=100');
    const { id, name } = items.find((one: any) => one.name === 'Business English');
    const { element } = await lab.show(who, { attributes: { view: 'result' } });
    const field = document.createElement('input');
    document.body.append(field);
    field.focus();
    const invitation = await element.invite({ assessmentId: id, candidate: { email: who.email } });
    expect([invitation?.assessment.name, element.value]).to.deep.equal([name, id]);
    await has(element, name);
    expect(document.activeElement).to.equal(field);
  });
});

describe('the name of the element', () => {
  const nameOf = (element: CanditechAssessment) => $(element, '[part="base"]').ariaLabel;

  it('may be the page’s', async () => {
    const page = document.createElement('div');
    page.innerHTML = '<h2 id="h">Tests of</h2><b id="b">Mina</b><label for="own">Test to send</label>';
    document.body.append(page);
    const { element } = await lab.show(candidate(), { attributes: { id: 'own', action: 'select' } });
    expect(nameOf(element)).to.equal('Test to send');
    element.setAttribute('aria-label', 'Which test');
    await rendered();
    expect(nameOf(element)).to.equal('Which test');
    element.setAttribute('aria-labelledby', 'h b');
    await rendered();
    expect([nameOf(element), $(element, '#search').ariaLabel]).to.deep.equal([
      'Tests of Mina',
      'Tests of Mina',
    ]);
    page.querySelector('label')!.click();
    expect(root(element).activeElement?.id).to.equal('search');
  });
});

describe('what is shown', () => {
  it('is left alone by programs that translate pages', async () => {
    const { element } = await lab.show(candidate());
    expect($(element, '[part="base"]').translate).to.equal(false);
  });

  it('says when it changed: a cancellation now, an end when it was', async () => {
    const who = candidate();
    const { id } = await lab.invite(who, 'Bookkeeping');
    const { element, log } = await lab.show(who);
    await lab.take(who.email, 'begin');
    await element.refresh();
    const began = element.invitation!.startedAt;
    await lab.admin('POST', `/v1/invitations/${id}/cancel`, {});
    await element.refresh();
    await until(() => log.filter(({ type }) => type === 'status-change').length === 2);
    const [started, cancelled] = log
      .filter(({ type }) => type === 'status-change')
      .map(({ detail }) => detail);
    expect([started.to, started.at, cancelled.to]).to.deep.equal(['started', began, 'cancelled']);
    expect(Date.parse(cancelled.at)).to.be.greaterThan(Date.parse(began!));
  });
});

describe('a page for whoever comes', () => {
  it('keeps its list when one of those that it has invited begins', async () => {
    const who = candidate();
    const session = `desk-${who.externalId}`;
    const { element: first } = await lab.show(undefined, { properties: { session } });
    const { items } = await lab.admin('GET', '/v1/assessments?limit=100');
    const { name, email } = who;
    await first.invite({ assessmentId: items[0].id, candidate: { name, email }, holdSeconds: 0 });
    const { element } = await lab.show(undefined, { properties: { session } });
    await until(() => names(element).length);
    await lab.take(email, 'begin');
    await until(() => first.invitation?.status === 'started');
    expect([element.invitation, names(element).length > 0]).to.deep.equal([null, true]);
  });
});

describe('a token for whoever comes', () => {
  it('does not do where the page names a candidate', async () => {
    const { element } = await lab.show(candidate(), { candidate: undefined });
    expect([element.state, element.error?.code]).to.deep.equal(['error', 'candidate_mismatch']);
  });
});

describe('the language', () => {
  it('follows the page’s own at run time', async () => {
    const { element } = await lab.show(candidate());
    const { lang } = document.documentElement;
    document.documentElement.lang = 'de';
    await until(() => $<HTMLInputElement>(element, '#search').placeholder === 'Test suchen');
    document.documentElement.lang = lang;
  });
});

describe('a key that is held', () => {
  it('chooses, and does not invite as well', async () => {
    const who = candidate();
    const { element } = await lab.show(who);
    for (const [repeat, isPrevented] of [
      [false, false],
      [true, true],
    ]) {
      await choose(element, 'Bookkeeping');
      const init = { key: 'Enter', repeat: repeat!, bubbles: true, composed: true, cancelable: true };
      const event = new KeyboardEvent('keydown', init);
      $(element, '[type="submit"]').dispatchEvent(event);
      expect(event.defaultPrevented).to.equal(isPrevented);
      element.clear();
      await rendered();
    }
  });
});

describe('what was done', () => {
  it('is said where it can be seen, and minutes are added up', async () => {
    const who = candidate();
    await lab.invite(who, 'Bookkeeping');
    const { element } = await lab.show(who);
    for (const sum of ['15 minutes', '30 minutes']) {
      submit(element, '#extra-time');
      await has(element, `Extra time: ${sum}`);
    }
    expect($(element, '[part="stale"]').textContent).to.match(/Done\./);
  });
});

describe('what could not be read at first', () => {
  it('is no doubt afterwards', async () => {
    const who = candidate();
    await lab.invite(who, 'Bookkeeping');
    const line = openLine('GET', '/invitations?');
    line.state = 'cut';
    const properties = { transport: line.transport };
    const { element } = await lab.show(who, { attributes: { live: 'off' }, properties });
    await element.refresh();
    line.state = 'open';
    dispatchEvent(new Event('online'));
    await until(() => element.state === 'ready');
    expect([element.error, element.matches(':state(stale)')]).to.deep.equal([undefined, false]);
  });
});

describe('a field that is disabled', () => {
  it('takes no choice', async () => {
    const group = document.createElement('fieldset');
    group.disabled = true;
    document.body.append(group);
    const { element } = await lab.show(candidate(), { attributes: { action: 'select', name: 'x' } });
    group.append(element);
    await until(() => names(element).length && $(element, '#search').matches(':disabled'));
    $(element, '[role="option"]').click();
    expect(element.value).to.equal('');
  });
});
