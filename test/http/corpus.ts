import { gzipSync } from 'node:zlib';

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** Bodies that are no JSON of ours, whatever the route. */
export const RAW: [name: string, body: string | Buffer, status: number, headers?: Record<string, string>][] =
  [
    ['an open brace', '{', 400],
    ['a trailing comma', '{"a":1,}', 400],
    ['single quotes', "{'a':1}", 400],
    ['NaN', '{"a":NaN}', 400],
    ['a byte order mark', '\ufeff{"a":1}', 422],
    ['a NUL', '{"a":"\u0000"}', 400],
    ['a bare string', '"text"', 400],
    ['a bare number', '12', 400],
    ['null', 'null', 400],
    ['a list', '[]', 422],
    ['33 levels', nested(33), 400],
    ['49,000 levels', nested(49_000), 400],
    ['levels of objects', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`, 400],
    ['__proto__', '{"__proto__":{"polluted":true}}', 400],
    ['__proto__, escaped', '{"\\u005f_proto__":{"polluted":true}}', 400],
    ['a key twice', '{"a":1,"a":2}', 400],
    ['a key twice, once escaped', '{"a":1,"\\u0061":2}', 400],
    ['__proto__, far from its colon', `{"__proto__"${' '.repeat(50)}:{"polluted":true}}`, 400],
    ['a key twice, far from its colon', `{"a":1,"a"${'\n'.repeat(50)}:2}`, 400],
    ['wrong UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400],
    ['no type', '{}', 415, { 'Content-Type': 'text/plain' }],
    ['a form', 'a=1', 415, { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ['another charset', '{}', 415, { 'Content-Type': 'application/json; charset=utf-7' }],
    ['an unknown encoding', '{}', 415, { 'Content-Encoding': 'zip' }],
    ['1.5 MB', `{"a":"${'x'.repeat(1_500_000)}"}`, 413],
    ['a bomb', gzipSync('x'.repeat(30_000_000)), 413, { 'Content-Encoding': 'gzip' }],
    ['broken gzip', Buffer.from('not gzip'), 400, { 'Content-Encoding': 'gzip' }],
  ];

/** Put in the place of each value of a good body, one at a time. */
export const VALUES: [name: string, value: unknown][] = [
  ['null', null],
  ['true', true],
  ['a fraction', 0.30001],
  ['a negative', -1],
  ['a huge number', 1e308],
  ['an empty string', ''],
  ['a list', [1]],
  ['an object', { a: 1 }],
  ['an operator', { $gt: '' }],
  ['$where', { $where: 'sleep(1000)' }],
  ['a NUL', 'a\u0000b'],
  ['half a character', 'a\ud800'],
  ['two lines', 'a\r\nBcc: evil@mail.example'],
  ['two addresses', 'a@mail.example, b@mail.example'],
  ['100,000 characters', 'x'.repeat(100_000)],
];

export function withValue(good: any, path: (string | number)[], value: unknown): any {
  const copy = structuredClone(good);
  const last = path.at(-1)!;
  path.slice(0, -1).reduce((at, key) => at[key], copy)[last] = value;
  return copy;
}
export function pathsOf(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, v]) =>
    pathsOf(v, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length > 0 ? [path, ...inner] : inner;
}
