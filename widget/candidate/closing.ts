import type { Receipt } from '../../server/contract/attempt.ts';
import { toApiError } from '../ui/api.ts';
import { isPassing, type AnswerBook } from './answer-book.ts';
import type { Take } from './take.ts';

interface Closing {
  take: Take;
  book: AnswerBook;
  /** The server takes no more answers. */
  isClosed: () => boolean;
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
 * After the end of the time: saves what is unsaved as long as the server takes it, then hands in. Tries until it is done;
 * null: given up by the signal.
 */
export async function closeTest({
  take,
  book,
  isClosed,
  onTrouble,
  signal,
}: Closing): Promise<Receipt | null> {
  for (let wait = 500; !signal.aborted; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    const saved = await book.flush();
    if (saved || book.pending === 0 || isClosed()) {
      try {
        return await take.submit();
      } catch (thrown) {
        if (!isPassing(toApiError(thrown))) throw thrown;
      }
    }
    onTrouble();
    await pause(wait, signal);
  }
  return null;
}
