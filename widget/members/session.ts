import type { Me, Permission } from '../../server/contract/me.ts';
import { ApiError, call, type Answer, type CallOptions } from '../ui/api.ts';
import { navigate } from './router.ts';

const WANTED = 'canditech-wanted';
const MEMBER = 'canditech-member';
const WANTED_MS = 30 * 60_000;

/** The mailed link opens another tab, so where one wanted to go is kept for all tabs of this browser, for a while. */
function keepWanted(): void {
  const path = location.pathname + location.search;
  localStorage.setItem(WANTED, JSON.stringify({ path, at: Date.now() }));
}

/** Where to go after the sign-in: only ever a path of our own. */
export function takeWanted(): string {
  const kept = localStorage.getItem(WANTED);
  localStorage.removeItem(WANTED);
  try {
    const { path, at } = JSON.parse(kept ?? '') as { path: string; at: number };
    const url = new URL(path, location.origin);
    const own = url.origin === location.origin && url.pathname !== '/sign-in';
    if (own && Date.now() - at < WANTED_MS) return url.pathname + url.search;
  } catch {
    // Nothing usable is kept.
  }
  return '/invitations';
}

/** What is typed in a dialog would be lost: that one says itself what to do. */
const mayLeave = () => location.pathname !== '/sign-in' && !document.querySelector('dialog[open]');

/** Calls the API as the signed-in member; without a session it leads to the sign-in page, and back afterwards. */
export async function api<T>(method: string, path: string, options?: CallOptions): Promise<Answer<T>> {
  try {
    return await call<T>(method, path, options);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'unauthenticated' && mayLeave()) {
      keepWanted();
      navigate('/sign-in', { replace: true });
    }
    throw error;
  }
}

/** All tabs of a browser have one session: tells the others whose it is, or that it is over. */
export const tellTabs = (memberId = ''): void => localStorage.setItem(MEMBER, memberId);

/** Another tab has told. */
export function onTold(listener: (memberId: string | null) => void): void {
  addEventListener('storage', ({ key, newValue }) => key === MEMBER && listener(newValue));
}

export const can = (me: Me, permission: Permission): boolean => me.permissions.includes(permission);
