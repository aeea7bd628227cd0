import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { AnswerValue, CandidateQuestion } from '../../server/contract/attempt.ts';
import { text } from '../text/candidate/en.ts';
import { markdown } from '../ui/markdown.ts';
import { formatNumber, parseNumber } from './number.ts';
import { orderingFields } from './ordering.ts';
import { roomIn } from './progress.ts';

export interface Field {
  value: AnswerValue;
  /** What stands in a number field, where it differs from the value's own form. */
  typed?: string | undefined;
  onChange: (value: AnswerValue, typed?: string) => void;
  disabled: boolean;
}

type Of<K extends CandidateQuestion['kind']> = Extract<CandidateQuestion, { kind: K }>;

const words = text.question;
const promptId = ({ id }: { id: string }) => `prompt-${id}`;
const fieldId = ({ id }: { id: string }) => `answer-${id}`;
const idsIn = (value: AnswerValue): string[] => (Array.isArray(value) ? value : []);
const textIn = (value: AnswerValue): string => (typeof value === 'string' ? value : '');
const valueOf = (event: Event) => (event.target as HTMLInputElement).value;
/** For where only text fits. */
const withoutMarks = (source: string) => source.replace(/`([^`]+)`/g, '$1').replace(/\*\*([^*]+)\*\*/g, '$1');

/** The text that names the fields below it. */
export const questionPrompt = (question: CandidateQuestion): TemplateResult =>
  html`<div class="prompt" id=${promptId(question)}>${markdown(question.prompt)}</div>`;

function choices(question: Of<'single' | 'multiple'>, field: Field): TemplateResult {
  const { value, onChange, disabled } = field;
  const single = question.kind === 'single';
  const chosen = single ? [textIn(value)] : idsIn(value);
  const choose = (id: string) => () => {
    if (single) return onChange(id);
    const rest = chosen.filter((other) => other !== id);
    onChange(rest.length < chosen.length ? rest : [...rest, id]);
  };
  return html`<fieldset aria-labelledby=${promptId(question)} ?disabled=${disabled}>
    <p class="hint" lang=${text.lang} dir="auto">${single ? words.single : words.multiple}</p>
    ${question.options.map(
      ({ id, text: option }) =>
        html`<label class="choice">
          <input
            type=${single ? 'radio' : 'checkbox'}
            name=${fieldId(question)}
            .checked=${live(chosen.includes(id))}
            @change=${choose(id)}
          />
          ${markdown(option)}
        </label>`,
    )}
    ${
      single && value !== null && !disabled
        ? html`<button type="button" class="quiet" lang=${text.lang} @click=${() => onChange(null)}>
            ${words.clear}
          </button>`
        : nothing
    }
  </fieldset>`;
}

function numberField(question: Of<'number'>, { value, typed, onChange, disabled }: Field): TemplateResult {
  const shown = typed ?? (typeof value === 'number' ? formatNumber(value) : '');
  const wrong = !/^[-−–+.,]?$/.test(shown.trim()) && value === null;
  const id = fieldId(question);
  const note = wrong
    ? words.notNumber(shown)
    : /[.,]/.test(shown) && typeof value === 'number'
      ? words.readAs(formatNumber(value))
      : words.numberHint;
  return html`<div class="field">
    <label for=${id} lang=${text.lang}>${words.answer}</label>
    <input
      id=${id}
      inputmode="decimal"
      autocomplete="off"
      maxlength="100"
      aria-describedby="${promptId(question)} ${id}-note"
      aria-invalid=${wrong ? 'true' : 'false'}
      ?disabled=${disabled}
      .value=${live(shown)}
      @input=${(event: Event) => onChange(parseNumber(valueOf(event)), valueOf(event))}
    />
    <p id="${id}-note" lang=${text.lang} dir="auto" class=${wrong ? 'error' : 'hint'} role="status">
      ${note}
    </p>
  </div>`;
}

/** Text over the limit stays in the field: cutting a paste would lose the end of it without a word. */
const roomNote = (id: string, room: number, note: string | typeof nothing): TemplateResult =>
  html`<p id="${id}-room" lang=${text.lang} dir="auto" class=${room < 0 ? 'error' : 'hint'}>
    ${room < 0 ? words.tooLong(-room) : note}
  </p>`;

function textField(question: Of<'text'>, { value, onChange, disabled }: Field): TemplateResult {
  const id = fieldId(question);
  const room = roomIn(question, textIn(value));
  return html`<div class="field">
    <label for=${id} lang=${text.lang}>${words.answer}</label>
    <input
      id=${id}
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      aria-describedby="${promptId(question)} ${id}-room"
      aria-invalid=${room < 0 ? 'true' : 'false'}
      ?disabled=${disabled}
      .value=${live(textIn(value))}
      @input=${(event: Event) => onChange(valueOf(event))}
    />
    ${roomNote(id, room, nothing)}
  </div>`;
}

function matching(question: Of<'matching'>, { value, onChange, disabled }: Field): TemplateResult {
  const pairs = value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
  const choose = (left: string) => (event: Event) => {
    const others = Object.entries(pairs).filter(([id]) => id !== left);
    const right = valueOf(event);
    onChange(Object.fromEntries(right === '' ? others : [...others, [left, right]]));
  };
  return html`<fieldset aria-labelledby=${promptId(question)} ?disabled=${disabled}>
    <p class="hint" lang=${text.lang} dir="auto">${words.matching}</p>
    ${question.lefts.map(({ id, text: left }) => {
      const name = `${fieldId(question)}-${id}`;
      return html`<div class="pair">
        <label for=${name}>${markdown(left)}</label>
        <select id=${name} .value=${live(pairs[id] ?? '')} @change=${choose(id)}>
          <option value="" lang=${text.lang} dir="auto">${words.choose}</option>
          ${question.rights.map(
            (right) =>
              html`<option value=${right.id} ?selected=${pairs[id] === right.id}>
                ${withoutMarks(right.text)}
              </option>`,
          )}
        </select>
      </div>`;
    })}
  </fieldset>`;
}

function openField(question: Of<'open'>, { value, onChange, disabled }: Field): TemplateResult {
  const id = fieldId(question);
  const shown = textIn(value);
  const room = roomIn(question, shown);
  return html`<div class="field wide">
    <label for=${id} lang=${text.lang}>${words.answer}</label>
    <textarea
      id=${id}
      rows="10"
      aria-describedby="${promptId(question)} ${id}-room"
      aria-invalid=${room < 0 ? 'true' : 'false'}
      ?disabled=${disabled}
      .value=${live(shown)}
      @input=${(event: Event) => onChange(valueOf(event))}
    ></textarea>
    ${roomNote(id, room, words.charactersLeft(room))}
  </div>`;
}

/** The fields of a question's kind; `questionPrompt` has to be on the page, because it names them. */
export function questionFields(question: CandidateQuestion, field: Field): TemplateResult {
  switch (question.kind) {
    case 'single':
    case 'multiple':
      return choices(question, field);
    case 'number':
      return numberField(question, field);
    case 'text':
      return textField(question, field);
    case 'ordering':
      return orderingFields(question, { ...field, labelledBy: promptId(question) });
    case 'matching':
      return matching(question, field);
    case 'open':
      return openField(question, field);
    default:
      return question satisfies never;
  }
}
