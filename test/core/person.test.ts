import { expect, test } from 'vitest';
import { isSamePerson } from '../../server/core/person.ts';

test.each([
  ['the same member', { id: 'm1' }, { id: 'm1' }, true],
  ['another member', { id: 'm1' }, { id: 'm2' }, false],
  ['the same user of the same host', { id: 'u1', keyId: 'k1' }, { id: 'u1', keyId: 'k1' }, true],
  ['a user of another host with the same id', { id: 'u1', keyId: 'k1' }, { id: 'u1', keyId: 'k2' }, false],
  ['a host’s user who is called like a member', { id: 'm1' }, { id: 'm1', keyId: 'k1' }, false],
  ['nobody knows who', {}, {}, false],
])('%s', (_who, one, other, same) => {
  expect(isSamePerson(one, other)).toBe(same);
});
