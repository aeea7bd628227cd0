import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createApp } from '../../server/app.ts';
import { Environment } from '../../server/config.ts';
import { ErrorCode } from '../../server/contract/error.ts';
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
  const named = [...readme.matchAll(/npm (?:run )?(start|test|(?<=run )[a-z:]+)/g)].map(([, name]) => name!);
  expect(new Set(named).size).toBeGreaterThanOrEqual(4);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('every code of an error stands there', () => {
  const local = read('widget/embed/error.ts')
    .match(/LocalErrorCode =([^;]+);/)![1]!
    .match(/\w+(?=')/g)!;
  const paragraph = readme.split('**Errors.**')[1]!.split('\n\n')[0]!;
  const codes = codesOf(paragraph.split('Codes of the element:')[1]!);
  expect(codes.toSorted()).toEqual([...local, ...ErrorCode.options].toSorted());
});
