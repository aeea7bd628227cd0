import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { AnswerValue, CandidateQuestion } from '../../server/contract/attempt.ts';
import { text } from '../text/candidate/en.ts';
import { markdown } from '../ui/markdown.ts';
import { icon } from './icons.ts';

type Ordering = Extract<CandidateQuestion, { kind: 'ordering' }>;

interface Options {
  value: AnswerValue;
  onChange: (value: AnswerValue) => void;
  disabled: boolean;
  labelledBy: string;
}

const words = text.question;
/** Of a double click: it hits the neighbour that slid under the pointer and would undo the first. */
const isSecondClick = ({ detail }: MouseEvent) => detail > 1;

/** The order shown: the candidate's, or the given one as long as nothing was moved. */
function orderOf({ items }: Ordering, value: AnswerValue): Ordering['items'] {
  const ids = Array.isArray(value) ? value : [];
  const ordered = ids.flatMap((id) => items.find((item) => item.id === id) ?? []);
  return ordered.length === items.length ? ordered : items;
}

/** For whom the order shown is right already. */
const offer = (accept: (event: MouseEvent) => void): TemplateResult =>
  html`<div class="row" lang=${text.lang} dir="auto">
    <p class="hint">${words.unmoved}</p>
    <button type="button" @click=${accept}>${words.asShown}</button>
  </div>`;

export function orderingFields(question: Ordering, options: Options): TemplateResult {
  const { value, onChange, disabled, labelledBy } = options;
  const items = orderOf(question, value);
  const move = (from: number, by: 1 | -1) => (event: MouseEvent) => {
    const to = from + by;
    const item = items[from];
    if (disabled || !item || !items[to] || isSecondClick(event)) return;
    const button = event.currentTarget as HTMLElement;
    onChange(
      items
        .toSpliced(from, 1)
        .toSpliced(to, 0, item)
        .map(({ id }) => id),
    );
    const said = button.closest('.ordering')?.querySelector('[role=status]');
    // Its row moves in the document, which takes the focus away.
    requestAnimationFrame(() => {
      button.focus();
      if (said) said.textContent = words.moved(item.text, to + 1, items.length);
    });
  };
  const accept = (event: MouseEvent) => {
    const group = (event.currentTarget as HTMLElement).closest('.ordering');
    onChange(items.map(({ id }) => id));
    // This button goes, and the focus must not go with it.
    group?.querySelector('ol')?.focus();
    const said = group?.querySelector('[role=status]');
    if (said) said.textContent = words.kept;
  };
  const mover = (index: number, by: 1 | -1) => {
    const up = by < 0;
    const name = items[index]!.text;
    return html`<button
      type="button"
      aria-label=${up ? words.moveUp(name) : words.moveDown(name)}
      aria-disabled=${disabled || !items[index + by]}
      @mousedown=${(event: MouseEvent) => isSecondClick(event) && event.preventDefault()}
      @click=${move(index, by)}
    >
      ${icon(up ? 'up' : 'down')}
    </button>`;
  };
  return html`<fieldset class="ordering" aria-labelledby=${labelledBy}>
    <p class="hint" lang=${text.lang} dir="auto">${words.ordering}</p>
    <ol tabindex="-1">
      ${repeat(
        items,
        ({ id }) => id,
        (item, index) =>
          html`<li>
            <span class="rank">${index + 1}</span>${markdown(item.text)}${mover(index, -1)}${mover(index, 1)}
          </li>`,
      )}
    </ol>
    <p class="visually-hidden" role="status"></p>
    ${value === null && !disabled ? offer(accept) : nothing}
  </fieldset>`;
}
