import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { gallery, reachAll, STATES } from './support/gallery.ts';
import { useHosts } from './support/host.ts';

const hosts = useHosts();

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const COLOURS = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  'forced colours': { colorScheme: 'dark', forcedColors: 'active' },
} as const;

/** What axe cannot tell, and people can: “×” is a sign, and the name of its button a word. */
const UNDECIDED = /label-content-name-mismatch: .*clear-button/;

/**
 * `state: rule: where`, of the whole page: what is around the element is in order. What axe leaves open, such as a
 * contrast that it cannot work out, counts as found.
 */
async function problemsOf(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const problems = await page.evaluate(async (runOnly) => {
    const { run } = (globalThis as unknown as { axe: typeof axe }).axe;
    const resultTypes = ['violations' as const, 'incomplete' as const];
    const { violations, incomplete } = await run(document, { runOnly, resultTypes, preload: false });
    return [...violations, ...incomplete].flatMap(({ id, nodes }) =>
      nodes.map(({ target, html, any, all }) => {
        const [section, ...inner] = target.flat();
        const state = document.querySelector(section!)?.closest('section')?.id ?? section;
        const why = [...any, ...all].map(({ message }) => message).join(' ');
        return `${state}: ${id}: ${inner.join(' ') || html} ${why}`;
      }),
    );
  }, TAGS);
  return problems.filter((problem) => !UNDECIDED.test(problem));
}

/** Hebrew, as it is read from right to left: text, dates and numbers, in every state that was brought about in English. */
async function speakHebrew(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.assign(document.documentElement, { lang: 'he', dir: 'rtl' });
    for (const element of document.querySelectorAll<HTMLElement>('canditech-assessment')) element.lang = 'he';
  });
  await eventually(() =>
    page
      .locator('canditech-assessment')
      .evaluateAll(
        (all) => all.filter(({ shadowRoot }) => !shadowRoot!.querySelector('[lang=he][dir=rtl]')).length,
      ),
  ).toBe(0);
}

test('axe finds nothing in any state, in light, dark and forced colours, in English and in Hebrew', async () => {
  const host = await hosts.open(gallery());
  const { page } = host;
  await reachAll(page);
  expect(await host.element.count()).toBe(Object.keys(STATES).length);
  const found: Record<string, string[]> = {};
  for (const lang of ['en', 'he']) {
    if (lang === 'he') await speakHebrew(page);
    for (const [name, media] of Object.entries(COLOURS)) {
      await page.emulateMedia(media);
      const problems = await problemsOf(page);
      if (problems.length) found[`${name}, ${lang}`] = problems;
    }
  }
  expect(found).toEqual({});
});
