import type { AnswerSaved, AnswerValue, AttemptView } from '../../server/contract/attempt.ts';
import { toApiError, type ApiError } from '../ui/api.ts';
import type { Draft, Drafts } from './drafts.ts';
import type { Take } from './take.ts';

export interface Answer {
  value: AnswerValue;
  typed?: string | undefined;
  /** One higher with each change here. */
  revision: number;
  /** The revision that the server has, as far as we know. */
  base: number;
  sent?: Draft['sent'] | undefined;
  /** Why the server does not take it. */
  refusal?: string | undefined;
  /** What was entered here when a newer answer from elsewhere took its place. */
  replaced?: { value: AnswerValue; typed?: string | undefined; savedAt: string } | undefined;
}

interface Listener {
  changed(): void;
  /** The server told its time and the deadline. */
  heard(times: { serverNow: string; deadlineAt?: string | undefined }): void;
  /** The test cannot be answered here any more; nothing is sent after that. */
  refused(error: ApiError): void;
}

type Outcome = 'saved' | 'trouble' | 'refused';

const QUIET_MS = 1000;
const LONGEST_MS = 5000;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30_000;
/** Browsers refuse more than 64 KiB under way after a page is gone. */
const KEEPALIVE_BYTES = 60_000;
/** Refusals of one answer; any other stops the test, if it does not pass. */
const OF_ONE_ANSWER: ApiError['code'][] = ['validation_failed', 'not_found', 'too_large', 'malformed_body'];
const PASSING: ApiError['code'][] = ['network', 'unavailable', 'internal', 'rate_limited'];

/** A trouble that passes, so trying again is right. */
export const isPassing = ({ code }: ApiError): boolean => PASSING.includes(code);

const NONE: Answer = { value: null, revision: 0, base: 0 };
const same = (a: AnswerValue, b: AnswerValue) => JSON.stringify(a) === JSON.stringify(b);
const sendable = (value: AnswerValue) => (typeof value === 'string' ? value.toWellFormed() : value);

/** The answers of one sitting: what the server has, what is only here, and bringing the second to the first. */
export class AnswerBook {
  readonly #take: Take;
  readonly #drafts: Drafts;
  readonly #listener: Listener;
  readonly #answers = new Map<string, Answer>();
  readonly #sending = new Map<string, Promise<Outcome>>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dirtySince: number | undefined;
  #tries = 0;
  #stopped = false;
  /** The server could not be reached; it is tried again. */
  trouble = false;
  /** Of the latest answer that the server has, by its clock. */
  savedAt: string | undefined;

  constructor(take: Take, drafts: Drafts, listener: Listener) {
    this.#take = take;
    this.#drafts = drafts;
    this.#listener = listener;
    for (const [id, { base, ...draft }] of drafts.all()) this.#answers.set(id, { ...draft, base });
  }

  get(questionId: string): Answer {
    return this.#answers.get(questionId) ?? NONE;
  }

  /** Answers that the server does not have, refused ones included. */
  get unsaved(): number {
    return [...this.#answers.values()].filter((a) => a.revision > a.base).length;
  }

  /** Answers that are on their way. */
  get pending(): number {
    return this.#pending().length;
  }

  /** Takes over what the server has. What was entered here upon an older answer is kept beside it, never sent over it. */
  merge({ answers }: Pick<AttemptView, 'answers'>): void {
    for (const [id, stored] of Object.entries(answers)) {
      if (!this.savedAt || stored.savedAt > this.savedAt) this.savedAt = stored.savedAt;
      const mine = this.get(id);
      if (stored.revision <= mine.base) continue;
      if (mine.revision === mine.base || same(mine.value, stored.value)) this.#adopt(id, stored);
      else if (mine.sent?.revision === stored.revision && same(mine.sent.value, stored.value))
        this.#answers.set(id, { ...mine, base: stored.revision });
      else this.#replace(id, stored);
    }
    this.#listener.changed();
    if (this.pending > 0) this.#schedule();
  }

  /** With a `refusal` it is kept here but not sent. */
  set(questionId: string, value: AnswerValue, typed?: string, refusal?: string): void {
    const { revision, base, sent, replaced } = this.get(questionId);
    const answer = { value, typed, refusal, sent, replaced, base, revision: Math.max(revision, base) + 1 };
    this.#answers.set(questionId, answer);
    this.#keep(questionId, answer);
    this.#listener.changed();
    this.#schedule();
  }

  /** Ends the choice between a newer answer from elsewhere and the one entered here. */
  settle(questionId: string, choice: 'newer' | 'mine'): void {
    const { replaced, ...answer } = this.get(questionId);
    if (!replaced) return;
    this.#answers.set(questionId, answer);
    if (choice === 'mine') this.set(questionId, replaced.value, replaced.typed);
    else if (answer.revision === answer.base) this.#drafts.drop(questionId, Infinity);
    this.#listener.changed();
  }

  /** Sends everything unsaved now; true: the server has it all. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#dirtySince = undefined;
    const outcomes = await Promise.all(this.#pending().map(([id]) => this.#send(id)));
    if (outcomes.includes('trouble')) this.#retryLater();
    else if (outcomes.length > 0) [this.trouble, this.#tries] = [false, 0];
    this.#listener.changed();
    if (!this.trouble && this.pending > 0) this.#schedule();
    return this.unsaved === 0;
  }

  /** The page may be gone at once: requests have to outlive it, and nothing waits for an answer under way. */
  flushOnLeaving(): void {
    for (const [id, { revision, sent }] of this.#pending()) {
      if (!this.#sending.has(id) || sent?.revision !== revision) void this.#put(id, true);
    }
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #pending(): [string, Answer][] {
    if (this.#stopped) return [];
    return [...this.#answers].filter(([, a]) => a.revision > a.base && a.refusal === undefined);
  }

  #keep(id: string, { value, typed, revision, base, sent }: Answer): void {
    this.#drafts.keep(id, {
      value,
      revision,
      base,
      ...(typed !== undefined && { typed }),
      ...(sent && { sent }),
    });
  }

  #adopt(id: string, { revision, value }: { revision: number; value: AnswerValue }): void {
    const { typed, value: before, replaced } = this.get(id);
    this.#answers.set(id, {
      value,
      revision,
      base: revision,
      replaced,
      ...(same(before, value) && { typed }),
    });
    if (!replaced) this.#drafts.drop(id, revision);
  }

  #replace(id: string, stored: { revision: number; value: AnswerValue; savedAt: string }): void {
    const { value, typed } = this.get(id);
    const { revision, savedAt } = stored;
    this.#answers.set(id, {
      value: stored.value,
      revision,
      base: revision,
      replaced: { value, typed, savedAt },
    });
  }

  #schedule(): void {
    if (this.#stopped || this.trouble) return;
    const now = performance.now();
    this.#dirtySince ??= now;
    clearTimeout(this.#timer);
    const wait = Math.max(0, Math.min(QUIET_MS, this.#dirtySince + LONGEST_MS - now));
    this.#timer = setTimeout(() => void this.flush(), wait);
  }

  #retryLater(): void {
    if (this.#stopped) return;
    this.trouble = true;
    const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#tries++) * (0.8 + Math.random() * 0.4);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), wait);
  }

  async #send(id: string): Promise<Outcome> {
    const before = await this.#sending.get(id);
    const { revision, base, refusal } = this.get(id);
    if (before === 'trouble' || this.#stopped) return before ?? 'refused';
    if (revision <= base || refusal !== undefined) return 'saved';
    const sending = this.#sending.get(id) ?? this.#put(id, false).finally(() => this.#sending.delete(id));
    this.#sending.set(id, sending);
    return sending;
  }

  async #put(id: string, leaving: boolean): Promise<Outcome> {
    const { revision, ...answer } = this.get(id);
    const value = sendable(answer.value);
    const sent = { revision, value };
    this.#answers.set(id, { ...answer, revision, sent });
    this.#keep(id, { ...answer, revision, sent });
    const keepalive = leaving && JSON.stringify(sent).length * 3 < KEEPALIVE_BYTES;
    try {
      await this.#acknowledge(id, sent, await this.#take.save(id, sent, keepalive));
      return 'saved';
    } catch (thrown) {
      return this.#fail(id, revision, toApiError(thrown));
    }
  }

  /**
   * The server names the revision it has, also when that is not ours. An answer of this very moment is ours; an older one
   * with our number is our own repeat or another window's, which only its value tells.
   */
  async #acknowledge(id: string, { revision }: { revision: number }, saved: AnswerSaved): Promise<void> {
    this.#listener.heard(saved);
    if (this.#stopped) return;
    if (saved.revision !== revision || saved.savedAt !== saved.serverNow) {
      this.merge(await this.#take.read());
      return;
    }
    const answer = this.get(id);
    this.#answers.set(id, { ...answer, base: Math.max(answer.base, revision) });
    if (!this.savedAt || saved.savedAt > this.savedAt) this.savedAt = saved.savedAt;
    // What is no number is nothing to the server, but it was typed.
    const unreadable = answer.value === null && answer.typed !== undefined && answer.typed !== '';
    if (answer.revision > revision || unreadable) this.#keep(id, this.get(id));
    else this.#drafts.drop(id, revision);
    this.#listener.changed();
  }

  #fail(id: string, revision: number, error: ApiError): Outcome {
    if (isPassing(error)) return 'trouble';
    if (OF_ONE_ANSWER.includes(error.code)) {
      const answer = this.get(id);
      if (answer.revision === revision) this.#answers.set(id, { ...answer, refusal: error.message });
    } else if (!this.#stopped) {
      this.stop();
      this.#listener.refused(error);
    }
    return 'refused';
  }
}
