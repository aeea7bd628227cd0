import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { toApiError, type ApiError } from './api.ts';
import { toast } from './toast.ts';

export type View<T> =
  { state: 'loading' } | { state: 'failed'; error: ApiError } | { state: 'ready'; data: T };

/** The last refresh has failed: what is shown is from `since`. */
export interface Stale {
  since: string;
  error: ApiError;
}

/** Loads something for an element and says where that stands. A later load wins; what is shown stays until it is there. */
export class Resource<T> implements ReactiveController {
  view: View<T> = { state: 'loading' };
  stale: Stale | undefined;
  retrying = false;
  #loadedAt = '';
  #running: AbortController | undefined;
  /** What is shown is not what was asked for. */
  #outdated = false;
  readonly #host: ReactiveControllerHost;
  readonly #load: (signal: AbortSignal) => Promise<T>;

  constructor(host: ReactiveControllerHost, load: (signal: AbortSignal) => Promise<T>) {
    this.#host = host;
    this.#load = load;
    host.addController(this);
  }

  get data(): T | undefined {
    return this.view.state === 'ready' ? this.view.data : undefined;
  }

  hostDisconnected(): void {
    this.#running?.abort();
  }

  /** Takes data that an action answered; a load that still runs would be older. */
  set(data: T): void {
    this.#running?.abort();
    this.#show({ state: 'ready', data });
  }

  /** Begins anew: nothing of what is shown applies any more. */
  restart(): Promise<void> {
    this.#show({ state: 'loading' });
    return this.reload();
  }

  /** Something else is wanted; what is shown stays until it is there, or has failed. */
  replace(): Promise<void> {
    this.#outdated = true;
    return this.reload();
  }

  readonly reload = async (): Promise<void> => {
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    if (this.view.state === 'failed') this.#show({ state: 'loading' });
    try {
      const data = await this.#load(running.signal);
      if (!running.signal.aborted) this.#show({ state: 'ready', data });
    } catch (thrown) {
      if (running.signal.aborted) return;
      const error = toApiError(thrown);
      const passing = error.code === 'network' || error.status >= 500;
      // A refresh that fails for a moment takes nothing away from the reader.
      if (this.#outdated || this.view.state !== 'ready' || !passing)
        return this.#show({ state: 'failed', error });
      this.stale = { since: this.#loadedAt, error };
      this.#host.requestUpdate();
    }
  };

  /** Somebody asks for a refresh, and hears when it fails again. */
  readonly retry = async (): Promise<void> => {
    if (this.retrying) return;
    this.retrying = true;
    this.#host.requestUpdate();
    await this.reload();
    this.retrying = false;
    this.#host.requestUpdate();
    if (this.stale) toast(this.stale.error.message);
  };

  #show(view: View<T>): void {
    this.view = view;
    this.stale = undefined;
    this.#loadedAt = new Date().toISOString();
    this.#outdated = false;
    this.#host.requestUpdate();
  }
}
