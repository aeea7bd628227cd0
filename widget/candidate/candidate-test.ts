import { html, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { AttemptView, Receipt } from '../../server/contract/attempt.ts';
import { text } from '../text/candidate/en.ts';
import { toApiError, type ApiError } from '../ui/api.ts';
import { PageElement } from '../ui/page-element.ts';
import { skeleton } from '../ui/parts.ts';
import { isPassing } from './answer-book.ts';
import { draftsOf } from './drafts.ts';
import type { SittingEndEvent } from './ending.ts';
import { problemOf, problemView, type Problem } from './problem.ts';
import { receiptView } from './receipt.ts';
import { holdTab } from './tab.ts';
import { takeOf } from './take.ts';
import { welcomeView } from './welcome.ts';

type View =
  | { kind: 'loading' }
  | { kind: 'welcome'; view: AttemptView; beginning: boolean; problem?: string }
  | { kind: 'sitting'; view: AttemptView }
  | { kind: 'receipt'; receipt: Receipt; timeEnded: boolean; missed: number }
  | { kind: 'problem'; problem: Problem };

/** A fragment that is not one of our own places is the secret of a mailed link. */
const isPlace = (hash: string) => /^(#(review|question-\d+)?)?$/.test(hash);

/** The candidate's page: from the mailed link to the receipt. */
export class CandidateTest extends PageElement {
  @state() private shown: View = { kind: 'loading' };

  readonly #take = takeOf(location.pathname.split('/')[2] ?? '');
  readonly #drafts = draftsOf(this.#take.id);
  #workspace: string | undefined;
  #life = new AbortController();
  #releaseTab = () => {};

  override connectedCallback(): void {
    super.connectedCallback();
    const { signal } = (this.#life = new AbortController());
    // The link of the mail, followed in a tab that shows this page already, loads nothing by itself.
    addEventListener('hashchange', () => isPlace(location.hash) || location.reload(), { signal });
    addEventListener('online', () => this.#isOffline() && void this.#open(), { signal });
    void this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#releaseTab();
    this.#life.abort();
  }

  protected override updated(changed: PropertyValues<{ shown: View }>): void {
    const before = (changed as Map<string, View>).get('shown')?.kind;
    const { kind } = this.shown;
    if (before === undefined || before === kind || kind === 'sitting') return;
    const heading = this.querySelector('h1');
    document.title = [heading?.textContent.trim(), this.#workspace].filter(Boolean).join(' · ');
    if (before !== 'loading') heading?.focus();
  }

  #isOffline(): boolean {
    return this.shown.kind === 'problem' && this.shown.problem === 'offline';
  }

  async #open(): Promise<void> {
    this.shown = { kind: 'loading' };
    try {
      await this.#show(await this.#read());
    } catch (thrown) {
      this.#refuse(toApiError(thrown), false);
    }
  }

  /** With the link's secret, which leaves the address only when it was exchanged; else with the cookie of an earlier time. */
  async #read(): Promise<AttemptView> {
    if (isPlace(location.hash)) return this.#take.read();
    let view: AttemptView;
    try {
      view = await this.#take.exchange(location.hash.slice(1));
    } catch (thrown) {
      const error = toApiError(thrown);
      // An outdated link must not lock out whom this browser knows already.
      if (error.code !== 'link_invalid') throw error;
      view = await this.#take.read().catch(() => Promise.reject(error));
    }
    history.replaceState(null, '', location.pathname);
    return view;
  }

  async #show(view: AttemptView): Promise<void> {
    this.#workspace = view.workspace.name;
    switch (view.status) {
      case 'invited':
        this.shown = { kind: 'welcome', view, beginning: false };
        return;
      case 'started':
        this.#sit(view);
        return;
      case 'submitted':
      case 'completed':
        this.#showReceipt(await this.#take.receipt(), view.deadlineAt, 0);
        return;
      case 'expired':
      case 'cancelled':
        this.#close({ kind: 'problem', problem: view.status });
        return;
      default:
        return view.status satisfies never;
    }
  }

  #sit(view: AttemptView): void {
    this.#releaseTab();
    this.#releaseTab = holdTab(this.#take.id, () => {
      if (this.shown.kind === 'sitting') this.shown = { kind: 'problem', problem: 'otherTab' };
    });
    this.shown = { kind: 'sitting', view };
  }

  #showReceipt(receipt: Receipt, deadlineAt: string | undefined, missed: number): void {
    const timeEnded = receipt.automatic || (deadlineAt !== undefined && receipt.submittedAt >= deadlineAt);
    this.#close({ kind: 'receipt', receipt, timeEnded, missed });
  }

  /** The test is over: nothing of it stays in this browser. */
  #close(last: View): void {
    this.#releaseTab();
    this.#drafts.wipe();
    history.replaceState(null, '', location.pathname);
    this.shown = last;
  }

  #refuse(error: ApiError, begun: boolean): void {
    if (error.code === 'already_submitted') return void this.#open();
    const problem = problemOf(error, begun);
    if (problem === 'expired' || problem === 'cancelled') this.#close({ kind: 'problem', problem });
    else this.shown = { kind: 'problem', problem };
  }

  async #begin(view: AttemptView): Promise<void> {
    if (this.shown.kind !== 'welcome' || this.shown.beginning) return;
    this.shown = { kind: 'welcome', view, beginning: true };
    try {
      await this.#show(await this.#take.begin());
    } catch (thrown) {
      const error = toApiError(thrown);
      if (isPassing(error)) this.shown = { kind: 'welcome', view, beginning: false, problem: error.message };
      else this.#refuse(error, true);
    }
  }

  #sittingEnded({ ending }: SittingEndEvent): void {
    switch (ending.kind) {
      case 'handed_in':
        return this.#showReceipt(ending.receipt, ending.deadlineAt, ending.missed);
      case 'refused':
        return this.#refuse(ending.error, true);
      case 'changed':
        return void this.#open();
      default:
        return ending satisfies never;
    }
  }

  protected override render(): TemplateResult {
    const { shown } = this;
    switch (shown.kind) {
      case 'loading':
        return html`<main class="page" aria-label=${text.loading}>${skeleton()}</main>`;
      case 'welcome':
        return welcomeView({ ...shown, problem: shown.problem, onBegin: () => void this.#begin(shown.view) });
      case 'sitting':
        return html`<candidate-sitting
          .take=${this.#take}
          .drafts=${this.#drafts}
          .view=${shown.view}
          @candidate-sitting-end=${(event: SittingEndEvent) => this.#sittingEnded(event)}
        ></candidate-sitting>`;
      case 'receipt':
        return receiptView(shown);
      case 'problem':
        return problemView(shown.problem, this.#workspace, () => void this.#open());
      default:
        return shown satisfies never;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'candidate-test': CandidateTest;
  }
}
