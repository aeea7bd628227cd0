import type { InvitationStatus } from '../../../server/contract/result.ts';
import type { QuestionKind } from '../../../server/contract/assessment.ts';

/** English as the reader's own region writes dates and numbers; some systems report what is no language tag. */
const locale = navigator.languages.find((tag) => /^en(-[a-z0-9]{2,8})*$/i.test(tag)) ?? 'en-GB';
const plural = new Intl.PluralRules(locale);

/** `one` for 1, else `other`, after the number. */
export const count = (n: number, one: string, other: string): string =>
  `${new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(n)} ${plural.select(n) === 'one' ? one : other}`;

const statuses: Record<InvitationStatus | 'review', string> = {
  invited: 'Invited',
  started: 'Started',
  submitted: 'Submitted',
  review: 'Awaiting review',
  completed: 'Completed',
  expired: 'Expired',
  cancelled: 'Cancelled',
};

const kinds: Record<QuestionKind, string> = {
  single: 'Single choice',
  multiple: 'Multiple choice',
  number: 'Number',
  text: 'Short text',
  ordering: 'Ordering',
  matching: 'Matching',
  open: 'Open answer',
};

export const ui = {
  locale,
  statuses,
  kinds,
  percent: (percent: number) =>
    new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(percent / 100),
  /** For points: two decimals say enough. */
  number: (value: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value),
  minutes: (minutes: number) => count(minutes, 'minute', 'minutes'),
  points: (points: number) => count(points, 'point', 'points'),
  loading: 'Loading',
  retry: 'Try again',
  stale: (error: string, time: string) => `${error} What you see is from ${time} and may be old.`,
  close: 'Close',
  keep: 'Keep as it is',
  cancel: 'Cancel',
  working: 'Working …',
  signInAgain: 'Sign in again in another tab, then come back.',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'It could not be copied. Select the text and copy it with the keyboard.',
  optional: 'optional',
  fieldProblem: (label: string, message: string) => `${label} ${message}.`,
  errors: {
    network: 'The server cannot be reached. Check your connection and try again.',
    unknown: 'Something went wrong. Try again.',
    internal: 'Something went wrong. Reload the page.',
  },
};
