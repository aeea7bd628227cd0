import { html, type TemplateResult } from 'lit';
import type { Receipt } from '../../server/contract/attempt.ts';
import { text } from '../text/candidate/en.ts';
import { toApiError } from '../ui/api.ts';
import { isPassing, type AnswerBook } from './answer-book.ts';
import type { Take } from './take.ts';

interface Closing {
  take: Take;
  book: AnswerBook;
  /** The server takes no more answers. */
  isClosed: () => boolean;
  /** Asks the server, because time may have been added unseen. */
  hasMoreTime: () => Promise<boolean>;
  /** The server cannot be reached; it goes on trying. */
  onTrouble: () => void;
  signal: AbortSignal;
}

const LONGEST_WAIT_MS = 5000;

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener('online', done);
    signal.addEventListener('abort', done, { once: true });
  });
}

/**
 * After the end of the time: saves what is unsaved as long as the server takes it, then hands in, unless there is more
 * time after all. Tries until it is done; null: given up by the signal.
 */
export async function closeTest({
  take,
  book,
  isClosed,
  hasMoreTime,
  onTrouble,
  signal,
}: Closing): Promise<Receipt | 'more_time' | null> {
  for (let wait = 500; !signal.aborted; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    const saved = await book.flush();
    if (saved || book.pending === 0 || isClosed()) {
      try {
        return (await hasMoreTime()) ? 'more_time' : await take.submit();
      } catch (thrown) {
        if (!isPassing(toApiError(thrown))) throw thrown;
      }
    }
    onTrouble();
    await pause(wait, signal);
  }
  return null;
}

/** What stands there meanwhile. */
export const closingView = (waiting: boolean): TemplateResult =>
  html`<main class="page stack">
    <h1 tabindex="-1">${text.ended.heading}</h1>
    <p role="status">${waiting ? text.ended.waiting : text.ended.closing}</p>
  </main>`;
