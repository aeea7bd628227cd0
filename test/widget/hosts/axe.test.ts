import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
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

describe('axe finds nothing in any state, in light, dark and forced colours, written', () => {
  test.each(['lang="en" dir="ltr"', 'lang="en" dir="rtl"'])('%s', async (root) => {
    const host = await hosts.open(gallery({ root }));
    await reachAll(host.page);
    expect(await host.element.count()).toBe(Object.keys(STATES).length);
    const found: Record<string, string[]> = {};
    for (const [name, media] of Object.entries(COLOURS)) {
      await host.page.emulateMedia(media);
      found[name] = await violationsOf(host.page);
    }
    expect(found).toEqual({ light: [], dark: [], 'forced colours': [] });
  });
});
