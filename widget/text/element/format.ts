import type { Text } from './en.ts';

export interface Format {
  /** Date and time. */
  exact: (iso: string | number) => string;
  /** As “2 hours ago”. */
  relative: (iso: string) => string;
  number: (value: number) => string;
  percent: (value: number) => string;
  /** As “15 minutes”; `unit`: `minute` or `day`. */
  span: (value: number, unit: string) => string;
  /** Of a code such as `en`. */
  language: (code: string) => string;
}

const STEPS: [Intl.RelativeTimeFormatUnit, minutes: number][] = [
  ['day', 1440],
  ['hour', 60],
  ['minute', 1],
];
export const languageOf = (tag: string): string => tag.split('-')[0]!.toLowerCase();

/** Pages and browsers have language tags, and time zones, that are none. */
function orElse<T>(work: () => T, fallback: T): T {
  try {
    return work();
  } catch {
    return fallback;
  }
}

/**
 * Dates and numbers as where `lang` is spoken, as long as that is the language of the text; a language without a region
 * gets the browser's.
 */
export function createFormat(lang: string, text: Text, zone: string): Format {
  const own = languageOf(lang) === text.locale ? lang : text.locale;
  const tag = (own === text.locale && navigator.languages.find((one) => languageOf(one) === own)) || own;
  const locale = orElse(() => Intl.getCanonicalLocales(tag)[0]!, text.locale);
  const number = (value: number) => value.toLocaleString(locale, { maximumFractionDigits: 2 });
  const style = { dateStyle: 'medium', timeStyle: 'short' } as const;
  const dates = orElse(
    () => new Intl.DateTimeFormat(locale, { ...style, ...(zone && { timeZone: zone }) }),
    new Intl.DateTimeFormat(locale, style),
  );
  const spans = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const languages = new Intl.DisplayNames(locale, { type: 'language' });
  return {
    exact: (iso) => dates.format(new Date(iso)),
    relative(iso) {
      const minutes = (Date.parse(iso) - Date.now()) / 60_000;
      const [unit, size] = STEPS.find(([, length]) => Math.abs(minutes) >= length) ?? ['minute', 1];
      return spans.format(Math.round(minutes / size), unit);
    },
    number,
    percent: (value) => (value / 100).toLocaleString(locale, { style: 'percent', maximumFractionDigits: 1 }),
    span: (value, unit) => value.toLocaleString(locale, { style: 'unit', unit, unitDisplay: 'long' }),
    language: (code) => orElse(() => languages.of(code) ?? code, code),
  };
}
