import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { gallery, reachAll, STATES } from './support/gallery.ts';
import { useHosts } from './support/host.ts';

const hosts = useHosts();

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const COLOURS = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  'forced colours': { colorScheme: 'dark', forcedColors: 'active' },
} as const;

/** `state: rule: where`, of the whole page: what is around the element is in order. */
async function violationsOf(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async (runOnly) => {
    const { run } = (globalThis as unknown as { axe: typeof axe }).axe;
    const { violations } = await run(document, { runOnly, resultTypes: ['violations'], preload: false });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, html, any, all }) => {
        const [section, ...inner] = target.flat();
        const state = document.querySelector(section!)?.closest('section')?.id ?? section;
        const why = [...any, ...all].map(({ message }) => message).join(' ');
        return `${state}: ${id}: ${inner.join(' ') || html} ${why}`;
      }),
    );
  }, TAGS);
}

test('axe finds nothing in any state, in light, dark and forced colours, from left to right and from right to left', async () => {
  const host = await hosts.open(gallery());
  const { page } = host;
  await reachAll(page);
  expect(await host.element.count()).toBe(Object.keys(STATES).length);
  const found: Record<string, string[]> = {};
  for (const dir of ['ltr', 'rtl'])
    for (const [name, media] of Object.entries(COLOURS)) {
      await page.evaluate((value) => (document.dir = value), dir);
      await page.emulateMedia(media);
      const violations = await violationsOf(page);
      if (violations.length) found[`${name}, ${dir}`] = violations;
    }
  expect(found).toEqual({});
});
