import 'axe-core';
import type { AxeResults } from 'axe-core';
import type { CanditechAssessment } from '../../widget/index.ts';
import { openDoctor } from '../../widget/doctor/doctor.ts';
import type { Stage } from '../../widget/views/panel.ts';
import { expect } from './support/expect.ts';
import { show } from './support/demo.ts';
import { $, button, has, root, textOf, until, useLab, candidate, rendered } from './support/lab.ts';

declare const axe: { run(context: Element, options: object): Promise<AxeResults> };

afterEach(() => document.body.replaceChildren());

const stageOf = (element: CanditechAssessment, iat: () => number) =>
  ({
    host: element,
    root: root(element),
    store: { me: { scopes: [] }, stale: undefined, candidateId: 'demo-1' },
    failure: undefined,
    claims: () => ({ iat: iat(), exp: iat() + 600 }),
    state: () => 'ready',
  }) as unknown as Stage;

describe('the doctor', () => {
  const lab = useLab();
  const fixes = (element: CanditechAssessment) =>
    [...root(element).querySelectorAll('.doctor .Attention code')].map(({ textContent }) => textContent);

  it('stands below the element, says what it sees, and goes with it', async () => {
    const { element } = await show('completed', { debug: '' });
    await until(() => root(element).querySelector('.doctor'));
    expect(textOf(element)).to.contain('Canditech: nothing is wrong here');
    const { lang, dir, ariaLabel } = $(element, '.doctor');
    expect([lang, dir, ariaLabel]).to.deep.equal(['en', 'ltr', 'Canditech: nothing is wrong here']);
    element.remove();
    await until(() => !root(element).querySelector('.doctor'));
  });

  it('says what was answered where no layer explains it', async () => {
    const { element } = await show('error', { debug: '' });
    await has(element, 'Canditech: what is wrong here');
    await has(element, 'Connection: unavailable: The server is being repaired.');
  });

  it('copies what support needs, and nobody’s data; where it may not, it shows that text', async () => {
    const { element } = await show('completed', { debug: '' });
    await until(() => root(element).querySelector('.doctor'));
    const texts: string[] = [];
    const { clipboard } = navigator;
    const real = clipboard.writeText.bind(clipboard);
    try {
      clipboard.writeText = (text) => Promise.resolve(void texts.push(text));
      button(element, 'Copy diagnostics').click();
      await has(element, 'Copied.');
      clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'));
      button(element, 'Copy diagnostics').click();
      await has(element, 'Copy the text below by hand');
    } finally {
      clipboard.writeText = real;
    }
    const { findings, candidateId, version } = JSON.parse(texts[0]!);
    expect([findings.length, candidateId, version]).to.deep.equal([11, 'demo-1', element.version]);
    expect(JSON.parse($<HTMLTextAreaElement>(element, '.doctor textarea').value).candidateId).to.equal(
      'demo-1',
    );
    expect(texts[0]).not.to.match(/Amara|Okafor|Bearer|eyJ/);
  });

  it('sees that a badge is for a candidate whom its token is not for', async () => {
    const badge = { attributes: { view: 'badge', debug: '' } };
    for (const [granted, isFine] of [
      [undefined, false],
      [['c-other'], false],
      [['c-other', 'c-badge'], true],
    ] as const) {
      const who = { ...candidate(), externalId: 'c-badge' };
      const { element } = await lab.show(who, { ...badge, candidate: granted });
      await has(element, isFine ? 'It shows c-badge.' : 'The token is not for c-badge.');
      expect(fixes(element)).to.deep.equal(isFine ? [] : ['"candidate": ["c-badge"]']);
      expect(textOf(element)).to.contain('It has assessments:read');
      element.remove();
    }
  });

  it('names attributes that are misspelt, and no others', async () => {
    const wrong = { apibase: '', tokenEndpoint: '/t', candidate_id: 'c-1', to_ken: 'ey' };
    const right = {
      id: 'a',
      class: 'b',
      'data-api-base': '',
      'aria-label': 'c',
      onclick: '',
      slot: 'd',
      lang: 'en',
    };
    const { element } = await show('completed', { debug: '', ...right, ...wrong });
    await has(element, 'Attributes: There is no apibase, tokenendpoint, candidate_id, to_ken.');
    expect(fixes(element)).to.deep.equal(['api-base token-endpoint candidate-id token']);
    for (const name of Object.keys(wrong)) element.removeAttribute(name);
    await element.refresh();
    await has(element, 'FineAttributes: All are known.');
  });

  it('leads to what the code of an error means', async () => {
    const { element } = await lab.show(candidate(), {
      attributes: { debug: '', 'candidate-id': 'c-other' },
    });
    const link = await until(() => root(element).querySelector<HTMLAnchorElement>('.doctor a[href*=errors]'));
    expect([link.href, link.textContent]).to.deep.equal([
      `${location.origin}/errors#candidate_mismatch`,
      'About candidate_mismatch',
    ]);
    const fine = await lab.show(candidate(), { attributes: { debug: '' } });
    await has(fine.element, 'minutes left');
    expect($(fine.element, '.doctor a').offsetHeight).to.equal(0);
  });

  it('shows lines of code as large as the text', async () => {
    const { element } = await show('completed', { debug: '', view: 'pikcer' });
    const code = await until(() => root(element).querySelector('.doctor code'));
    expect(getComputedStyle(code).fontSize).to.equal(getComputedStyle($(element, '.doctor')).fontSize);
  });

  it('needs no template, which a page may refuse', async () => {
    const { element } = await show('completed');
    const stage = {
      host: element,
      root: root(element),
      store: { me: undefined, stale: undefined, candidateId: 'demo-1' },
      failure: { code: 'csp_blocked', message: 'refused' },
      claims: () => undefined,
      state: () => 'error',
    };
    const view = openDoctor(stage as unknown as Stage, '1.0.0', undefined);
    expect($(element, '.doctor').textContent).to.contain('trusted-types canditech-embed');
    view.end();
    expect(root(element).querySelector('.doctor')).to.equal(null);
  });

  it('sees that a page is dark and its scheme is not, whatever is around it', async () => {
    const box = document.createElement('div');
    document.body.append(box);
    box.style.cssText = 'background: oklch(0.2 0.02 260); color: white';
    const { element } = await show('completed', { debug: '' });
    const seen = async (style: string, theme: string) => {
      box.style.cssText = style;
      const inner = box.appendChild(document.createElement('div'));
      inner.style.background = 'rgb(255 255 255 / 0.05)';
      inner.append(element);
      element.setAttribute('theme', theme);
      await until(() => root(element).querySelector('.doctor [role=listitem]'));
      await element.refresh();
      await rendered();
      return fixes(element);
    };
    const dark = 'background: oklch(0.2 0.02 260); color: white';
    expect(await seen(dark, 'inherit')).to.deep.equal(['html { color-scheme: dark }']);
    expect(await seen(dark, 'dark')).to.deep.equal([]);
    expect(await seen(`${dark}; color-scheme: dark`, 'inherit')).to.deep.equal([]);
    expect(await seen('background: #eee; color-scheme: dark', 'inherit')).to.deep.equal([
      'html { color-scheme: light }',
    ]);
    expect(await seen('', 'inherit')).to.deep.equal([]);
  });

  it('has a surface of its own, so that it can be read where the colours of a page fail', async () => {
    for (const [theme, expected] of [
      ['inherit', ['rgb(0, 0, 0)', 'rgb(255, 255, 255)']],
      ['dark', ['rgb(255, 255, 255)', 'rgb(18, 18, 18)']],
    ] as const) {
      const { element } = await show('error', { debug: '', theme });
      await until(() => root(element).querySelector('.doctor .Attention'));
      const { color, backgroundColor } = getComputedStyle($(element, '.doctor'));
      expect([color, backgroundColor]).to.deep.equal(expected);
      element.remove();
    }
  });

  it('counts the life of a token from its own arrival, not from that of the first', async () => {
    const { element } = await show('completed');
    let iat = Math.floor(Date.now() / 1000) - 500;
    const view = openDoctor(
      stageOf(element, () => iat),
      '1.0.0',
      undefined,
    );
    await has(element, 'Clock: That of this computer is 8 minutes off.');
    iat = Math.floor(Date.now() / 1000);
    view.update();
    expect(textOf(element)).not.to.contain('minutes off');
    view.end();
  });

  it('knows the time as soon as a token has come while it looked', async () => {
    const { element } = await show('completed');
    const { now } = Date;
    let iat = Math.floor(now() / 1000);
    try {
      Date.now = () => now() + 300_000;
      const stage = stageOf(element, () => iat);
      const view = openDoctor(stage, '1.0.0', stage.claims());
      expect(textOf(element)).to.contain('UnknownClock');
      iat += 300;
      view.update();
      expect(textOf(element)).to.contain('FineClock: It is right.');
      view.end();
    } finally {
      Date.now = now;
    }
  });

  it('is there for everybody: axe in each scheme and direction, and 240 px', async () => {
    for (const theme of ['light', 'dark'])
      for (const dir of ['ltr', 'rtl']) {
        const { element } = await show('error', { debug: '', theme, dir, style: 'inline-size: 240px' });
        await until(() => root(element).querySelector('.doctor [role=listitem]'));
        const { violations } = await axe.run(element, { rules: { 'target-size': { enabled: true } } });
        expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]!.html}`)).to.deep.equal([]);
        const box = $(element, '.doctor');
        expect(box.scrollWidth <= box.clientWidth).to.equal(true);
        element.remove();
      }
  });
});

describe('debug', () => {
  const lab = useLab();
  const now = Date.now.bind(Date);
  afterEach(() => (Date.now = now));
  const said = (element: CanditechAssessment) =>
    [...root(element).querySelectorAll('.doctor [role=listitem]')]
      .map(({ textContent }) => textContent)
      .filter((text) => /^(Fine|Unknown|Attention)(Token|Clock)/.test(text));

  it('tells a wrong clock from its own start on', async () => {
    Date.now = () => now() + 600_000;
    const { element } = await lab.show(candidate(), { attributes: { debug: '' } });
    await has(element, 'Clock: That of this computer is 10 minutes off.');
    element.remove();
    Date.now = now;
    const other = await lab.show(candidate(), { attributes: { debug: '' } });
    await has(other.element, 'minutes left');
    expect(said(other.element)).to.deep.equal([
      'FineToken: It has 10 minutes left.',
      'FineClock: It is right.',
    ]);
  });

  it('set minutes later, it does not take the age of the token for a wrong clock', async () => {
    const { element } = await lab.show(candidate());
    Date.now = () => now() + 300_000;
    element.debug = true;
    await has(element, 'It has assessments:read');
    expect(said(element)).to.deep.equal(['FineToken', 'UnknownClock']);
    expect(textOf(element)).to.contain('Canditech: nothing is wrong here');
  });

  it('the doctor goes with the attribute', async () => {
    const { element } = await lab.show(candidate(), { attributes: { debug: '' } });
    await until(() => root(element).querySelector('.doctor'));
    element.removeAttribute('debug');
    await until(() => !root(element).querySelector('.doctor'));
  });
});
