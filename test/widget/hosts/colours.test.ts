import { describe, expect, test } from 'vitest';
import { elementTag, useHosts, type Host } from './support/host.ts';

const hosts = useHosts();

const THEMES = ['inherit', 'light', 'dark', 'system'] as const;
const SCHEMES = ['light', 'dark'] as const;
type Scheme = (typeof SCHEMES)[number];

/** What each theme is to look like on a page of one scheme, with a computer of another. */
const expected = (page: Scheme, system: Scheme) => ({ inherit: page, light: 'light', dark: 'dark', system });

const html = THEMES.map((theme) => elementTag({ demo: 'completed', theme })).join('');

/** The scheme that the bars of the score are painted in: light colours stand on dark. */
function schemesShown(): Record<string, string> {
  const luminance = (colour: string) => {
    const [r, g, b] = colour.match(/[\d.]+/g)!.map(Number);
    return 0.299 * r! + 0.587 * g! + 0.114 * b!;
  };
  const shown = [...document.querySelectorAll('canditech-assessment')].map((element) => {
    const { fill } = getComputedStyle(element.shadowRoot!.querySelector('[part~=section-bar]')!);
    return [element.getAttribute('theme')!, luminance(fill) > 140 ? 'dark' : 'light'];
  });
  return Object.fromEntries(shown) as Record<string, string>;
}

const setPage = ({ page }: Host, scheme: Scheme) =>
  page.evaluate((value) => (document.documentElement.style.colorScheme = value), scheme);

describe('the scheme is the page’s, not the computer’s, unless the theme says otherwise,', () => {
  test('for every pair of the two, and when either changes while it is shown', async () => {
    const host = await hosts.open({ html, context: { colorScheme: 'light' } });
    await host.heard('ready', THEMES.length);
    for (const page of SCHEMES)
      for (const system of SCHEMES) {
        await setPage(host, page);
        await host.page.emulateMedia({ colorScheme: system });
        expect(await host.page.evaluate(schemesShown), `page ${page}, computer ${system}`).toEqual(
          expected(page, system),
        );
      }
  });

  test('on a page that says nothing it is light, whatever the computer says', async () => {
    const host = await hosts.open({ html, context: { colorScheme: 'dark' } });
    await host.heard('ready', THEMES.length);
    expect(await host.page.evaluate(schemesShown)).toEqual(expected('light', 'dark'));
  });

  test('when the theme changes, at once and without a request', async () => {
    const host = await hosts.open({ head: '<style>html { color-scheme: light; }</style>' });
    await host.heard('ready');
    const { length } = host.requests();
    const colour = () =>
      host.element.evaluate((element) => {
        const { color, backgroundColor } = getComputedStyle(
          element.shadowRoot!.querySelector('[part~=base]')!,
        );
        return [color, backgroundColor];
      });
    const seen = new Set<string>();
    for (const theme of ['light', 'dark', 'inherit']) {
      await host.element.evaluate((element: any, value) => (element.theme = value), theme);
      seen.add(String(await colour()));
    }
    expect(seen.size).toBe(3);
    expect(host.requests()).toHaveLength(length);
  });
});

/** Notes the colours of the element in every frame from its birth on. */
const NOTE_FRAMES = `
  window.frames_ = new Set();
  requestAnimationFrame(function look() {
    const base = document.querySelector('canditech-assessment')?.shadowRoot?.querySelector('[part~=base]');
    if (base) {
      const { color, backgroundColor, colorScheme } = getComputedStyle(base);
      window.frames_.add([color, backgroundColor, colorScheme].join(' '));
    }
    requestAnimationFrame(look);
  });`;

describe('from the first frame to the last it has one colour', () => {
  test.each([
    ['a dark page of a light computer', 'dark', 'light', 'inherit'],
    ['a light page of a dark computer', 'light', 'dark', 'inherit'],
    ['a dark theme on a light page', 'light', 'light', 'dark'],
    ['the computer’s theme on a light page', 'light', 'dark', 'system'],
  ] as const)('in %s', async (_name, page, colorScheme, theme) => {
    const host = await hosts.open({
      head: `<style>html { color-scheme: ${page}; color: CanvasText; background: Canvas; }</style>
        <script>${NOTE_FRAMES}</script>`,
      attributes: { theme },
      context: { colorScheme },
    });
    await host.heard('ready');
    await host.element.getByRole('option').first().waitFor();
    const frames = await host.page.evaluate('[...window.frames_]');
    expect(frames).toHaveLength(1);
  });
});

/** Brand colours: a light one, a dark one, and two between; and none, which is ours. */
const BRANDS = ['#ffd400', '#0b1f4d', '#e4572e', '#7a7a7a', ''];
/** Those that stand out from the page, which is the page's to choose: the element takes them as they are. */
const ON_PAGE = { light: ['#0b1f4d', ''], dark: ['#ffd400', '#e4572e', ''] };

/** Contrast of what wears the accent, where it is there, by WCAG’s sum of two colours. */
function contrastsOf({ shadowRoot }: Element): Record<string, number> {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d')!;
  const page = getComputedStyle(document.body).backgroundColor;
  const luminanceOf = (colour: string) => {
    for (const layer of [page, colour]) {
      canvas.fillStyle = layer;
      canvas.fillRect(0, 0, 1, 1);
    }
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const contrast = (...colours: [string, string]) => {
    const [low, high] = colours.map(luminanceOf).sort((one, other) => one - other);
    return (high! + 0.05) / (low! + 0.05);
  };
  const styleOf = (selector: string) => {
    const found = shadowRoot!.querySelector<HTMLElement>(selector);
    found?.focus();
    return found && getComputedStyle(found);
  };
  const [button, link] = ['[part~=button-primary]', 'a'].map(styleOf);
  const [track, bar] = ['[part~=section-bar] rect:first-child', '[part~=section-bar] rect:last-child'].map(
    styleOf,
  );
  return {
    ...(button && { button: contrast(button.color, button.backgroundColor) }),
    ...(link && { link: contrast(link.color, page), ring: contrast(link.outlineColor, page) }),
    ...(track && bar && { bar: contrast(bar.fill, track.fill) }),
  };
}

describe.each(SCHEMES)('on a page that is %s', (scheme) => {
  const open = async (demo: string, brands: string[]) => {
    const host = await hosts.open({
      head: `<style>html { color-scheme: ${scheme}; color: CanvasText; } body { background: Canvas; }</style>`,
      html: brands
        .map((accent) => elementTag({ demo, style: accent && `--canditech-color-accent: ${accent}` }))
        .join(''),
    });
    await host.heard('ready', brands.length);
    return host;
  };

  test('text on the accent can be read, whatever a host’s brand is', async () => {
    const host = await open('picker', BRANDS);
    for (const [i, accent] of BRANDS.entries()) {
      const element = host.element.nth(i);
      await element.getByRole('option').first().click();
      await element.getByRole('button', { name: 'Invite', exact: true }).waitFor();
      const { button } = await element.evaluate(contrastsOf);
      expect(button, accent).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('links, bars and the focus keep the contrast of an accent that has some', async () => {
    const host = await open('completed', ON_PAGE[scheme]);
    for (const [i, accent] of ON_PAGE[scheme].entries()) {
      const { link, ring, bar } = await host.element.nth(i).evaluate(contrastsOf);
      expect(link, accent).toBeGreaterThanOrEqual(4.5);
      expect(ring, accent).toBeGreaterThanOrEqual(3);
      expect(bar, accent).toBeGreaterThanOrEqual(3);
    }
  });
});
