import { until } from './lab.ts';

/**
 * `cut`: nothing arrives. `late`: it arrives once the line is released. `holding`: it arrives, and the answer comes back
 * once the line is released. `losing`: it arrives, the answer never comes back.
 */
type State = 'open' | 'cut' | 'late' | 'holding' | 'losing';

/** A line that lets requests through, and does as its state says with those that match. */
export function openLine(method: string, part = '') {
  let waiting: (() => void)[] = [];
  const wait = () => new Promise<void>((resolve) => waiting.push(resolve));
  const line = {
    state: 'open' as State,
    /** Of the requests that match. */
    count: 0,
    async transport(...[url, init]: Parameters<typeof fetch>): Promise<Response> {
      const isMeant = (init?.method ?? 'GET') === method && (url as string).includes(part);
      const is = (state: State) => isMeant && line.state === state;
      if (isMeant) line.count++;
      if (is('cut')) throw new TypeError('no line');
      if (is('late')) await wait();
      const response = await fetch(url, init);
      if (is('holding')) await wait();
      if (is('losing')) throw new TypeError('lost');
      return response;
    },
    /** Resolves once a request or an answer waits. */
    isWaitedFor: () => until(() => waiting.length, `${method} ${part}`),
    release(): void {
      line.state = 'open';
      waiting.forEach((go) => go());
      waiting = [];
    },
  };
  return line;
}
