import { en, type Text } from './en.ts';

export interface Format {
  /** Date and time. */
  exact(iso: string | number): string;
  /** As “2 hours ago”; older than a month: the date. */
  relative(iso: string): string;
  number(value: number): string;
  percent(value: number): string;
  /** Of a code such as `en`. */
  language(code: string): string;
}

const TEXTS: Text[] = [en];

/** The text for a language tag, English where there is none, and the tag to format with. */
export function pickText(lang: string): { text: Text; locale: string } {
  const text = TEXTS.find(({ locale }) => lang.split('-')[0] === locale);
  return text ? { text, locale: lang } : { text: en, locale: 'en' };
}

export function createFormat(locale: string): Format {
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const spans = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const numbers = new Intl.NumberFormat(locale);
  const languages = new Intl.DisplayNames(locale, { type: 'language' });
  const exact = (iso: string | number) => dates.format(new Date(iso));
  return {
    exact,
    relative(iso) {
      const minutes = Math.round((Date.parse(iso) - Date.now()) / 60_000);
      const size = Math.abs(minutes);
      if (size < 60) return spans.format(minutes, 'minute');
      if (size < 1440) return spans.format(Math.round(minutes / 60), 'hour');
      return size < 43_200 ? spans.format(Math.round(minutes / 1440), 'day') : exact(iso);
    },
    number: numbers.format,
    percent: (value) => percents.format(value / 100),
    language(code) {
      try {
        return languages.of(code) ?? code;
      } catch {
        return code;
      }
    },
  };
}
