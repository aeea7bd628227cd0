import { expect } from './support/expect.ts';
import { candidate, rendered, until, useLab, warnings } from './support/lab.ts';

const lab = useLab();
const answer = (body: string) => () => Promise.resolve(new Response(body));
const give = (value: unknown) => () => Promise.resolve(value);
const fail = () => {
  throw new Error('the page is broken');
};

/** What a page may give although no type allows it. */
const ODD: Record<string, Record<string, unknown>> = {
  'a time zone and a language that there are not': { timeZone: 'Mars/Phobos', lang: 'xx_yy!!' },
  'a transport without an answer': { transport: give(undefined) },
  'a transport that throws': { transport: fail },
  'a transport that answers with a page': { transport: answer('<html>') },
  'a transport that answers with nothing that is known': { transport: answer('{}') },
  'a transport that answers with a list': { transport: answer('[]') },
  'no token': { fetchToken: give(null) },
  'a function that throws for a token': { fetchToken: fail },
  'a token of two lines that has ended': { fetchToken: give({ token: 'a.b\n.c', expiresIn: -5 }) },
  'a token that no header takes': { fetchToken: give('ünïcode✓') },
  'a first token that is none': { token: 'x' },
  'labels that are none, or throw': {
    labels: { retry: null, staleSince: fail, status: null, errors: null, label: {} },
  },
  'a candidate of objects': { candidate: { externalId: {}, name: [] } },
  'a number in place of an id': { candidateId: 42 },
  'canned data that there are not': { apiBase: '', demo: 'nonsense' },
  'an address that is none': { apiBase: 'http://[' },
};

describe('nothing is thrown at a page that gives', () => {
  const thrown: unknown[] = [];
  const hear = (event: Event) => {
    const { error, reason } = event as ErrorEvent & PromiseRejectionEvent;
    thrown.push(error ?? reason);
    event.preventDefault();
  };
  before(() => ['error', 'unhandledrejection'].forEach((name) => addEventListener(name, hear)));
  after(() => ['error', 'unhandledrejection'].forEach((name) => removeEventListener(name, hear)));

  for (const [what, properties] of Object.entries(ODD))
    it(what, async () => {
      const who = candidate();
      await lab.invite(who, 'Bookkeeping');
      await warnings(async () => {
        const { element } = await lab.show(who, { properties });
        await element.refresh();
        await element.retry();
        await until(() => !['idle', 'authorizing', 'loading'].includes(element.state));
        element.remove();
        await until(() => !element.shadowRoot!.textContent);
        await rendered();
      });
      expect(thrown.splice(0)).to.deep.equal([]);
    });
});
