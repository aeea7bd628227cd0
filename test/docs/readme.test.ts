import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../server/app.ts';
import { Environment } from '../../server/config.ts';
import type { Context } from '../../server/context.ts';
import { createHealth } from '../../server/http/health.ts';
import type { Route } from '../../server/http/routes.ts';
import { createLog } from '../../server/log.ts';
import { root } from '../support/process.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const readme = read('README.md');

/** The section below a heading, up to the next one. */
function section(heading: string): string {
  const [, after] = readme.split(`\n## ${heading}\n`);
  expect(after, `README has no “${heading}”`).toBeDefined();
  return after!.split('\n## ')[0]!;
}
/** Tables as rows of cells, the header first. */
function tablesOf(text: string): string[][][] {
  const blocks = text
    .split(/\n(?!\|)/)
    .map((block) => block.split('\n').filter((line) => line.startsWith('|')));
  return blocks
    .filter((lines) => lines.length > 2)
    .map((lines) =>
      lines
        .filter((_, i) => i !== 1)
        .map((line) =>
          line
            .slice(1, line.lastIndexOf('|'))
            .split(/(?<!\\)\|/)
            .map((cell) => cell.trim()),
        ),
    );
}
const codesOf = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);

test('the environment table holds every variable, and its default', () => {
  const [rows = []] = tablesOf(section('Environment'));
  const documented = rows.slice(1).map(([name, value]) => [codesOf(name!)[0], codesOf(value!)[0] ?? null]);
  const defaults = new Map<string, unknown>(Object.entries(Environment.parse({})));
  // Made from other values, in words of their own.
  const derived: Record<string, string | null> = {
    PUBLIC_URL: 'http://localhost:PORT',
    MASTER_KEY: 'DATA_DIR',
  };
  const actual = Object.keys(Environment.shape).map((name) => [
    name,
    derived[name] ?? (defaults.has(name) ? `${defaults.get(name) as string}` : null),
  ]);
  expect(documented.toSorted()).toEqual(actual.toSorted());
});

test('the URL map holds every route, and every route of it exists', () => {
  const config = { trustProxy: 0, publicUrl: 'http://localhost', logLevel: 'silent' };
  const app = createApp({ config, log: createLog('silent') } as unknown as Context, createHealth());
  const actual = (app.get('routes') as Route[]).map(({ method, path }) => `${method} ${path}`);
  const [rows = []] = tablesOf(section('URLs'));
  const documented = rows.slice(1).flatMap(([cell]) => {
    let method = '';
    return codesOf(cell!).map((code) => {
      const [first, second] = code.split(' ') as [string, string?];
      method = second === undefined ? method : first;
      return `${method} ${second ?? first}`;
    });
  });
  expect(documented.toSorted()).toEqual(actual.toSorted());
});

test('the two commands are those of package.json, and so is every other one', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  expect(readme).toContain('npm ci && npm start');
  expect(readme).toContain('npm ci && npm test');
  const named = [...readme.matchAll(/npm (?:run )?(start|test|(?<=run )[a-z]+)/g)].map(([, name]) => name!);
  expect(new Set(named).size).toBeGreaterThanOrEqual(4);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

describe('the element', () => {
  const element = read('widget/canditech-assessment.ts');
  const views = readdirSync(join(root, 'widget/views'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => read(`widget/views/${name}`))
    .join('\n');
  const doc = /\/\*\*(?:(?!\*\/)[^])*@element(?:(?!\*\/)[^])*\*\//.exec(element)![0];
  const tagged = (tag: string) =>
    [...doc.matchAll(new RegExp(`@${tag} (?:\\{[^}]*\\} )?(\\S+)`, 'g'))].map(([, name]) => name!).toSorted();
  const unique = (names: string[]) => [...new Set(names)].toSorted();

  const code: Record<string, [tag: string, actual: string[]]> = {
    Attribute: [
      'attr',
      [...[...element.matchAll(/^ {2}\w+: \['([a-z-]+)'/gm)].map(([, name]) => name!), 'lang'],
    ],
    Event: [
      'fires',
      [...read('widget/embed/event.ts').matchAll(/^ {2}'(canditech-[a-z-]+)':/gm)].map(([, n]) => n!),
    ],
    'Custom property': [
      'cssprop',
      [...views.matchAll(/var\((--canditech-[a-z-]+)/g)].map(([, name]) => name!),
    ],
  };

  test.each(Object.entries(code))('has every %s described where it is written', (_kind, [tag, actual]) => {
    expect(tagged(tag)).toEqual(unique(actual));
  });

  test('has every part described, and none that is not there', () => {
    const fixed = [...views.matchAll(/\spart="([a-z -]+)"/g)].flatMap(([, names]) => names!.split(' '));
    const described = tagged('csspart');
    expect(unique(fixed).filter((name) => !described.includes(name))).toEqual([]);
    const literals = unique(
      [...views.matchAll(/['"]([a-z -]+)['"]/g)].flatMap(([, text]) => text!.split(' ')),
    );
    expect(described.filter((name) => !literals.includes(name))).toEqual([]);
  });

  const embedding = /<!-- element:start -->([^]*)<!-- element:end -->/.exec(readme)?.[1] ?? '';
  const tables = new Map(tablesOf(embedding).map(([header, ...rows]) => [header![0]!, rows]));

  test.each([
    ...Object.entries(code).map(([kind, [tag]]) => [kind, tag] as const),
    ['Part', 'csspart'] as const,
  ])('has its table of each %s in README', (kind, tag) => {
    const rows = tables.get(kind) ?? [];
    expect(rows.flatMap(([cell]) => codesOf(cell!)).toSorted()).toEqual(tagged(tag));
  });
});
