import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { CandidateInput } from '../../server/contract/invitation.ts';
import { createClient, type Client } from '../embed/client.ts';
import { EmbedError, toEmbedError } from '../embed/error.ts';
import type { Emit } from '../embed/event.ts';
import { watch } from '../embed/live.ts';
import { pause } from '../embed/pause.ts';
import { createSession } from '../embed/session.ts';
import { Store } from '../embed/store.ts';
import { askHost, type FetchToken } from '../embed/token-source.ts';
import { VERSION } from '../embed/version.ts';
import type { Text } from '../text/element/en.ts';
import { createFormat, pickText, type Format } from '../text/element/format.ts';
import type { Panel } from './panel.ts';
import { Picker } from './picker.ts';
import { ResultPanel } from './result.ts';

/** The element, as far as a stage needs it. */
interface Host extends EventTarget {
  readonly apiBase: string;
  readonly tokenEndpoint: string;
  readonly fetchToken: FetchToken | undefined;
  readonly view: string;
  readonly candidateId: string;
  readonly candidate: Partial<CandidateInput> | undefined;
}

interface Options {
  key: string;
  lang: string;
  update: () => void;
}

const QUIET_MS = 500;
/** How long a page may take to say where the server is and where tokens come from. */
const PATIENCE_MS = 1000;

/** Hotkeys of the page would see the element, not a field, as the target. */
function keepTyping(event: Event): void {
  const { key = '', ctrlKey, metaKey, altKey } = event as KeyboardEvent;
  if (!key[1] && !ctrlKey && !metaKey && !altKey && (event.target as Element).matches('input,textarea'))
    event.stopPropagation();
}

/** The second half of a double click meets what has come under the pointer meanwhile, and would select it. */
function keepUnselected(event: MouseEvent): void {
  if (event.detail > 1) event.preventDefault();
}

/** All that lives as long as the element shows one candidate with one kind of access. */
export class Stage implements Panel {
  /** What it was made for. */
  readonly key: string;
  readonly store: Store;
  readonly text: Text;
  readonly format: Format;
  readonly root: ShadowRoot;
  #host: Host;
  #request: () => void;
  #client: Client;
  #began = performance.now();
  #end = new AbortController();
  #view: string;
  #shown: 'picker' | 'result' | undefined;
  #isAsked = false;
  #failure: EmbedError | undefined;
  #focusNext: string[] = [];
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #picker: Picker;
  #result: ResultPanel;

  constructor(host: Host, root: ShadowRoot, { key, lang, update: request }: Options) {
    const { view } = host;
    const { signal } = this.#end;
    const candidateId = host.candidateId || host.candidate?.externalId || undefined;
    this.#host = host;
    this.#view = view;
    this.key = key;
    this.root = root;
    this.#request = request;
    this.text = pickText(lang);
    this.format = createFormat(lang, this.text);
    const session = createSession(async (reason, own) => {
      if (!host.fetchToken && !host.tokenEndpoint) await pause(PATIENCE_MS, own);
      return askHost(host, { reason, view, candidateId, signal: own });
    }, signal);
    this.#client = createClient(host.apiBase.replace(/\/$/, ''), session, signal);
    const { update, emit, explain } = this;
    this.store = new Store({ client: this.#client, view, signal, update, emit, explain }, candidateId);
    this.#picker = new Picker(this);
    this.#result = new ResultPanel(this);
    void this.#load();
  }

  get candidate(): Partial<CandidateInput> {
    return { ...this.store.me?.candidate, ...this.#host.candidate };
  }

  emit: Emit = (name, detail) =>
    void this.#host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));

  explain = (cause: unknown): EmbedError => {
    const error = toEmbedError(cause);
    error.message = this.text.errors[error.code] ?? (error.message || this.text.errors.server!);
    // What the sentence keeps from people is for who builds the page.
    if (error.detail && error.detail !== error.message && error.code !== 'stale')
      console.warn(`<canditech-assessment> ${error.code}: ${error.detail}`);
    this.emit('canditech-error', { error });
    return error;
  };

  update = (): void => {
    // Somebody else has invited: nobody is disturbed by seeing that.
    if (this.#view === 'auto' && !this.#isAsked && this.store.selected && this.#picker.isIdle && this.#shown)
      this.#shown = 'result';
    this.#request();
  };

  say = (message: string): void => {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(
      () => this.root.querySelector('[role=status]')?.replaceChildren(message),
      QUIET_MS,
    );
  };

  focus = (...selectors: string[]): void => {
    this.#focusNext = selectors;
    addEventListener('mousedown', keepUnselected, { once: true, capture: true, signal: this.#end.signal });
  };

  show = (view: 'picker' | 'result'): void => {
    this.#shown = view;
    this.#isAsked = true;
    this.focus('[part=heading]', '#search');
    this.update();
  };

  button = (label: string, onClick: () => void): TemplateResult =>
    html`<button part="button" type="button" @click=${onClick}>${label}</button>`;

  async #load(): Promise<void> {
    const host = this.#host;
    const { signal } = this.#end;
    const { store } = this;
    this.#failure = undefined;
    try {
      if (!host.apiBase) {
        await pause(PATIENCE_MS, signal);
        throw new EmbedError('unset', { status: 0 });
      }
      await store.load();
    } catch (cause) {
      if (signal.aborted) return;
      this.#failure = this.explain(cause);
      return this.update();
    }
    const canPick = store.can('invitations:write') && store.can('assessments:read');
    const isPicking = this.#view === 'picker' || (this.#view !== 'result' && !store.selected && canPick);
    const view = (this.#shown = isPicking ? 'picker' : 'result');
    this.update();
    // It is rendered in the microtask before.
    await Promise.resolve();
    this.emit('canditech-ready', { view, version: VERSION, ms: Math.round(performance.now() - this.#began) });
    if (store.can('results:read'))
      await watch(
        this.#client,
        { onChange: (change) => void store.refresh(change), onTrouble: store.fail },
        signal,
      );
  }

  #notice(part: string, message: string, retry: () => void): TemplateResult {
    return html`<div part=${part} role="alert">${message} ${this.button(this.text.retry, retry)}</div>`;
  }

  render(): TemplateResult {
    const { text, store, format } = this;
    const { stale } = store;
    const shown = { picker: this.#picker, result: this.#result, none: undefined }[this.#shown ?? 'none'];
    return html`<div
      part="base"
      lang=${text.locale}
      role="group"
      aria-label=${text.label}
      @keydown=${keepTyping}
      @keypress=${keepTyping}
      @keyup=${keepTyping}
      @input=${keepTyping}
    >
      ${
        stale && shown
          ? this.#notice('stale', text.staleSince(stale.error.message, format.exact(stale.since)), () => {
              void store.refresh();
            })
          : nothing
      }
      ${
        this.#failure
          ? this.#notice('alert', this.#failure.message, () => {
              void this.#load();
              this.update();
            })
          : shown
            ? shown.render()
            : html`<div part="skeleton" role="img" aria-label=${text.loading}></div>`
      }
      <div role="status"></div>
    </div>`;
  }

  /** To be called after each rendering. */
  updated(): void {
    this.#picker.updated();
    const found = this.#focusNext.map((selector) => this.root.querySelector<HTMLElement>(selector));
    found.find(Boolean)?.focus();
    this.#focusNext = [];
  }

  /** Aborts everything and forgets it. */
  end(): void {
    clearTimeout(this.#quiet);
    this.#end.abort();
  }
}
