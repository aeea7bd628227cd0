import { html, nothing, type TemplateResult } from 'lit';
import type { CandidateInput } from '../../server/contract/invitation.ts';
import { createClient } from '../embed/client.ts';
import { EmbedError, toEmbedError } from '../embed/error.ts';
import type { Emit } from '../embed/event.ts';
import { watch } from '../embed/live.ts';
import { createSession } from '../embed/session.ts';
import { createStore } from '../embed/store.ts';
import { askHost, type FetchToken } from '../embed/token-source.ts';
import { VERSION } from '../embed/version.ts';
import { wait } from '../embed/wait.ts';
import { createFormat, pickText } from '../text/element/format.ts';
import type { Panel } from './panel.ts';
import { createPicker } from './picker.ts';
import { createResultPanel } from './result.ts';

/** The element, as far as a stage needs it. */
interface Host extends EventTarget {
  readonly apiBase: string;
  readonly tokenEndpoint: string;
  readonly fetchToken: FetchToken | undefined;
  readonly view: string;
  readonly candidateId: string;
  readonly candidate: Partial<CandidateInput> | undefined;
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly updateComplete: Promise<boolean>;
  requestUpdate(): void;
}

/** All that lives as long as the element shows one candidate with one kind of access. */
export interface Stage {
  /** What it was made for. */
  readonly key: string;
  render(): TemplateResult;
  /** To be called after each rendering. */
  updated(): void;
  explain(cause: unknown): EmbedError;
  /** Aborts everything and forgets it. */
  end(): void;
}

const QUIET_MS = 500;
/** How long a page may take to say where the server is and where tokens come from. */
const PATIENCE_MS = 1000;

/** Hotkeys of the page would see the element, not a field, as the target. */
function keepTyping(event: Event): void {
  const { key = '', ctrlKey, metaKey, altKey } = event as KeyboardEvent;
  const isField = (event.target as Element).matches('input,textarea');
  if (isField && key.length < 2 && !ctrlKey && !metaKey && !altKey) event.stopPropagation();
}

export function createStage(host: Host, key: string, lang: string): Stage {
  const began = performance.now();
  const end = new AbortController();
  const { signal } = end;
  const { view } = host;
  const root = host.renderRoot as ShadowRoot;
  const { text, locale } = pickText(lang);
  const candidateId = host.candidateId || host.candidate?.externalId || undefined;
  let shown: 'picker' | 'result' | undefined;
  let isChosen = false;
  let failure: EmbedError | undefined;
  let focusNext: string[] = [];
  let quiet: ReturnType<typeof setTimeout> | undefined;

  const emit: Emit = (name, detail) =>
    void host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));

  function explain(cause: unknown): EmbedError {
    const error = toEmbedError(cause);
    error.message = text.errors[error.code] ?? (error.message || text.errors.server!);
    emit('canditech-error', { error });
    return error;
  }

  function update(): void {
    // Somebody else has invited: nobody is disturbed by seeing that.
    if (view === 'auto' && shown === 'picker' && !isChosen && store.selected && picker.isIdle())
      shown = 'result';
    host.requestUpdate();
  }

  const session = createSession(async (asked) => {
    if (!host.fetchToken && !host.tokenEndpoint) await wait(PATIENCE_MS, signal);
    return askHost(host, { view, candidateId, ...asked });
  }, signal);
  const client = createClient(host.apiBase.replace(/\/$/, ''), session, signal);
  const store = createStore({ client, candidateId, view, signal, onChange: update, emit, explain });
  const panel: Panel = {
    store,
    text,
    format: createFormat(locale),
    root,
    get candidate() {
      return { ...store.me?.candidate, ...host.candidate };
    },
    emit,
    update,
    explain,
    say(message) {
      clearTimeout(quiet);
      quiet = setTimeout(() => root.querySelector('[role=status]')?.replaceChildren(message), QUIET_MS);
    },
    focus: (...selectors) => void (focusNext = selectors),
    show(next) {
      shown = next;
      isChosen = true;
      update();
    },
  };
  const picker = createPicker(panel);
  const result = createResultPanel(panel);

  async function load(): Promise<void> {
    failure = undefined;
    update();
    try {
      if (!host.apiBase) await wait(PATIENCE_MS, signal);
      if (!host.apiBase && !signal.aborted) throw new EmbedError('unset', { status: 0 });
      await store.load();
    } catch (cause) {
      if (signal.aborted) return;
      failure = explain(cause);
      return update();
    }
    const canPick = store.can('invitations:write') && store.can('assessments:read');
    shown = view === 'picker' || (view === 'auto' && !store.selected && canPick) ? 'picker' : 'result';
    update();
    await host.updateComplete;
    emit('canditech-ready', { view: shown, version: VERSION, ms: Math.round(performance.now() - began) });
    const onChange = (change?: Parameters<typeof store.refresh>[0]) => void store.refresh(change);
    if (store.can('results:read')) await watch(client, { onChange, onTrouble: store.fail }, signal);
  }

  const notice = (part: string, message: string, retry: () => void) =>
    html`<div part=${part} role="alert">
      <span>${message}</span>
      <button part="button" type="button" @click=${retry}>${text.retry}</button>
    </div>`;

  function content(): TemplateResult {
    if (failure) return notice('alert', failure.message, () => void load());
    if (!shown)
      return html`<div part="skeleton" role="img" aria-label=${text.loading}>
        <i></i><i></i><i></i><i></i>
      </div>`;
    return shown === 'picker' ? picker.render() : result.render();
  }

  void load();
  return {
    key,
    explain,
    render() {
      const { stale } = store;
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
            ? notice('stale', text.staleSince(stale.error.message, panel.format.exact(stale.since)), () =>
                store.refresh(),
              )
            : nothing
        }
        ${content()}
        <div role="status"></div>
      </div>`;
    },
    updated() {
      picker.updated();
      for (const selector of focusNext) {
        const target = root.querySelector<HTMLElement>(selector);
        if (!target) continue;
        target.focus();
        break;
      }
      focusNext = [];
    },
    end() {
      clearTimeout(quiet);
      end.abort();
    },
  };
}
