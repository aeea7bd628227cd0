const LOOK_MS = 30_000;

interface Watching {
  /** The page is looked at (again), or has been for a while. */
  wake: () => void;
  /** The page may be gone for good. */
  leave: () => void;
  online: () => void;
  signal: AbortSignal;
}

/** Tells when a page should ask what has happened, and when it should bring home what it has. */
export function watchSight({ wake, leave, online, signal }: Watching): void {
  const look = setInterval(() => document.hidden || wake(), LOOK_MS);
  signal.addEventListener('abort', () => clearInterval(look));
  addEventListener('focus', wake, { signal });
  addEventListener('pageshow', wake, { signal });
  addEventListener('pagehide', leave, { signal });
  addEventListener('online', online, { signal });
  document.addEventListener('visibilitychange', () => (document.hidden ? leave() : wake()), { signal });
}
