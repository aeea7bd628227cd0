import { describe, expect, test } from 'vitest';
import { axTree, type AxTree } from './support/ax.ts';
import { pick } from './support/hands.ts';
import { useHosts, type Host } from './support/host.ts';

const hosts = useHosts();

const one = (tree: AxTree, role: string) => tree.all(role).join('\n');
/** What is announced, and how. */
const announced = async ({ page }: Host) => (await axTree(page)).all('status');

describe('what assistive technology gets of the search', () => {
  test('is a combobox with a name, its list, the active option and the number of options', async () => {
    const host = await hosts.open({ attributes: { label: 'Test for this job' } });
    const { page, element } = host;
    const search = element.getByRole('combobox', { name: 'Test for this job' });
    await search.focus();
    const count = Number(await element.getByRole('option').first().getAttribute('aria-setsize'));
    const before = await axTree(page);
    expect(one(before, 'combobox')).toBe(
      'combobox "Test for this job" focused autocomplete=list hasPopup=listbox expanded controls=list',
    );
    expect(one(before, 'listbox')).toBe('listbox "Assessments" orientation=vertical');
    expect(count).toBeGreaterThan(2);
    expect(before.all('option')).toHaveLength(count);

    await search.press('ArrowDown');
    await search.press('ArrowDown');
    const there = await axTree(page);
    expect(one(there, 'combobox')).toMatch(/ expanded activedescendant=o1 controls=list$/);
    const selected = there.all('option').filter((line) => line.includes(' selected'));
    const name = (await element.locator('#o1').innerText()).replace(/\s+/g, ' ');
    expect(selected).toEqual([expect.stringContaining(`option "${name}" `)]);

    await search.press('Escape');
    await search.fill('small');
    expect((await axTree(page)).all('option')).toEqual([expect.stringContaining('option "Small test ')]);
    await search.press('Escape');
    const closed = await axTree(page);
    expect(one(closed, 'combobox')).not.toContain('expanded');
    expect(closed.all('option')).toEqual([]);

    await search.fill('no such test');
    expect(one(await axTree(page), 'combobox')).not.toContain('expanded');
  });

  test('counts 2,000 options while only those in sight are there', async () => {
    const host = await hosts.open({ isClosed: true });
    host.front.listed = 2000;
    await host.page.goto(host.url);
    const { element, page } = host;
    const options = element.getByRole('option');
    await expect.poll(() => options.first().getAttribute('aria-setsize')).toBe('2000');
    await element.getByRole('combobox').press('ArrowUp');
    await element.locator('#o1999').waitFor();
    const tree = await axTree(page);
    expect(one(tree, 'combobox')).toContain('activedescendant=o1999');
    expect(tree.all('option').length).toBeLessThan(40);
    expect(await element.locator('#o1999').getAttribute('aria-posinset')).toBe('2000');
  });

  test('is one combobox for each of two elements, each with a list of its own', async () => {
    const host = await hosts.open({ html: '{picker}{picker}' });
    await host.heard('ready', 2);
    await host.element.last().getByRole('combobox').press('ArrowDown');
    const boxes = (await axTree(host.page)).all('combobox');
    expect(boxes.map((line) => line.includes('activedescendant=o0'))).toEqual([false, true]);
  });
});

test('the result is headings, a named status, numbers as text, fields with labels', async () => {
  const host = await hosts.open({
    attributes: { demo: 'completed', 'candidate-id': undefined, 'api-base': undefined, 'heading-level': '2' },
  });
  await host.heard('ready');
  const tree = await axTree(host.page);
  expect(tree.all('heading')).toEqual([
    'heading "Customer Support" level=2',
    'heading "Comments" level=3',
    'heading "Decision" level=3',
  ]);
  expect(one(tree, 'radiogroup')).toContain('radiogroup "Decision"');
  expect(tree.all('radio')).toEqual([
    expect.stringMatching(/^radio "Advance" .*checked/),
    expect.stringMatching(/^radio "Hold"/),
    expect.stringMatching(/^radio "Reject"/),
  ]);
  const unnamed = /^(button|textbox|link|combobox|radio) ""/;
  expect(tree.text.split('\n').filter((line) => unnamed.test(line.trim()))).toEqual([]);
  for (const text of ['78%', 'Completed', '92%', 'Reading what customers mean'])
    expect(tree.text).toContain(text);
});

/** Hosts that keep readers inside of a box. */
const BOXES: Record<string, string> = {
  'a modal dialog': `<dialog id="box">{element}</dialog><script>box.showModal()</script>`,
  'a drawer': `<main inert><p>Behind</p></main>
    <aside id="box" role="dialog" aria-modal="true" aria-label="Candidate"
      style="position: fixed; inset: 0 0 0 auto; width: 400px; overflow: auto; transform: translateX(0)">{element}</aside>`,
  'inert siblings': `<header inert>Head</header><div aria-hidden="true">Hidden</div><section>{element}</section>
    <footer inert>Foot</footer>`,
};

describe('what is announced is there before the first word, and heard in', () => {
  test.each(Object.entries(BOXES))('%s', async (_name, html) => {
    const host = await hosts.open({ html });
    await host.heard('ready');
    expect(await announced(host)).toEqual(['status "" live=polite atomic relevant=additions text']);
    const status = await host.element.locator('[role=status]').elementHandle();
    await host.element.getByRole('combobox').fill('small');
    await host.heard('search');
    await expect.poll(async () => (await axTree(host.page)).text).toContain('1 assessment found');
    expect(await status.evaluate((node) => node.isConnected && node.textContent)).toBe('1 assessment found');
  });

  test('of each key nothing is said, only of where typing rests', async () => {
    const host = await hosts.open();
    await host.heard('ready');
    await host.element.locator('[role=status]').evaluate((status) => {
      const said: string[] = [];
      Object.assign(window, { said });
      new MutationObserver(() => said.push(status.textContent)).observe(status, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
    await host.element.getByRole('combobox').pressSequentially('small test');
    await host.heard('search');
    expect(await host.page.evaluate(() => (window as unknown as { said: string[] }).said)).toEqual([
      '1 assessment found',
    ]);
  });

  test('a failure is an alert, at once, and with the way on', async () => {
    const host = await hosts.open({ backend: () => ({ status: 403, body: {} }) });
    await host.heard('error');
    const tree = await axTree(host.page);
    expect(one(tree, 'alert')).toContain('alert');
    expect(tree.text).toContain('This page did not get access.');
    expect(tree.all('button')).toEqual([expect.stringContaining('button "Try again"')]);
  });

  test('a field that is wrong says so, and why', async () => {
    const host = await hosts.open();
    await pick(host);
    await host.element.getByLabel('Candidate’s e-mail').fill('mina@');
    await host.element.getByRole('button', { name: 'Invite', exact: true }).click();
    await host.heard('error');
    await expect
      .poll(async () => one(await axTree(host.page), 'textbox'))
      .toMatch(/"Candidate’s e-mail" value="mina@" invalid=true focused describedby=email-problem/);
    expect(await host.element.locator('#email-problem').innerText()).toContain('e-mail address');
  });
});
