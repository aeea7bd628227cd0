import { expect } from './support/expect.ts';
import {
  $,
  button,
  candidate,
  choose,
  has,
  rendered,
  root,
  submit,
  type,
  until,
  useLab,
} from './support/lab.ts';
import { openLine } from './support/line.ts';

const lab = useLab();
const HOUR_MS = 3_600_000;
const MOST_DAYS_MS = 30 * 24 * HOUR_MS;
const now = Date.now.bind(Date);
afterEach(() => {
  Date.now = now;
});

/** The last day that the server takes, by a right clock. */
const lastDay = () => new Date(now() + MOST_DAYS_MS).toLocaleDateString('sv');

describe('an invitation until the last day that there may be', () => {
  it('is made although the clock of the computer is ahead', async () => {
    const { element } = await lab.show(candidate());
    await choose(element, 'Bookkeeping');
    Date.now = () => now() + 5000;
    $<HTMLInputElement>(element, '#expiresAt').value = lastDay();
    submit(element, '#invite');
    await until(() => element.invitation ?? root(element).querySelector('#invite [aria-invalid=true]'));
    expect(root(element).querySelectorAll('#invite [aria-invalid=true]').length).to.equal(0);
    await has(element, 'The link can be opened until');
  });

  it('is the same when it is tried again after its answer was lost', async () => {
    const who = candidate();
    const line = openLine('POST', '/invitations');
    const { element } = await lab.show(who, { properties: { transport: line.transport } });
    await choose(element, 'Bookkeeping');
    // Not near the end of an hour.
    const began = now();
    Date.now = () => now() - (began % HOUR_MS);
    $<HTMLInputElement>(element, '#expiresAt').value = lastDay();
    line.state = 'losing';
    submit(element, '#invite');
    await until(() => root(element).querySelector('#invite [role=alert]'));
    line.state = 'open';
    submit(element, '#invite');
    await until(() => button(element, 'Undo'));
    expect(root(element).textContent).not.to.contain('open invitation already');
  });
});

it('an invitation that the page allows late is not sent for whom it has left', async () => {
  const [one, other] = [candidate(), candidate()];
  const line = openLine('POST', '/invitations');
  const shared = {
    candidate: [one, other].map(({ externalId }) => externalId),
    properties: { session: 'late', transport: line.transport },
  };
  await lab.show(other, shared);
  const { element, log } = await lab.show(one, shared);
  await choose(element, 'Bookkeeping');
  let allow: ((isAllowed: boolean) => void) | undefined;
  element.addEventListener('canditech-before-invite', (event) =>
    event.waitUntil(new Promise((resolve) => (allow = resolve))),
  );
  type(element, '#name', one.name);
  type(element, '#email', one.email);
  submit(element, '#invite');
  await until(() => allow);
  element.candidateId = other.externalId;
  await until(() => log.filter(({ type: name }) => name === 'ready').length === 2);
  allow!(true);
  await rendered();
  // Had it been sent, it would have been by now.
  await element.refresh();
  expect([line.count, log.some(({ type: name }) => name === 'invite')]).to.deep.equal([0, false]);
  expect((await lab.admin('GET', `/v1/invitations?candidate=${one.externalId}`)).items).to.deep.equal([]);
});

it('a slip in the year is told at the date', async () => {
  const { element, log } = await lab.show(candidate());
  await choose(element, 'Bookkeeping');
  $<HTMLInputElement>(element, '#expiresAt').value = '20266-01-01';
  submit(element, '#invite');
  await until(() => $(element, '#expiresAt').ariaInvalid === 'true');
  expect(log.at(-1)?.detail.error.code).to.equal('validation_failed');
});

it('an invitation under way does not take the next form away', async () => {
  const line = openLine('POST', '/invitations');
  const { element } = await lab.show(undefined, { properties: { transport: line.transport } });
  await choose(element, 'Bookkeeping');
  const who = candidate();
  type(element, '#name', who.name);
  type(element, '#email', who.email);
  line.state = 'holding';
  submit(element, '#invite');
  await line.isWaitedFor();
  button(element, 'Choose another').click();
  await choose(element, 'SQL and Data');
  type(element, '#name', 'Ada');
  line.release();
  await has(element, 'is invited.');
  expect($<HTMLInputElement>(element, '#name').value).to.equal('Ada');
});
