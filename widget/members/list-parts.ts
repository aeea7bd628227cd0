import { html, nothing, type TemplateResult } from 'lit';
import { text } from '../text/members/en.ts';
import { failure, skeleton, staleness } from '../ui/parts.ts';
import type { PagedList } from './paged-list.ts';
import { setQuery } from './router.ts';

const TYPING_MS = 250;
let typing: ReturnType<typeof setTimeout> | undefined;

/** Filters go into the address, and from there to the list: as one types, once one pauses. */
function onFilter(event: Event): void {
  const form = event.currentTarget as HTMLFormElement;
  event.preventDefault();
  clearTimeout(typing);
  const apply = () => {
    if (!form.isConnected) return;
    setQuery(Object.fromEntries(new FormData(form)) as Record<string, string>);
  };
  if (event.type === 'input' && event.target instanceof HTMLInputElement)
    typing = setTimeout(apply, TYPING_MS);
  else apply();
}

export const filterForm = (fields: TemplateResult): TemplateResult =>
  html`<form class="filters" role="search" @input=${onFilter} @change=${onFilter} @submit=${onFilter}>
    ${fields}
  </form>`;

export const clearFilters = (): TemplateResult =>
  html`<div class="empty stack tight">
    <p>${text.list.noMatch}</p>
    <div><button type="button" @click=${() => setQuery({})}>${text.list.clear}</button></div>
  </div>`;

interface Parts<T> {
  table: (items: T[]) => TemplateResult;
  empty: () => TemplateResult;
}

function rowsView<T>({ resource, more: showMore }: PagedList<T>, { table, empty }: Parts<T>): TemplateResult {
  const { view } = resource;
  if (view.state === 'loading') return skeleton(9);
  if (view.state === 'failed') return failure(view.error, resource.reload);
  const { items, nextCursor } = view.data;
  if (items.length === 0) return empty();
  const more = nextCursor !== undefined;
  return html`${table(items)}
    <div class="row spread">
      <p class="soft small" role="status">${text.list.shown(items.length, more)}</p>
      ${more ? html`<button type="button" @click=${showMore}>${text.list.more}</button>` : nothing}
    </div>`;
}

/** The list in whichever state it is. */
export const listView = <T>(list: PagedList<T>, parts: Parts<T>): TemplateResult =>
  html`${staleness(list.resource)} ${rowsView(list, parts)}`;
