import { html, nothing } from 'lit/html.js';
import { accessOf, candidateIdOf, textOf } from '../embed/access.ts';
import { EmbedError, toEmbedError } from '../embed/error.ts';
import { join, type Member } from '../embed/hub.ts';
import { pause } from '../embed/pause.ts';
import { createStore } from '../embed/store.ts';
import { askHost } from '../embed/token-source.ts';
import { VERSION } from '../embed/version.ts';
import { en } from '../text/element/en.ts';
import { relabel } from '../text/element/relabel.ts';
import { frameOf } from './frame.ts';
import type { Host, Panel, Stage, View } from './panel.ts';
import { createPicker } from './picker.ts';
import { createResult } from './result.ts';
import { createSpeech } from './speech.ts';
import { createUndo } from './undo.ts';

interface Options {
  /** A first one that came with the page. */
  token: string;
  update: () => void;
  restart: () => void;
  forget: () => void;
}

const QUIET_MS = 500;
/** Until what failed at first is tried again by itself; then ever longer. */
const AGAIN_MS = 15_000;
const LONGEST_AGAIN_MS = 120_000;
/** How long a page may take to say where the server is and where tokens come from. */
const PATIENCE_MS = 1000;
/** Custom states of what the API calls otherwise. */
const MARKS: Record<string, string> = {
  started: 'in-progress',
  submitted: 'in-progress',
  cancelled: 'declined',
};

/** The second half of a double click meets what has come under the pointer meanwhile, and would select it. */
function keepUnselected(event: MouseEvent): void {
  if (event.detail > 1) event.preventDefault();
}

export function createStage(
  host: Host,
  root: ShadowRoot,
  { token, update, restart, forget }: Options,
): Stage {
  const began = performance.now();
  const end = new AbortController();
  const { signal } = end;
  const isSelect = host.action === 'select';
  const speech = createSpeech(host, update, signal);
  let isAsked = false;
  let focusNext: string[] = [];
  let quiet: ReturnType<typeof setTimeout> | undefined;

  const emit: Panel['emit'] = (name, detail, answers) =>
    !signal.aborted &&
    host.dispatchEvent(
      Object.assign(
        new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }),
        answers,
      ),
    );

  function explain(cause: unknown): EmbedError {
    // Its sentence is this element's: another may share the error, and speak another language.
    const told = toEmbedError(cause);
    const error = new EmbedError(told.code, { ...told });
    error.message =
      stage.text.errors[error.code] ?? en.errors[error.code] ?? (error.message || en.errors.server!);
    // What people cannot mend is for who builds the page.
    const { code, detail = error.status === 0 && error.message } = error;
    if (detail && !/^(stale|undecided|validation_failed)$/.test(code))
      console.warn(`<canditech-assessment> ${code}: ${detail} (${error.docs})`);
    emit('canditech-error', { error });
    return error;
  }

  function refreshed(): void {
    // Somebody else has invited: nobody is disturbed by seeing that.
    const { shown, picker } = stage;
    if (shown && host.view === 'auto' && !isSelect && !isAsked && store.selected && picker.isIdle())
      stage.shown = 'result';
    update();
  }

  const member: Member = {
    async fetchToken(reason, own) {
      const { fetchToken, tokenEndpoint, demo } = host;
      if (demo) return { token: 'demo', expiresIn: 1e6 };
      if (!fetchToken && !tokenEndpoint) await pause(PATIENCE_MS, own);
      return askHost(host, emit, { reason, candidateId: store.candidateId, signal: own });
    },
    update,
    refresh: (change) => void store.refresh(change),
    restart: forget,
  };
  const hub = join(accessOf(host, token), token, member);
  // Another element may have read long ago what this one is given at first.
  const isLate = hub.client.hasRead();
  const store = createStore({
    client: hub.client,
    view: isSelect ? 'picker' : host.view,
    candidateId: candidateIdOf(host),
    pageSize: host.pageSize,
    signal,
    update: refreshed,
    emit,
    explain,
  });

  function firstView(): 'picker' | 'result' | 'badge' {
    const { view } = host;
    if (view === 'badge' || view === 'picker') return view;
    const canPick = store.can('invitations:write') && store.can('assessments:read');
    return isSelect || (view === 'auto' && !store.selected && canPick) ? 'picker' : 'result';
  }

  /** What fails for a time is tried again, sooner when the line or the page comes back. */
  async function load(): Promise<void> {
    for (let ms = AGAIN_MS; ; ms = Math.min(ms * 2, LONGEST_AGAIN_MS)) {
      try {
        if (!host.apiBase && !host.demo) {
          await pause(PATIENCE_MS, signal);
          throw new EmbedError('unset', { status: 0 });
        }
        await Promise.all([speech.follow(), store.load()]);
        break;
      } catch (cause) {
        if (signal.aborted) return;
        const { retryable } = stage.fail(cause);
        update();
        if (!retryable) return;
      }
      await pause(ms, signal);
      if (signal.aborted) return;
    }
    stage.failure = store.stale = undefined;
    const view = (stage.shown = firstView());
    update();
    // It is rendered in the microtask before.
    await Promise.resolve();
    emit('canditech-ready', { view, version: VERSION, ms: Math.round(performance.now() - began) });
    if (view === 'badge' || store.can('results:read')) hub.listen(host.live);
    if (isLate) void store.refresh();
  }

  const stage: { -readonly [Name in keyof Stage]: Stage[Name] } = {
    host,
    store,
    root,
    signal,
    text: en,
    format: speech.format,
    shown: undefined,
    failure: undefined,
    undo: undefined as unknown as Stage['undo'],
    picker: undefined as unknown as Stage['picker'],
    result: undefined as unknown as View,
    emit,
    update,
    explain,
    fail: (cause) => (stage.failure = explain(cause)),
    async ask(name, detail) {
      const waits: Promise<unknown>[] = [];
      const isWanted = emit(name, detail, { waitUntil: (promise: Promise<unknown>) => waits.push(promise) });
      const answers = await Promise.all(waits).catch((cause) => [console.warn(cause), false]);
      return isWanted && !answers.includes(false) && !signal.aborted;
    },
    say(message, then) {
      clearTimeout(quiet);
      quiet = setTimeout(() => {
        root.querySelector('[role=status]')?.replaceChildren(message);
        then?.();
      }, QUIET_MS);
    },
    focus(...selectors) {
      focusNext = selectors;
      addEventListener('mousedown', keepUnselected, { once: true, capture: true, signal });
    },
    show(view) {
      stage.shown = view;
      isAsked = true;
      stage.focus('[part=heading]', '#search');
      update();
    },
    shows: (part) => !host.shows || host.shows.split(' ').includes(part),
    known() {
      const { name, email } = { ...store.me?.candidate, ...host.candidate };
      return { name: textOf(name), email: textOf(email) };
    },
    choose(assessment) {
      if (host.readonly || host.isDisabled) return;
      stage.picker.choose(assessment ?? undefined);
      host.value = assessment?.id ?? '';
      host.dispatchEvent(new Event('change', { bubbles: true }));
      emit('canditech-select', { assessment });
      stage.focus('#name:invalid', '#email:invalid', '[type=submit]', '[part=heading]', '#search');
    },
    async retry() {
      if (stage.failure) return stage.failure.code === 'unauthenticated' ? hub.reset() : restart();
      // The person may have signed in again meanwhile.
      if (store.stale?.error.code === 'unauthenticated') await hub.renew().catch(store.fail);
      return store.refresh();
    },
    button: (label, onClick, part = '') =>
      html`<button part=${`button ${part}`} type="button" @click=${() => onClick()}>${label}</button>`,
    heading: (content, deeper = 0) =>
      html`<div
        part=${deeper ? 'subheading' : 'heading'}
        role="heading"
        aria-level=${Math.min(6, host.headingLevel + deeper)}
        tabindex=${deeper ? nothing : -1}
        .textContent=${content}
      ></div>`,
    async invite({ assessmentId = host.value, candidate, ...extra } = {}) {
      const { picker } = stage;
      try {
        const found = assessmentId && (await store.find(assessmentId));
        if (found && picker.chosen?.assessment.id !== assessmentId) stage.choose(found);
        const { chosen } = picker;
        if (!found || chosen?.assessment.id !== assessmentId)
          throw new EmbedError('not_found', { status: 404, message: stage.text.required });
        const { externalId, name, email } = { ...stage.known(), ...candidate };
        const who = { name: textOf(name), email: textOf(email) };
        const own = textOf(externalId);
        return (await chosen.invite(own ? { ...who, externalId: own } : who, extra)) || undefined;
      } catch (cause) {
        throw explain(cause);
      }
    },
    render() {
      void speech.follow();
      stage.format = speech.format;
      stage.text = host.labels ? relabel(speech.text, host.labels) : speech.text;
      return frameOf(stage);
    },
    updated() {
      stage.picker.updated();
      // A field of the page's keeps the focus.
      const { activeElement, body } = document;
      if (activeElement !== body && !root.activeElement) focusNext = [];
      const found = focusNext.map((selector) => root.querySelector<HTMLElement>(selector));
      found.find(Boolean)?.focus();
      focusNext = [];
    },
    state() {
      const { failure, shown } = stage;
      const isEmpty = shown === 'picker' ? store.isComplete && !store.assessments.length : !store.selected;
      if (!failure && shown) return isEmpty ? 'empty' : 'ready';
      if (!failure) return hub.isAsking && !host.demo ? 'authorizing' : 'loading';
      const { code } = failure;
      if (/^(offline|network)$/.test(code)) return 'offline';
      return /^(token_|unauth|origin_)/.test(code) ? 'unauthorized' : 'error';
    },
    marks() {
      const { shown, picker, result } = stage;
      const { stale } = store;
      const status = shown !== 'picker' && store.selected?.status;
      const marks = [
        !stage.failure && !shown && 'loading',
        stale && 'stale',
        stale && /^(offline|network)$/.test(stale.error.code) && 'offline',
        shown === 'picker' && picker.isOpen && !picker.chosen && 'open',
        (picker.isBusy() || result.isBusy()) && 'busy',
        status && (MARKS[status] ?? status),
        host.demo && 'demo',
      ];
      return marks.filter(Boolean) as string[];
    },
    claims: hub.claims,
    reset: hub.reset,
    end() {
      clearTimeout(quiet);
      stage.undo.end();
      end.abort();
      hub.leave(member);
    },
  };
  stage.undo = createUndo(stage);
  stage.picker = createPicker(stage);
  stage.result = createResult(stage);
  void load();
  return stage;
}
