import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemo, type Demo } from '../support/demo.ts';
import { expectAccessible, expectToFit, usePages } from '../support/page.ts';

const LONG = 'maximiliane.wolfeschlegelstein@mail.example';

describe('the lists of the demo', () => {
  const pages = usePages();
  let demo: Demo;
  let urls: string[];

  beforeAll(async () => {
    demo = await startDemo();
    urls = [`${demo.host}/`, `${demo.ashby}/`, `${demo.ashby}/mail`];
    const body = new URLSearchParams({ firstName: 'Maximiliane', lastName: 'Wolfe', email: LONG });
    await fetch(`${demo.ashby}/candidates`, { method: 'POST', body, redirect: 'manual' });
  });
  afterAll(() => demo?.stop());

  /** Each line of each address, as it is painted. */
  const linesOf = (page: Page) =>
    page.locator('td', { hasText: '@' }).evaluateAll((cells) =>
      cells.flatMap((cell) => {
        const lines = new Map<number, string>();
        const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode())
          for (let i = 0; i < node.textContent!.length; i++) {
            const range = new Range();
            range.setStart(node, i);
            range.setEnd(node, i + 1);
            const { top } = range.getBoundingClientRect();
            lines.set(top, (lines.get(top) ?? '') + node.textContent![i]!);
          }
        return [...lines.values()];
      }),
    );

  test('break an address before its @ and nowhere else, on phones and beside other windows', async () => {
    for (const url of urls)
      for (const width of [320, 390, 600, 760, 1280]) {
        const page = await pages.open({ width });
        await page.goto(url);
        const lines = await linesOf(page);
        expect(lines.length).toBeGreaterThan(0);
        const halves = ['maximiliane.wolfeschlegelstein', '@mail.example'];
        const torn = lines.filter((line) => !/^[\w.]+@[\w.]+$/.test(line) && !halves.includes(line));
        expect(torn, `${url} at ${width} px`).toEqual([]);
        await page.close();
      }
  });

  test('can be read by everybody, and need no scrolling sideways', async () => {
    const page = await pages.open({ width: 390 });
    for (const url of [...urls, `${demo.ashby}/log`]) {
      await page.goto(url);
      await expectAccessible(page);
      await expectToFit(page);
    }
    await page.goto(urls[0]!);
    await page
      .getByRole('row', { name: 'Amara Okafor Junior developer amara.okafor@mail.example' })
      .waitFor();
    expect(await page.getByRole('columnheader').allTextContents()).toEqual(['Name', 'Applied for', 'E-mail']);
  });
});
