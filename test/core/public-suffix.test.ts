import { expect, test } from 'vitest';
import { isAnybodys } from '../../server/core/public-suffix.ts';

test.each<[pattern: string, isShared: boolean]>([
  ['https://*.co.uk', true],
  ['https://*.com', true],
  ['https://*.github.io', true],
  ['https://*.github.io:8443', true],
  ['https://*.vercel.app', true],
  // Each name directly below has names of several owners below it.
  ['https://*.kawasaki.jp', true],
  ['https://*.city.kawasaki.jp', false],
  ['https://*.acme.co.uk', false],
  ['https://*.acme.github.io', false],
  ['https://*.acme.com', false],
  ['https://*.acme.com:8443', false],
  ['https://*.ats.example', false],
  ['https://*.ats.corp', false],
  ['https://acme.github.io', false],
  ['http://localhost:*', false],
  ['null', false],
])('%s is anybody’s: %s', (pattern, isShared) => {
  expect(isAnybodys(pattern)).toBe(isShared);
});
