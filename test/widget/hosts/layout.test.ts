import { describe, expect, test } from 'vitest';
import { gallery, reachAll, STATES } from './support/gallery.ts';
import { inviteElsewhere } from './support/hands.ts';
import { eventually } from '../../support/eventually.ts';
import { elementTag, useHosts, type Host } from './support/host.ts';

const hosts = useHosts();

const SHOWS = ['picker', 'completed', 'started'].map((demo) => elementTag({ demo })).join('');

/** Around the element, as pages have them; each holds three states of it. */
const CONTAINERS: Record<string, string> = {
  block: `<div>${SHOWS}</div>`,
  'flex row, wrapping': `<div style="display: flex; flex-wrap: wrap">${SHOWS}</div>`,
  'flex row beside something': `<div style="display: flex"><p>1</p>${elementTag({ demo: 'completed' })}</div>`,
  'flex column': `<div style="display: flex; flex-direction: column; align-items: start">${SHOWS}</div>`,
  grid: `<div style="display: grid; grid-template-columns: 1fr">${SHOWS}</div>`,
  'table cell': `<table style="inline-size: 100%; table-layout: fixed"><tr><td>${SHOWS}</td></tr></table>`,
  'a dialog as wide as its content': `<dialog open style="position: static; padding: 0; border: 0">${SHOWS}</dialog>`,
  'an inline block': `<div style="display: inline-block; max-inline-size: 100%">${SHOWS}</div>`,
};
const WIDTHS = [240, 320, 480, 768, 1024, 1600];

/** What is wider than its element or scrolls inside of it; the list of assessments may, as that is what it is for. */
function misfits(): string[] {
  const found = new Set<string>();
  for (const element of document.querySelectorAll('canditech-assessment')) {
    const name = element.closest('section')?.id ?? element.getAttribute('demo')!;
    const outer = element.getBoundingClientRect();
    if (outer.width < 40 && !element.matches('[view=badge]')) found.add(`${name}: ${outer.width} px wide`);
    for (const one of element.shadowRoot!.querySelectorAll<HTMLElement>(
      '*:not(svg *, #list *, [role=status])',
    )) {
      const { overflowY } = getComputedStyle(one);
      const { left, right, width } = one.getBoundingClientRect();
      const label = one.id || one.getAttribute('part') || one.localName;
      if (width && (left < outer.left - 1 || right > outer.right + 1))
        found.add(`${name}: ${label} sticks out of ${outer.width} px`);
      const scrolls = /auto|scroll/.test(overflowY) && one.scrollHeight > one.clientHeight + 1;
      if (scrolls && one.id !== 'list' && one.localName !== 'textarea')
        found.add(`${name}: ${label} scrolls`);
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) found.add('the page scrolls sideways');
  return [...found];
}

describe('the height is that of the content, the width that of the box, and only the list scrolls,', () => {
  test('in boxes of every kind, 240 to 1600 px wide', async () => {
    const boxes = Object.entries(CONTAINERS).map(([name, html]) => `<section id="${name}">${html}</section>`);
    const host = await hosts.open({ html: boxes.join(''), viewport: { width: 1700, height: 900 } });
    const { page } = host;
    await eventually(() => page.locator('canditech-assessment:not(:state(ready))').count()).toBe(0);
    const found: Record<string, string[]> = {};
    for (const width of WIDTHS) {
      await page
        .locator('section')
        .evaluateAll((all, px) => all.forEach((box: any) => (box.style.width = `${px}px`)), width);
      const wrong = await page.evaluate(misfits);
      if (wrong.length) found[width] = wrong;
    }
    expect(found).toEqual({});
  });

  test('until the host limits it: then it scrolls inside', async () => {
    const host = await hosts.open({
      html: elementTag({ demo: 'completed', style: '--canditech-max-height: 300px' }),
    });
    await host.heard('ready');
    const base = host.element.locator('[part=base]');
    const box = await base.evaluate(({ clientHeight, scrollHeight }) => ({ clientHeight, scrollHeight }));
    expect(box.clientHeight).toBe(300);
    expect(box.scrollHeight).toBeGreaterThan(300);
  });
});

type Shift = [score: number, ...nodes: string[]];
/** Notes what moved without anybody's hand, as the browser measures it. */
function noteShifts(): void {
  const shifts: Shift[] = [];
  Object.assign(window, { shifts });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { value, hadRecentInput, sources } = entry as any;
      if (!hadRecentInput)
        shifts.push([value, ...sources.map(({ node }: any) => node?.id || node?.localName)]);
    }
  }).observe({ type: 'layout-shift', buffered: true });
}
const shiftsOf = ({ page }: Host) =>
  page.evaluate(
    () =>
      new Promise<Shift[]>((resolve) => {
        const tell = () => resolve((window as unknown as { shifts: Shift[] }).shifts);
        // What was painted last is told after the next frame.
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(tell)));
      }),
  );

describe('nothing on the page moves while the element loads', () => {
  // As the README has it: until the script is there the page keeps the room.
  const html = `<style>canditech-assessment:not(:defined) { display: block; min-block-size: 22.84375em; }</style>
    <p>Above</p>{element}<p id="below">Below</p>`;

  test('and becomes a picker', async () => {
    const host = await hosts.open({ html, before: noteShifts });
    await host.heard('ready');
    await host.element.getByRole('option').first().waitFor();
    expect(await shiftsOf(host)).toEqual([]);
  });

  test('and becomes a result', async () => {
    const host = await hosts.open({ html, before: noteShifts, isClosed: true });
    await inviteElsewhere(host);
    await host.page.goto(host.url);
    await host.heard('ready');
    // How long a result is nobody knows before: what is below it moves on, a little (0.1 is what browsers call good).
    const shifts = await shiftsOf(host);
    expect(new Set(shifts.flatMap(([, ...nodes]) => nodes))).toEqual(new Set(shifts.length ? ['below'] : []));
    expect(shifts.reduce((sum, [value]) => sum + value, 0)).toBeLessThan(0.1);
  });

  test('or becomes lines of a table', async () => {
    const badges = elementTag({ demo: 'completed', view: 'badge', 'candidate-id': 'demo-1' });
    const row = `<tr><td>Name</td><td>${badges}</td></tr>`;
    const host = await hosts.open({
      html: `<table style="inline-size: 100%; table-layout: fixed">${row.repeat(5)}</table><p>Below</p>`,
      before: noteShifts,
    });
    await host.heard('ready', 5);
    await host.element.getByText('78%').last().waitFor();
    expect(await shiftsOf(host)).toEqual([]);
  });
});

test('a badge is one line, as wide as its words, where the table leaves it no more room than that', async () => {
  const badge = elementTag({ demo: 'completed', view: 'badge', 'candidate-id': 'demo-1' });
  const host = await hosts.open({ html: `<table><tr><td>${badge}</td><td>Next</td></tr></table>` });
  await host.heard('ready');
  const { width, height } = (await host.element.boundingBox())!;
  expect(height).toBeLessThan(32);
  expect(width).toBeGreaterThan(60);
});

/** Smaller than 24 px, where WCAG 2.2 (2.5.8) wants that much; links within a sentence are exempt. */
function tooSmall(): string[] {
  const all = [...document.querySelectorAll('canditech-assessment')].flatMap((element) => [
    ...element.shadowRoot!.querySelectorAll<HTMLElement>(
      'button, input:not([type=radio]), textarea, label:has([type=radio]), a, summary, [role=option]',
    ),
  ]);
  return all.flatMap((one) => {
    const { width, height } = one.getBoundingClientRect();
    const isSmall = one.checkVisibility() && (width < 24 || height < 24);
    const state = (one.getRootNode() as ShadowRoot).host.closest('section')!.id;
    return isSmall ? `${state}: ${one.localName} “${one.textContent.trim()}” ${width} × ${height}` : [];
  });
}
/** Text that is cut off, beyond the names in the list, which are whole on the card that a choice shows. */
function cutOff(): string[] {
  const all = [...document.querySelectorAll('canditech-assessment')].flatMap((element) => [
    ...element.shadowRoot!.querySelectorAll<HTMLElement>('*'),
  ]);
  return all.flatMap((one) => {
    const { overflowX, clipPath } = getComputedStyle(one);
    const isCut = overflowX !== 'visible' && clipPath === 'none' && one.scrollWidth > one.clientWidth + 1;
    const state = (one.getRootNode() as ShadowRoot).host.closest('section')!.id;
    return isCut && !one.closest('[part~=option]')
      ? `${state}: ${one.localName} ${one.getAttribute('part')}`
      : [];
  });
}

const NARROW: Record<string, [viewport: { width: number; height: number }, style: string]> = {
  '400 % zoom of 1280 px': [{ width: 320, height: 256 }, ''],
  '240 px of a side panel': [{ width: 1280, height: 800 }, 'section { width: 240px; }'],
  '240 px with the text spacing of WCAG 1.4.12': [
    { width: 1280, height: 800 },
    'section { width: 240px; } canditech-assessment { letter-spacing: 0.12em; word-spacing: 0.16em; }',
  ],
};

test('at 400 % zoom and in 240 px all of every state is there, nothing scrolls sideways, targets have 24 px', async () => {
  const host = await hosts.open(gallery({ head: '<style id="narrow"></style>' }));
  const { page } = host;
  await reachAll(page);
  expect(await host.element.count()).toBe(Object.keys(STATES).length);
  for (const [name, [viewport, style]] of Object.entries(NARROW)) {
    await page.setViewportSize(viewport);
    await page.locator('#narrow').evaluate((sheet, text) => (sheet.textContent = text), style);
    const found = [misfits, cutOff, tooSmall].map((look) => page.evaluate(look));
    expect((await Promise.all(found)).flat(), name).toEqual([]);
  }
});

/** Places where a list that floats is cut off or lies below something. */
const TRAPS: Record<string, string> = {
  'a box that hides what is too much': '<div style="overflow: hidden">{element}</div>',
  'a box that is turned': '<div style="transform: rotate(0.001deg); overflow: clip">{element}</div>',
  'a box that contains': '<div style="contain: layout paint; will-change: transform">{element}</div>',
  'a dialog': '<dialog id="box">{element}</dialog><script>box.showModal()</script>',
  'a page with a bar over everything': `<style>html { scroll-padding-top: 80px; } body { margin-top: 90px; }</style>
    <div style="position: fixed; inset: 0 0 auto; height: 60px; background: gold; z-index: 2147483647">Bar</div>{element}`,
};

/** Whether a click in the middle of it meets it. */
function isHit(option: Element): boolean {
  const { left, top, width, height } = option.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  const isOnScreen = x > 0 && y > 0 && x < innerWidth && y < innerHeight;
  const hit = (option.getRootNode() as ShadowRoot).elementFromPoint(x, y);
  return isOnScreen && option.contains(hit);
}

describe('the option where the arrow keys are can be seen and clicked, on 900 × 800 and on 320 × 480, in', () => {
  test.each(Object.entries(TRAPS))('%s', async (_name, html) => {
    const host = await hosts.open({ html });
    const { page, element } = host;
    await host.heard('ready');
    for (const size of [
      { width: 900, height: 800 },
      { width: 320, height: 480 },
    ]) {
      await page.setViewportSize(size);
      const search = element.getByRole('combobox');
      await search.fill('');
      const count = Number(await element.getByRole('option').first().getAttribute('aria-setsize'));
      for (let i = 0; i < count; i++) {
        await search.press('ArrowDown');
        const active = element.locator('[part~=option-active]');
        expect(await active.getAttribute('aria-posinset')).toBe(String(i + 1));
        expect(await active.evaluate(isHit), `${i + 1} of ${count} at ${size.width}`).toBe(true);
      }
    }
    await element.locator('[part~=option-active]').click();
    await element.getByRole('button', { name: 'Choose another' }).waitFor();
  });
});
