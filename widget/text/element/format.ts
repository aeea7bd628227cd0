import { en, type Text } from './en.ts';

export interface Format {
  /** Date and time. */
  exact: (iso: string | number) => string;
  /** As “2 hours ago”. */
  relative: (iso: string) => string;
  number: (value: number) => string;
  percent: (value: number) => string;
  /** Of a code such as `en`. */
  language: (code: string) => string;
}

const TEXTS = [en];
const STEPS: [Intl.RelativeTimeFormatUnit, minutes: number][] = [
  ['day', 1440],
  ['hour', 60],
  ['minute', 1],
];
const languageOf = (tag: string) => tag.split('-')[0];

/** The text for a language tag, English where there is none. */
export const pickText = (lang: string): Text => TEXTS.find(({ locale }) => locale === languageOf(lang)) ?? en;

/** Pages and browsers have language tags that are none. */
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
export function createFormat(lang: string, text: Text): Format {
  const own = languageOf(lang) === text.locale ? lang : text.locale;
  const tag = (own === text.locale && navigator.languages.find((one) => languageOf(one) === own)) || own;
  const locale = orElse(() => Intl.getCanonicalLocales(tag)[0]!, text.locale);
  const number = (value: number) => value.toLocaleString(locale, { maximumFractionDigits: 2 });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
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
    percent: (value) => `${number(value)}\u00a0%`,
    language: (code) => orElse(() => languages.of(code) ?? code, code),
  };
}
