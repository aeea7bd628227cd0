import type { InvitationChanged } from '../../server/contract/invitation.ts';
import type { Client } from './client.ts';
import { pause } from './pause.ts';

/** Without a change: something may have been missed, so look at everything again. */
type OnChange = (change?: InvitationChanged) => void;

/** More than the server's heartbeat of 25 s. */
const SILENCE_MS = 40_000;
/** What ends before that is no stream either, as behind a proxy that waits for the end of an answer. */
const SHORT_MS = 500;
const HIDDEN_MS = 60_000;
const POLL_MS = 15_000;
const LONGEST_POLL_MS = 120_000;

async function* messagesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  for (let rest = ''; ;) {
    const { value, done } = await reader.read();
    if (done) return;
    const messages = (rest + value).split('\n\n');
    rest = messages.pop()!;
    yield* messages;
  }
}

/**
 * Tells what changed, by a stream of events (through fetch, as `EventSource` cannot send a token), and takes it up where
 * it ended. While there is no stream it says every 15 s, later every 2 min, that something may have changed. It sleeps
 * when the page was hidden for a minute, and tries again when the line comes back.
 */
export async function watch(client: Client, onChange: OnChange, signal: AbortSignal): Promise<void> {
  let after = '';
  let failures = 0;
  while (!signal.aborted) {
    const round = new AbortController();
    const own = AbortSignal.any([signal, round.signal]);
    const end = () => round.abort();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const rest = () => {
      clearTimeout(timer);
      timer = setTimeout(end, document.hidden ? HIDDEN_MS : SILENCE_MS);
    };
    let heardAt = 0;
    rest();
    addEventListener('visibilitychange', rest, { signal: own });
    addEventListener('offline', end, { signal: own });
    try {
      const { body } = await client.open('/events', { signal: own, after });
      for await (const message of messagesOf(body!)) {
        if (failures && !heardAt) onChange();
        heardAt ||= performance.now();
        if (!document.hidden) rest();
        after = /^id: (.+)/m.exec(message)?.[1] ?? after;
        const data = /^data: (.+)/m.exec(message)?.[1];
        if (data) onChange(JSON.parse(data) as InvitationChanged);
      }
    } catch {
      // What is the matter is told by those who look instead.
    }
    clearTimeout(timer);
    end();
    // The server begins with a message: what ends without one is no stream.
    const isStream = heardAt && performance.now() - heardAt > SHORT_MS;
    failures = isStream ? 0 : failures + 1;
    if (failures && !document.hidden && !signal.aborted) onChange();
    const ms = failures ? Math.min(LONGEST_POLL_MS, (heardAt ? 1000 : POLL_MS) * 2 ** (failures - 1)) : 1000;
    do await pause(ms * (0.9 + Math.random() * 0.2), signal);
    while (document.hidden && !signal.aborted);
  }
}

/** Says every 15 s that something may have changed; it sleeps while the page is hidden. */
export async function poll(onChange: OnChange, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(POLL_MS, signal);
    if (!document.hidden && !signal.aborted) onChange();
  }
}
