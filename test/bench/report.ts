export interface Goal {
  what: string;
  measured: number;
  /** How it is written. */
  shown: string;
  goal: number;
  /** Above this `--gate` fails: a goal nearer to what is measured than the noise would flicker. */
  gate: number;
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

const round = (value: number) => (value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en'));
/** Median (least–most). */
export const spread = (values: number[]) =>
  values.length
    ? `${round(median(values))} (${round(Math.min(...values))}–${round(Math.max(...values))})`
    : '–';

export const isMet = ({ measured, goal }: Goal) => measured <= goal;
const verdict = (one: Goal) =>
  isMet(one) ? 'met' : one.measured <= one.gate ? 'missed' : '**missed by far**';

export function table(header: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const rule = header.map((_, i) => (i ? '---:' : '---'));
  return [header, rule, ...rows].map(line).join('\n');
}

export const goalTable = (goals: Goal[]) =>
  table(
    ['what', 'measured', 'goal', 'verdict'],
    goals.map((one) => [one.what, one.shown, `≤ ${one.goal}`, verdict(one)]),
  );
