import type { InvitationChanged } from '../../server/contract/invitation.ts';

/** null: anything may have changed, because the stream was away for a while. */
type Listener = (change: InvitationChanged | null) => void;

const AGAIN_MS = 5000;
const listeners = new Set<Listener>();
let source: EventSource | undefined;
let again: ReturnType<typeof setTimeout> | undefined;

const tell = (change: InvitationChanged | null) => listeners.forEach((listener) => listener(change));

function open(): void {
  let interrupted = false;
  source = new EventSource('/v1/events');
  source.addEventListener('invitation', (event: MessageEvent<string>) =>
    tell(JSON.parse(event.data) as InvitationChanged),
  );
  source.onopen = () => {
    if (interrupted) tell(null);
    interrupted = false;
  };
  source.onerror = () => {
    interrupted = true;
    // The browser comes back by itself, unless the server said no.
    if (source?.readyState !== EventSource.CLOSED) return;
    again = setTimeout(() => {
      tell(null);
      if (listeners.size > 0) open();
    }, AGAIN_MS);
  };
}

function close(): void {
  clearTimeout(again);
  source?.close();
}

/** Browsers allow six connections to a server over HTTP/1.1: tabs that nobody looks at must not hold them. */
function onVisibility(): void {
  close();
  if (document.visibilityState === 'hidden') return;
  tell(null);
  open();
}

/** One stream for the whole page while anybody listens. Call what it returns to stop. */
export function listen(listener: Listener): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    open();
    document.addEventListener('visibilitychange', onVisibility);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    document.removeEventListener('visibilitychange', onVisibility);
    close();
  };
}
