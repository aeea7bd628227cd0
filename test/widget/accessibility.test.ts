import 'axe-core';
import type { AxeResults } from 'axe-core';
import { expect } from './support/expect.ts';
import type { CanditechAssessment } from '../../widget/index.ts';
import { $, button, candidate, has, rendered, root, type, useLab } from './support/lab.ts';

const lab = useLab();
beforeEach(async () => {
  await lab.hand('line', { line: 'ok' });
});
afterEach(() => {
  document.documentElement.removeAttribute('style');
  document.documentElement.removeAttribute('dir');
});

/** A script of the old kind: it is there as a global. */
declare const axe: { run(context: Element, options: object): Promise<AxeResults> };
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Each state as it is, in both schemes and both directions. */
async function check(element: CanditechAssessment) {
  document.documentElement.lang = 'en';
  document.title = 'Host';
  const found: string[] = [];
  for (const scheme of ['light', 'dark'])
    for (const dir of ['ltr', 'rtl']) {
      document.documentElement.dir = dir;
      document.documentElement.style.cssText =
        scheme === 'dark'
          ? 'color-scheme: dark; background: #14161b; color: #e9ebf2'
          : 'color-scheme: light; background: #fff; color: #1a1d27';
      await rendered();
      const { violations } = await axe.run(element, { runOnly: RULES });
      for (const { id, nodes } of violations)
        found.push(`${scheme} ${dir} ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    }
  expect(found).to.deep.equal([]);
}

describe('nothing that axe finds', () => {
  it('in the picker, searching, and with nothing found', async () => {
    const { element } = await lab.show(candidate());
    await check(element);
    type(element, '#search', 's');
    $(element, '#search').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
    await check(element);
    type(element, '#search', 'zzz');
    await check(element);
  });

  it('in the form, and with its errors', async () => {
    const { element } = await lab.show(candidate());
    $(element, '[role="option"]').click();
    await check(element);
    await rendered();
    $<HTMLInputElement>(element, '#email').value = 'x';
    button(element, 'Invite').click();
    await has(element, 'must be one e-mail address');
    await check(element);
  });

  for (const state of ['invited', 'started', 'submitted', 'completed', 'cancelled', 'bounced'])
    it(`in the result panel: ${state}`, async () => {
      const who = candidate();
      if (state === 'bounced') await lab.hand('refuseMail', { to: who.email });
      const { id } = await lab.invite(who, 'Customer Support');
      if (state === 'cancelled') await lab.admin('POST', `/v1/invitations/${id}/cancel`, {});
      if (state === 'started') await lab.take(who.email, 'begin');
      if (state === 'submitted' || state === 'completed') await lab.take(who.email);
      if (state === 'completed') {
        await lab.grade(id);
        await lab.admin('POST', `/v1/invitations/${id}/comments`, { text: 'Good.' });
        await lab.admin('PUT', `/v1/invitations/${id}/decision`, { decision: 'hold', note: 'Wait.' });
        await lab.invite(who, 'SQL');
      }
      const { element } = await lab.show(who);
      if (state === 'completed') {
        button(element, 'Customer Support').click();
        await has(element, 'Wait.');
      }
      await check(element);
    });

  it('in trouble: without access, offline, loading, with nothing to show', async () => {
    const who = candidate();
    const { element: empty } = await lab.show(who, { role: 'viewer' });
    await check(empty);
    await lab.hand('line', { line: 'down' });
    await has(empty, 'This is from');
    await check(empty);
    empty.remove();
    await lab.hand('line', { line: 'ok' });
    const { element: refused } = await lab.show(who, { candidate: candidate() });
    await check(refused);
    const loading = document.createElement('canditech-assessment');
    loading.apiBase = lab.api;
    loading.fetchToken = () => new Promise(() => {});
    document.body.append(loading);
    await rendered();
    expect(root(loading).querySelector('[part="skeleton"]')).not.to.equal(null);
    await check(loading);
  });
});
