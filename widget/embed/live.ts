import type { InvitationChanged } from '../../server/contract/invitation.ts';
import type { Client } from './client.ts';
import { wait } from './wait.ts';

/** Without a change: something may have been missed, so look at everything again. */
export type OnChange = (change?: InvitationChanged) => void;

/** More than the server's heartbeat of 25 s. */
const SILENCE_MS = 40_000;
const HIDDEN_MS = 60_000;
const POLL_MS = 15_000;

/** Reads one stream to its end; gives the id of the last event. */
async function read(body: ReadableStream<Uint8Array>, onChange: OnChange, onChunk: () => void) {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    onChunk();
    const events = (rest + value).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: (.*)/m.exec(event)?.[1];
      if (data) onChange(JSON.parse(data) as InvitationChanged);
    }
  }
}

function untilShown(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (document.hidden && !signal.aborted) return;
      document.removeEventListener('visibilitychange', look);
      signal.removeEventListener('abort', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
    signal.addEventListener('abort', look);
    look();
  });
}

/**
 * Tells what changed, by a stream of events (through fetch, as `EventSource` cannot send a token). While there is no
 * stream, says every 15 s that something may have changed. Sleeps when the page was hidden for a minute.
 */
export async function watch(client: Client, onChange: OnChange, signal: AbortSignal): Promise<void> {
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    const own = new AbortController();
    const end = () => own.abort();
    let timer = setTimeout(end, SILENCE_MS);
    const stay = () => {
      clearTimeout(timer);
      timer = setTimeout(end, document.hidden ? HIDDEN_MS : SILENCE_MS);
    };
    let lived = false;
    try {
      const stream = AbortSignal.any([signal, own.signal]);
      const { body } = await client.open('/events', { signal: stream });
      if (!isFirst) onChange();
      lived = true;
      if (body) await read(body, onChange, stay);
    } catch {
      // The next round says whether it works again.
    }
    clearTimeout(timer);
    await wait(lived ? 1000 : POLL_MS, signal);
    await untilShown(signal);
    if (!lived && !signal.aborted) onChange();
  }
}
