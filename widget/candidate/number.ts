const groupSeparator = (locale?: string) =>
  new Intl.NumberFormat(locale).formatToParts(1_234_567).find(({ type }) => type === 'group')?.value;

/**
 * The number that a person typed, with a point or a comma for decimals, or null. Where a single separator could be either
 * ("1,234"), it groups if that is what it does in the reader's language.
 */
export function parseNumber(typed: string, locale?: string): number | null {
  const text = typed
    .normalize('NFKC')
    .replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace('٫', '.')
    .replace(/[\s'’_٬]/g, '')
    .replace(/^[−–]/, '-');
  const match = /^([+-]?)(\d[\d.,]*|[.,]\d+)$/.exec(text);
  if (!match) return null;
  const [, sign, digits] = match as unknown as [string, string, string];
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  const separators = new Set(digits.match(/[.,]/g));
  const grouped = /^[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*$/.exec(digits);
  const several = digits.indexOf(digits[last]!) !== last;
  let plain: string;
  if (separators.size === 2) {
    if (!/^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*[.,]\d*$/.test(digits) || several) return null;
    plain = `${digits.slice(0, last).replace(/[.,]/g, '')}.${digits.slice(last + 1)}`;
  } else if (grouped && (several || grouped[1] === groupSeparator(locale))) {
    plain = digits.replace(/[.,]/g, '');
  } else if (last >= 0 && several) {
    return null;
  } else {
    plain = digits.replace(',', '.');
  }
  const value = Number(`${sign === '-' ? '-' : ''}${plain}`);
  return Number.isFinite(value) ? value : null;
}

export const formatNumber = (value: number, locale?: string): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }).format(value);
