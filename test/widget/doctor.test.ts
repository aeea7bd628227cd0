import 'axe-core';
import type { AxeResults } from 'axe-core';
import { openDoctor } from '../../widget/doctor/doctor.ts';
import type { Stage } from '../../widget/views/panel.ts';
import { expect } from './support/expect.ts';
import { diagnose, type Facts } from '../../widget/doctor/diagnose.ts';
import { show } from './support/demo.ts';
import { $, button, has, root, textOf, until } from './support/lab.ts';

declare const axe: { run(context: Element, options: object): Promise<AxeResults> };

afterEach(() => document.body.replaceChildren());

describe('the doctor', () => {
  const facts: Facts = {
    version: '1.0.0',
    pageOrigin: 'https://ats.example',
    isOnline: true,
    apiBase: 'https://tests.example',
    tokenEndpoint: 'https://ats.example/canditech/token',
    isDemo: false,
    view: 'auto',
    candidateId: 'c-1',
    scopes: ['results:read'],
    error: undefined,
    token: { issuedAt: 1000, expiresAt: 1600, receivedAt: 1001 },
    now: 1060,
    server: { version: '1.0.0' },
    violations: [],
    copies: ['https://tests.example/embed/1.0.0/canditech-assessment.js'],
  };
  const found = (change: Partial<Facts>) =>
    diagnose({ ...facts, ...change })
      .filter(({ state }) => state === 'attention')
      .map(({ name, fix }) => [name, fix]);
  const error = (code: string) => ({ code, message: code });
  const refused = (status: number, detail = '') => ({
    error: { ...error('token_missing'), status, detail: `token-endpoint answered ${status}. ${detail}` },
    token: undefined,
  });
  const unread = { error: { ...error('token_missing'), detail: 'TypeError: Failed to fetch' } };

  it('finds nothing where nothing is wrong', () => {
    expect(found({})).to.deep.equal([]);
  });

  const CASES: [name: string, change: Partial<Facts>, layer: string, fix: string | undefined][] = [
    [
      'no address',
      { apiBase: '', server: undefined },
      'Address of the server',
      '<canditech-assessment api-base="https://tests.example.com">',
    ],
    [
      'mixed content',
      { apiBase: 'http://tests.example' },
      'Address of the server',
      'api-base="https://tests.example"',
    ],
    ['a dead server', { server: null }, 'Connection', 'curl https://tests.example/embed/v1/manifest.json'],
    ['another server', { server: 'foreign' }, 'Connection', 'api-base="https://tests.example.com"'],
    [
      'another major',
      { server: { version: '2.0.0' } },
      'Connection',
      'https://tests.example/embed/v1/loader.js',
    ],
    [
      'Trusted Types',
      { error: error('csp_blocked') },
      'Security policy of the page',
      'trusted-types canditech-embed',
    ],
    [
      'no token source',
      { error: error('token_unset'), token: undefined },
      'Token',
      'token-endpoint="/canditech/token"',
    ],
    ['a revoked key', { error: error('unauthenticated') }, 'Token', undefined],
    ['a route without a key', refused(401, 'Send an embed key'), 'Token', 'Authorization: Bearer ck_live_…'],
    ['a route that fails', refused(500), 'Token', undefined],
    ['a route that is not there', refused(404), 'Token', 'token-endpoint="/canditech/token"'],
    [
      'a role above that of the key',
      refused(422, "role is above the key's highest role, reviewer"),
      'Token',
      '"role": "reviewer"',
    ],
    [
      'an origin that the key lacks',
      refused(422, "origin is not on the key's list: https://old.example"),
      'Token',
      'https://ats.example',
    ],
    [
      'an answer without a token',
      { error: { ...error('token_missing'), detail: 'the answer has no token' } },
      'Token',
      '{ "token": "…", "expiresIn": 600 }',
    ],
    ['a dead route', unread, 'Token', 'curl -i -X POST https://ats.example/canditech/token'],
    ['another origin', { error: error('origin_not_allowed') }, 'Origin', '"origin": "https://ats.example"'],
    [
      'a wrong clock',
      { token: { issuedAt: 1000, expiresAt: 1600, receivedAt: 1700 } },
      'Clock of this computer',
      undefined,
    ],
    [
      'a scope that is missing',
      { error: error('scope_missing'), scopes: [] },
      'What the token allows',
      '"scopes": ["results:read"]',
    ],
    [
      'another candidate',
      { error: error('candidate_mismatch') },
      'Candidate',
      '"candidate": { "externalId": "c-1" }',
    ],
    [
      'a token of another origin',
      { token: { issuedAt: 1000, expiresAt: 1600, receivedAt: 1001, origin: 'https://old.example' } },
      'Origin',
      '"origin": "https://ats.example"',
    ],
    ['two copies', { copies: ['a', 'b'] }, 'Copies of the element', undefined],
  ];
  for (const [name, change, layer, fix] of CASES)
    it(`names the layer that fails and the line to add: ${name}`, () => {
      expect(found(change)).to.deep.equal([[layer, fix]]);
    });

  it('tells the layer that is blocked and the policy that blocks it, with the line for both', () => {
    const api = { directive: 'connect-src', blocked: 'https://tests.example/embed/v1/manifest.json' };
    const own = { directive: 'connect-src', blocked: 'https://ats.example/canditech/token' };
    expect(found({ server: null, violations: [api, api] })).to.deep.equal([
      ['Connection', 'connect-src https://tests.example'],
      ['Security policy of the page', 'connect-src https://tests.example'],
    ]);
    expect(found({ ...unread, violations: [own] })).to.deep.equal([
      ['Security policy of the page', "connect-src 'self'"],
      ['Token', "connect-src 'self'"],
    ]);
    expect(found({ ...unread, server: null, violations: [api, own] })).to.deep.equal([
      ['Connection', 'connect-src https://tests.example'],
      ['Security policy of the page', "connect-src https://tests.example 'self'"],
      ['Token', "connect-src 'self'"],
    ]);
  });

  it('leaves the page alone with what its policy keeps from the page itself', () => {
    const violations = [
      { directive: 'img-src', blocked: 'https://pictures.example/1.png' },
      { directive: 'script-src-elem', blocked: 'inline' },
    ];
    expect(found({ violations })).to.deep.equal([]);
    violations[0] = { directive: 'script-src-elem', blocked: 'https://tests.example/embed/1.0.0/de.js' };
    expect(found({ violations })).to.deep.equal([
      ['Security policy of the page', 'script-src https://tests.example'],
    ]);
  });

  it('does not mind http on the own machine, which browsers trust', () => {
    expect(found({ apiBase: 'http://localhost:3000' })).to.deep.equal([]);
  });

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
    expect(found({ error: error('unavailable') })).to.deep.equal([['Connection', undefined]]);
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
      await has(element, 'select the text below');
    } finally {
      clipboard.writeText = real;
    }
    const { findings, candidateId, version } = JSON.parse(texts[0]!);
    expect([findings.length, candidateId, version]).to.deep.equal([9, 'demo-1', element.version]);
    expect(JSON.parse($(element, '.doctor pre').textContent).candidateId).to.equal('demo-1');
    expect(texts[0]).not.to.match(/Amara|Okafor|Bearer|eyJ/);
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
    const view = openDoctor(stage as unknown as Stage, '1.0.0');
    expect($(element, '.doctor').textContent).to.contain('trusted-types canditech-embed');
    view.end();
    expect(root(element).querySelector('.doctor')).to.equal(null);
  });

  it('is there for everybody: axe in each scheme and direction, and 240 px', async () => {
    for (const theme of ['light', 'dark'])
      for (const dir of ['ltr', 'rtl']) {
        const { element } = await show('error', { debug: '', theme, dir, style: 'inline-size: 240px' });
        await until(() => root(element).querySelector('.doctor li'));
        const { violations } = await axe.run(element, { rules: { 'target-size': { enabled: true } } });
        expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]!.html}`)).to.deep.equal([]);
        const box = $(element, '.doctor');
        expect(box.scrollWidth <= box.clientWidth).to.equal(true);
        element.remove();
      }
  });
});
