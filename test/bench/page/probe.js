// Measures a page from inside. A page tells it how many matches its list shows (`count`, with the rows laid out; -1: none
// yet) and whether all assessments are there (`isComplete`), and calls `check` whenever something may have changed.
/* global window, document, requestAnimationFrame */
(() => {
  const bench = { laidOut: 0, painted: 0, complete: 0, shift: 0, keys: [], expected: -1 };
  window.bench = bench;

  const inNextTask = (work) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = work;
    port2.postMessage(0);
  };

  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) bench.shift += value;
  }).observe({ type: 'layout-shift', buffered: true });

  bench.check = () => {
    if (bench.complete || bench.count() < 0) return;
    const now = performance.now();
    if (!bench.laidOut) {
      bench.laidOut = now;
      requestAnimationFrame(() => inNextTask(() => (bench.painted = performance.now())));
    }
    if (bench.isComplete()) bench.complete = now;
  };

  let pressedAt = 0;
  const settle = () => {
    if (bench.count() !== bench.expected) inNextTask(settle);
    else bench.keys.push(performance.now() - pressedAt);
  };
  window.addEventListener('keydown', () => (pressedAt = performance.now()), true);
  window.addEventListener('input', () => inNextTask(settle), true);
  document.addEventListener('DOMContentLoaded', () => bench.watch?.());
})();
