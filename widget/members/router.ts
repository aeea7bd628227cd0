export type Page =
  | { name: 'home' | 'sign-in' | 'assessments' | 'invitations' | 'unknown' }
  | { name: 'assessment' | 'report'; id: string }
  | { name: 'settings'; section: 'ashby' | 'embedding' | 'members' };

/** Goes with each move: `page` is where one is, `query` its filters. */
export interface Place {
  path: string;
  page: Page;
  query: URLSearchParams;
}

const SECTIONS = ['ashby', 'embedding', 'members'] as const;

function toPage(path: string): Page {
  const [first = '', second, ...more] = path.split('/').slice(1).filter(Boolean);
  if (more.length > 0) return { name: 'unknown' };
  if (first === 'settings') {
    const section = SECTIONS.find((name) => name === (second ?? 'ashby'));
    return section ? { name: 'settings', section } : { name: 'unknown' };
  }
  if (second !== undefined) {
    if (first === 'assessments') return { name: 'assessment', id: second };
    return first === 'reports' ? { name: 'report', id: second } : { name: 'unknown' };
  }
  if (first === '') return { name: 'home' };
  return first === 'sign-in' || first === 'assessments' || first === 'invitations'
    ? { name: first }
    : { name: 'unknown' };
}

export const placeNow = (): Place => ({
  path: location.pathname,
  page: toPage(location.pathname),
  query: new URLSearchParams(location.search),
});

let listener: () => void = () => {};

interface Kept {
  /** Of the list. */
  rows?: number;
  scrollY?: number;
}

/** What an entry of the history remembers for the way back; a new one nothing. */
export const kept = (): Kept => (history.state ?? {}) as Kept;
export const keep = (more: Kept): void => history.replaceState({ ...kept(), ...more }, '');

export function navigate(url: string, { replace = false } = {}): void {
  if (!replace) keep({ scrollY });
  history[replace ? 'replaceState' : 'pushState'](null, '', url);
  listener();
}

/** Keeps the filters of the present page in its address; empty ones leave it. */
export function setQuery(filters: Record<string, string>): void {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ''));
  const search = query.size > 0 ? `?${query}` : '';
  if (search !== location.search) navigate(`${location.pathname}${search}`, { replace: true });
}

function linkOf(event: MouseEvent): HTMLAnchorElement | null {
  const plain = !event.defaultPrevented && event.button === 0;
  const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  return plain && !modified ? (event.target as Element).closest<HTMLAnchorElement>('a[href]') : null;
}

/** Follows links to our own pages without a reload; everything else is the browser's. */
export function startRouter(onMove: () => void): void {
  listener = onMove;
  addEventListener('popstate', onMove);
  // A reload is no way back to where one once left.
  keep({ scrollY: 0 });
  addEventListener('click', (event) => {
    const link = linkOf(event);
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.hash || toPage(link.pathname).name === 'unknown') return;
    event.preventDefault();
    navigate(`${link.pathname}${link.search}`);
  });
}
