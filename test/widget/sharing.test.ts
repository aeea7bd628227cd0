import { expect } from './support/expect.ts';
import { candidate, choose, has, submit, type, until, useLab } from './support/lab.ts';
import { openLine } from './support/line.ts';

const lab = useLab();
const idsOf = (...all: { externalId: string }[]) => all.map(({ externalId }) => externalId);

describe('elements that share their access', () => {
  it('forget their token when each of them is reset', async () => {
    const who = candidate();
    const attributes = { session: 'reset' };
    const one = await lab.show(who, { attributes });
    const other = await lab.show(who, { attributes });
    const tokens = () => one.tokens() + other.tokens();
    expect(tokens()).to.equal(1);
    await one.element.reset();
    await other.element.reset();
    await until(() => [one, other].every(({ element }) => element.capabilities.length > 0));
    expect(tokens()).to.be.greaterThan(1);
  });

  it('all say that they wait for a token, and none that they renew it', async () => {
    const who = candidate();
    let [asked, give] = [0, () => {}];
    const told: string[][] = [[], []];
    const elements = told.map((states) => {
      const element = document.createElement('canditech-assessment');
      element.addEventListener('canditech-state-change', ({ detail }) => states.push(detail.state));
      Object.assign(element, { apiBase: lab.api, session: 'waiting', live: 'off' });
      element.fetchToken = async () => {
        if (asked++ === 0) await new Promise<void>((resolve) => (give = resolve));
        return { ...(await lab.mint({ candidate: who })), expiresIn: 1 };
      };
      document.body.append(element);
      return element;
    });
    await until(() => elements.every(({ state }) => state === 'authorizing'));
    expect(elements.map((one) => one.matches(':state(loading)'))).to.deep.equal([true, true]);
    give();
    await until(() => asked > 2);
    const all = ['authorizing', 'loading', 'ready'];
    expect(told).to.deep.equal([all, all]);
  });

  it('ask the host again when somebody tries again, wherever their access was ended', async () => {
    const [mina, luca] = [candidate(), candidate()];
    await lab.invite(mina, 'Bookkeeping');
    await lab.invite(luca, 'Bookkeeping');
    const shared = { candidate: idsOf(mina, luca), attributes: { session: 'ended', live: 'off' } };
    const one = await lab.show(mina, shared);
    await lab.hand('revoke');
    const { element, tokens } = await lab.show(luca, shared);
    expect([element.state, element.error?.code]).to.deep.equal(['unauthorized', 'unauthenticated']);
    await element.retry();
    await until(() => element.state === 'ready');
    await until(() => one.element.state === 'ready');
    expect([element.error, one.element.error, one.tokens() + tokens()]).to.deep.equal([
      undefined,
      undefined,
      2,
    ]);
  });

  it('tell nothing that was asked for the candidate before', async () => {
    const [mina, luca] = [candidate(), candidate()];
    await lab.invite(mina, 'Bookkeeping');
    await lab.take(mina.email);
    const { id } = await lab.invite(luca, 'Bookkeeping');
    const line = openLine('GET', '/result');
    const session = 'before';
    const shared = { candidate: idsOf(mina, luca), properties: { session, transport: line.transport } };
    await lab.show(luca, { ...shared, attributes: { view: 'badge' } });
    line.state = 'holding';
    const element = document.createElement('canditech-assessment');
    const heard: string[] = [];
    for (const name of ['ready', 'result', 'error'])
      element.addEventListener(`canditech-${name}`, () => heard.push(`${name} ${element.candidateId}`));
    Object.assign(element, { apiBase: lab.api, session, candidateId: mina.externalId });
    element.fetchToken = () => lab.mint({ candidate: shared.candidate });
    document.body.append(element);
    await line.isWaitedFor();
    element.candidateId = luca.externalId;
    await until(() => element.state === 'loading' && line.count === 2);
    line.release();
    await until(() => element.invitation?.id === id && element.state === 'ready');
    await element.refresh();
    expect(heard).to.deep.equal([`ready ${luca.externalId}`]);
  });
});

describe('a token', () => {
  it('that came with the page is not used for another candidate', async () => {
    const [mina, luca] = [candidate(), candidate()];
    await lab.invite(luca, 'Bookkeeping');
    const { token } = await lab.mint({ candidate: mina });
    const element = document.createElement('canditech-assessment');
    const asked: unknown[] = [];
    element.apiBase = lab.api;
    element.fetchToken = ({ candidateId }) => {
      asked.push(candidateId);
      return lab.mint({ candidate: [mina, luca].find(({ externalId }) => externalId === candidateId) });
    };
    element.candidateId = mina.externalId;
    element.setAttribute('token', token);
    document.body.append(element);
    await until(() => element.state === 'ready');
    expect(asked).to.deep.equal([]);
    element.candidateId = luca.externalId;
    await until(() => element.invitation?.candidate.externalId === luca.externalId);
    expect([element.error, asked]).to.deep.equal([undefined, [luca.externalId]]);
  });

  it('of the next who signs in does not say what the last has written', async () => {
    const who = candidate();
    const { id } = await lab.invite(who, 'Bookkeeping');
    await lab.take(who.email);
    const { element, log } = await lab.show(who, { attributes: { live: 'off' } });
    element.fetchToken = () => lab.mint({ candidate: who, sub: 'u2' });
    type(element, '#text', 'By the first.');
    await lab.hand('advance', { ms: 11 * 60_000 });
    submit(element, '#add');
    await has(element, 'By the first.');
    await until(() => log.filter(({ type: name }) => name === 'ready').length === 2);
    await element.refresh();
    expect(element.result?.comments).to.deep.equal([]);
    expect((await lab.admin('GET', `/v1/invitations/${id}/result`)).comments).to.deep.equal([]);
  });
});

/** A page with a first token, whose listener gives all others. */
function showWithListener(token: string, externalId: string, answer: () => Promise<any>) {
  const element = document.createElement('canditech-assessment');
  element.addEventListener('canditech-token-request', (event) => event.respondWith(answer()));
  Object.assign(element, { apiBase: lab.api, candidateId: externalId, token, live: 'off' });
  document.body.append(element);
  return element;
}

it('trying again after the first token was ended asks the page', async () => {
  const who = candidate();
  const { token } = await lab.mint({ candidate: who });
  await lab.hand('revoke');
  const element = showWithListener(token, who.externalId, () => lab.mint({ candidate: who }));
  await until(() => element.state === 'unauthorized');
  await element.retry();
  await until(() => element.state === 'ready');
});

it('another person’s token ends the first one for good', async () => {
  const who = candidate();
  const { token } = await lab.mint({ candidate: who, sub: 'u1' });
  const other = { candidate: who, sub: 'u2', scopes: ['results:read'] };
  const element = showWithListener(token, who.externalId, () => lab.mint(other));
  let isEnded = false;
  element.transport = (url, init) =>
    isEnded && new Headers(init?.headers).get('Authorization')?.endsWith(token)
      ? Promise.resolve(Response.json({ code: 'token_expired' }, { status: 401 }))
      : fetch(url, init);
  await until(() => element.capabilities.length > 1);
  isEnded = true;
  await element.refresh();
  await until(() => element.capabilities.join() === 'results:read');
  expect(element.capabilities.join()).to.equal('results:read');
});

it('an older list that another asked for does not take an invitation away', async () => {
  const who = candidate();
  const line = openLine('GET', '/invitations?');
  const input = { attributes: { session: `s-${who.externalId}`, live: 'off' } };
  const { element } = await lab.show(who, { ...input, properties: { transport: line.transport } });
  const { element: other } = await lab.show(who, { ...input, properties: { transport: line.transport } });
  line.state = 'holding';
  const looking = other.refresh();
  await line.isWaitedFor();
  await choose(element, 'Bookkeeping');
  submit(element, '#invite');
  const { id } = await until(() => element.invitation);
  const again = element.refresh();
  line.release();
  await Promise.all([looking, again]);
  expect(element.invitation?.id).to.equal(id);
});
