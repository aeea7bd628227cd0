import { html, type TemplateResult } from 'lit';

const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const SHORT = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

const STEPS: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

export const exactTime = (iso: string): string => EXACT.format(new Date(iso));
/** With seconds: for "Saved 14:03:12". */
export const clockTime = (iso: string): string => CLOCK.format(new Date(iso));
export const shortTime = (iso: string): string => SHORT.format(new Date(iso));

export function relativeTime(iso: string, now = Date.now()): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  if (Math.abs(seconds) > 30 * 86_400) return exactTime(iso);
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ['minute', 60];
  return Math.abs(seconds) < 60
    ? RELATIVE.format(0, 'minute')
    : RELATIVE.format(Math.round(seconds / size), unit);
}

/** Relative, with the exact time where one looks closer. */
export const ago = (iso: string): TemplateResult =>
  html`<time datetime=${iso} title=${exactTime(iso)}>${relativeTime(iso)}</time>`;
