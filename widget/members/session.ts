import type { Me, Permission } from '../../server/contract/me.ts';
import { ApiError, call, type Answer, type CallOptions } from '../ui/api.ts';
import { attempt } from '../ui/storage.ts';
import { navigate } from './router.ts';

const WANTED = 'canditech-wanted';
const MEMBER = 'canditech-member';
const WANTED_MS = 30 * 60_000;
/** Of this tab, and of all. */
const STORAGES = [() => sessionStorage, () => localStorage];

/** The mailed link opens another tab: where one wanted to go is kept for it as well as for this one, for a while. */
function keepWanted(): void {
  const wanted = JSON.stringify({ path: location.pathname + location.search, at: Date.now() });
  STORAGES.forEach((storage) => attempt(() => storage().setItem(WANTED, wanted), undefined));
}

/** Where to go after the sign-in: only ever a path of our own. */
export function takeWanted(): string {
  const [own, shared] = STORAGES.map((storage) => attempt(() => storage().getItem(WANTED), null));
  STORAGES.forEach((storage) => attempt(() => storage().removeItem(WANTED), undefined));
  try {
    const { path, at } = JSON.parse(own ?? shared ?? '') as { path: string; at: number };
    const url = new URL(path, location.origin);
    const isOurs = url.origin === location.origin && url.pathname !== '/sign-in';
    if (isOurs && Date.now() - at < WANTED_MS) return url.pathname + url.search;
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
export const tellTabs = (memberId = ''): void =>
  // The same value again would tell them nothing.
  attempt(() => localStorage.setItem(MEMBER, `${memberId}/${Date.now()}`), undefined);

/** Another tab has told. Call what it returns to stop. */
export function onTold(listener: (memberId: string | null) => void): () => void {
  const onStorage = ({ key, newValue }: StorageEvent) => {
    if (key === MEMBER) listener(newValue && newValue.split('/', 1)[0]!);
  };
  addEventListener('storage', onStorage);
  return () => removeEventListener('storage', onStorage);
}

export const can = (me: Me, permission: Permission): boolean => me.permissions.includes(permission);
