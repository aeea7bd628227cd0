import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { text } from '../text/candidate/en.ts';
import { shortTime } from '../ui/time.ts';
import type { Answer } from './answer-book.ts';
import { answerText } from './answer-text.ts';
import { icon } from './icons.ts';
import { directionOf, roomIn, type Place } from './progress.ts';
import { questionFields, questionPrompt, type Field } from './question.ts';

interface QuestionView {
  place: Place;
  count: number;
  answer: Answer;
  language: string;
  disabled: boolean;
  marked: boolean;
  onMark: () => void;
  onChange: Field['onChange'];
  onSettle: (choice: 'newer' | 'mine') => void;
}

const words = text.question;

function notices({ place, answer, onSettle }: QuestionView): TemplateResult {
  const { refusal, replaced } = answer;
  // Its field says itself how much is too much.
  const said = refusal !== undefined && roomIn(place.question, answer.value) >= 0;
  return html`<div role="status" class="region stack">
    ${said ? html`<p class="notice danger">${words.refused(refusal)}</p>` : nothing}
    ${
      replaced
        ? html`<div class="notice warning stack tight">
            <p>${words.newer(shortTime(replaced.savedAt))}</p>
            <p class="lines mine">${answerText(place.question, replaced.value, replaced.typed)}</p>
            <div class="row">
              <button type="button" @click=${() => onSettle('newer')}>${words.newerKeep}</button>
              <button type="button" @click=${() => onSettle('mine')}>${words.newerMine}</button>
            </div>
          </div>`
        : nothing
    }
  </div>`;
}

/** One question with its fields. */
export function questionView(options: QuestionView): TemplateResult {
  const { place, count, answer, language, disabled, marked, onChange, onMark } = options;
  const { question, section, index } = place;
  return html`<article class="question stack">
    <div>
      <p class="row soft small">
        <bdi lang=${language}>${section}</bdi><span>${text.points(question.points)}</span>
      </p>
      <div class="row spread">
        <h1 tabindex="-1">${words.heading(index + 1, count)}</h1>
        <button type="button" class="quiet" aria-pressed=${marked} @click=${onMark}>
          ${icon(marked ? 'flagged' : 'flag')}${marked ? words.isMarked : words.mark}
        </button>
      </div>
    </div>
    ${notices(options)}
    ${keyed(
      question.id,
      html`<div class="stack" lang=${language} dir=${directionOf(language)}>
        ${questionPrompt(question)}
        ${questionFields(question, { value: answer.value, typed: answer.typed, onChange, disabled })}
      </div>`,
    )}
  </article>`;
}

interface Moves {
  first: boolean;
  last: boolean;
  onMove: (by: 1 | -1) => void;
}

/** Where thumbs are. */
export function movesBar({ first, last, onMove }: Moves): TemplateResult {
  return html`<nav class="moves" aria-label=${words.moves}>
    <button type="button" ?disabled=${first} @click=${() => onMove(-1)}>${words.back}</button>
    <button type="button" class="primary" @click=${() => onMove(1)}>
      ${last ? words.review : words.next}
    </button>
  </nav>`;
}
