import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { inviteElsewhere } from './support/hands.ts';
import { candidate, elementTag, useHosts, type Host } from './support/host.ts';

const hosts = useHosts();

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);

const VIEWER = { role: 'viewer', sub: 'vera' } as const;
const RECRUITER = { role: 'recruiter', sub: 'rita' } as const;
/** Two candidates, each for a viewer and for a recruiter. */
const ROLES = { a: VIEWER, b: RECRUITER, c: VIEWER, d: RECRUITER };
type Name = keyof typeof ROLES;
type Tokens = Record<Name, string[]>;
const NAMES = Object.keys(ROLES) as Name[];

interface Sent {
  context: string;
  bearer: string;
  path: string;
}

/** Notes on the page which element sends what: the server could not tell one element from another. */
function noteAll(): void {
  const sent: Sent[] = [];
  Object.assign(window, { sent });
  for (const element of document.querySelectorAll('canditech-assessment'))
    Object.assign(element, {
      transport: (url: string, init: RequestInit) => {
        const bearer = (init.headers as Record<string, string>)['Authorization']!;
        sent.push({ context: element.getAttribute('context')!, bearer, path: new URL(url).pathname });
        return fetch(url, init);
      },
    });
}

async function openTwenty() {
  const [ada, bea] = [candidate('Ada One'), candidate('Bea Two')];
  const people = { a: ada, b: ada, c: bea, d: bea };
  const tokens: Tokens = { a: [], b: [], c: [], d: [] };
  const tags = Array.from({ length: 20 }, (_, i) => {
    const context = NAMES[i % NAMES.length]!;
    const { externalId } = people[context];
    return elementTag({
      'api-base': '{api}',
      'token-endpoint': 'token',
      'candidate-id': externalId,
      context,
    });
  });
  const host = await hosts.open({
    html: `${tags.join('')}<script>(${noteAll.toString()})()</script>`,
    isClosed: true,
    backend: async ({ context }) => {
      const name = context as Name;
      const minted = await host.mint({ ...ROLES[name], candidate: people[name] });
      tokens[name].push(hash(minted.token));
      return { body: minted };
    },
  });
  for (const who of [ada, bea]) await inviteElsewhere({ ...host, who });
  await host.page.goto(host.url);
  await host.heard('ready', 20);
  return { host, tokens, people };
}

const sentBy = ({ page }: Host) => page.evaluate(() => (window as unknown as { sent: Sent[] }).sent);

/** All that the page has sent carried a token of its own context, and the server saw no other. */
async function expectOwnTokens(host: Host, tokens: Tokens): Promise<void> {
  const sent = await sentBy(host);
  for (const { context, bearer, path } of sent) {
    const token = hash(bearer.replace('Bearer ', ''));
    expect(tokens[context as Name], `${context} ${path}`).toContain(token);
  }
  const seen = host.front.calls.flatMap(({ headers: { authorization = '' } }) =>
    authorization ? hash(authorization.replace('Bearer ', '')) : [],
  );
  expect([...new Set(seen)].sort()).toEqual(NAMES.flatMap((name) => tokens[name]).sort());
}

const askedBy = ({ asked }: Host) =>
  Object.fromEntries(NAMES.map((name) => [name, asked.filter(({ context }) => context === name).length]));

test('20 elements in 4 contexts: each context asks once, has one stream, and sends its own token only', async () => {
  const { host, tokens, people } = await openTwenty();
  expect(askedBy(host)).toEqual({ a: 1, b: 1, c: 1, d: 1 });
  await eventually(() => host.front.streams).toBe(4);
  await expectOwnTokens(host, tokens);

  for (const [i, name] of NAMES.entries()) {
    const element = host.element.nth(i + 8);
    await element.getByText(people[name].email).first().waitFor();
    const mayWrite = ROLES[name] === RECRUITER;
    expect(await element.getByRole('button', { name: 'Add comment' }).isVisible(), name).toBe(mayWrite);
  }
});

test('what one element of a context does shows in all of it, and in those with the same candidate', async () => {
  const { host, tokens } = await openTwenty();
  await eventually(() => host.front.streams).toBe(4);
  const writer = host.element.nth(NAMES.indexOf('b'));
  await writer.getByLabel('Your comment').fill('Only about Ada.');
  await writer.getByRole('button', { name: 'Add comment' }).click();
  const shown = host.element.getByText('Only about Ada.', { exact: true });
  await eventually(() => shown.count()).toBe(10);
  await expectOwnTokens(host, tokens);
});

test('when all tokens end at once, each context asks once more', async () => {
  const { host, tokens } = await openTwenty();
  host.world.pass(601_000);
  await host.element.evaluateAll((all) => Promise.all(all.map((one: any) => one.refresh())));
  expect(askedBy(host)).toEqual({ a: 2, b: 2, c: 2, d: 2 });
  await expectOwnTokens(host, tokens);
  expect(host.codes()).toEqual([]);
});

test('elements with the same session share all of it, whatever else they say', async () => {
  const who = candidate();
  const host = await hosts.open({
    html: ['picker', 'result', 'badge', 'auto']
      .map((view) =>
        elementTag({
          'api-base': '{api}',
          'token-endpoint': 'token',
          'candidate-id': who.externalId,
          session: 's',
          view,
          context: view,
        }),
      )
      .join(''),
    who,
  });
  await host.heard('ready', 4);
  await eventually(() => host.front.streams).toBe(1);
  expect(host.asked).toHaveLength(1);
});

test('100 badges cost one token, one list and one stream, and each shows its own candidate', async () => {
  const people = Array.from({ length: 100 }, (_, i) => candidate(`Person ${i}`));
  const ids = people.map(({ externalId }) => externalId);
  const badge = { 'api-base': '{api}', 'token-endpoint': 'token', view: 'badge', session: 'list' };
  const host = await hosts.open({
    html: ids.map((id) => elementTag({ ...badge, 'candidate-id': id })).join(''),
    token: { candidate: ids },
    isClosed: true,
  });
  const just: string[] = [];
  for (const who of [people[0]!, people[99]!]) just.push((await inviteElsewhere({ ...host, who })).id);
  await host.page.goto(host.url);
  await host.heard('ready', 100);
  await eventually(() => host.front.streams).toBe(1);
  // A stream begins with what has just changed, which may be these two.
  const reads = () =>
    host.front.log.filter((line) => line.includes(' /v1/') && !just.some((id) => line.includes(id))).sort();
  expect(reads()).toEqual(['GET /v1/events', 'GET /v1/invitations?latest=true']);
  expect(host.asked).toHaveLength(1);
  const invited = host.element.filter({ has: host.page.locator('[data-is=invited]') });
  expect(await invited.evaluateAll((all) => all.map((one) => one.getAttribute('candidate-id')))).toEqual([
    ids[0],
    ids[99],
  ]);

  // Only what changed is read again.
  await inviteElsewhere({ ...host, who: people[50]! });
  await eventually(() => invited.count()).toBe(3);
  expect(reads().filter((line) => /latest|events/.test(line))).toHaveLength(2);
});

test('elements that differ in their candidate alone, by property or by a token of the page, share nothing', async () => {
  const people = [candidate('Ada One'), candidate('Bea Two')];
  const host = await hosts.open({
    html: '<main></main>',
    backend: async ({ candidateId }) => ({
      body: await host.mint({ candidate: people.find(({ externalId }) => externalId === candidateId) }),
    }),
  });
  for (const who of people) await inviteElsewhere({ ...host, who });
  const given = await Promise.all(people.map((who) => host.mint({ candidate: who })));
  const all = people.flatMap((who, i) => [{ candidate: who }, { token: given[i]!.token }]);
  await host.page.evaluate(
    ([apiBase, some]) => {
      const elements = some.map((own) =>
        Object.assign(document.createElement('canditech-assessment'), {
          apiBase,
          tokenEndpoint: 'token',
          ...own,
        }),
      );
      document.querySelector('main')!.append(...elements);
    },
    [host.api, all] as const,
  );
  await host.heard('ready', 4);
  for (const [i, element] of (await host.element.all()).entries())
    await element
      .getByText(people[Math.floor(i / 2)]!.email)
      .first()
      .waitFor();
  expect(host.asked.map(({ candidateId }) => candidateId)).toEqual(
    people.map(({ externalId }) => externalId),
  );
});
