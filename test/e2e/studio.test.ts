import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PEOPLE, SCENARIOS } from '../../widget/demo/data.ts';
import { startDemo, type Demo } from '../support/demo.ts';
import { button, expectAccessible, expectToFit, usePages } from '../support/page.ts';

describe('the studio', () => {
  const pages = usePages();
  let demo: Demo;

  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo?.stop());

  async function open(query = '', options: Parameters<typeof pages.open>[0] = {}): Promise<Page> {
    const page = await pages.open(options);
    await page.goto(`${demo.host}/studio${query}`);
    await settled(page);
    return page;
  }
  const settled = (page: Page) =>
    page.waitForFunction(() => {
      const { state } = document.querySelector('canditech-assessment') as HTMLElement & { state?: string };
      return state !== undefined && !['idle', 'authorizing', 'loading'].includes(state);
    });
  /** As the page has it: its driver hears of a change a moment later. */
  const search = (page: Page) => page.evaluate(() => location.search);
  const source = (page: Page, tab: string) =>
    page
      .getByRole('tab', { name: tab, exact: true })
      .click()
      .then(() => page.locator('#source').textContent());

  test('shows the element in every scenario, and asks no server for data', async () => {
    const page = await pages.open();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${demo.host}/studio`);
    for (const scenario of Object.keys(SCENARIOS)) {
      await page.getByLabel('Scenario').selectOption(scenario);
      await page.waitForFunction(
        (name) => document.querySelector('canditech-assessment')?.getAttribute('demo') === name,
        scenario,
      );
      await settled(page);
    }
    expect(asked.filter((path) => path.startsWith('/v1/') || path.endsWith('/token'))).toEqual([]);
  });

  test('shows badges as they stand in a list, each of its own candidate', async () => {
    const page = await open('?scenario=badge');
    const rows = page.locator('#page li');
    await rows.filter({ hasText: 'Luca Bianchi' }).getByText('Awaiting review').waitFor();
    await rows.filter({ hasText: 'Hana Suzuki' }).getByText('Started').waitFor();
    expect(await rows.count()).toBe(PEOPLE.length);
    await expectAccessible(page);
    const view = page.getByLabel('view', { exact: true });
    expect(await view.inputValue()).toBe('badge');
    const ids = [...(await source(page, 'HTML'))!.matchAll(/ candidate-id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual(['c-1001', 'c-1002', 'c-1003', 'c-1004', 'c-1005', 'c-1006']);
    await page.getByLabel('Scenario').selectOption('completed');
    expect([await view.inputValue(), await search(page)]).toEqual(['', '?scenario=completed']);
    expect(await page.locator('#page canditech-assessment').count()).toBe(1);
  });

  test('shows one badge in any other scenario', async () => {
    const page = await open('?scenario=submitted&view=badge');
    await page.locator('#page').getByText('Awaiting review').waitFor();
    expect(await source(page, 'HTML')).toMatch(/ candidate-id="c-1001"\n +view="badge"\n>/);
  });

  test('has a control for every attribute and every custom property', async () => {
    const page = await open();
    const manifest = JSON.parse(
      readFileSync(new URL('../../dist/widget/custom-elements.json', import.meta.url), 'utf8'),
    );
    const element = manifest.modules
      .flatMap((one: any) => one.declarations ?? [])
      .find((one: any) => one.tagName);
    const names: string[] = [
      ...element.attributes.map((one: any) => one.name),
      ...element.cssProperties.map((one: any) => one.name.replace('canditech-', '')),
    ];
    const there = await page
      .locator('.controls [name]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('name')));
    const missing = names.filter((name) => !there.includes(name));
    expect(missing.sort()).toEqual(['api-base', 'demo', 'token', 'value']);
  });

  test('keeps all that is set in its address, so that a link shows the same', async () => {
    const page = await open('', { width: 1600 });
    await page.getByLabel('Scenario').selectOption('completed');
    await page.getByLabel('theme', { exact: true }).selectOption('dark');
    await page.getByLabel('score', { exact: true }).check();
    await page.getByLabel('comments', { exact: true }).check();
    await page.getByLabel('label', { exact: true }).fill('Test & "more"');
    await page.getByLabel('color-accent', { exact: true }).fill('#0b6e4f');
    await page.getByLabel('Width', { exact: true }).fill('400');
    await page.getByLabel('Right to left').check();
    const seen = (one: Page) =>
      one.evaluate(() => {
        const element = document.querySelector('canditech-assessment')!;
        const style = getComputedStyle(element);
        return [
          Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
          style.getPropertyValue('--canditech-color-accent'),
          style.direction,
          element.clientWidth,
        ];
      });
    const attributes = {
      demo: 'completed',
      theme: 'dark',
      show: 'score comments',
      label: 'Test & "more"',
    };
    expect(await seen(page)).toEqual([attributes, '#0b6e4f', 'rtl', 400]);
    const other = await open(await search(page));
    expect(await seen(other)).toEqual(await seen(page));
    expect(await source(other, 'HTML')).toContain('  label="Test &amp; &quot;more&quot;"');
    expect(await source(other, 'CSS')).toContain('--canditech-color-accent: #0b6e4f;');
  });

  test('keeps all its fields inside their panel', async () => {
    for (const width of [1280, 390]) {
      const page = await open('', { width });
      const outside = await page.locator('.controls').evaluate((panel) => {
        for (const group of panel.querySelectorAll('details')) group.open = true;
        const { left, right } = panel.getBoundingClientRect();
        return [...panel.querySelectorAll('input, select, textarea, button')]
          .filter((one) => {
            const box = one.getBoundingClientRect();
            return box.left < left + 8 || box.right > right - 8;
          })
          .map(({ id, outerHTML }) => id || outerHTML);
      });
      expect(outside).toEqual([]);
    }
  });

  test('tells what the element tells its page, and what its form would send', async () => {
    const page = await open('?action=select&name=test&required=on');
    await button(page, 'Submit the form of the page').waitFor();
    await page
      .getByRole('option', { name: /Bookkeeping/ })
      .first()
      .click();
    await page.locator('#log').getByText('canditech-select').waitFor();
    await button(page, 'Submit the form of the page').click();
    await page.locator('#log').getByText('submit', { exact: true }).click();
    const sent = await page.locator('#log li').first().locator('pre').textContent();
    expect(sent).toMatch(/^test=[\da-f-]{36}$/);
    await button(page, 'Start again').click();
    await page.getByRole('combobox', { name: 'Find an assessment' }).waitFor();
  });

  test('moves through the snippets by arrow keys; each route is there with the addresses that were typed', async () => {
    const page = await open(
      '?script=pinned&server=https://tests.acme.example/&origin=https://people.acme.example',
    );
    await page.getByRole('tab', { name: 'HTML' }).focus();
    const seen: string[] = [];
    for (let i = 0; i < 8; i++) {
      seen.push((await page.locator('#source').textContent())!);
      await page.keyboard.press('ArrowRight');
    }
    expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('HTML');
    expect(seen[0]).toMatch(/https:\/\/tests\.acme\.example\/embed\/\d+\.\d+\.\d+\/.+ integrity="sha384-/);
    expect(seen[1]).toContain(
      "script-src 'self' https://tests.acme.example; connect-src 'self' https://tests",
    );
    expect(seen[1]).toMatch(/\n\n# with require-.+\ntrusted-types canditech-embed$/);
    for (const route of seen.slice(2)) {
      expect(route).toContain('https://tests.acme.example/v1/embed/sessions');
      expect(route).toContain('https://people.acme.example');
      expect(route).not.toContain('localhost');
    }
  });

  test('shows canned candidates whatever ids and routes the page has, which its code names', async () => {
    const page = await open(
      '?scenario=submitted&candidate-id=cand-42&token-endpoint=/api/mint&server=tests.acme',
    );
    await page.locator('#page').getByText('Awaiting review').waitFor();
    const code = await source(page, 'HTML');
    expect(code).toContain('candidate-id="cand-42"');
    expect(code).toContain('src="https://tests.acme/embed/v1/loader.js"');
    for (const name of ['Express', 'Django', 'Rails', 'Laravel', 'ASP.NET']) {
      const route = await source(page, name);
      expect(route).toContain('api/mint');
      expect(route).not.toContain('canditech/token');
    }
    await page.getByRole('tab', { name: 'Next' }).click();
    await page.getByText('app/api/mint/route.ts').waitFor();
  });

  test.for(["https://a'+evil()+'.example", 'https://a"b.example', 'https://a`b.example', 'data://x', ''])(
    'has no code of a link in its code: %s',
    async (origin) => {
      const page = await open(`?origin=${encodeURIComponent(origin)}&server=${encodeURIComponent(origin)}`);
      const route = await source(page, 'Express');
      expect(route).toContain("origin: 'https://ats.acme.example' }");
      expect(route).toContain(`fetch('${demo.canditech}/v1/embed/sessions'`);
    },
  );

  test('says what is no value of a setting, and leaves it out', async () => {
    const page = await open('?scenario=completed&width=99999&page-size=0');
    await page.getByText('Further properties').click();
    for (const [name, value, problem] of [
      ['radius', '4', '“4” is no length.'],
      ['shadow', '4px', '“4px” is no shadow.'],
      ['font-family', 'Georgia,', '“Georgia,” is no list of fonts.'],
      ['page-size', '1001', '“1001” is none of 1 to 1000.'],
    ] as const) {
      await page.getByLabel(name, { exact: true }).fill(value);
      await page.getByText(problem).waitFor();
    }
    await expectAccessible(page);
    expect(await search(page)).toBe('?scenario=completed');
    await page.getByLabel('radius', { exact: true }).fill('4px');
    await page.getByLabel('page-size', { exact: true }).fill('50');
    expect(await search(page)).toBe('?scenario=completed&page-size=50&--radius=4px');
    await page.getByLabel('shadow', { exact: true }).fill('0 1px 2px #0003');
    expect(new URLSearchParams(await search(page)).get('--shadow')).toBe('0 1px 2px #0003');
    await page.getByLabel('font-size', { exact: true }).fill('small');
    await page.getByLabel('border-width', { exact: true }).fill('thin');
    expect(await search(page)).toContain('--font-size=small');
    expect(await search(page)).toContain('--border-width=thin');
    expect(await button(page, 'Fit').getAttribute('aria-pressed')).toBe('true');
  });

  test('keeps the lines of its code, and takes back what it has said', async () => {
    const page = await open('?script=pinned', { width: 390 });
    const heights = await page.locator('pre:has(#source)').evaluate((pre) => {
      const lines = pre.textContent.split('\n').length;
      return [pre.clientHeight, lines * parseFloat(getComputedStyle(pre).lineHeight)].map(Math.round);
    });
    expect(heights[0]).toBeLessThan(heights[1]! + 40);
    await page.clock.install();
    await button(page, 'Copy link').click();
    await expect.poll(() => page.locator('#said').textContent()).not.toBe('');
    await page.clock.fastForward(7000);
    await expect.poll(() => page.locator('#said').textContent()).toBe('');
  });

  test('is for everybody: axe in light and dark, on a phone, and with a wide element inside', async () => {
    const page = await open('?scenario=completed&--color-accent=%230b6e4f');
    await expectAccessible(page);
    await expectToFit(page);
    await page.getByLabel('Width', { exact: true }).fill('1600');
    await expectToFit(page, 390);
    const phone = await open('?scenario=submitted&debug=on', { width: 390 });
    await expectAccessible(phone);
  });
});
