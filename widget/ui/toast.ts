const SHOWN_MS = 6000;
let hide: ReturnType<typeof setTimeout> | undefined;

/** The place for `toast`: on the page from the start, so that screen readers know it. */
export function toastRegion(): HTMLElement {
  const region = document.createElement('div');
  region.className = 'toast';
  region.role = 'status';
  return region;
}

/** Says for some seconds what was done. Only for what the page shows as well. */
export function toast(message: string): void {
  const region = document.querySelector('.toast');
  if (!region) return;
  clearTimeout(hide);
  region.textContent = message;
  hide = setTimeout(() => (region.textContent = ''), SHOWN_MS);
}
