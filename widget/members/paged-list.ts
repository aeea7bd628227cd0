import type { ReactiveControllerHost } from 'lit';
import { toApiError } from '../ui/api.ts';
import { Resource } from '../ui/resource.ts';
import { toast } from '../ui/toast.ts';
import { keep, kept } from './router.ts';
import { api } from './session.ts';

interface ListPage<T> {
  items: T[];
  nextCursor?: string | undefined;
}

const PAGE = 50;

/** A list of the API that grows on demand and is refreshed at the length it has. */
export class PagedList<T> {
  readonly resource: Resource<ListPage<T>>;
  readonly #query: () => Record<string, string>;
  readonly #path: string;
  #wanted = PAGE;

  /** `query` gives the present filters; empty ones are left out. */
  constructor(host: ReactiveControllerHost, path: string, query: () => Record<string, string>) {
    this.#path = path;
    this.#query = query;
    this.resource = new Resource(host, (signal) => this.#load(signal));
  }

  /** The filters changed, or one came back to them: then as far as one was. */
  readonly restart = async (): Promise<void> => {
    const { rows = PAGE, scrollY: y } = kept();
    this.#wanted = rows;
    await this.resource.replace();
    if (y && kept().scrollY === y) requestAnimationFrame(() => scrollTo(0, y));
  };

  readonly more = async (): Promise<void> => {
    const shown = this.resource.data;
    if (shown?.nextCursor === undefined) return;
    if (this.resource.stale) {
      // New rows do not go below old ones.
      this.#wanted = shown.items.length + PAGE;
      return this.resource.retry();
    }
    try {
      const { items, nextCursor } = await this.#fetch(shown.nextCursor);
      if (this.resource.data !== shown) return;
      this.resource.set({ items: [...shown.items, ...items], nextCursor });
      this.#wanted = shown.items.length + items.length;
      keep({ rows: this.#wanted });
    } catch (error) {
      toast(toApiError(error).message);
    }
  };

  async #load(signal: AbortSignal): Promise<ListPage<T>> {
    let page = await this.#fetch(undefined, signal);
    while (page.nextCursor !== undefined && page.items.length < this.#wanted) {
      const { items, nextCursor } = await this.#fetch(page.nextCursor, signal);
      page = { items: [...page.items, ...items], nextCursor };
    }
    return page;
  }

  async #fetch(cursor?: string, signal?: AbortSignal): Promise<ListPage<T>> {
    const filters = Object.entries({ ...this.#query(), limit: String(PAGE), cursor: cursor ?? '' });
    const query = new URLSearchParams(filters.filter(([, value]) => value !== ''));
    const options = signal ? { signal } : {};
    return (await api<ListPage<T>>('GET', `${this.#path}?${query}`, options)).data;
  }
}
