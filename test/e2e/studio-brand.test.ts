import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemo, type Demo } from '../support/demo.ts';
import { button, expectAccessible, usePages } from '../support/page.ts';

describe('the brand in the studio', () => {
  const pages = usePages();
  let demo: Demo;

  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo?.stop());

  async function open(): Promise<Page> {
    const page = await pages.open();
    await page.goto(`${demo.host}/studio`);
    return page;
  }
  const source = (page: Page, tab: string) =>
    page
      .getByRole('tab', { name: tab, exact: true })
      .click()
      .then(() => page.locator('#source').textContent());

  test('takes the twelve properties from the style sheet of a page, with text that can be read', async () => {
    const page = await open();
    await page.getByLabel('Your colours, or a style sheet').fill(`
      :root { --brand: oklch(0.85 0.17 90); --bg: #fffdf7; --radius: 3px; --danger: var(--red); --red: #c00; }
      body { color: rgb(20 20 20); font-family: Georgia, serif; font-size: 15px; }
      .card { border: 1px solid #d8d2c0; }
      .ok { --success: hsl(150 60% 30%); --warning: #b45309; --space: 5px }`);
    await button(page, 'Match my page').click();
    await page.getByText('12 properties are set.').waitFor();
    const css = await source(page, 'CSS');
    expect(css!.match(/--canditech-[\w-]+: [^;]+/g)!.sort()).toEqual([
      '--canditech-color-accent: #f9c718',
      '--canditech-color-border: #d8d2c0',
      '--canditech-color-danger: #cc0000',
      '--canditech-color-on-accent: #000000',
      '--canditech-color-success: #1f7a4d',
      '--canditech-color-surface: #fffdf7',
      '--canditech-color-text: #141414',
      '--canditech-color-warning: #b45309',
      '--canditech-font-family: Georgia, serif',
      '--canditech-font-size: 15px',
      '--canditech-radius: 3px',
      '--canditech-space: 5px',
    ]);
    expect(await page.locator('#contrast').textContent()).toContain('can be read');
    await button(page, 'Take all back').click();
    expect(await page.getByRole('tab', { name: 'CSS', exact: true }).count()).toBe(0);
  });

  test('finds accent, states, surface and text in a bare list of colours', async () => {
    const page = await open();
    const palette = page.getByLabel('Your colours, or a style sheet');
    await palette.fill('#6d28d9 #16a34a #dc2626 #f8fafc #0f172a');
    await button(page, 'Match my page').click();
    const value = (name: string) => page.getByLabel(name, { exact: true }).inputValue();
    expect(
      await Promise.all(
        ['accent', 'success', 'danger', 'surface', 'text'].map((name) => value(`color-${name}`)),
      ),
    ).toEqual(['#6d28d9', '#16a34a', '#dc2626', '#f8fafc', '#0f172a']);
    await palette.fill('nothing here');
    await button(page, 'Match my page').click();
    await page.getByText('There is no colour and no size in it.').waitFor();
    expect(await value('color-accent')).toBe('#6d28d9');
  });

  async function match(page: Page, sheet: string): Promise<Record<string, string>> {
    await page.getByLabel('Your colours, or a style sheet').fill(sheet);
    await button(page, 'Take all back').click();
    await button(page, 'Match my page').click();
    const fields = page.locator('.pair > input[name^="--"]');
    const all = await fields.evaluateAll((inputs) =>
      inputs.map((input) => {
        const { name, value } = input as HTMLInputElement;
        return [name.replace(/^--(color-)?/, ''), value] as const;
      }),
    );
    return Object.fromEntries(all.filter(([, value]) => value));
  }

  const BRAND = { accent: '#0b6e4f', 'on-accent': '#ffffff' };
  const PAPER = { surface: '#ffffff', text: '#222222' };
  test.for([
    [
      'a page after its buttons',
      '.btn-primary{background:#0b6e4f;color:#fff} body{color:#222;background:#fff}',
      { ...BRAND, ...PAPER },
    ],
    [
      'a page before its buttons',
      'body{color:#222;background:#fff} .btn-primary{background:#0b6e4f;color:#fff}',
      { ...BRAND, ...PAPER },
    ],
    [
      'a page after what lies in it',
      'main{background:#eee;color:#333} html{background:#fff} body{color:#222}',
      PAPER,
    ],
    ['links and buttons alone', 'a{color:#0b6e4f} button{background-color:#0b6e4f;color:white}', BRAND],
    [
      'text of buttons that have no colour',
      ':root{--bg:#fffbe6} .btn-primary{color:#fff}',
      { surface: '#fffbe6' },
    ],
    [
      'lesser buttons first',
      '.btn-secondary{background:#eee;color:#111} .btn{background:#ddd} .btn-primary{background:#0b6e4f;color:#fff}',
      BRAND,
    ],
    [
      'special places, and a dark page',
      `header{background:#123456;color:#fff} h1{color:#a11} body.dark{background:#000;color:#eee}
       html,body{background:#fff;color:#222} button{background:#0b6e4f;color:#fff}`,
      { ...BRAND, ...PAPER, danger: '#aa1111' },
    ],
    [
      'variables of a button',
      '.btn-primary{--bs-btn-color:#fff;--bs-btn-bg:#0b6e4f} :root{--bs-body-bg:#fff;--bs-body-color:#222}',
      { ...BRAND, ...PAPER },
    ],
    [
      'a dark page without a colour of text',
      'body{background:#14171a}',
      { surface: '#14171a', text: '#ffffff' },
    ],
  ] as const)('tells the page from its buttons: %s', async ([, sheet, expected]) => {
    expect(await match(await open(), sheet)).toEqual(expected);
  });

  test('says which text is too weak, on the accent and on the surface', async () => {
    const page = await open();
    const verdict = page.locator('#contrast');
    await match(page, 'body{background:#fffbe6;color:#fff} button{background:#0b6e4f;color:#fff}');
    expect(await verdict.textContent()).toBe(
      'Text on the accent: 6.3 : 1, can be read. Text on the surface: 1.0 : 1, too weak, needs 4.5 : 1.',
    );
    await page.getByLabel('color-text', { exact: true }).fill('#222');
    await page.getByLabel('color-on-accent', { exact: true }).fill('#063');
    expect(await verdict.textContent()).toMatch(
      /accent: 1\.\d : 1, too weak.+surface: 15\.\d : 1, can be read\.$/,
    );
    await match(page, ':root{--bg:#fffbe6}');
    expect(await verdict.textContent()).toMatch(/^Text on the surface: 15\.\d : 1, can be read\.$/);
    await page.getByLabel('Dark page').check();
    expect(await verdict.textContent()).toMatch(/^Text on the surface: 1\.\d : 1, too weak/);
    await page.getByText('1 property is set.').waitFor();
  });

  test('says what is no colour, and leaves it out', async () => {
    const page = await open();
    const field = page.getByLabel('color-accent', { exact: true });
    await field.fill('notacolour');
    await page.getByText('“notacolour” is no colour.').waitFor();
    expect([await field.getAttribute('aria-invalid'), new URL(page.url()).search]).toEqual(['true', '']);
    expect(await page.getByRole('tab', { name: 'CSS', exact: true }).count()).toBe(0);
    await expectAccessible(page);
    await field.fill('rebeccapurple');
    await page.getByText('is no colour').waitFor({ state: 'detached' });
    expect(await field.getAttribute('aria-invalid')).toBe(null);
    expect(await source(page, 'CSS')).toContain('--canditech-color-accent: rebeccapurple;');
  });
});
