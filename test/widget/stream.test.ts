import { expect } from './support/expect.ts';
import { candidate, until, useLab } from './support/lab.ts';

const lab = useLab();

/** A line on which that stands in place of each stream of events; `asked` are the paths since the first of them. */
function openWithout(answer: () => Response) {
  const asked: string[] = [];
  const transport: typeof fetch = (...[url, init]) => {
    const isStream = (url as string).endsWith('/events');
    if (isStream || asked.length) asked.push(new URL(url as string).pathname);
    return isStream ? Promise.resolve(answer()) : fetch(url, init);
  };
  return { transport, asked };
}

for (const [when, body] of Object.entries({ 'at once': '', 'with their first message': ': hello\n\n' }))
  it(`where streams end ${when} what changes is seen all the same, and they are not asked for each second`, async () => {
    const who = candidate();
    await lab.invite(who, 'Bookkeeping');
    const began = performance.now();
    const headers = { 'Content-Type': 'text/event-stream' };
    const { transport, asked } = openWithout(() => new Response(body, { headers }));
    const { element, log } = await lab.show(who, { properties: { transport } });
    const changed = new Promise<CustomEvent>((resolve) =>
      element.addEventListener('canditech-status-change', resolve),
    );
    await until(() => asked.length > 1);
    await lab.take(who.email, 'begin');
    expect((await changed).detail.to).to.equal('started');
    const streams = () => asked.filter((path) => path.endsWith('/events')).length;
    expect(streams()).to.be.below(4);
    await until(() => performance.now() - began > 9000);
    expect(streams()).to.be.below(6);
    expect(log.map(({ type }) => type)).not.to.contain('error');
  }).timeout(40_000);

it('where streams are refused it looks instead, and alarms nobody', async () => {
  const who = candidate();
  await lab.invite(who, 'Bookkeeping');
  const problem = { code: 'rate_limited', detail: 'There are too many open streams.', status: 429 };
  const { transport, asked } = openWithout(() =>
    Response.json(problem, { status: 429, headers: { 'Retry-After': '60' } }),
  );
  const { element, log } = await lab.show(who, { properties: { transport } });
  await until(() => asked.some((path) => path.endsWith('/invitations')));
  await element.refresh();
  expect([element.matches(':state(stale)'), log.map(({ type }) => type)]).to.deep.equal([false, ['ready']]);
});
