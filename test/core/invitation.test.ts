import { describe, expect, test } from 'vitest';
import { InvitationStatus } from '../../server/contract/result.ts';
import {
  activeKeyOf,
  canBecome,
  extensionEndsAt,
  isActive,
  isOver,
  linkEndsAt,
  statusLabel,
} from '../../server/core/invitation.ts';

type Status = InvitationStatus;
const ALL = InvitationStatus.options;
const ALLOWED: [Status, Status][] = [
  ['invited', 'started'],
  ['invited', 'expired'],
  ['invited', 'cancelled'],
  ['started', 'submitted'],
  ['started', 'completed'],
  ['started', 'cancelled'],
  ['submitted', 'completed'],
  ['expired', 'invited'],
  ['expired', 'cancelled'],
];
const isAllowed = (from: Status, to: Status) => ALLOWED.some(([f, t]) => f === from && t === to);

describe('transitions', () => {
  const pairs = ALL.flatMap((from) => ALL.map((to) => [from, to, isAllowed(from, to)] as const));

  test.each(pairs)('%s → %s: %s', (from, to, allowed) => {
    expect(canBecome(from, to)).toBe(allowed);
  });
});

test('invited, started and submitted ones are active', () => {
  expect(ALL.filter(isActive)).toEqual(['invited', 'started', 'submitted']);
});

test('one is over when it is cancelled, or expired so long that nothing will be done about it', () => {
  expect(ALL.filter((status) => isOver({ status }))).toEqual(['expired', 'cancelled']);
  expect(isOver({ status: 'expired', sweepAt: new Date() })).toBe(false);
});

test.each<[Status, boolean, string]>([
  ['invited', false, 'Invited'],
  ['started', false, 'Started'],
  ['submitted', true, 'Awaiting review'],
  ['submitted', false, 'Submitted'],
  ['completed', false, 'Completed'],
  ['expired', false, 'Expired'],
  ['cancelled', true, 'Cancelled'],
])('%s (grades missing: %s) is called %s', (status, pending, label) => {
  expect(statusLabel(status, pending)).toBe(label);
});

test('only the candidate’s start is called Started, because Ashby takes its time from that word', () => {
  expect(ALL.filter((status) => statusLabel(status, true) === 'Started')).toEqual(['started']);
});

describe('what makes two invitations the same', () => {
  const common = { assessmentId: 'a1', email: 'Ann@Example.com' };

  test('the application before anything else, because candidates are merged', () => {
    const one = activeKeyOf({ ...common, applicationId: 'app', externalId: 'c1' });
    expect(one).toBe(activeKeyOf({ ...common, applicationId: 'app', externalId: 'c2', email: 'x@y.z' }));
    expect(one).not.toBe(activeKeyOf({ ...common, applicationId: 'app2', externalId: 'c1' }));
  });

  test('then the candidate of the ATS, then the address without case', () => {
    const one = activeKeyOf({ ...common, externalId: 'c1' });
    expect(one).toBe(activeKeyOf({ ...common, externalId: 'c1', email: 'new@example.com' }));
    expect(activeKeyOf(common)).toBe(activeKeyOf({ ...common, email: 'ann@example.COM' }));
    expect(activeKeyOf(common)).not.toBe(activeKeyOf({ ...common, email: 'ann+1@example.com' }));
  });

  test('another assessment is another invitation, and kinds of names never meet', () => {
    const keys = [
      activeKeyOf({ ...common, applicationId: 'x' }),
      activeKeyOf({ ...common, externalId: 'x' }),
      activeKeyOf({ ...common, email: 'x' }),
      activeKeyOf({ ...common, assessmentId: 'a2', email: 'x' }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

test('links live seven days unless said otherwise, and can be extended for thirty after', () => {
  const now = new Date('2026-03-01T00:00:00Z');
  expect(linkEndsAt(now)).toEqual(new Date('2026-03-08T00:00:00Z'));
  expect(linkEndsAt(now, 2)).toEqual(new Date('2026-03-03T00:00:00Z'));
  expect(extensionEndsAt(now)).toEqual(new Date('2026-03-31T00:00:00Z'));
});
