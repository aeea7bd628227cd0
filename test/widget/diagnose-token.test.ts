import { expect } from './support/expect.ts';
import { error, found, inState, refused, said } from './support/facts.ts';

const REFUSED = 'The session asks for more than the key allows.';

describe('a refusal of the token', () => {
  const refusal = (detail: string) => said('Token', refused(422, detail)).split(' answered 422. ')[1];

  for (const code of ['token_timeout', 'timeout'])
    it(`says that the page does not answer, and how to ask it: ${code}`, () => {
      const change = { error: error(code), token: undefined, isAdmitted: false };
      expect(found(change)).to.deep.equal([['Token', 'curl -i -X POST https://ats.example/canditech/token']]);
      expect(said('Token', change)).to.equal(
        `${code}: The page’s token route, or fetchToken, does not answer.`,
      );
      expect(found({ ...change, tokenEndpoint: '' })).to.deep.equal([['Token', '']]);
    });

  it('is none where the server is late with a token that is there, or nobody was asked for one', () => {
    expect(found({ error: error('timeout') })).to.deep.equal([['Connection', undefined]]);
    const none = { token: undefined, isAdmitted: false };
    expect(inState('Attention', { ...none, error: error('unset'), apiBase: '' })).to.deep.equal(['Address']);
  });

  it('asks for another key where the key lacks the origin, as a key cannot be changed', () => {
    const words = `origin is not on the key's list: https://old.example`;
    expect(refusal(`${REFUSED} ${words}`)).to.equal(
      `${REFUSED} ${words}. Keys cannot be changed: make one in Settings › Embedding that lists:`,
    );
    const own = error(
      'origin_not_allowed',
      `The token asks for more than the key allows: origin is not on the key's list: https://old.example.`,
    );
    expect(found({ error: own })).to.deep.equal([['Origin', 'https://ats.example']]);
    expect(said('Origin', { error: own })).to.match(/old\.example\. Keys cannot be changed: make one/);
  });

  for (const words of [
    "is not on the key's list: https://old.example, https://ats.example",
    'is missing',
    'must be an origin, such as https://ats.example.com',
  ])
    it(`asks for a token for the page where the key is not at fault: origin ${words}`, () => {
      expect(found(refused(422, `origin ${words}`))).to.deep.equal([
        ['Token', '"origin": "https://ats.example"'],
      ]);
    });

  it('is a sentence before the next begins', () => {
    const none = { error: error('token_missing', 'the answer has no token') };
    expect(said('Token', none)).to.equal('token_missing: the answer has no token. Its route has to answer:');
    expect(said('Token', refused(401, 'Send an embed key.'))).to.match(/answered 401\. Send an embed key\.$/);
  });

  it('ends before what the doctor says', () => {
    expect(refusal('Your account is not allowed here')).to.contain('Your account is not allowed here. ');
  });

  it('asks for a key only where the key may be at fault', () => {
    const asks = (detail: string) =>
      said('Token', { error: error('unauthenticated', detail) }).includes('It needs a key of Settings');
    const signed = (fault: string) => `The token that the host has signed is not valid: ${fault}.`;
    expect(asks('The token is not valid. Ask the host for a new one.')).to.equal(true);
    expect(asks(signed('invalid signature'))).to.equal(true);
    for (const words of [
      signed('jwt audience invalid. expected: canditech-embed'),
      signed('jwt typ invalid. expected: canditech-embed+jwt'),
      signed('exp may be at most 900 seconds after iat'),
      signed('iat is in the future; set the clock of the host'),
      'The session was ended. Ask the host for a new token.',
      'The kid of the token names no public key of Settings › Embedding, or one that was revoked.',
    ]) {
      expect(asks(words)).to.equal(false);
      expect(said('Token', { error: error('unauthenticated', words) })).to.equal(`unauthenticated: ${words}`);
    }
  });
});

describe('a layer that is fine', () => {
  it('says so', () => {
    for (const layer of ['Security policy of the page', 'Clock', 'Attributes', 'Colours', 'Copies'])
      expect(said(layer, {})).to.match(/^[A-Z].+\.$/);
  });
});
