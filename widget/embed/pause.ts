/** Ends after `ms`, when the line or the page comes back, or when the signal aborts: look at the signal afterwards. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const own = new AbortController();
    const end = () => {
      clearTimeout(timer);
      own.abort();
      resolve();
    };
    const timer = setTimeout(end, ms);
    const options = { signal: own.signal };
    for (const type of ['online', 'visibilitychange']) addEventListener(type, end, options);
    signal.addEventListener('abort', end, options);
    if (signal.aborted) end();
  });
}
