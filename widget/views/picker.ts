import { html, nothing, type TemplateResult } from 'lit';
import type { AssessmentSummary } from '../../server/contract/assessment.ts';
import { createInviteForm } from './invite.ts';
import type { Panel } from './panel.ts';
import { metaOf } from './parts.ts';

export interface Picker {
  /** Nobody has typed or chosen anything. */
  isIdle(): boolean;
  render(): TemplateResult;
  /** To be called after each rendering. */
  updated(): void;
}

const ROWS_SHOWN = 5.5;
/** Rows rendered above and below what is visible. */
const MARGIN = 3;

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Search text of each assessment, made once. */
const folded = new WeakMap<AssessmentSummary, string>();
function searchTextOf(assessment: AssessmentSummary): string {
  let text = folded.get(assessment);
  if (text === undefined) {
    const { name, description, sectionTitles } = assessment;
    folded.set(assessment, (text = fold([name, description, ...sectionTitles].join(' '))));
  }
  return text;
}

/** An editable combobox with its list always open below it; only the rows in sight are in the DOM. */
export function createPicker(panel: Panel): Picker {
  const { store, text, root } = panel;
  let query = '';
  let active = -1;
  let first = 0;
  let rowHeight = 56;
  let searched: unknown;
  let matches: readonly AssessmentSummary[] = [];
  let chosen: AssessmentSummary | null = null;
  let form = createInviteForm(panel);

  const list = () => root.querySelector<HTMLElement>('#list');

  function search(): void {
    const words = fold(query).split(/\s+/).filter(Boolean);
    searched = store.assessments;
    matches = store.assessments.filter((assessment) =>
      words.every((word) => searchTextOf(assessment).includes(word)),
    );
  }

  function setQuery(next: string): void {
    query = next;
    active = -1;
    search();
    list()?.scrollTo(0, 0);
    panel.say(text.found(matches.length));
    panel.update();
  }

  function choose(assessment: AssessmentSummary | null): void {
    chosen = assessment;
    form = createInviteForm(panel);
    panel.emit('canditech-select', { assessment });
    if (assessment) panel.focus('form input:invalid', 'form button', '[part=heading]');
    else panel.focus('#search');
    panel.update();
  }

  function back(): void {
    panel.show('result');
    panel.focus('[part=heading]');
  }

  function activate(index: number): void {
    active = (index + matches.length) % matches.length;
    const box = list()!;
    const top = active * rowHeight;
    const bottom = top + rowHeight - box.clientHeight;
    box.scrollTop = Math.max(bottom, Math.min(top, box.scrollTop));
    panel.update();
  }

  function onKey(event: KeyboardEvent): void {
    const { key } = event;
    if (event.isComposing) return;
    if (key === 'ArrowDown' && matches.length) activate(active + 1);
    else if (key === 'ArrowUp' && matches.length) activate(active < 0 ? -1 : active - 1);
    else if (key === 'Enter' && active >= 0) choose(matches[active]!);
    else if (key === 'Escape' && query) setQuery('');
    else {
      if (key === 'Home' || key === 'End') active = -1;
      return panel.update();
    }
    event.preventDefault();
    event.stopPropagation();
  }

  function onScroll(): void {
    const next = Math.max(0, Math.floor(list()!.scrollTop / rowHeight) - MARGIN);
    if (next === first) return;
    first = next;
    panel.update();
  }

  const row = (assessment: AssessmentSummary, index: number) =>
    html`<div
      part=${index === active ? 'option option-active' : 'option'}
      role="option"
      id=${`o${index}`}
      aria-selected=${index === active}
      aria-setsize=${matches.length}
      aria-posinset=${index + 1}
      @click=${() => choose(assessment)}
    >
      <div part="option-title">${assessment.name}</div>
      <div part="option-meta">${metaOf(panel, assessment)}</div>
    </div>`;

  function rows(): TemplateResult {
    const end = first + Math.ceil(ROWS_SHOWN) + 2 * MARGIN;
    const shown = matches.slice(first, end);
    return html`<div
      part="listbox"
      role="listbox"
      id="list"
      aria-label=${text.list}
      aria-busy=${!store.isComplete}
      @scroll=${onScroll}
      @mousedown=${(event: Event) => event.preventDefault()}
    >
      <div role="presentation" id="rows">${shown.map((item, i) => row(item, first + i))}</div>
      ${
        matches.length || !store.isComplete
          ? nothing
          : html`<p>${query ? text.noneFound(query) : text.none}</p>`
      }
    </div>`;
  }

  return {
    isIdle: () => !query && !chosen,
    render() {
      if (searched !== store.assessments) search();
      if (chosen) return form.render(chosen, () => choose(null));
      return html`<input
          part="search input"
          id="search"
          role="combobox"
          type="text"
          autocomplete="off"
          spellcheck="false"
          placeholder=${text.search}
          aria-label=${text.search}
          aria-autocomplete="list"
          aria-controls="list"
          aria-expanded=${matches.length > 0}
          aria-activedescendant=${active < 0 ? nothing : `o${active}`}
          .value=${query}
          @input=${({ target }: InputEvent) => setQuery((target as HTMLInputElement).value)}
          @keydown=${onKey}
        />${rows()}${
          store.selected
            ? html`<button part="button" type="button" @click=${back}>${text.back}</button>`
            : nothing
        }`;
    },
    updated() {
      const box = list();
      if (!box) return;
      const height = box.querySelector<HTMLElement>('[role=option]')?.offsetHeight;
      if (height) rowHeight = height;
      const lines = Math.min(ROWS_SHOWN, Math.max(2, store.assessments.length));
      box.style.setProperty('block-size', `${lines * rowHeight}px`);
      const { style } = box.querySelector<HTMLElement>('#rows')!;
      style.setProperty('block-size', `${matches.length * rowHeight}px`);
      style.setProperty('padding-block-start', `${first * rowHeight}px`);
      onScroll();
    },
  };
}
