import type { InvitationChanged } from '../../server/contract/invitation.ts';
import type { Client } from './client.ts';
import { toEmbedError, type EmbedError } from './error.ts';
import { wait } from './wait.ts';

interface Watcher {
  /** Without a change: something may have been missed, so look at everything again. */
  onChange(change?: InvitationChanged): void;
  onTrouble(error: EmbedError): void;
}

/** More than the server's heartbeat of 25 s. */
const SILENCE_MS = 40_000;
const HIDDEN_MS = 60_000;
const POLL_MS = 15_000;
const LONGEST_POLL_MS = 120_000;

async function* messagesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const messages = (rest + value).split('\n\n');
    rest = messages.pop() ?? '';
    yield* messages;
  }
}

function untilShown(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const own = new AbortController();
    const look = () => {
      if (document.hidden && !signal.aborted) return;
      own.abort();
      resolve();
    };
    document.addEventListener('visibilitychange', look, { signal: own.signal });
    signal.addEventListener('abort', look, { signal: own.signal });
    look();
  });
}

/** Calls `end` when the line changes and when the page was hidden for a minute. */
function onNeed(end: () => void, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    if (document.hidden && !signal.aborted) timer = setTimeout(end, HIDDEN_MS);
  };
  addEventListener('offline', end, { signal });
  addEventListener('online', end, { signal });
  document.addEventListener('visibilitychange', look, { signal });
  signal.addEventListener('abort', look);
  look();
}

/**
 * Tells what changed, by a stream of events (through fetch, as `EventSource` cannot send a token), and takes it up where
 * it ended. While there is no stream it says every 15 s, later every 2 min, that something may have changed.
 */
export async function watch(client: Client, { onChange, onTrouble }: Watcher, signal: AbortSignal) {
  let after = '';
  let broke = false;
  for (let failures = 0; !signal.aborted;) {
    const round = new AbortController();
    const own = AbortSignal.any([signal, round.signal]);
    const end = () => round.abort();
    onNeed(end, own);
    let silence = setTimeout(end, SILENCE_MS);
    try {
      const { body } = await client.open('/events', { signal: own, after });
      if (broke) onChange();
      broke = false;
      failures = 0;
      for await (const message of messagesOf(body!)) {
        clearTimeout(silence);
        silence = setTimeout(end, SILENCE_MS);
        after = /^id: (.+)/m.exec(message)?.[1] ?? after;
        const data = /^data: (.+)/m.exec(message)?.[1];
        if (data) onChange(JSON.parse(data) as InvitationChanged);
      }
    } catch (cause) {
      broke = true;
      if (!own.aborted || !navigator.onLine) {
        failures++;
        if (!signal.aborted) onTrouble(toEmbedError(cause));
      }
    }
    clearTimeout(silence);
    const pause = failures ? Math.min(LONGEST_POLL_MS, POLL_MS * 2 ** (failures - 1)) : 1000;
    await wait(pause * (0.9 + Math.random() * 0.2), own);
    end();
    await untilShown(signal);
    if (failures && !signal.aborted) onChange();
  }
}
