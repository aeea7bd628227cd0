import { html, nothing, type TemplateResult } from 'lit';
import { text } from '../text/candidate/en.ts';
import type { AnswerBook } from './answer-book.ts';

interface Notices {
  book: Pick<AnswerBook, 'trouble' | 'unsaved'>;
  timed: boolean;
  /** Minutes that were added while the test runs. */
  gained: number;
  onRetry: () => void;
  onSeen: () => void;
}

const notice = (kind: string, words: string, [label, act]: [string, () => void]): TemplateResult =>
  html`<div class="notice row spread ${kind}">
    <p>${words}</p>
    <button type="button" @click=${act}>${label}</button>
  </div>`;

/** What the candidate should know, said once; the regions stay, so that screen readers hear what comes into them. */
export const noticesView = ({ book, timed, gained, onRetry, onSeen }: Notices): TemplateResult =>
  html`<div role="status" class="region">
      ${
        book.trouble
          ? notice('warning', text.trouble.text(book.unsaved, timed), [text.trouble.now, onRetry])
          : nothing
      }
    </div>
    <div role="status" class="region">
      ${gained > 0 ? notice('', text.moreTime.text(gained), [text.moreTime.close, onSeen]) : nothing}
    </div>`;
