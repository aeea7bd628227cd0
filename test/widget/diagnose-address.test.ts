import { expect } from './support/expect.ts';
import { error, found, inState, said, unread } from './support/facts.ts';

const HOME = 'https://tests.example';
const RIGHT = ['Address', `api-base="${HOME}"`];
const astray = { home: HOME, isAdmitted: false };

describe('the address, where it is known where the element’s script comes from,', () => {
  it('is that, where there is none', () => {
    expect(found({ ...astray, apiBase: '', server: undefined })).to.deep.equal([RIGHT]);
  });

  for (const [name, apiBase, server] of [
    ['nothing answers', 'https://tests.example:9', null],
    ['something else answers', 'https://ats.example', ''],
    ['there is a path too much', `${HOME}/v1`, ''],
    ['there is a path too much, which may not be read', `${HOME}/v1`, null],
  ] as const)
    it(`is that, and not called fine, where ${name}`, () => {
      const change = { ...astray, apiBase, server, error: error('network') };
      expect(found(change)).to.deep.equal([RIGHT]);
      expect(said('Address', change)).to.match(
        new RegExp(`^It asks ${apiBase}\\. .+\\. The element’s script comes from here:$`),
      );
    });

  it('is right although nothing answers: the server is asked by hand', () => {
    const curl = ['Connection', `curl ${HOME}/embed/v1/manifest.json`];
    expect(found({ ...astray, server: null })).to.deep.equal([curl]);
    expect(found({ ...astray, server: '' })).to.deep.equal([curl]);
    const path = { home: 'https://ats.example/tests', apiBase: '/tests/' };
    expect(found({ ...astray, ...path, server: null })[0]![0]).to.equal('Connection');
  });

  it('is right where the element works, or the line is down', () => {
    const change = { home: 'https://files.example', server: null };
    expect(found({ ...change, isAdmitted: true })).to.deep.equal([]);
    expect(found({ ...change, isAdmitted: false, error: error('offline') })).to.deep.equal([
      ['Connection', undefined],
    ]);
  });
});

describe('a policy that blocks', () => {
  const blocks = (blocked: string) => ({ directive: 'connect-src', blocked });
  const api = blocks('https://tests.example/embed/v1/manifest.json');
  const own = blocks('https://ats.example/canditech/token?for=c-1');
  const POLICY = 'Security policy of the page';

  for (const home of ['', HOME])
    it(`has its line once, and the layers say that they are blocked; script from ${home || 'anywhere'}`, () => {
      const silent = { home, server: null, isAdmitted: false };
      expect(found({ ...silent, violations: [api, api] })).to.deep.equal([
        ['Connection', undefined],
        [POLICY, 'connect-src https://tests.example'],
      ]);
      expect(found({ ...unread, home, violations: [own] })).to.deep.equal([
        [POLICY, "connect-src 'self'"],
        ['Token', undefined],
      ]);
      const both = { ...unread, ...silent, violations: [api, own] };
      expect(found(both)).to.deep.equal([
        ['Connection', undefined],
        [POLICY, "connect-src https://tests.example 'self'"],
        ['Token', undefined],
      ]);
      expect(said('Token', both)).to.equal('The security policy of the page forbids it.');
    });

  it('an address that is wrong is let be: the address is mended, not the policy', () => {
    const violations = [blocks('https://tests.example:9/embed/v1/manifest.json')];
    const change = { ...astray, apiBase: 'https://tests.example:9', server: null, violations };
    expect(found(change)).to.deep.equal([RIGHT]);
    expect(inState('Fine', change)).to.contain(POLICY);
  });

  it('an origin that only begins as that of the server is the page’s own matter', () => {
    expect(found({ violations: [blocks('https://tests.example.com/embed/v1')] })).to.deep.equal([]);
  });

  it('templates as well has a line for both', () => {
    const change = { error: error('csp_blocked'), violations: [api], token: undefined, isAdmitted: false };
    expect(found(change).find(([name]) => name === POLICY)![1]).to.equal(
      'connect-src https://tests.example; trusted-types canditech-embed',
    );
  });
});
