import type { Text } from './en.ts';

/** Labels of another kind than ours would not fit where ours are; one that throws is left out. */
export function relabel(base: Text, labels: Partial<Text>): Text {
  const fitting = Object.entries(labels).filter(
    ([name, label]) => label && typeof label === typeof base[name as keyof Text],
  );
  const safe = fitting.map(([name, label]) => {
    if (typeof label !== 'function') return [name, label];
    const [theirs, ours] = [label, base[name as keyof Text]] as ((...values: unknown[]) => string)[];
    return [
      name,
      (...values: unknown[]) => {
        try {
          return theirs!(...values);
        } catch {
          return ours!(...values);
        }
      },
    ];
  });
  return { ...base, ...Object.fromEntries(safe) } as Text;
}
