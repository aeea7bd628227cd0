import * as t from '../text/doctor/en.ts';
import type { Facts } from './facts.ts';
import { attention, fine, type Verdict } from './verdict.ts';

const LIST = 'show';
const ZONE = 'time-zone';
/** What there is, by attribute, in the words of the element's own warning; of time zones one of them. */
const VALUES: Record<string, string> = {
  view: 'auto|picker|result|badge',
  action: 'invite|select',
  theme: 'inherit|light|dark|system',
  density: 'comfortable|compact|touch',
  live: 'auto|poll|off',
  loading: 'eager|lazy',
  'heading-level': '2 to 6',
  'page-size': '1 to 1000',
  [LIST]: 'score|sections|comments|decision|history',
  [ZONE]: 'Europe/Berlin',
};

function isZone(timeZone: string): boolean {
  try {
    return Boolean(!timeZone || Intl.DateTimeFormat('en', { timeZone }));
  } catch {
    return false;
  }
}

function isOneOf(values: string, set: string): boolean {
  const [least, most] = values.split(' to ').map(Number);
  const number = Number(set);
  return values.split('|').includes(set) || (number >= least! && number <= most! && number % 1 === 0);
}

function isFine(name: string, set: string): boolean {
  if (name === ZONE) return isZone(set);
  const all = name === LIST ? set.split(' ').filter(Boolean) : [set];
  return all.every((one) => isOneOf(VALUES[name]!, one));
}

const lettersOf = (name: string) => name.toLowerCase().replace(/[-_]/g, '');

/** Of the names that are set those that are not known, but have the letters of one that is. */
export const misspelt = (names: string[], known: string[]): Facts['misspelt'] =>
  names.flatMap((name) => {
    const right = known.find((one) => lettersOf(one) === lettersOf(name));
    return right && right !== name ? [[name, right]] : [];
  });

export function ofAttributes({ attribute, misspelt }: Facts): Verdict {
  const wrong = Object.entries(VALUES).flatMap(([name, values]) => {
    const set = attribute(name);
    return set === null || isFine(name, set) ? [] : [[`${name}="${set}"`, `${name}="${values}"`]];
  });
  const all = [...misspelt, ...wrong];
  const list = (at: number, between: string) => all.map((one) => one[at]).join(between);
  return all[0]
    ? attention(`${t.attributesUnknown} ${list(0, ', ')}.`, list(1, ' '))
    : fine(t.attributesFine);
}
