import * as t from '../text/doctor/en.ts';
import type { Facts } from './facts.ts';
import { attention, fine, type Verdict } from './verdict.ts';

const ZONE = 'time-zone';
/** What there is, by attribute; of time zones one of them. */
const VALUES: Record<string, string> = {
  view: 'auto|picker|result|badge',
  action: 'invite|select',
  theme: 'inherit|light|dark|system',
  density: 'comfortable|compact|touch',
  live: 'auto|poll|off',
  loading: 'eager|lazy',
  show: 'score|sections|comments|decision|history',
  [ZONE]: 'Europe/Berlin',
};

function isZone(timeZone: string): boolean {
  try {
    return Boolean(Intl.DateTimeFormat('en', { timeZone }));
  } catch {
    return false;
  }
}

export function ofAttributes({ attribute }: Facts): Verdict {
  const wrong = Object.entries(VALUES).flatMap(([name, values]) => {
    const set = attribute(name) ?? '';
    const isFine = RegExp(`^(\\b(${values})\\b|\\s)*$`).test(set) || (name === ZONE && isZone(set));
    return isFine ? [] : [[`${name}="${set}"`, `${name}="${values}"`]];
  });
  const list = (at: number) => wrong.map((one) => one[at]).join(' ');
  return wrong[0] ? attention(t.attributesUnknown(list(0)), list(1)) : fine();
}
