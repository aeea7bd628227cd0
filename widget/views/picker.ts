import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { AssessmentSummary } from '../../server/contract/assessment.ts';
import { createInvite } from './invite.ts';
import { metaOf } from './meta.ts';
import type { Invite, Panel, Picker } from './panel.ts';

const ROWS_SHOWN = 5.5;
/** Rows rendered above and below what is visible. */
const MARGIN = 3;
/** Recently used ones that come before the others. */
const RECENT = 5;

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Search text of each assessment, made once. */
const folded = new WeakMap<AssessmentSummary, string>();
function searchTextOf(assessment: AssessmentSummary): string {
  const { name, description, sectionTitles } = assessment;
  const known = folded.get(assessment);
  const text = known ?? fold([name, description, ...sectionTitles].join(' '));
  if (known === undefined) folded.set(assessment, text);
  return text;
}

interface Entry {
  assessment: AssessmentSummary;
  text: string;
}

function recentFirst(assessments: AssessmentSummary[]): AssessmentSummary[] {
  const recent = assessments
    .filter(({ lastUsedAt }) => lastUsedAt)
    .sort((a, b) => (a.lastUsedAt! < b.lastUsedAt! ? 1 : -1));
  return [...new Set([...recent.slice(0, RECENT), ...assessments])];
}

/**
 * An editable combobox with its list below it, of which only the rows in sight are in the DOM; then the chosen assessment
 * and the form to invite.
 */
export function createPicker(panel: Panel): Picker {
  const { store, host, update, root } = panel;
  let query = '';
  let active = -1;
  let first = 0;
  let rowHeight = 56;
  let searched: unknown;
  /** What each beginning of the query has found, from the empty one on. */
  let steps: { query: string; found: Entry[] }[] = [];
  let matches: Entry[] = [];
  let chosen: Invite | undefined;
  const listOf = () => root.querySelector<HTMLElement>('#list');

  function search(): void {
    if (searched !== store.assessments) {
      const sorted = recentFirst((searched = store.assessments));
      const found = sorted.map((assessment) => ({ assessment, text: searchTextOf(assessment) }));
      steps = [{ query: '', found }];
    }
    const wanted = fold(query);
    while (!wanted.startsWith(steps.at(-1)!.query)) steps.pop();
    const last = steps.at(-1)!;
    matches = last.found;
    if (last.query === wanted) return;
    const words = wanted.split(/\s+/);
    matches = matches.filter(({ text }) => words.every((word) => text.includes(word)));
    steps.push({ query: wanted, found: matches });
  }

  function onQuery(value: string): void {
    query = value;
    active = -1;
    search();
    listOf()!.scrollTop = 0;
    picker.isOpen = true;
    panel.say(panel.text.found(matches.length, panel.format.number(matches.length)), () =>
      panel.emit('canditech-search', { query, total: matches.length }),
    );
    update();
  }

  function activate(index: number): void {
    const count = matches.length;
    picker.isOpen = true;
    if (!count) return;
    active = (index + count) % count;
    const list = listOf()!;
    list.hidden = false;
    const top = active * rowHeight;
    list.scrollTop = Math.max(top + rowHeight - list.clientHeight, Math.min(top, list.scrollTop));
  }

  /** True for keys that are ours. */
  function press({ key, altKey }: KeyboardEvent): boolean {
    const { isOpen } = picker;
    if (altKey && /^Arrow(Up|Down)$/.test(key)) picker.isOpen = key === 'ArrowDown';
    else if (key === 'ArrowDown') activate(active + 1);
    else if (key === 'ArrowUp') activate(Math.max(active, 0) - 1);
    else if (key === 'Enter' && active >= 0) panel.choose(matches[active]!.assessment);
    else if (key === 'Escape' && isOpen) picker.isOpen = false;
    else if (key === 'Escape' && query) {
      onQuery('');
      picker.isOpen = false;
    } else {
      if (key === 'Home' || key === 'End') active = -1;
      return false;
    }
    if (!picker.isOpen) active = -1;
    return true;
  }

  function onKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const isOurs = press(event);
    // Enter must not send a form of the page either.
    if (isOurs || event.key === 'Enter') event.preventDefault();
    if (isOurs) event.stopPropagation();
    update();
  }

  function onScroll(): void {
    const start = Math.max(0, Math.floor((listOf()?.scrollTop ?? 0) / rowHeight) - MARGIN);
    if (start === first) return;
    first = start;
    update();
  }

  function onClick({ target }: Event): void {
    const row = (target as Element).closest('[role=option]');
    if (row) panel.choose(matches[Number(row.id.slice(1))]!.assessment);
  }

  function row({ assessment }: Entry, i: number): TemplateResult {
    const index = first + i;
    const isActive = index === active;
    return html`<div
      part=${isActive ? 'option option-active' : 'option'}
      role="option"
      id=${`o${index}`}
      aria-selected=${isActive}
      aria-setsize=${matches.length}
      aria-posinset=${index + 1}
    >
      <div part="option-title">${assessment.name}</div>
      <div part="option-meta">${metaOf(panel, assessment)}</div>
    </div>`;
  }

  function open(): void {
    picker.isOpen = true;
    update();
  }

  function clear(): void {
    onQuery('');
    panel.focus('#search');
  }

  function list(): TemplateResult {
    const { text } = panel;
    return html`<div class="search">
        <input
          part="search input"
          id="search"
          role="combobox"
          autocomplete="off"
          spellcheck="false"
          placeholder=${text.search}
          aria-label=${host.labelText || text.search}
          aria-autocomplete="list"
          aria-controls="list"
          aria-expanded=${picker.isOpen && matches.length > 0}
          aria-activedescendant=${active < 0 ? nothing : `o${active}`}
          .value=${query}
          ?readonly=${host.readonly}
          @input=${({ target }: InputEvent) => onQuery((target as HTMLInputElement).value)}
          @keydown=${onKey}
          @click=${open}
        />
        ${
          query
            ? html`<button
                part="button clear-button"
                type="button"
                tabindex="-1"
                aria-label=${text.clear}
                @click=${clear}
              >
                ×
              </button>`
            : nothing
        }
      </div>
      ${
        matches.length || !store.isComplete
          ? html`<div
              part="listbox"
              role="listbox"
              id="list"
              tabindex="-1"
              aria-label=${text.list}
              aria-busy=${!store.isComplete}
              ?hidden=${!picker.isOpen}
              @scroll=${onScroll}
              @click=${onClick}
              @keydown=${onKey}
              @mousedown=${(event: Event) => event.preventDefault()}
            >
              <div role="presentation">${matches.slice(first, first + ROWS_SHOWN + 2 * MARGIN).map(row)}</div>
            </div>`
          : html`<p part="listbox" id="list">
              ${query ? text.noneFound : html`<slot name="empty">${text.none}</slot>`}
            </p>`
      }
      ${store.selected ? panel.button(text.back, () => panel.show('result')) : nothing}`;
  }

  const picker: Picker = {
    isOpen: true,
    get chosen() {
      const { value } = host;
      if (value !== (chosen?.assessment.id ?? ''))
        picker.choose(store.assessments.find(({ id }) => id === value));
      return chosen;
    },
    choose: (assessment) => (chosen = assessment && createInvite(panel, assessment)),
    reset() {
      query = '';
      active = -1;
      search();
      panel.say('');
    },
    isIdle: () => !query && !picker.chosen,
    isBusy: () => picker.chosen?.isBusy() === true,
    render() {
      if (searched !== store.assessments) {
        const at = matches[active]?.assessment;
        search();
        if (at) active = matches.findIndex(({ assessment }) => assessment === at);
      }
      return picker.chosen?.render() ?? list();
    },
    updated() {
      const box = listOf();
      if (!box) return;
      const rows = box.firstElementChild as HTMLElement | null;
      rowHeight = (rows?.firstElementChild as HTMLElement | null)?.offsetHeight || rowHeight;
      const lines = Math.min(ROWS_SHOWN, Math.max(2, store.assessments.length));
      box.style.blockSize = `${lines * rowHeight}px`;
      if (!rows) return;
      rows.style.blockSize = `${matches.length * rowHeight}px`;
      rows.style.paddingBlockStart = `${first * rowHeight}px`;
      onScroll();
    },
  };
  return picker;
}
