import { diagnose } from '../../../widget/doctor/diagnose.ts';
import type { Facts } from '../../../widget/doctor/facts.ts';

/** Of a page in which nothing is wrong. */
const facts: Facts = {
  version: '1.0.0',
  pageOrigin: 'https://ats.example',
  apiBase: 'https://tests.example',
  home: '',
  tokenEndpoint: 'https://ats.example/canditech/token',
  isDemo: false,
  view: 'auto',
  candidateId: 'c-1',
  isForCandidate: true,
  scopes: ['results:read'],
  attribute: () => null,
  misspelt: [],
  shade: 'light',
  scheme: 'light',
  isAdmitted: true,
  error: undefined,
  token: { secondsLeft: 540, skewS: 1 },
  server: '1.0.0',
  violations: [],
  copies: ['https://tests.example/embed/1.0.0/canditech-assessment.js'],
};
const findings = (change: Partial<Facts>) => diagnose({ ...facts, ...change });

/** The layers that fail, each with its line. */
export const found = (change: Partial<Facts>) =>
  findings(change)
    .filter(({ state }) => state === 'Attention')
    .map(({ name, fix }) => [name, fix]);
export const said = (layer: string, change: Partial<Facts>) =>
  findings(change).find(({ name }) => name === layer)!.detail;
export const inState = (wanted: string, change: Partial<Facts>) =>
  findings(change)
    .filter(({ state }) => state === wanted)
    .map(({ name }) => name);

export const error = (code: string, detail?: string) => ({ code, message: code, detail });
/** By the page’s token route, in the words of the element. */
export const refused = (status: number, detail = '') => ({
  error: { ...error('token_missing'), status, detail: `token-endpoint answered ${status}. ${detail}` },
  token: undefined,
  isAdmitted: false,
});
export const unread = {
  error: error('token_missing', 'TypeError: Failed to fetch'),
  token: undefined,
  isAdmitted: false,
};
