import { expect } from './support/expect.ts';
import { CanditechAssessment } from '../../widget/index.ts';
import { $, candidate, has, rendered, root, textOf, type, until, useLab, warnings } from './support/lab.ts';

const lab = useLab();
afterEach(() => {
  document.documentElement.removeAttribute('dir');
});

describe('in a page', () => {
  it('properties that were set before the script came are kept', async () => {
    const who = candidate();
    const early = document.createElement('canditech-early') as CanditechAssessment;
    const fetchToken = () => lab.mint({ candidate: who });
    Object.assign(early, {
      apiBase: lab.api,
      candidateId: who.externalId,
      theme: 'dark',
      view: 'picker',
      fetchToken,
    });
    document.body.append(early);
    customElements.define('canditech-early', class extends CanditechAssessment {});
    await until(() => root(early).querySelector('#search'));
    expect([early.apiBase, early.theme, early.fetchToken]).to.deep.equal([lab.api, 'dark', fetchToken]);
  });

  it('a second copy does nothing but say so', async () => {
    expect(await warnings(() => CanditechAssessment.define())).to.deep.equal([]);
    const url = '/widget/canditech-assessment.ts?second';
    const { CanditechAssessment: Second } = await import(url);
    expect(Second).not.to.equal(CanditechAssessment);
    const real = customElements.get.bind(customElements);
    customElements.get = () => Second;
    const heard = await warnings(() => CanditechAssessment.define());
    customElements.get = real;
    expect(heard.length).to.equal(1);
    expect(heard[0]).to.contain('was not loaded');
  });

  it('unknown values are warned of once and mean the default', async () => {
    const element = document.createElement('canditech-assessment');
    const heard = await warnings(() => element.setAttribute('view', 'table'));
    expect([heard.length, element.view]).to.deep.equal([1, 'auto']);
  });

  it('a move keeps everything; removal ends every request, timer and stream', async () => {
    const who = candidate();
    const { element } = await lab.show(who);
    type(element, '#search', 'sql');
    await lab.hand('log');
    const box = document.createElement('div');
    document.body.append(box);
    box.append(element);
    await rendered();
    expect($<HTMLInputElement>(element, '#search').value).to.equal('sql');
    await until(async () => (await lab.hand('streams')) === 1);
    element.remove();
    await until(async () => (await lab.hand('streams')) === 0);
    const calls = (await lab.hand('log')) as string[];
    expect(calls.filter((line) => !line.includes('/v1/events'))).to.deep.equal([]);
    document.body.append(element);
    await until(() => root(element).querySelector('#search'));
  });

  it('another candidate wipes what was there', async () => {
    const [one, other] = [candidate('Amara'), candidate('Luca')];
    await lab.invite(one, 'Bookkeeping');
    const { element } = await lab.show(one);
    await has(element, 'Amara');
    element.fetchToken = () => lab.mint({ candidate: other });
    element.candidateId = other.externalId;
    await until(() => root(element).querySelector('#search'));
    expect(textOf(element)).not.to.contain('Amara');
  });

  it('its styles stay inside, and the page’s stay outside', async () => {
    const hostile = new CSSStyleSheet();
    hostile.replaceSync(`
      html { font-size: 62.5% } body { font: 16px/3 serif; text-transform: uppercase; letter-spacing: 4px; cursor: wait }
      * { padding: 9px !important } button, input, div { display: none !important; color: red !important }
      canditech-assessment { display: block !important }`);
    const sheets = document.styleSheets.length;
    const plain = await lab.show(candidate());
    document.body.style.font = '16px serif';
    const before = measure(plain.element);
    document.adoptedStyleSheets = [hostile];
    const after = measure(plain.element);
    const adopted = [...document.adoptedStyleSheets];
    document.adoptedStyleSheets = [];
    document.body.removeAttribute('style');
    expect(after).to.deep.equal(before);
    expect([document.styleSheets.length, ...adopted]).to.deep.equal([sheets, hostile]);
  });

  it('takes the colour scheme of the page around it, or the one it is told', async () => {
    const { element } = await lab.show(candidate());
    const scheme = () => getComputedStyle($(element, '[part="base"]')).colorScheme;
    document.body.style.colorScheme = 'dark';
    expect(scheme()).to.equal('dark');
    element.theme = 'light';
    await rendered();
    expect(scheme()).to.equal('light');
    element.theme = 'system';
    await rendered();
    expect(scheme()).to.equal('light dark');
    document.body.removeAttribute('style');
  });

  it('reads from right to left where the page does, and formats as its language says', async () => {
    const who = candidate();
    await lab.invite(who, 'Bookkeeping');
    document.documentElement.dir = 'rtl';
    const { element } = await lab.show(who, { attributes: { lang: 'en-GB' } });
    expect(getComputedStyle($(element, '[part="base"]')).direction).to.equal('rtl');
    await has(element, 'The link can be opened until');
    expect(textOf(element)).to.match(/until \d+ \w+ \d{4}, \d\d:\d\d/);
    const heading = $(element, '[part="heading"]').getBoundingClientRect();
    const status = $(element, '[part="status"]').getBoundingClientRect();
    expect(heading.left).to.be.greaterThan(status.left);
  });

  it('a language without a region is formatted as in the browser’s own, and one with a region as it says', async () => {
    const who = candidate();
    await lab.invite(who, 'Bookkeeping');
    Object.defineProperty(navigator, 'languages', { value: ['fr-FR', 'en-GB', 'en'], configurable: true });
    const shown = [];
    for (const lang of ['en', 'it', 'en-US']) {
      const { element } = await lab.show(who, { attributes: { lang } });
      shown.push(/until (\d+ \w+|\w+ \d+)/.exec(textOf(element))?.[1]?.replace(/\d+/, '1'));
    }
    Reflect.deleteProperty(navigator, 'languages');
    const [british, italian, american] = shown;
    expect(british).to.match(/^1 \w+/);
    expect(italian).to.equal(british);
    expect(american).to.match(/^\w+ 1/);
  });

  it('fits into 240 pixels, and uses 900', async () => {
    const who = candidate('A name that is longer than what it has to stand in');
    await lab.invite(who, 'Bookkeeping');
    await lab.take(who.email);
    const { element } = await lab.show(who);
    element.style.width = '240px';
    expect($(element, '[part="base"]').scrollWidth).to.be.at.most(240);
    const columns = () =>
      getComputedStyle($(element, '.columns'))
        .gridTemplateColumns.split(' ')
        .filter((width) => width !== '0px').length;
    expect(columns()).to.equal(1);
    element.style.width = '900px';
    expect(columns()).to.equal(2);
  });

  it('takes the brand from custom properties', async () => {
    const { element } = await lab.show(candidate());
    element.style.setProperty('--canditech-color-accent', 'rgb(1, 2, 3)');
    element.style.setProperty('--canditech-radius', '0px');
    $(element, '[role="option"]').click();
    await rendered();
    const style = getComputedStyle($(element, '[part~="button-primary"]'));
    expect([style.backgroundColor, style.borderRadius]).to.deep.equal(['rgb(1, 2, 3)', '0px']);
  });
});

/** Where the parts are and how they look. */
function measure(element: CanditechAssessment) {
  const base = $(element, '[part="base"]');
  const origin = base.getBoundingClientRect();
  const parts = [...base.querySelectorAll<HTMLElement>('[part]')];
  const seen = parts.filter((part) => part.getClientRects().length);
  return seen.map((part) => {
    const { x, y, height } = part.getBoundingClientRect();
    const { color, fontSize, letterSpacing, textTransform, cursor } = getComputedStyle(part);
    return [
      part.part.value,
      x - origin.x,
      y - origin.y,
      height,
      color,
      fontSize,
      letterSpacing,
      textTransform,
      cursor,
    ];
  });
}
