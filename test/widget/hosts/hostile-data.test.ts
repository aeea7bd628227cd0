import { expect, test } from 'vitest';
import { comment, invite, inviteElsewhere, pick, take } from './support/hands.ts';
import { useHosts, type Host } from './support/host.ts';

const hosts = useHosts();

const HIT = '<img src="x" onerror="window.hit = 1"><script>window.hit = 1</script><b>bold</b>';

/** What was meant as text is no element anywhere, and nothing of it ran. */
async function expectText({ page }: Host): Promise<void> {
  const found = await page.evaluate(() => {
    const roots = [...document.querySelectorAll('canditech-assessment')].map(({ shadowRoot }) => shadowRoot!);
    return [
      ...roots.flatMap((root) => [...root.querySelectorAll('img, script, b, iframe, [onerror], [onclick]')]),
    ].map(({ outerHTML }) => outerHTML);
  });
  expect(found).toEqual([]);
  expect(await page.evaluate(() => (window as any).hit)).toBeUndefined();
}

test('what the host says about its candidate stays text', async () => {
  const host = await hosts.open();
  const name = `Mina ${HIT}`;
  await host.element.evaluate(
    (element: any, value) => (element.candidate = { ...value, phone: {}, locale: 'javascript:alert(1)' }),
    { ...host.who, name, email: host.who.email },
  );
  await pick(host);
  expect(await host.element.getByLabel('Candidate’s name').inputValue()).toBe(name);
  await invite(host);
  await host.element.getByText(name).first().waitFor();
  await host.element.evaluate((element, hit) => element.setAttribute('label', hit), HIT);
  await host.element.getByRole('group', { name: HIT }).waitFor();
  await expectText(host);
});

test('labels stay text, and those that are none are left out', async () => {
  const host = await hosts.open({ isClosed: true });
  await inviteElsewhere(host);
  await take(host);
  await host.page.goto(host.url);
  await host.element.evaluate((element: any, hit) => {
    element.labels = {
      addComment: `Say ${hit}`,
      comments: hit,
      report: 42,
      decide: null,
      search: { toString: () => hit },
      errors: 'none',
      found: 'found',
      __proto__: { decision: hit },
      nothingOfOurs: hit,
    };
  }, HIT);
  await host.element.getByRole('button', { name: `Say ${HIT}` }).waitFor();
  await host.element.getByRole('heading', { name: HIT }).waitFor();
  await host.element.getByRole('link', { name: 'Open the report' }).waitFor();
  await host.element.getByRole('button', { name: 'Save decision' }).waitFor();
  await expectText(host);
});

test('a label that throws is left out, and no exception in the page', async () => {
  const host = await hosts.open();
  await host.heard('ready');
  await host.element.evaluate((element: any) => {
    const fail = () => {
      throw new Error('label');
    };
    element.labels = { found: fail, minutes: fail };
  });
  await host.element.getByRole('combobox').fill('small');
  await host.element.getByRole('option', { name: /Small test.*10 min/ }).waitFor();
  expect(host.codes()).toEqual([]);
});

test('what people and members wrote stays text as well', async () => {
  const host = await hosts.open({ isClosed: true, token: { actor: { name: `Rita ${HIT}` } } });
  await inviteElsewhere(host);
  await take(host);
  await host.page.goto(host.url);
  await comment(host, `So-so ${HIT}`);
  await host.element.getByText(`Rita ${HIT}`).first().waitFor();
  await expectText(host);
});

test('an id with every sign in it is sent as it is', async () => {
  const externalId = 'c-"><b>&?#%2F/../ ü';
  const host = await hosts.open({ who: { externalId, name: 'Mina Park', email: 'every-sign@mail.example' } });
  await pick(host);
  const invitation = await invite(host);
  expect(invitation.candidate.externalId).toBe(externalId);
  expect(host.asked[0]!.candidateId).toBe(externalId);
  await expectText(host);
});

/** As Google Translate does: every text is replaced by another in two `<font>`, unless `translate="no"` is around it. */
function translate(): void {
  const roots: Node[] = [document.body];
  const texts: Text[] = [];
  for (const root of roots) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node: Node | null = walker.currentNode; node; node = walker.nextNode()) {
      if (node instanceof Text) texts.push(node);
      else if (node instanceof Element && node.shadowRoot) roots.push(node.shadowRoot);
    }
  }
  for (const text of texts) {
    if (!text.data.trim() || text.parentElement?.closest('[translate=no], script, style')) continue;
    const [outer, inner] = [document.createElement('font'), document.createElement('font')];
    inner.textContent = `T ${text.data}`;
    outer.append(inner);
    text.replaceWith(outer);
  }
}

test('a page that is translated in place shows what happens from then on, and nothing breaks', async () => {
  const host = await hosts.open({ html: '<h1>Candidate</h1>{element}', isClosed: true });
  const { element, page } = host;
  await inviteElsewhere(host);
  await page.goto(host.url);
  const status = element.locator('[part=status]');
  await status.getByText('Invited').waitFor();
  await page.evaluate(translate);
  expect(await page.locator('h1').innerText()).toBe('T Candidate');
  await take(host, 'begin');
  await status.getByText('Started', { exact: true }).waitFor();
  await page.evaluate(translate);
  await take(host);
  await status.getByText('Awaiting review', { exact: true }).waitFor();
  await element.getByText('provisional').waitFor();
  expect(await status.innerText()).toBe('Awaiting review');
  expect(host.codes()).toEqual([]);
  expect(host.seen.console.filter((line) => line.startsWith('error:'))).toEqual([]);
});
