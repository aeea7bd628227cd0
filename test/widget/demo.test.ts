import { expect } from './support/expect.ts';
import { SCENARIOS } from '../../widget/demo/data.ts';
import { choose, detailOf, show, types } from './support/demo.ts';
import { $, button, has, press, rendered, root, textOf, type, until, warnings } from './support/lab.ts';

afterEach(() => document.body.replaceChildren());

describe('a demo', () => {
  it('needs no server, and each scenario is what it says', async () => {
    const states: Record<string, string> = {};
    for (const scenario of Object.keys(SCENARIOS)) {
      const { element } = await show(scenario);
      states[scenario] = element.state;
      expect(element.matches(`:state(${element.state}):state(demo)`)).to.equal(true);
      element.remove();
    }
    const { empty, error, forbidden, 'expired-token': expired, ...others } = states;
    expect([empty, error, forbidden, expired]).to.deep.equal(['empty', 'error', 'error', 'unauthorized']);
    expect([...new Set(Object.values(others))]).to.deep.equal(['ready']);
  });

  it('of a name that is none is the first, with a warning; and with api-base it is refused', async () => {
    const heard = await warnings(async () => void (await show('nonsense')));
    expect(heard[0]).to.contain('is none of picker, invited');
  });

  it('goes stale when the line breaks, and keeps what is there', async () => {
    const { element } = await show('offline');
    await has(element, 'This is from');
    expect(element.matches(':state(stale)')).to.equal(true);
    expect(textOf(element)).to.contain('Customer Support');
  });
});

it('a badge shows a score once it is final', async () => {
  const textIn = async (scenario: string) => textOf((await show(scenario, { view: 'badge' })).element);
  expect(await textIn('submitted')).to.equal('Awaiting review');
  expect(await textIn('completed')).to.match(/^Completed \d.*%$/);
});

it('what is written in another language than the panel keeps its direction', async () => {
  const { element } = await show('picker', { lang: 'he' });
  choose(element, 'Bookkeeping');
  await until(() => root(element).querySelector('#invite'));
  const words = [...root(element).querySelectorAll('[part=card] > p:not([part]), li')];
  expect(words.length).to.be.greaterThan(1);
  expect(words.map((one) => getComputedStyle(one).direction)).to.deep.equal(words.map(() => 'ltr'));
});

it('a colour scheme of its own has room around it', async () => {
  const paddingOf = async (attributes: Record<string, string>) =>
    parseFloat(getComputedStyle($((await show('completed', attributes)).element, '[part=base]')).paddingLeft);
  expect(await paddingOf({})).to.equal(0);
  expect(await paddingOf({ theme: 'dark' })).to.be.greaterThan(5);
});

it('a colour scheme of its own is no higher than the page lets it be', async () => {
  const { element } = await show('completed', { theme: 'dark', style: '--canditech-max-height: 300px' });
  expect(element.offsetHeight).to.equal(300);
});

describe('a browser', () => {
  const { internals, supports } = {
    internals: Object.getOwnPropertyDescriptor(ElementInternals.prototype, 'states')!,
    supports: CSS.supports,
  };
  afterEach(() => {
    Object.defineProperty(ElementInternals.prototype, 'states', internals);
    CSS.supports = supports;
  });

  /** As Chrome had it before 125. */
  class Dashed extends Set<string> {
    override add(name: string): this {
      if (!name.startsWith('--')) throw new SyntaxError(`${name} must start with --`);
      return super.add(name);
    }
  }

  for (const [which, states] of Object.entries({ without: undefined, 'with other': new Dashed() }))
    it(`${which} states says so, and throws nothing`, async () => {
      Object.defineProperty(ElementInternals.prototype, 'states', { get: () => states, configurable: true });
      CSS.supports = () => false;
      const { element, log } = await show('picker');
      expect([element.state, element.error?.code]).to.deep.equal(['error', 'unsupported_browser']);
      expect(log.map(({ type: name }) => name)).to.deep.equal(['error', 'state-change']);
      expect(textOf(element)).to.contain('too old');
      expect(await element.invite().catch((error) => error.code)).to.equal('unsupported_browser');
      await element.reset();
      await until(() => log.length === 3);
      element.remove();
      await new Promise((resolve) => setTimeout(resolve));
      document.body.append(element);
      await rendered();
      expect(textOf(element)).to.contain('too old');
    });
});

it('what an action does to Ashby’s line is seen without a stream of events', async () => {
  const { element } = await show('not-in-ashby', { live: 'off' });
  await has(element, 'In Ashby: not sent');
  button(element, 'Send again').click();
  await until(() => /In Ashby: sent .* matches/.test(textOf(element)));
});

describe('the page', () => {
  it('can stop an invitation, or delay it until it is ready', async () => {
    const { element, log } = await show('picker');
    choose(element, 'Bookkeeping');
    await has(element, 'Choose another');
    element.addEventListener('canditech-before-invite', (event) => event.preventDefault(), { once: true });
    button(element, 'Invite').click();
    await until(() => types({ element, log }).includes('before-invite'));
    await rendered();
    expect($<HTMLInputElement>(element, '#name').value).to.equal('Amara Okafor');
    let isReady = false;
    element.addEventListener('canditech-before-invite', (event) =>
      event.waitUntil(new Promise((resolve) => setTimeout(() => resolve((isReady = true)), 50))),
    );
    element.addEventListener('canditech-invite', () => expect(isReady).to.equal(true));
    button(element, 'Invite').click();
    await has(element, 'is invited.');
    expect(types({ element, log }).filter((name) => name === 'invite').length).to.equal(1);
  });

  it('can stop a decision, and take the link to the report itself', async () => {
    const shown = await show('submitted');
    const { element } = shown;
    element.addEventListener('canditech-before-decision', (event) => event.preventDefault(), { once: true });
    $<HTMLInputElement>(element, '[value="hold"]').click();
    $<HTMLFormElement>(element, '#decide').requestSubmit();
    await until(() => types(shown).includes('before-decision'));
    await rendered();
    expect(types(shown)).not.to.contain('decision');
    $<HTMLFormElement>(element, '#decide').requestSubmit();
    await until(() => types(shown).includes('decision'));
    expect(detailOf(shown, 'decision')).to.deep.equal({ from: null, to: 'hold' });
    element.addEventListener('canditech-navigate', (event) => event.preventDefault());
    const click = new MouseEvent('click', { bubbles: true, cancelable: true });
    $(element, 'a').dispatchEvent(click);
    expect([click.defaultPrevented, detailOf(shown, 'navigate').kind]).to.deep.equal([true, 'report']);
  });

  it('hears what is searched once typing rests, and every state once', async () => {
    const shown = await show('picker');
    type(shown.element, '#search', 'book');
    type(shown.element, '#search', 'bookkeeping');
    await until(() => types(shown).includes('search'));
    expect(detailOf(shown, 'search')).to.deep.equal({ query: 'bookkeeping', total: 2 });
    const states = shown.log.filter((one) => one.type === 'state-change').map(({ detail }) => detail.state);
    expect(states).to.deep.equal(['loading', 'ready']);
  });

  it('reads what is there, frozen, and waits until it can be used', async () => {
    const { element } = await show('completed');
    expect(await element.whenReady()).to.equal(element);
    expect(element.invitation?.candidate.name).to.equal('Amara Okafor');
    expect(element.result?.overall?.percent).to.equal(78);
    expect(element.capabilities).to.contain('decisions:write');
    expect([element.invitation, element.result, element.capabilities].every(Object.isFrozen)).to.equal(true);
    expect([element.error, element.selection]).to.deep.equal([undefined, null]);
    expect(element.version).to.match(/^\d/);
  });

  it('fills slots, chooses the parts that are shown, and names the level of headings', async () => {
    const { element } = await show('completed', { show: 'score', 'heading-level': '2' });
    for (const [slot, text] of Object.entries({ heading: 'Test', actions: 'Print', footer: 'Ask us' })) {
      const own = document.createElement('p');
      own.slot = slot;
      own.textContent = text;
      element.append(own);
    }
    await rendered();
    const names = [...root(element).querySelectorAll('slot')].filter((one) => one.assignedElements().length);
    expect(names.map(({ name }) => name)).to.deep.equal(['heading', 'actions', 'footer']);
    expect(root(element).querySelector('[part="sections"], [part="comments"]')).to.equal(null);
    expect($(element, '[part="heading"]').getAttribute('aria-level')).to.equal('2');
    expect(root(element).querySelector('[part="score"]')).not.to.equal(null);
  });

  it('opens and closes the list, and asks it to begin anew', async () => {
    const shown = await show('picker');
    const { element } = shown;
    expect(element.matches(':state(open)')).to.equal(true);
    element.hide();
    await rendered();
    expect([$(element, '#list').hidden, element.matches(':state(open)')]).to.deep.equal([true, false]);
    press(element, '#search', 'ArrowDown');
    await rendered();
    expect($(element, '#list').hidden).to.equal(false);
    element.focus();
    expect(root(element).activeElement).to.equal($(element, '#search'));
    await element.reset();
    await until(() => types(shown).filter((name) => name === 'ready').length === 2);
  });
});

describe('several candidates', () => {
  it('are named as valid, doubled or invalid before anything is sent, and can be taken back', async () => {
    const shown = await show('several');
    const { element } = shown;
    type(element, '#search', 'excel');
    await rendered();
    choose(element, 'Excel');
    await has(element, 'Choose another');
    button(element, 'Several candidates').click();
    await rendered();
    type(element, '#addresses', 'Ann Lee <ann@mail.example>\nBo <bo@mail.example>; ann@mail.example\nnobody');
    await has(element, 'Twice there, invited once: ann@mail.example');
    await has(element, 'Not an e-mail address: nobody');
    expect(types(shown)).not.to.contain('invite');
    button(element, 'Invite 2 candidates').click();
    await has(element, '2 invited.');
    expect(
      shown.log.filter((one) => one.type === 'invite').map(({ detail }) => detail.invitation.candidate),
    ).to.deep.equal([
      { name: 'Ann Lee', email: 'ann@mail.example' },
      { name: 'Bo', email: 'bo@mail.example' },
    ]);
    button(element, 'Undo').click();
    await until(() => $(element, '[role="status"]').textContent?.includes('Taken back'));
  });
});

describe('a result that is there', () => {
  it('is offered in place of a second test', async () => {
    const { element } = await show('reuse', { view: 'picker' });
    type(element, '#search', 'customer support');
    await rendered();
    choose(element, 'Customer Support');
    await has(element, 'The candidate took this 41 days ago: 82%.');
    await has(element, '37 people took it, in 24 min (median). 86.4% of those invited hand it in.');
    button(element, 'Use that result').click();
    await until(() => root(element).querySelector('[part="score"]'));
    expect(textOf(element)).to.contain('82%');
  });
});
