import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { describeElement, tablesOfElement } from '../../custom-elements.config.ts';
import { InvitationStatus } from '../../server/contract/result.ts';
import { root } from '../support/process.ts';

type Constructor = Record<string, unknown> & { prototype: object; observedAttributes: string[] };

const manifest = describeElement();
const filesOf = (folder: string) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))
    .join('\n');
const views = filesOf('widget/views');
const source = [filesOf('widget'), filesOf('widget/embed'), views].join('\n');

const sorted = (names: Iterable<string>) => [...new Set(names)].toSorted();
const namesOf = (items: { name: string }[]) => items.map(({ name }) => name).toSorted();
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name!);
const wordsOf = (texts: string[]) => texts.flatMap((text) => text.split(' ')).filter(Boolean);

describe('the manifest', () => {
  let element: Constructor;

  beforeAll(async () => {
    // The class is looked at, not used: no browser is needed for that.
    vi.stubGlobal('HTMLElement', class {});
    vi.stubGlobal('__VERSION__', '0.0.0');
    const { CanditechAssessment } = await import('../../widget/canditech-assessment.ts');
    element = CanditechAssessment as unknown as Constructor;
    return () => vi.unstubAllGlobals();
  });

  /** Of the class and of those of ours below it, without what only the browser calls. */
  const ownNames = (first: object, last: object): string[] => {
    const names: string[] = [];
    for (let one = first; one !== last; one = Object.getPrototypeOf(one) as object)
      names.push(...Object.getOwnPropertyNames(one));
    return sorted(names).filter((name) => !/^constructor$|Callback$/.test(name));
  };

  test('has each attribute that the class observes, and no other', () => {
    expect(namesOf(manifest.attributes)).toEqual(element.observedAttributes.toSorted());
  });

  test('has each accessor and method that the class has, and no other', () => {
    const hidden = /^(?:keepEarly|changed|check|validate|internals)$/;
    const actual = ownNames(element.prototype, HTMLElement.prototype).filter((name) => !hidden.test(name));
    expect(namesOf(manifest.members.filter((one) => !one.static))).toEqual(actual);
    const statics = ownNames(element, HTMLElement).filter((name) => typeof element[name] === 'function');
    expect(namesOf(manifest.members.filter((one) => one.static))).toEqual(statics);
  });

  test('has each event that is fired, with its type, and no other', () => {
    const fired = found(source, /\b(?:emit|ask|new \w*Event)\(\s*'(canditech-[a-z-]+)'/g);
    expect(namesOf(manifest.events)).toEqual(sorted(fired));
    for (const { name, type } of manifest.events) expect(type!.text, name).toMatch(/^CustomEvent<\{ .+ \}>/);
  });

  test('has each part that is rendered, and no other', () => {
    const fixed = found(views, /[\s(]part="([a-z -]+)"/g);
    const chosen = found(views, /[\s(]part=\$\{([^}]*)\}/g).flatMap((text) =>
      found(text, /(?<!=== )'([a-z -]+)'/g),
    );
    const described = namesOf(manifest.cssParts);
    expect(sorted(wordsOf([...fixed, ...chosen])).filter((name) => !described.includes(name))).toEqual([]);
    const literals = wordsOf(found(views, /['"`]([a-z -]+?) ?(?=['"`]|\$\{)/g));
    expect(described.filter((name) => !literals.includes(name))).toEqual([]);
  });

  test('has each slot that is rendered, and no other', () => {
    const named = namesOf(manifest.slots).filter(Boolean);
    expect(named).toEqual(sorted(found(views, /<slot name="([a-z-]+)"/g)));
  });

  test('has each custom property that the styles read, and no other', () => {
    expect(namesOf(manifest.cssProperties)).toEqual(sorted(found(views, /var\(\s*(--canditech-[a-z-]+)/g)));
  });

  test('has each state that `:state()` can match, and none that nothing sets', () => {
    const [declared = ''] = found(source, /type ElementState = ([^;]+);/g);
    const states = found(declared, /'([a-z-]+)'/g).filter((name) => name !== 'idle');
    const described = namesOf(manifest.cssStates);
    expect(states.filter((name) => !described.includes(name))).toEqual([]);
    const set = new Set([...found(views, /'([a-z-]+)'/g), ...states, ...InvitationStatus.options]);
    expect(described.filter((name) => !set.has(name))).toEqual([]);
  });

  test('has a sentence for everything', () => {
    const { attributes, members, events, slots, cssParts, cssProperties, cssStates } = manifest;
    const all = [attributes, members, events, slots, cssParts, cssProperties, cssStates].flat();
    const silent = all.filter(({ description }) => !description);
    expect(namesOf(silent)).toEqual([]);
  });
});

test('README has the tables that `npm run docs` writes', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, written = ''] = /<!-- element:start -->([^]*)<!-- element:end -->/.exec(readme) ?? [];
  const bare = (text: string) => text.replace(/[ -]+/g, ' ').trim();
  expect(bare(written)).toBe(bare(tablesOfElement()));
});
