import { expect } from './support/expect.ts';
import {
  $,
  button,
  candidate,
  has,
  openLab,
  rendered,
  root,
  textOf,
  type,
  until,
  type Lab,
} from './support/lab.ts';

let lab: Lab;
before(async () => {
  lab = await openLab();
});
after(() => lab.hand('close'));
beforeEach(async () => {
  await lab.hand('line', { line: 'ok' });
});
afterEach(() => document.body.replaceChildren());

describe('access', () => {
  it('is asked for once, and a new function changes nothing for who is typing', async () => {
    const { element, tokens } = await lab.show(candidate());
    type(element, '#search', 'sales');
    await rendered();
    await lab.hand('log');
    for (let i = 0; i < 5; i++) {
      element.fetchToken = () => Promise.reject(new Error('not to be asked'));
      await rendered();
    }
    expect($<HTMLInputElement>(element, '#search').value).to.equal('sales');
    expect(root(element).activeElement).to.equal($(element, '#search'));
    expect(tokens()).to.equal(1);
    expect((await lab.hand('log')).filter((line: string) => !line.includes('/v1/events'))).to.deep.equal([]);
  });

  it('renews itself before anybody sees that it has expired', async () => {
    const who = candidate();
    const { element, log, tokens } = await lab.show(who, { ttl: 60 });
    type(element, '#search', 'book');
    await lab.hand('advance', { ms: 61_000 });
    await rendered();
    $(element, '[role="option"]').click();
    await rendered();
    button(element, 'Invite').click();
    await has(element, 'The link can be opened until');
    expect(tokens()).to.be.greaterThan(1);
    expect(log.filter(({ type: name }) => name === 'error')).to.deep.equal([]);
  });

  it('that the page does not get is said in one sentence, with a way to try again', async () => {
    const who = candidate();
    const element = document.createElement('canditech-assessment');
    const errors: any[] = [];
    element.addEventListener('canditech-error', ({ detail }) => errors.push(detail.error));
    element.apiBase = lab.api;
    element.fetchToken = () => Promise.reject(new Error('the host is down'));
    document.body.append(element);
    await has(element, 'This page did not get access.');
    expect([errors[0].code, errors[0].retryable, errors.length]).to.deep.equal(['token_missing', true, 1]);
    element.fetchToken = () => lab.mint({ candidate: who });
    button(element, 'Try again').click();
    await until(() => root(element).querySelector('#search'));
  });

  it('for another candidate, or from another origin, is named', async () => {
    const { log } = await lab.show(candidate(), { candidate: candidate() });
    expect(log[0]?.detail.error.code).to.equal('candidate_mismatch');
    const foreign = document.createElement('canditech-assessment');
    foreign.apiBase = lab.api;
    foreign.fetchToken = () => Promise.resolve('no.such.token');
    document.body.append(foreign);
    await has(foreign, 'The token is not valid.');
  });

  it('ends with the session: what is there stays, and is said to be old', async () => {
    const who = candidate();
    await lab.invite(who, 'Bookkeeping');
    const { element } = await lab.show(who);
    await has(element, 'The e-mail was sent.');
    await lab.hand('revoke');
    await has(element, 'This is from');
    expect(textOf(element)).to.contain('Bookkeeping');
    await lab.hand('revoke', { undo: true });
    button(element, 'Try again').click();
    await until(() => !textOf(element).includes('This is from'));
  });

  it('of the endpoint is asked with the host’s own session and what it is for', async () => {
    const who = candidate();
    const asked: any[] = [];
    const real = window.fetch;
    window.fetch = async (url, init) => {
      if (url !== '/canditech/token') return real(url, init);
      asked.push([init?.method, init?.credentials, JSON.parse(init?.body as string)]);
      return Response.json(await lab.mint({ candidate: who }));
    };
    document.body.innerHTML = `<canditech-assessment api-base="${lab.api}" token-endpoint="/canditech/token" candidate-id="${who.externalId}"></canditech-assessment>`;
    const element = document.querySelector('canditech-assessment')!;
    await until(() => root(element).querySelector('#search'));
    window.fetch = real;
    expect(asked).to.deep.equal([
      ['POST', 'same-origin', { reason: 'initial', view: 'auto', candidateId: who.externalId }],
    ]);
  });
});

describe('trouble', () => {
  it('with the line keeps what is there, says since when, and ends by itself', async () => {
    const who = candidate();
    await lab.invite(who, 'Bookkeeping');
    const { element } = await lab.show(who);
    await has(element, 'The e-mail was sent.');
    await lab.hand('line', { line: 'down' });
    await has(element, 'The server cannot be reached. This is from');
    expect(textOf(element)).to.contain('Bookkeeping');
    await lab.hand('line', { line: 'ok' });
    await lab.take(who.email, 'begin');
    window.dispatchEvent(new Event('online'));
    await has(element, 'Begun');
    expect(textOf(element)).not.to.contain('This is from');
  });

  it('with what answers is told apart', async () => {
    await lab.hand('line', { line: 'html' });
    const { log, element } = await lab.show(candidate());
    expect(log[0]?.detail.error.code).to.equal('server');
    expect(textOf(element)).to.contain('What answered is not Canditech: check api-base.');
    await lab.hand('line', { line: 'ok' });
    button(element, 'Try again').click();
    await until(() => root(element).querySelector('#search'));
  });

  it('of a page that sets nothing is a sentence, never an exception', async () => {
    const element = document.createElement('canditech-assessment');
    const errors: any[] = [];
    element.addEventListener('canditech-error', ({ detail }) => errors.push(detail.error));
    document.body.append(element);
    await has(element, 'set api-base');
    expect(errors[0].code).to.equal('unset');
    element.apiBase = lab.api;
    await has(element, 'This page did not get access.');
  });
});
