import '../../widget/index.ts';
import type { Facts } from '../../widget/doctor/facts.ts';
import { expect } from './support/expect.ts';
import { error, found, inState, refused, said, unread } from './support/facts.ts';
import { warnings } from './support/lab.ts';

describe('a diagnosis', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(found({})).to.deep.equal([]);
  });

  const CASES: [name: string, change: Partial<Facts>, layer: string, fix: string | undefined][] = [
    ['no address', { apiBase: '', server: undefined }, 'Address', 'api-base="https://tests.example.com"'],
    ['mixed content', { apiBase: 'http://tests.example' }, 'Address', 'api-base="https://tests.example"'],
    [
      'a dead server',
      { server: null, isAdmitted: false },
      'Connection',
      'curl https://tests.example/embed/v1/manifest.json',
    ],
    ['another server', { server: '', isAdmitted: false }, 'Address', 'api-base="https://tests.example.com"'],
    ['another major', { server: '2.0.0' }, 'Connection', 'https://tests.example/embed/v1/loader.js'],
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
      { error: error('token_missing', 'the answer has no token') },
      'Token',
      '{ "token": "…", "expiresIn": 600 }',
    ],
    ['a dead route', unread, 'Token', 'curl -i -X POST https://ats.example/canditech/token'],
    ['another origin', { error: error('origin_not_allowed') }, 'Origin', '"origin": "https://ats.example"'],
    ['a wrong clock', { token: { secondsLeft: 1240, skewS: 700 } }, 'Clock', 'Set time automatically'],
    [
      'a wrong clock of a host that signs itself',
      { token: { secondsLeft: 0, skewS: -700, origin: 'https://ats.example' }, isAdmitted: false },
      'Clock',
      'timedatectl set-ntp true',
    ],
    [
      'a scope that is missing',
      { error: error('scope_missing'), scopes: [] },
      'What the token allows',
      '"scopes": ["results:read"]',
    ],
    [
      'a scope that the role has not',
      { error: error('scope_missing'), view: 'picker', scopes: ['assessments:read'] },
      'What the token allows',
      '"role": "recruiter", "scopes": ["assessments:read","invitations:write"]',
    ],
    [
      'a scope that the role has not, named',
      refused(422, 'scopes invitations:write is more than the role reviewer has'),
      'Token',
      undefined,
    ],
    [
      'another candidate',
      { error: error('candidate_mismatch') },
      'Candidate',
      '"candidate": { "externalId": "c-1" }',
    ],
    [
      'another candidate of a list',
      { isForCandidate: false, view: 'badge' },
      'Candidate',
      '"candidate": ["c-1"]',
    ],
    [
      'values that there are not',
      { attribute: (name) => ({ view: 'pikcer', show: 'score, history', theme: 'dark' })[name] ?? null },
      'Attributes',
      'view="auto|picker|result|badge" show="score|sections|comments|decision|history"',
    ],
    [
      'an empty one of a list',
      { attribute: (name) => (name === 'theme' ? '' : null) },
      'Attributes',
      'theme="inherit|light|dark|system"',
    ],
    [
      'two of which there is one',
      { attribute: (name) => (name === 'view' ? 'auto picker' : null) },
      'Attributes',
      'view="auto|picker|result|badge"',
    ],
    [
      'numbers that are none of its own',
      { attribute: (name) => ({ 'heading-level': '9', 'page-size': '0' })[name] ?? null },
      'Attributes',
      'heading-level="2 to 6" page-size="1 to 1000"',
    ],
    [
      'no time zone',
      { attribute: (name) => (name === 'time-zone' ? 'Mars/One' : null) },
      'Attributes',
      'time-zone="Europe/Berlin"',
    ],
    ['a dark page of a light scheme', { shade: 'dark' }, 'Colours', 'html { color-scheme: dark }'],
    ['a light page of a dark scheme', { scheme: 'dark' }, 'Colours', 'html { color-scheme: light }'],
    [
      'a token of another origin',
      { token: { secondsLeft: 600, skewS: 1, origin: 'https://old.example' } },
      'Origin',
      '"origin": "https://ats.example"',
    ],
    ['two copies', { copies: ['a', 'b'] }, 'Copies', undefined],
  ];
  for (const [name, change, layer, fix] of CASES)
    it(`names the layer that fails and the line to add: ${name}`, () => {
      expect(found(change)).to.deep.equal([[layer, fix]]);
    });

  for (const [apiBase, right] of [
    ['localhost:14700', 'http://localhost:14700'],
    ['tests.example', 'https://tests.example'],
    ['tests.example:8443/canditech', 'https://tests.example:8443/canditech'],
    ['htps://tests.example', 'https://tests.example'],
  ])
    it(`says that an address has no scheme, and the right one: ${apiBase}`, () => {
      const change = { apiBase, server: undefined, isAdmitted: false };
      expect(found(change)).to.deep.equal([['Address', `api-base="${right}"`]]);
      expect(said('Address', change)).to.contain('https://');
    });

  it('does not call fine what could not be asked', () => {
    const change = { server: null, isAdmitted: false, isForCandidate: undefined, scopes: [] };
    expect(inState('Unknown', change)).to.deep.equal([
      'Origin',
      'Clock',
      'What the token allows',
      'Candidate',
    ]);
    expect(inState('Unknown', {})).to.deep.equal([]);
  });

  it('says nothing of a clock that could not be measured', () => {
    const change = { token: { origin: 'https://ats.example' } };
    expect([found(change), inState('Unknown', change)]).to.deep.equal([[], ['Clock']]);
    expect(said('Token', change)).to.equal('');
  });

  it('says that another key can have a higher role, wherever a role does not suffice', () => {
    const higher = 'make a key with a higher role';
    const missing = { error: error('scope_missing'), scopes: [] };
    expect(said('What the token allows', missing)).to.contain(higher);
    for (const refusal of [
      "role is above the key's highest role, viewer",
      'results:read is more than the key allows',
      'invitations:write is more than the role reviewer has',
    ])
      expect(said('Token', refused(422, refusal))).to.contain(higher);
  });

  it('takes the values that there are, and time zones by any name', () => {
    const set: Record<string, string> = {
      view: 'badge',
      show: ' score  history ',
      theme: 'system',
      'time-zone': 'Asia/Calcutta',
      'heading-level': ' 6 ',
      'page-size': '1000',
    };
    expect(found({ attribute: (name) => set[name] ?? null })).to.deep.equal([]);
    const empty = ['show', 'time-zone'];
    expect(found({ attribute: (name) => (empty.includes(name) ? '' : null) })).to.deep.equal([]);
  });

  it('knows the very values that the element takes', async () => {
    const lists = ['view', 'action', 'theme', 'density', 'live', 'loading'];
    for (const name of [...lists, 'heading-level', 'page-size'])
      for (const value of ['none', '', '0', '-1', '2.5', '1001']) {
        const element = document.createElement('canditech-assessment');
        const [warning] = await warnings(() => element.setAttribute(name, value));
        const values = warning!.split('is none of ')[1]!.replace(/\.$/, '').split(', ');
        const line = `${name}="${values.join('|')}"`;
        expect(found({ attribute: (one) => element.getAttribute(one) })).to.deep.equal([
          ['Attributes', line],
        ]);
      }
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

  it('says what was answered where no layer explains it', () => {
    expect(found({ error: error('unavailable') })).to.deep.equal([['Connection', undefined]]);
  });
});
