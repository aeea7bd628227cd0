// Tells how much of the machine others used while a sample was taken, from /proc. Elsewhere than on Linux it cannot.
import { readdirSync, readFileSync } from 'node:fs';

/** Cores of others above which a sample is disturbed. */
export const DISTURBED = 0.2;
const TICKS_PER_SECOND = 100;

interface Reading {
  busy: number;
  own: number;
}

/** Ticks of this process and of everything below it, those that have ended included. */
function ownTicks(): number {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const fields = text
          .slice(text.lastIndexOf(')') + 2)
          .split(' ')
          .map(Number);
        const ticks = fields.slice(11, 15).reduce((sum, value) => sum + value, 0);
        return [{ pid: Number(pid), parent: fields[1]!, ticks }];
      } catch {
        return [];
      }
    });
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
  const isOwn = (pid: number | undefined): boolean =>
    pid === process.pid || (pid !== undefined && pid > 1 && isOwn(parents.get(pid)));
  return all.filter(({ pid }) => isOwn(pid)).reduce((sum, { ticks }) => sum + ticks, 0);
}

function read(): Reading | undefined {
  try {
    const [, ...values] = readFileSync('/proc/stat', 'utf8').split('\n')[0]!.split(/\s+/).map(Number);
    // user, nice, system, irq, softirq and steal; not idle and iowait.
    const busy = [0, 1, 2, 5, 6, 7].reduce((sum, i) => sum + values[i]!, 0);
    return { busy, own: ownTicks() };
  } catch {
    return undefined;
  }
}

/** Does `work`, and tells how many cores others used meanwhile. */
export async function watched<T>(work: () => Promise<T>): Promise<{ value: T; others: number; ms: number }> {
  const began = performance.now();
  const before = read();
  const value = await work();
  const after = read();
  const ms = performance.now() - began;
  if (!before || !after) return { value, others: 0, ms };
  const ticks = after.busy - before.busy - (after.own - before.own);
  return { value, others: Math.max(0, ticks) / TICKS_PER_SECOND / (ms / 1000), ms };
}

/** Waits a while for others to rest; tells whether they do. */
export async function quiet(mostMs: number): Promise<boolean> {
  const end = performance.now() + mostMs;
  while (performance.now() < end) {
    const { others } = await watched(() => new Promise((resolve) => setTimeout(resolve, 250)));
    if (others < DISTURBED) return true;
  }
  return false;
}
