import { expect } from './support/expect.ts';
import {
  $,
  button,
  candidate,
  has,
  rendered,
  root,
  textOf,
  type,
  until,
  useLab,
  warnings,
} from './support/lab.ts';

const lab = useLab();
const PICKER = ['assessments:read', 'results:read', 'invitations:write'];
const REVIEW = ['comments:write', 'decisions:write'];
beforeEach(async () => {
  await lab.hand('line', { line: 'ok' });
});

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

  it('renews itself also where timers end a little early, as they may', async () => {
    const who = candidate();
    const real = window.setTimeout;
    window.setTimeout = ((work: () => void, ms = 0) =>
      real(work, ms > 100 ? ms - 20 : ms)) as typeof setTimeout;
    let asked = 0;
    const element = document.createElement('canditech-assessment');
    element.apiBase = lab.api;
    element.live = 'off';
    element.fetchToken = async () => {
      asked++;
      return { ...(await lab.mint({ candidate: who })), expiresIn: 1 };
    };
    document.body.append(element);
    await until(() => asked > 2);
    window.setTimeout = real;
  });

  for (const expiresIn of [1e7, Infinity, '10m', -5])
    it(`of ${expiresIn} seconds is renewed by no storm of timers or questions`, async () => {
      const who = candidate();
      const [real, element] = [window.setTimeout, document.createElement('canditech-assessment')];
      let [timers, asked] = [0, 0];
      element.apiBase = lab.api;
      element.fetchToken = async () => {
        asked++;
        return { ...(await lab.mint({ candidate: who })), expiresIn: expiresIn as number };
      };
      document.body.append(element);
      await element.whenReady();
      window.setTimeout = ((...all: Parameters<typeof real>) => {
        timers++;
        return real(...all);
      }) as typeof setTimeout;
      await new Promise((resolve) => real(resolve, 1000));
      window.setTimeout = real;
      expect([asked < 4, timers < 20]).to.deep.equal([true, true]);
    });

  it('that the page never gives leaves it unauthorized, and no longer loading', async () => {
    const real = AbortSignal.timeout.bind(AbortSignal);
    AbortSignal.timeout = (ms) => real(ms / 50);
    const element = document.createElement('canditech-assessment');
    element.apiBase = lab.api;
    element.fetchToken = () => new Promise(() => undefined);
    await warnings(async () => {
      document.body.append(element);
      await until(() => element.matches(':state(authorizing):state(loading)'));
      await until(() => element.state === 'unauthorized');
    });
    AbortSignal.timeout = real;
    expect([element.error!.code, element.matches(':state(loading)')]).to.deep.equal(['token_timeout', false]);
  });

  it('that the page does not get is said in one sentence, with a way to try again', async () => {
    const who = candidate();
    const element = document.createElement('canditech-assessment');
    const errors: any[] = [];
    element.addEventListener('canditech-error', ({ detail }) => errors.push(detail.error));
    element.apiBase = lab.api;
    element.fetchToken = () => Promise.reject(new Error('the host is down'));
    const heard = await warnings(async () => {
      document.body.append(element);
      await has(element, 'This page did not get access.');
    });
    const docs = `${location.origin}/errors#token_missing`;
    expect(heard).to.deep.equal([`<canditech-assessment> token_missing: Error: the host is down (${docs})`]);
    expect([errors[0].code, errors[0].retryable, errors[0].docs, errors.length]).to.deep.equal([
      'token_missing',
      true,
      docs,
      1,
    ]);
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
    await has(foreign, 'Access has ended. Reload the page; if that does not help, tell its owner.');
  });

  it('ends with the session: what is there stays, and is said to be old', async () => {
    const who = candidate();
    await lab.invite(who, 'Bookkeeping');
    const { element } = await lab.show(who);
    await has(element, 'The e-mail was sent.');
    await lab.hand('revoke');
    await has(
      element,
      'Access has ended. Reload the page; if that does not help, tell its owner. This is from',
    );
    expect(textOf(element)).to.contain('Bookkeeping');
    await lab.hand('revoke', { undo: true });
    button(element, 'Try again').click();
    await until(() => !textOf(element).includes('This is from'));
  });

  it('that the endpoint refuses is a sentence for people; developers read why, and no token', async () => {
    const secret = `eyJhbGciOiJIUzI1NiJ9.${'x'.repeat(60)}.${'y'.repeat(43)}`;
    const refusals = [
      Response.json(
        {
          code: 'validation_failed',
          detail: 'The session asks for more than the key allows.',
          errors: [{ path: 'role', message: 'is above the key’s highest role, reviewer' }],
        },
        { status: 422 },
      ),
      Response.json(
        {
          code: 'validation_failed',
          detail: 'The request has 2 wrong values: role must be one of viewer, reviewer',
          errors: [
            { path: 'role', message: 'must be one of viewer, reviewer' },
            { path: 'sub', message: 'is missing' },
          ],
        },
        { status: 422 },
      ),
      Response.json({ detail: `no: ${secret}` }, { status: 500 }),
      new Response(secret),
      Response.json({}),
    ];
    const real = window.fetch;
    window.fetch = async (url, init) => (url === '/canditech/token' ? refusals.shift()! : real(url, init));
    const errors: any[] = [];
    const heard = await warnings(async () => {
      const element = document.createElement('canditech-assessment');
      element.addEventListener('canditech-error', ({ detail }) => errors.push(detail.error));
      element.apiBase = lab.api;
      element.tokenEndpoint = '/canditech/token';
      document.body.append(element);
      for (let count = 1; count < 6; count++) {
        await until(() => errors.length === count);
        await has(element, 'This page did not get access. Reload it, or tell its owner.');
        if (count < 5) button(element, 'Try again').click();
      }
    });
    window.fetch = real;
    const docs = `(${location.origin}/errors#token_missing)`;
    expect(heard.slice(0, 3)).to.deep.equal([
      `<canditech-assessment> token_missing: token-endpoint answered 422. The session asks for more than the key allows. role is above the key’s highest role, reviewer ${docs}`,
      `<canditech-assessment> token_missing: token-endpoint answered 422. The request has 2 wrong values: role must be one of viewer, reviewer; sub is missing ${docs}`,
      `<canditech-assessment> token_missing: token-endpoint answered 500. no: … ${docs}`,
    ]);
    expect([heard.length, heard.join().includes('xxx')]).to.deep.equal([5, false]);
    for (const line of heard.slice(3)) expect(line).to.contain('the answer has no token');
    expect(errors.map(({ status }) => status)).to.deep.equal([422, 422, 500, undefined, undefined]);
    expect(errors[0].detail).to.contain('highest role, reviewer');
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
      [
        'POST',
        'same-origin',
        { reason: 'initial', view: 'auto', scopes: [...PICKER, ...REVIEW], candidateId: who.externalId },
      ],
    ]);
  });

  it('is asked for what the view can use, and no more is needed', async () => {
    const who = candidate();
    await lab.invite(who, 'Bookkeeping');
    const views = {
      picker: PICKER,
      result: [...PICKER, ...REVIEW],
      badge: ['results:read'],
      select: PICKER.slice(0, 2),
    };
    for (const [view, scopes] of Object.entries(views)) {
      const element = document.createElement('canditech-assessment');
      const errors: any[] = [];
      let asked: unknown;
      element.addEventListener('canditech-error', ({ detail }) => errors.push(detail.error));
      element.apiBase = lab.api;
      element.setAttribute(view === 'select' ? 'action' : 'view', view);
      element.candidateId = who.externalId;
      element.fetchToken = (request) => {
        asked = request.scopes;
        return lab.mint({ candidate: who, scopes: request.scopes });
      };
      document.body.append(element);
      await element.whenReady();
      expect([view, asked, errors]).to.deep.equal([view, scopes, []]);
      // A badge has no need to know.
      if (view !== 'badge') expect(element.capabilities).to.deep.equal(scopes);
    }
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
    await until(() => !textOf(element).includes('This is from'));
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
    await has(element, 'set token-endpoint or fetchToken.');
    expect(errors.at(-1).code).to.equal('token_unset');
  });
});
