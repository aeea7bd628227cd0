import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { AssessmentSummary } from '../../server/contract/assessment.ts';
import { Form } from './form.ts';
import type { Panel } from './panel.ts';

const ROWS_SHOWN = 5.5;
/** Rows rendered above and below what is visible. */
const MARGIN = 3;

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Search text of each assessment, made once. */
const folded = new WeakMap<AssessmentSummary, string>();
function searchTextOf(assessment: AssessmentSummary): string {
  const { name, description, sectionTitles } = assessment;
  const known = folded.get(assessment) ?? fold([name, description, ...sectionTitles].join(' '));
  folded.set(assessment, known);
  return known;
}

/**
 * An editable combobox with its list always open below it, of which only the rows in sight are in the DOM; then the
 * chosen assessment and the form to invite.
 */
export class Picker {
  #panel: Panel;
  #form: Form;
  #query = '';
  #active = -1;
  #first = 0;
  #rowHeight = 56;
  #searched: unknown;
  #matches: AssessmentSummary[] = [];
  #chosen: AssessmentSummary | null = null;

  constructor(panel: Panel) {
    this.#panel = panel;
    this.#form = new Form(panel, async ({ name = '', email = '' }) => {
      const { store, text } = panel;
      await store.invite(this.#chosen!.id, { name, email });
      this.#chosen = null;
      panel.show('result');
      panel.say((store.duplicateOf ? text.invitedBefore : text.invited)(name));
    });
  }

  /** Nobody has typed or chosen anything. */
  get isIdle(): boolean {
    return !this.#query && !this.#chosen;
  }

  get #list(): HTMLElement | null {
    return this.#panel.root.querySelector('#list');
  }

  #search(query: string): void {
    const words = fold(query).split(/\s+/).filter(Boolean);
    const { assessments } = this.#panel.store;
    this.#query = query;
    this.#searched = assessments;
    this.#matches = assessments.filter((one) => words.every((word) => searchTextOf(one).includes(word)));
  }

  #onQuery(query: string): void {
    this.#search(query);
    this.#active = -1;
    this.#list!.scrollTop = 0;
    this.#panel.say(this.#panel.text.found(this.#matches.length));
    this.#panel.update();
  }

  #choose(assessment: AssessmentSummary | null): void {
    this.#chosen = assessment;
    this.#panel.emit('canditech-select', { assessment });
    this.#panel.focus('input:invalid', 'form button', '[part~=input]', '[part=heading]');
    this.#panel.update();
  }

  #activate(index: number): void {
    const count = this.#matches.length;
    if (!count) return;
    this.#active = (index + count) % count;
    const list = this.#list!;
    const top = this.#active * this.#rowHeight;
    list.scrollTop = Math.max(top + this.#rowHeight - list.clientHeight, Math.min(top, list.scrollTop));
  }

  #onKey = (event: KeyboardEvent): void => {
    const { key, isComposing } = event;
    const active = this.#active;
    if (isComposing) return;
    if (key === 'ArrowDown') this.#activate(active + 1);
    else if (key === 'ArrowUp') this.#activate(Math.max(active, 0) - 1);
    else if (key === 'Enter' && active >= 0) this.#choose(this.#matches[active]!);
    else if (key === 'Escape' && this.#query) this.#onQuery('');
    else {
      if (key === 'Home' || key === 'End') this.#active = -1;
      this.#panel.update();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    this.#panel.update();
  };

  #onScroll = (): void => {
    const { scrollTop = 0 } = this.#list ?? {};
    const first = Math.max(0, Math.floor(scrollTop / this.#rowHeight) - MARGIN);
    if (first === this.#first) return;
    this.#first = first;
    this.#panel.update();
  };

  #meta({ minutes, questionCount, kinds, language }: AssessmentSummary): string {
    const { text, format } = this.#panel;
    const words = kinds.map((kind) => text.kinds[kind]).join(', ');
    const questions = this.#chosen && text.questions(questionCount);
    const parts = [text.minutes(minutes), questions, words, format.language(language)].filter(Boolean);
    // Each in its own direction: “36 min” stays that in a page that reads from right to left.
    return parts.map((part) => `\u2068${part}\u2069`).join(' · ');
  }

  #row = (assessment: AssessmentSummary, i: number): TemplateResult => {
    const index = this.#first + i;
    const isActive = index === this.#active;
    /* eslint-disable lit-a11y/click-events-have-key-events -- the keys are the combobox's: focus never comes here */
    return html`<div
      part=${isActive ? 'option option-active' : 'option'}
      role="option"
      id=${`o${index}`}
      aria-selected=${isActive}
      aria-setsize=${this.#matches.length}
      aria-posinset=${index + 1}
      @click=${() => this.#choose(assessment)}
    >
      <div part="option-title">${assessment.name}</div>
      <div part="option-meta">${this.#meta(assessment)}</div>
    </div>`;
  };

  #renderList(): TemplateResult {
    const { text, store } = this.#panel;
    const matches = this.#matches;
    const query = this.#query;
    const shown = matches.slice(this.#first, this.#first + ROWS_SHOWN + 2 * MARGIN);
    return html`<input
        part="search input"
        id="search"
        role="combobox"
        autocomplete="off"
        spellcheck="false"
        placeholder=${text.search}
        aria-label=${text.search}
        aria-autocomplete="list"
        aria-controls="list"
        aria-expanded=${matches.length > 0}
        aria-activedescendant=${this.#active < 0 ? nothing : `o${this.#active}`}
        .value=${query}
        @input=${({ target }: InputEvent) => this.#onQuery((target as HTMLInputElement).value)}
        @keydown=${this.#onKey}
      />
      ${
        matches.length || !store.isComplete
          ? html`<div
              part="listbox"
              role="listbox"
              id="list"
              aria-label=${text.list}
              aria-busy=${!store.isComplete}
              @scroll=${this.#onScroll}
              @mousedown=${(event: Event) => event.preventDefault()}
            >
              <div role="presentation">${shown.map(this.#row)}</div>
            </div>`
          : html`<p part="listbox" id="list">${query ? text.noneFound : text.none}</p>`
      }
      ${store.selected ? this.#panel.button(text.back, () => this.#panel.show('result')) : nothing}`;
  }

  #renderChosen(assessment: AssessmentSummary): TemplateResult {
    const { text, store, candidate } = this.#panel;
    const form = this.#form;
    const content = html`${form.field('name', text.name, candidate.name ?? '', 'text')}
    ${form.field('email', text.email, candidate.email ?? '', 'email')}`;
    return html`<div part="card">
        <h3 part="heading" tabindex="-1">${assessment.name}</h3>
        <p part="option-meta">${this.#meta(assessment)}</p>
        <p>${assessment.description}</p>
        <ul aria-label=${text.sections}>
          ${assessment.sectionTitles.map((title) => html`<li>${title}</li>`)}
        </ul>
        ${this.#panel.button(text.change, () => this.#choose(null))}
      </div>
      ${
        store.can('invitations:write')
          ? form.render('invite', content, text.invite, ['name', 'email'])
          : nothing
      }`;
  }

  render(): TemplateResult {
    if (this.#searched !== this.#panel.store.assessments) this.#search(this.#query);
    return this.#chosen ? this.#renderChosen(this.#chosen) : this.#renderList();
  }

  /** To be called after each rendering: what only layout knows. */
  updated(): void {
    const list = this.#list;
    if (!list) return;
    const rows = list.firstElementChild as HTMLElement | null;
    this.#rowHeight = (rows?.firstElementChild as HTMLElement | null)?.offsetHeight || this.#rowHeight;
    const lines = Math.min(ROWS_SHOWN, Math.max(2, this.#panel.store.assessments.length));
    list.style.blockSize = `${lines * this.#rowHeight}px`;
    if (!rows) return;
    rows.style.blockSize = `${this.#matches.length * this.#rowHeight}px`;
    rows.style.paddingBlockStart = `${this.#first * this.#rowHeight}px`;
    this.#onScroll();
  }
}
