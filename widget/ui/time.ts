import { html, type TemplateResult } from 'lit';
import { ui } from '../text/ui/en.ts';

const { locale } = ui;
const EXACT = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const CLOCK = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const SHORT = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const RELATIVE = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

const STEPS: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

export const exactTime = (iso: string): string => EXACT.format(new Date(iso));
/** With seconds: for "Saved 14:03:12". */
export const clockTime = (iso: string): string => CLOCK.format(new Date(iso));
export const shortTime = (iso: string): string => SHORT.format(new Date(iso));

/** The time of today, else with its date. */
export const momentTime = (iso: string): string =>
  new Date(iso).toDateString() === new Date().toDateString() ? shortTime(iso) : exactTime(iso);

export function relativeTime(iso: string, now = Date.now()): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  if (Math.abs(seconds) > 30 * 86_400) return exactTime(iso);
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ['minute', 60];
  return Math.abs(seconds) < 60
    ? RELATIVE.format(0, 'second')
    : RELATIVE.format(Math.round(seconds / size), unit);
}

/** Relative, with the exact time where one looks closer. */
export const ago = (iso: string): TemplateResult =>
  html`<time datetime=${iso} title=${exactTime(iso)}>${relativeTime(iso)}</time>`;
