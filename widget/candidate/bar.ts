import { html, nothing, type TemplateResult } from 'lit';
import { text } from '../text/candidate/en.ts';
import { clockTime } from '../ui/time.ts';
import type { AnswerBook } from './answer-book.ts';

interface Bar {
  workspace: string;
  assessment: string;
  book: Pick<AnswerBook, 'trouble' | 'pending' | 'unsaved' | 'savedAt'>;
  /** null: untimed. */
  secondsLeft: number | null;
  clockHidden: boolean;
  onToggleClock: () => void;
}

const words = text.bar;
const EXACT_BELOW_S = 300;

export function timeLeft(seconds: number): string {
  if (seconds <= 0) return words.over;
  if (seconds > EXACT_BELOW_S) return words.left(Math.ceil(seconds / 60));
  return words.leftExact(`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`);
}

const isStuck = ({ trouble, pending, unsaved }: Bar['book']) => trouble || unsaved > pending;

function savedText(book: Bar['book']): string {
  const { pending, savedAt } = book;
  if (isStuck(book)) return words.notSaved;
  if (pending > 0) return words.saving;
  return savedAt ? words.saved(clockTime(savedAt)) : words.unsaved;
}

function clock({ secondsLeft, clockHidden, onToggleClock }: Bar): TemplateResult | typeof nothing {
  if (secondsLeft === null) return nothing;
  return html`<span class="clock">
    ${clockHidden ? nothing : html`<span role="timer">${timeLeft(secondsLeft)}</span>`}
    <button type="button" class="quiet" @click=${onToggleClock}>
      ${clockHidden ? words.show : words.hide}
    </button>
  </span>`;
}

/** Always in sight: whose test it is, the time left, and what is saved. */
export function statusBar(bar: Bar): TemplateResult {
  return html`<header class="bar" aria-label=${words.label}>
    <div class="bar-inner">
      <p class="bar-title" title="${bar.assessment} · ${bar.workspace}">
        <bdi>${bar.assessment}</bdi><bdi class="soft">${bar.workspace}</bdi>
      </p>
      <p class="saved ${isStuck(bar.book) ? 'waiting' : ''}">${savedText(bar.book)}</p>
      ${clock(bar)}
    </div>
  </header>`;
}
