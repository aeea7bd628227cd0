/** Holds the test for this tab. A tab that holds it later takes it over; then this one hears of it. Returns the release. */
export function holdTab(id: string, lost: () => void): () => void {
  // Missing on plain http except localhost; the revisions still keep two tabs from overwriting each other.
  if (!('locks' in navigator)) return () => {};
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  navigator.locks
    .request(`take-${id}`, { steal: true }, () => held)
    .catch((error: unknown) => {
      if ((error as Error).name === 'AbortError') lost();
    });
  return release;
}
