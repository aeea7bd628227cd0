/** Storage may be full, blocked or missing; then the page's memory has to do. */
export function attempt<T>(use: () => T, otherwise: T): T {
  try {
    return use();
  } catch {
    return otherwise;
  }
}
