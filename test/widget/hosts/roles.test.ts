import { describe, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { inviteElsewhere, pick, take } from './support/hands.ts';
import { candidate, elementTag, useHosts, type Host } from './support/host.ts';
import type { TokenInput } from './support/world.ts';

const hosts = useHosts();

const SETS: Record<string, TokenInput> = {
  'assessments:read': {},
  'invitations:write': {},
  'results:read': {},
  'comments:write': {},
  'decisions:write': {},
  'results:read comments:write': {},
  'results:read decisions:write': {},
  'results:read invitations:write': {},
  'assessments:read invitations:write': {},
  viewer: { role: 'viewer' },
  reviewer: { role: 'reviewer' },
  recruiter: { role: 'recruiter' },
};
const tokenOf = (set: string): TokenInput =>
  set.includes(':') ? { role: 'recruiter', scopes: set.split(' ') } : SETS[set]!;

const NO_ACCESS = ['Try again'];
const LOOK = ['Open the report', 'History'];
const COMMENT = ['Edit', 'Your comment', 'Add comment'];
const DECIDE = ['Advance', 'Hold', 'Reject', 'Reason', 'Save decision'];
const REMEDIES = ['Resend the e-mail', 'Fix the address and resend', 'Extend the link', 'Extra time'];
const SEARCH = ['Find an assessment'];
const CARD = ['Choose another'];
const FORM = ['Candidate’s name', 'Candidate’s e-mail', 'Link ends on', 'Message to the candidate', 'Invite'];
const ANOTHER = ['Invite to another assessment'];

/** What a person can use, in the order of the page: of a submitted test, an invitation, the picker, a chosen assessment. */
const CONTROLS: Record<string, [submitted: string[], invited: string[], picker: string[], chosen: string[]]> =
  {
    'assessments:read': [NO_ACCESS, NO_ACCESS, SEARCH, CARD],
    'invitations:write': [NO_ACCESS, NO_ACCESS, NO_ACCESS, NO_ACCESS],
    'results:read': [LOOK, LOOK, NO_ACCESS, NO_ACCESS],
    'comments:write': [NO_ACCESS, NO_ACCESS, NO_ACCESS, NO_ACCESS],
    'decisions:write': [NO_ACCESS, NO_ACCESS, NO_ACCESS, NO_ACCESS],
    'results:read comments:write': [
      [...COMMENT, ...LOOK],
      [...COMMENT.slice(1), ...LOOK],
      NO_ACCESS,
      NO_ACCESS,
    ],
    'results:read decisions:write': [[...DECIDE, ...LOOK], LOOK, NO_ACCESS, NO_ACCESS],
    'results:read invitations:write': [LOOK, [...REMEDIES, ...LOOK], NO_ACCESS, NO_ACCESS],
    'assessments:read invitations:write': [NO_ACCESS, NO_ACCESS, SEARCH, [...CARD, ...FORM]],
    viewer: [LOOK, LOOK, SEARCH, CARD],
    reviewer: [[...COMMENT, ...DECIDE, ...LOOK], [...COMMENT.slice(1), ...LOOK], SEARCH, CARD],
    recruiter: [
      [...COMMENT, ...DECIDE, ...LOOK, ...ANOTHER],
      [...REMEDIES, ...COMMENT.slice(1), ...LOOK, ...ANOTHER],
      SEARCH,
      [...CARD, ...FORM],
    ],
  };

/** Names of all that can be used by keyboard or pointer, in its order; what is folded away is left out. */
function controlsOf(element: Element): string[] {
  const all = element.shadowRoot!.querySelectorAll<HTMLElement>(
    'button, input, textarea, select, a, summary',
  );
  return [...all]
    .filter((one) => one.checkVisibility())
    .map((one) => {
      const { labels, textContent } = one as HTMLInputElement;
      return (one.ariaLabel ?? labels?.[0]?.textContent ?? textContent).trim();
    });
}

const VIEWS = ['submitted', 'invited', 'picker', 'chosen'] as const;

async function openAll(): Promise<Host> {
  const people = { submitted: candidate(), invited: candidate(), picker: candidate(), chosen: candidate() };
  const html = Object.keys(SETS).flatMap((set) =>
    VIEWS.map((view) =>
      elementTag({
        'api-base': '{api}',
        'token-endpoint': 'token',
        'candidate-id': people[view].externalId,
        view: view === 'picker' || view === 'chosen' ? 'picker' : 'auto',
        context: set,
        live: 'off',
      }),
    ),
  );
  const host = await hosts.open({
    html: html.join(''),
    isClosed: true,
    backend: async ({ context, candidateId }) => {
      const who = Object.values(people).find(({ externalId }) => externalId === candidateId);
      return { body: await host.mint({ ...tokenOf(context as string), candidate: who }) };
    },
  });
  await inviteElsewhere({ ...host, who: people.invited });
  const sitter = { ...host, who: people.submitted };
  const { id } = await inviteElsewhere(sitter);
  await take(sitter);
  const { token } = await host.mint({ candidate: people.submitted });
  const said = await host.world.server.call(
    'POST',
    `/v1/invitations/${id}/comments`,
    { text: 'Mine.' },
    { Authorization: `Bearer ${token}`, Origin: host.world.origin, 'Idempotency-Key': 'once' },
  );
  expect(said.status).toBe(201);
  await host.page.goto(host.url);
  return host;
}

describe('what a token allows is there, and nothing else:', () => {
  test('every set of scopes, in each view', async () => {
    const host = await openAll();
    const { element } = host;
    const states = () => element.evaluateAll((all) => all.map((one: any) => one.state as string));
    await eventually(states).not.toContain('loading');
    const shown: Record<string, string[][]> = {};
    for (const [i, set] of Object.keys(SETS).entries()) {
      shown[set] = [];
      for (const [k, view] of VIEWS.entries()) {
        const one = element.nth(i * VIEWS.length + k);
        if (view === 'chosen' && (await one.locator('#search').count())) {
          await one.locator('#search').fill('small test');
          await one.getByRole('option').click();
        }
        shown[set].push(await one.evaluate(controlsOf));
      }
    }
    expect(shown).toEqual(CONTROLS);
  });

  test('what is not there is refused by the server too, should the page ask for it by script', async () => {
    const host = await hosts.open({ token: { role: 'viewer' }, attributes: { view: 'picker' } });
    await pick(host);
    const refusal = await host.element.evaluate((element: any) =>
      element.invite({ candidate: { name: 'X', email: 'x@mail.example' } }).catch(({ code }: any) => code),
    );
    expect(refusal).toBe('scope_missing');
    expect(await host.element.evaluate((element: any) => element.capabilities)).toEqual([
      'assessments:read',
      'results:read',
    ]);
  });
});

/** Its backend keeps the key, as hosts do, so that it can end what it began. */
async function openRevocable(): Promise<{ host: Host; end(path: string): Promise<number>; ids: string[] }> {
  const host = await hosts.open({ isClosed: true });
  const { world, place, who } = host;
  const origins = [world.origin];
  const { body } = await place.admin.call('POST', '/v1/settings/embed-keys', {
    name: 'Ours',
    origins,
    maxRole: 'recruiter',
  });
  const bearer = { Authorization: `Bearer ${body.key}` };
  const session = {
    sub: 'u1',
    actor: { name: 'Rita' },
    role: 'recruiter',
    candidate: who,
    origin: world.origin,
  };
  const ids: string[] = [];
  host.backend = async () => {
    const minted = (await world.server.call('POST', '/v1/embed/sessions', session, bearer)).body;
    ids.push(minted.sessionId);
    return { body: minted };
  };
  await inviteElsewhere(host);
  await host.page.goto(host.url);
  await host.heard('ready');
  await eventually(() => host.front.streams).toBe(1);
  const end = async (path: string) =>
    (await world.server.call('DELETE', `/v1/embed/sessions${path}`, undefined, bearer)).status;
  return { host, end, ids };
}

/** The server looks once a second; the rest is for a machine with other work. */
const SOON_MS = 5000;

describe('a session that the host ends is over at once:', () => {
  test.each(['by its id', 'with all of its user'])('%s', async (how) => {
    const { host, end, ids } = await openRevocable();
    const { element, front } = host;
    await element.getByLabel('Your comment').fill('Half a thou');
    const events = host.seen.events.length;
    expect(await end(how === 'by its id' ? `/${ids[0]}` : '?sub=u1')).toBe(204);
    const refusal = await element.evaluate((one: any) => one.refresh().then(() => one.error?.code));
    expect(refusal).toBe('unauthenticated');
    await expect.poll(() => front.streams, { timeout: SOON_MS, interval: 25 }).toBe(0);
    expect(host.seen.events.slice(events).map(({ type }) => type)).toEqual(['canditech-error']);
    expect(host.asked).toHaveLength(1);
    expect(await element.getByLabel('Your comment').inputValue()).toBe('Half a thou');
    await element.getByRole('button', { name: 'Add comment' }).click();
    await eventually(() => host.codes().filter((code) => code === 'unauthenticated').length).toBe(2);
    const invitation = await element.evaluate(({ invitation: { id } }: any) => id as string);
    const { body } = await host.place.admin.call('GET', `/v1/invitations/${invitation}/result`);
    expect(body.comments).toEqual([]);
  });

  test('and a page that nobody touches says so', async () => {
    const { host, end, ids } = await openRevocable();
    expect(await end(`/${ids[0]}`)).toBe(204);
    await host.element.getByText('Access has ended.').waitFor({ timeout: SOON_MS });
    await expect.poll(() => host.front.streams, { timeout: SOON_MS, interval: 25 }).toBe(0);
  });
});
