import { describe, expect, test } from 'vitest';
import { sooner } from './support/clocks.ts';
import { comment, decide, invite, inviteElsewhere, pick, take } from './support/hands.ts';
import { elementTag, useHosts, type Host } from './support/host.ts';

const hosts = useHosts();

test.each(['reduce', 'no-preference'] as const)(
  'a bare page gets the whole journey, where motion is “%s”: search, choose, invite, watch, comment, decide, open the report',
  async (reducedMotion) => {
    const host = await hosts.open({ context: { reducedMotion } });
    await pick(host);
    const { id } = await invite(host);
    await take(host, 'begin');
    await host.element.getByText('Begun').waitFor();
    await take(host);
    await host.element.getByText('Awaiting review').first().waitFor();
    await comment(host, 'Short.');
    await decide(host, id, 'Hold');
    const report = host.element.getByRole('link', { name: 'Open the report' });
    expect(await report.getAttribute('href')).toContain(id);
  },
);

/** How a page that is asked can say no, and how it can say yes. */
const ANSWERS = `{
  'prevents it': (event) => event.preventDefault(),
  'waits and says false': (event) => event.waitUntil(Promise.resolve(false)),
  'waits and fails': (event) => event.waitUntil(new Promise((_, reject) => setTimeout(reject, 0, new Error('no')))),
  'waits for two, and one says false': (event) => {
    event.waitUntil(new Promise((resolve) => setTimeout(resolve, 0, false)));
    event.waitUntil(Promise.resolve(true));
  },
  'waits and says yes': (event) => event.waitUntil(new Promise((resolve) => setTimeout(resolve))),
}`;
const NOES = [...ANSWERS.matchAll(/'(.+)': \(event\)/g)].map(([, name]) => name!).slice(0, -1);

const ASKED = {
  'before-invite': {
    open: (host: Host) => host.page.goto(host.url).then(() => pick(host)),
    typed: 'Message to the candidate',
    press: 'Invite',
    sends: 'POST /v1/invitations',
  },
  'before-decision': {
    async open(host: Host) {
      await inviteElsewhere(host);
      await take(host);
      await host.page.goto(host.url);
      await host.element.getByRole('radio', { name: 'Hold' }).check();
    },
    typed: 'Reason',
    press: 'Save decision',
    sends: '/decision',
  },
};

describe('a page that is asked beforehand decides:', () => {
  test.each(Object.entries(ASKED))('%s', async (event, { open, typed, press, sends }) => {
    const host = await hosts.open({
      html: `{element}<script>
        const ANSWERS = ${ANSWERS};
        let answer;
        document.addEventListener('canditech-${event}', (event) => ANSWERS[answer](event));
      </script>`,
      isClosed: true,
    });
    await open(host);
    const field = host.element.getByLabel(typed);
    const button = host.element.getByRole('button', { name: press, exact: true });
    await field.fill('Half a thought');
    const say = async (answer: string, count: number) => {
      await host.page.evaluate(`answer = ${JSON.stringify(answer)}`);
      await button.click();
      await host.heard(event, count);
    };
    for (const [i, answer] of NOES.entries()) {
      await say(answer, i + 1);
      await expect.poll(() => button.getAttribute('aria-disabled'), { message: answer }).toBe('false');
      expect(host.requests(sends), answer).toEqual([]);
      expect(await field.inputValue(), answer).toBe('Half a thought');
    }
    await say('waits and says yes', NOES.length + 1);
    await host.heard(event.replace('before-', ''));
    expect(host.requests(sends)).toHaveLength(1);
    expect(host.codes()).toEqual([]);
  });
});

describe('a listener of canditech-token-request', () => {
  const listen = (answer: string) =>
    `{element}<script>document.addEventListener('canditech-token-request', (event) => event.respondWith(${answer}));</script>`;

  test.each([
    ['as the server minted it', 'mint()'],
    ['as a string', 'mint().then(({ token }) => token)'],
  ])(
    'gives the token, %s, in place of the endpoint, at first and when it has ended',
    async (_how, answer) => {
      const host = await hosts.open({
        html: listen(answer),
        attributes: { context: 'row 3' },
        isClosed: true,
      });
      await host.page.exposeFunction('mint', () => host.mint());
      await host.page.goto(host.url);
      await host.heard('ready');
      host.world.pass(601_000);
      await host.element.evaluate((one: any) => one.refresh());
      const details = host.seen.events.flatMap(({ type, detail }) =>
        type === 'canditech-token-request' ? detail : [],
      );
      expect(details).toEqual(['initial', 'expired'].map((reason) => ({ reason, context: 'row 3' })));
      expect(host.asked).toEqual([]);
      expect(host.codes()).toEqual([]);
    },
  );

  test('that fails is no reason to ask the endpoint', async () => {
    const host = await hosts.open({ html: listen("Promise.reject(new Error('no'))") });
    await expect.poll(() => host.codes()).toEqual(['token_missing']);
    expect(host.asked).toEqual([]);
  });
});

describe('what a page says by attributes is so:', () => {
  test('job-id goes to the backend with the question for a token, and into the invitation', async () => {
    const host = await hosts.open({ attributes: { 'job-id': 'job-7' } });
    await pick(host);
    const { id } = await invite(host);
    expect(host.asked[0]).toMatchObject({ jobId: 'job-7' });
    const { body } = await host.place.admin.call('GET', `/v1/invitations/${id}`);
    expect(body.jobId).toBe('job-7');
  });

  test('time-zone is that of the times that are shown', async () => {
    const ZONES = ['Asia/Tokyo', 'America/New_York'];
    const host = await hosts.open({ isClosed: true, html: '<main></main>' });
    const { expiresAt } = await inviteElsewhere(host);
    await host.page.goto(host.url);
    const tags = ZONES.map((zone) =>
      elementTag({
        'api-base': host.api,
        'token-endpoint': 'token',
        'candidate-id': host.who.externalId,
        'time-zone': zone,
      }),
    );
    const times = await host.page.evaluate(
      ([html, zones, at]) => {
        document.querySelector('main')!.innerHTML = html;
        const style = { dateStyle: 'medium', timeStyle: 'short' } as const;
        return zones.map((timeZone) => new Date(at).toLocaleString('en-GB', { ...style, timeZone }));
      },
      [tags.join(''), ZONES, expiresAt as string] as const,
    );
    expect(times[0]).not.toBe(times[1]);
    for (const [i, time] of times.entries())
      await host.element.nth(i).getByText(`The link can be opened until ${time}.`).waitFor();
  });

  test('live="poll" opens no stream, and shows what changes all the same', async () => {
    const host = await hosts.open({ attributes: { live: 'poll' }, before: sooner(10) });
    await host.heard('ready');
    await inviteElsewhere(host);
    await host.element.locator('[data-is=invited]').waitFor();
    await take(host);
    await host.element.locator('[data-is=submitted]').waitFor();
    expect(host.requests('/v1/events')).toEqual([]);
  });

  test('loading="lazy" asks for nothing until it comes into sight', async () => {
    const more = { 'api-base': '{api}', 'token-endpoint': 'token' };
    const host = await hosts.open({
      html: `${elementTag({ ...more, context: 'here' })}<div style="height: 3000px"></div>
        ${elementTag({ ...more, context: 'below', loading: 'lazy' })}`,
    });
    const contexts = () => host.asked.map(({ context }) => context);
    await host.heard('ready');
    const below = host.element.nth(1);
    expect(await below.evaluate((one: any) => [one.state, one.shadowRoot.childElementCount])).toEqual([
      'idle',
      0,
    ]);
    expect(contexts()).toEqual(['here']);
    await below.scrollIntoViewIfNeeded();
    await host.heard('ready', 2);
    expect(contexts()).toEqual(['here', 'below']);
  });
});

const API = { 'api-base': '{api}', 'token-endpoint': 'token' };
/** States as README names them, and an element that is in these alone. */
const STATES: [states: string[], attributes: Record<string, string>][] = [
  [['authorizing', 'loading'], API],
  [['offline'], { 'api-base': 'http://localhost:1', token: 'a.b.c' }],
  [['open', 'ready'], { demo: 'picker' }],
  [['empty', 'open'], { demo: 'empty' }],
  [['error'], { demo: 'error' }],
  [['unauthorized'], { demo: 'expired-token' }],
  [['invited', 'ready'], { demo: 'invited' }],
  [['in-progress', 'ready'], { demo: 'started' }],
  [['in-progress', 'ready'], { demo: 'submitted' }],
  [['completed', 'ready'], { demo: 'completed' }],
  [['completed', 'offline', 'ready', 'stale'], { demo: 'offline' }],
  [['expired', 'ready'], { demo: 'expired' }],
  [['declined', 'ready'], { demo: 'cancelled' }],
];
const ALL = [...new Set(STATES.flatMap(([states]) => states)), 'busy', 'demo'];

test('each custom state is there when it should be, and no other', async () => {
  const host = await hosts.open({
    html: STATES.map(([, attributes]) => elementTag(attributes)).join(''),
    backend: () => null,
  });
  expect(ALL).toHaveLength(16);
  const statesOf = (i: number) =>
    host.element
      .nth(i)
      .evaluate((one, all) => all.filter((state) => one.matches(`:state(${state})`)).sort(), ALL);
  for (const [i, [states, { demo }]] of STATES.entries())
    await expect.poll(() => statesOf(i)).toEqual([...states, ...(demo ? ['demo'] : [])].sort());
});

/** The slot, an element that shows it, and what is there where the page has nothing for it. */
const SLOTS: [slot: string, attributes: Record<string, string>, normal: string][] = [
  ['empty', { demo: 'empty' }, 'text=There are no assessments yet.'],
  ['empty', { demo: 'picker', view: 'result' }, 'text=No assessment yet.'],
  ['empty', { demo: 'picker', view: 'badge' }, 'text=–'],
  ['error', { demo: 'error' }, '[part=alert]'],
  ['loading', API, '[part=skeleton]'],
];

test.each(['with', 'without'])('slots take the place of what is there otherwise: %s them', async (how) => {
  const words = (i: number) => `Words of the page, ${i}`;
  const host = await hosts.open({
    html: SLOTS.map(([slot, attributes], i) => {
      const own = how === 'with' ? `<p slot="${slot}">${words(i)}</p>` : '';
      return elementTag(attributes).replace('></', `>${own}</`);
    }).join(''),
    backend: () => null,
  });
  for (const [i, [, , normal]] of SLOTS.entries()) {
    const element = host.element.nth(i);
    const [shown, gone] = [element.getByText(words(i)), element.locator(normal)];
    await (how === 'with' ? shown : gone).waitFor();
    expect(await (how === 'with' ? gone : shown).isVisible(), normal).toBe(false);
  }
});
