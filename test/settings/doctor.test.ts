import { expect, test } from 'vitest';
import type { AshbySettings } from '../../server/contract/settings.ts';
import { ConnectionReport } from '../../server/contract/settings.ts';
import { diagnose } from '../../server/settings/doctor.ts';

const at = '2026-03-01T10:00:00.000Z';
const key = (state: 'accepted' | 'scopes_missing' | 'refused' | 'unverified') => ({
  lastFour: 'tail',
  savedAt: at,
  check: { state, message: `It is ${state}.`, checkedAt: at },
});
const healthy: AshbySettings = {
  ashbyKey: key('accepted'),
  canditechKeys: [{ id: 'k', createdAt: at, createdBy: 'Ann' }],
  lastCallAt: at,
  callUrl: 'https://tests.acme.example/ashby',
};
type Line = ConnectionReport['checks'][number]['name'];
interface Case {
  what: string;
  settings?: Partial<AshbySettings>;
  publicUrl?: string;
  /** Lines that ask for attention, and what the first of them says. */
  attention: Line[];
  advice?: RegExp;
}
const paused = (waiting: number) => ({ since: at, reason: 'No key.', waiting });
const lacking = (state: Parameters<typeof key>[0]) => ({ ashbyKey: key(state) });
const CASES: Case[] = [
  { what: 'all is well', attention: [] },
  {
    what: 'no key of Ashby',
    settings: { ashbyKey: null },
    attention: ['ashby_key', 'ashby_scopes'],
    advice: /step 1/,
  },
  { what: 'a refused one', settings: lacking('refused'), attention: ['ashby_key'], advice: /It is refused/ },
  {
    what: 'an unverified one',
    settings: lacking('unverified'),
    attention: ['ashby_key'],
    advice: /It is unver/,
  },
  {
    what: 'no permission',
    settings: lacking('scopes_missing'),
    attention: ['ashby_scopes'],
    advice: /: write/,
  },
  { what: 'no key of ours', settings: { canditechKeys: [] }, attention: ['canditech_key'], advice: /step 2/ },
  {
    what: 'never a call',
    settings: { lastCallAt: undefined },
    attention: ['calls_from_ashby'],
    advice: /refresh/,
  },
  {
    what: 'one waits',
    settings: { paused: paused(1) },
    attention: ['updates'],
    advice: /^1 update waits: No key\.$/,
  },
  { what: 'three wait', settings: { paused: paused(3) }, attention: ['updates'], advice: /^3 updates wait/ },
  {
    what: 'no https',
    publicUrl: 'http://tests.acme.example',
    attention: ['public_url'],
    advice: /set PUBLIC_URL/,
  },
  { what: 'a trial on one machine', publicUrl: 'http://localhost:3000', attention: [] },
];

test.each(CASES)(
  '$what',
  ({ settings, publicUrl = 'https://tests.acme.example', attention, advice = /^/ }) => {
    const report = ConnectionReport.parse(diagnose({ ...healthy, ...settings }, publicUrl));
    const bad = report.checks.filter(({ state }) => state === 'attention');
    expect(report.checks).toHaveLength(6);
    expect(bad.map(({ name }) => name)).toEqual(attention);
    for (const { message } of report.checks) expect(message).toMatch(/\.$/);
    if (bad[0]) expect(bad[0].message).toMatch(advice);
  },
);
