import { expect, test } from 'vitest';
import { isOriginPattern, matchesOrigin, originIn } from '../../server/contract/origin.ts';

const ATS = 'https://ats.example.com';
const WILD = 'https://*.example.com';

test.each<[pattern: string, origin: string, matches: boolean]>([
  [ATS, ATS, true],
  [ATS, 'http://ats.example.com', false],
  [ATS, 'https://ats.example.com:8443', false],
  ['https://ats.example.com:8443', 'https://ats.example.com:8443', true],
  [ATS, 'https://evil-ats.example.com', false],
  [ATS, 'https://ats.example.com.evil.example', false],
  [ATS, 'https://sub.ats.example.com', false],
  [ATS, 'null', false],
  ['null', 'null', true],
  ['null', ATS, false],
  [WILD, ATS, true],
  [WILD, 'https://example.com', false],
  [WILD, 'https://a.b.example.com', false],
  [WILD, 'https://evil-example.com', false],
  [WILD, 'https://evilexample.com', false],
  [WILD, 'https://ats.example.com.evil.example', false],
  [WILD, 'http://ats.example.com', false],
  [WILD, 'https://ats.example.com:8443', false],
  [WILD, 'https://user@ats.example.com', false],
  [WILD, 'https://.example.com', false],
  [WILD, 'null', false],
  [WILD, 'https://ATS.example.com', false],
  [WILD, 'https://ats.example.com.', false],
  [WILD, 'https://ats.example.com/', false],
  [WILD, 'https://bücher.example.com', false],
  [WILD, 'https://xn--bcher-kva.example.com', true],
  [WILD, 'https://my_ats.example.com', true],
  [WILD, 'https://*.example.com', false],
  [WILD, 'https://a%2Eb.example.com', false],
  [WILD, 'https://evil.example#.example.com', false],
  [WILD, 'https://evil.example\\.example.com', false],
  [WILD, 'https://evil.example:443.example.com', false],
  [ATS, 'https://ATS.example.com', false],
  [ATS, 'https://ats.example.com.', false],
  [ATS, 'https://user@ats.example.com', false],
  ['https://*.example.com:8443', 'https://ats.example.com:8443', true],
  ['https://*.example.com:8443', ATS, false],
  ['http://localhost:*', 'http://localhost:5173', true],
  ['http://localhost:*', 'http://localhost', true],
  ['http://localhost:*', 'https://localhost:5173', false],
  ['http://localhost:*', 'http://localhost.evil.example:5173', false],
  ['http://localhost:*', 'http://evil.example:5173', false],
])('%s and %s: %s', (pattern, origin, matches) => {
  expect(matchesOrigin(pattern, origin)).toBe(matches);
});

test.each([
  'https://*.com',
  'https://*',
  'https://*.*.example.com',
  'https://ats.*.example.com',
  'http://*.example.com',
  'https://*.example.com/',
  'https://*.EXAMPLE.com',
  'https://*.1.2.3',
  'http://127.0.0.1:*',
  'https://ats.example.com/path',
  'https://ats.example.com:443',
  'HTTPS://ats.example.com',
  'https://ats.example.com.',
  'https://*.example.com.',
  'https://user:pw@ats.example.com',
  'https://bücher.example',
  'file://',
  '*',
  '',
  'NULL',
])('%s is no pattern', (pattern) => {
  expect(isOriginPattern(pattern)).toBe(false);
});

test.each<[address: string, origin: string | undefined]>([
  ['https://ats.example.com/jobs?id=1#top', ATS],
  ['HTTPS://ATS.example.com', ATS],
  ['ats.example.com', ATS],
  ['https://ats.example.com:8443/', 'https://ats.example.com:8443'],
  ['https://*.example.com/jobs', WILD],
  ['*.example.com', WILD],
  ['http://localhost:3000/jobs', 'http://localhost:3000'],
  [ATS, undefined],
  ['*', undefined],
  ['intranet', undefined],
  ['https://*.com/jobs', undefined],
  ['https://user@ats.example.com', undefined],
  ['rita@ats.example.com', undefined],
  ['ftp://ats.example.com', undefined],
  ['', undefined],
])('an address is of an origin: %s', (address, origin) => {
  expect(originIn(address)).toBe(origin);
});
