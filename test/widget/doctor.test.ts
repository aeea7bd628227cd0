import { expect } from './support/expect.ts';
import { diagnose, type Facts } from '../../widget/doctor/diagnose.ts';
import { show } from './support/demo.ts';
import { root, textOf, until } from './support/lab.ts';

afterEach(() => document.body.replaceChildren());

describe('the doctor', () => {
  const facts: Facts = {
    version: '1.0.0',
    pageOrigin: 'https://ats.example',
    isOnline: true,
    apiBase: 'https://tests.example',
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
    [
      'connect-src',
      { server: null, violations: [{ directive: 'connect-src', blocked: 'https://tests.example' }] },
      'Connection',
      'connect-src https://tests.example',
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
    ['two copies', { copies: ['a', 'b'] }, 'Copies of the element', undefined],
  ];
  for (const [name, change, layer, fix] of CASES)
    it(`names the layer that fails and the line to add: ${name}`, () => {
      expect(found(change)).to.deep.equal([[layer, fix]]);
    });

  it('stands below the element, says what it sees, and goes with it', async () => {
    const { element } = await show('expired-token', { debug: '' });
    await until(() => root(element).querySelector('.doctor'));
    expect(textOf(element)).to.contain('Canditech: what is wrong here');
    element.remove();
    await until(() => !root(element).querySelector('.doctor'));
  });
});
