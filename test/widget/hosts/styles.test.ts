import { describe, expect, test } from 'vitest';
import { invite, pick, take } from './support/hands.ts';
import { useHosts, type Candidate, type Host, type HostOptions } from './support/host.ts';
import { countDifferent, pictureOf } from './support/picture.ts';

const hosts = useHosts();

/** What the element takes from its page is the same in all of these: family, size and colour of the text. */
const FRAME = `
  html { background: #fff !important; }
  body { font-family: 'Open Sans', sans-serif !important; font-size: 16px !important; color: #1d2733 !important; }
  .place { all: initial !important; font-family: inherit !important; font-size: inherit !important;
    color: inherit !important; display: block !important; position: absolute !important; top: 20px !important;
    width: 420px !important; }
  #left { left: 10px !important; }
  #right { left: 460px !important; }
  .place > canditech-assessment { margin: 0 !important; padding: 0 !important; border: 0 !important; }`;

/** Written after the resets and frameworks that pages really have. */
const SHEETS: Record<string, string> = {
  'a reset like Bootstrap’s': `
    *, *::before, *::after { box-sizing: border-box; }
    body { margin: 0; line-height: 1.42857143; text-align: left; -webkit-tap-highlight-color: transparent; }
    h1, h2, h3, h4 { margin: 20px 0 10px; font-weight: 500; line-height: 1.1; }
    p { margin: 0 0 10px; } ul, dl { margin: 0 0 1rem; padding-left: 2rem; } dt { font-weight: 700; } dd { margin: 0 0 8px; }
    label { display: inline-block; max-width: 100%; margin-bottom: 5px; font-weight: 700; }
    button, input, textarea, select { margin: 0; font-family: serif; font-size: 20px; line-height: inherit; }
    button { border-radius: 0; text-transform: none; } [role="button"] { cursor: pointer; }
    input[type="radio"] { margin: 4px 0 0; } a { color: #337ab7; text-decoration: none; }
    .row { display: flex; margin: 0 -15px; } .row > * { flex: 0 0 100%; padding: 0 15px; } .columns { columns: 3; }`,
  'a reset like Tailwind’s': `
    *, ::before, ::after { box-sizing: border-box; border: 0 solid #e5e7eb; margin: 0; padding: 0; --tw-ring: 0; }
    html { line-height: 1.5; -webkit-text-size-adjust: 100%; tab-size: 4; font-feature-settings: normal; }
    h1, h2, h3, h4 { font-size: inherit; font-weight: inherit; } ol, ul, menu { list-style: none; }
    img, svg, video { display: block; vertical-align: middle; } b, strong { font-weight: bolder; }
    button, input, textarea { font: inherit; letter-spacing: inherit; color: inherit; background: transparent; border-radius: 0; }
    a { color: inherit; text-decoration: inherit; } ::placeholder { opacity: 1; color: #9ca3af; } [hidden] { display: none; }`,
  'rules that unset everything': `
    * { all: unset !important; } html, body { display: block !important; }
    head, head *, script { display: none !important; }`,
  'rules that hide and stretch': `
    button, input, textarea, svg, h3, h4, ul, dl, [role="option"], [role="status"] { display: none !important; }
    div { display: flex !important; gap: 40px !important; } .row, .words, .columns { position: fixed !important; }
    p { margin: 60px !important; } * { min-width: 0; transition: all 3s; }
    html, body { overflow-wrap: anywhere; }`,
  'text that is inherited': `
    * { text-transform: uppercase !important; letter-spacing: 0.4em !important; line-height: 3 !important;
      word-spacing: 1em !important; text-align: center !important; text-indent: 3em !important;
      white-space: pre !important; word-break: break-all !important; hyphens: auto; font-style: italic !important;
      font-weight: 900 !important; font-variant: small-caps !important; text-shadow: 2px 2px 2px red !important;
      list-style: square !important; quotes: none; cursor: wait !important; accent-color: red !important;
      caret-color: red !important; scrollbar-color: red blue !important; -webkit-text-stroke: 1px red;
      text-underline-offset: 1em; text-decoration-skip-ink: none; font-stretch: condensed; tab-size: 1;
      font-feature-settings: 'smcp' 1; font-kerning: none; text-rendering: geometricPrecision; border-collapse: collapse;
      writing-mode: horizontal-tb; text-emphasis: '*' red; orphans: 5; user-select: none; pointer-events: auto; }`,
};

const AT = new Date();
let who: Candidate;

/** A result at the left, the picker at the right. */
async function openPair(sheet: string, options: HostOptions = {}): Promise<Host> {
  const host = await hosts.open({
    who,
    head: `<style>${sheet}</style><style>${FRAME}</style>`,
    html: `<div class="place" id="left">{element}</div><div class="place" id="right">{picker}</div>`,
    viewport: { width: 900, height: 1000 },
    isClosed: true,
    ...options,
  });
  await host.page.clock.setFixedTime(AT);
  await host.page.goto(host.url);
  await host.element.first().getByRole('button', { name: 'Save decision' }).waitFor({ state: 'attached' });
  await host.heard('ready', 2);
  return host;
}

const inside = ({ page }: Host, side: 'left' | 'right') => page.locator(`#${side} [part~=base]`);

async function picturesOf(host: Host): Promise<Record<string, string>> {
  const result = await pictureOf(inside(host, 'left'));
  const list = await pictureOf(inside(host, 'right'));
  await pick({ ...host, element: host.page.locator('#right canditech-assessment') }, 'Small test');
  await host.page.locator('body').click({ position: { x: 2, y: 990 }, force: true });
  return { result, list, form: await pictureOf(inside(host, 'right')) };
}

let pictures: Promise<Record<string, string>> | undefined;
/** In a page without any rule. */
const plain = () =>
  (pictures ??= (async () => {
    const host = await hosts.open();
    ({ who } = host);
    await pick(host);
    await invite(host);
    await take(host);
    return picturesOf(await openPair(''));
  })());

async function differences(host: Host): Promise<Record<string, number>> {
  const expected = await plain();
  const found = Object.entries(await picturesOf(host)).map(async ([name, picture]) => {
    return [name, await countDifferent(picture, expected[name]!)] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}
const NONE = { result: 0, list: 0, form: 0 };

describe('the inside looks the same, to the pixel, in a page with', () => {
  test.each(Object.entries(SHEETS))('%s', async (_name, sheet) => {
    await plain();
    expect(await differences(await openPair(sheet))).toEqual(NONE);
  });

  test.each([8, 10, 16, 20])('a root of %i px, as the text has the size of the body', async (size) => {
    await plain();
    const host = await openPair(`html { font-size: ${size}px; }`);
    const sizes = await inside(host, 'right')
      .locator('[part~=option-title], [part~=input]')
      .evaluateAll((all) => [...new Set(all.map((one) => parseFloat(getComputedStyle(one).fontSize)))]);
    for (const px of sizes) expect(Math.abs(px - 16), `${px} px`).toBeLessThanOrEqual(0.5);
    expect(await differences(host)).toEqual(NONE);
  });
});

const NODES = Array.from(
  { length: 25 },
  (_, i) => `<section><h2>Part ${i}</h2><p class="words">Some <a href="#${i}">words</a></p>
    <ul class="row"><li part="option">One</li></ul><button type="button" part="button">Go</button>
    <input id="search-${i}" value="x"><table><tbody><tr><td>1</td></tr></tbody></table></section>`,
).join('');

/** All that a page could notice of us outside of the element. */
function lookAround() {
  const own = [...document.querySelectorAll('*')].filter(
    (node) => node.localName !== 'canditech-assessment' && node.localName !== 'script',
  );
  const attributes = (node: Element) => [...node.attributes].map(({ name, value }) => `${name}=${value}`);
  return {
    nodes: own.map((node) => {
      const style = getComputedStyle(node);
      return `${node.localName} ${[...style].map((name) => `${name}:${style.getPropertyValue(name)}`).join(';')}`;
    }),
    root: [attributes(document.documentElement), attributes(document.body)],
    sheets: [document.styleSheets.length, document.adoptedStyleSheets.length, document.fonts.size],
    properties: [...document.documentElement.computedStyleMap().keys()].filter((name) =>
      name.startsWith('--'),
    ),
    children: [document.head.childElementCount, document.body.childElementCount],
    title: document.title,
    focus: document.activeElement?.localName,
    scroll: [scrollX, scrollY],
    history: history.length,
    stored: [localStorage.length, sessionStorage.length, document.cookie],
  };
}

test('the page looks the same, node by node, before, during and after', async () => {
  let answer: (() => void) | undefined;
  const host = await hosts.open({
    head: `<style>${FRAME} section { display: inline-block; width: 150px; }
      #left { height: 300px !important; overflow: hidden !important; }</style>`,
    html: `<div class="place" id="left"></div>
      <div style="height: 300px"></div>${NODES}`,
    backend: async () => {
      await new Promise<void>((resolve) => (answer = resolve));
      return { body: await host.mint() };
    },
  });
  const { page } = host;
  const before = await page.evaluate(lookAround);
  expect(before.nodes.length).toBeGreaterThan(200);
  const look = async (moment: string) => expect(await page.evaluate(lookAround), moment).toEqual(before);
  await page.evaluate(
    ([api, id]) => {
      const element = document.createElement('canditech-assessment');
      Object.assign(element, { apiBase: api, tokenEndpoint: 'token', candidateId: id });
      document.querySelector('#left')!.append(element);
    },
    [host.api, host.who.externalId] as const,
  );
  await expect.poll(() => host.asked.length).toBe(1);
  await look('while it loads');
  answer!();
  await host.heard('ready');
  await look('once it is ready');
  await pick(host);
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await look('after choosing');
  await page.evaluate(() => document.querySelector('canditech-assessment')!.remove());
  await look('after it is gone');
});
