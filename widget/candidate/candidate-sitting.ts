import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { AttemptView } from '../../server/contract/attempt.ts';
import { text } from '../text/candidate/en.ts';
import { toApiError, type ApiError } from '../ui/api.ts';
import { PageElement } from '../ui/page-element.ts';
import { AnswerBook, isPassing } from './answer-book.ts';
import { statusBar } from './bar.ts';
import { Countdown } from './clock.ts';
import { closeTest } from './closing.ts';
import type { Drafts } from './drafts.ts';
import { SittingEndEvent, type Ending } from './ending.ts';
import { placesOf, progressOf, roomIn, type Place } from './progress.ts';
import { hashOf, questionList, type ListedPlace } from './question-list.ts';
import { movesBar, questionView } from './question-view.ts';
import { closeQuestion, reviewView } from './review.ts';
import type { Take } from './take.ts';

const GRACE_S = 30;
const WAKE_PAUSE_MS = 5000;

/** The running test: one question at a time, saved as it is typed, until it is handed in. */
export class CandidateSitting extends PageElement {
  @property({ attribute: false }) take!: Take;
  @property({ attribute: false }) drafts!: Drafts;
  /** As it was opened; later news goes into the answers and the clock. */
  @property({ attribute: false }) view!: AttemptView;

  @state() private place: number | 'review' = 0;
  @state() private phase: 'answering' | 'submitting' | 'ended' = 'answering';
  @state() private marked = new Set<string>();
  @state() private listOpen = false;
  @state() private clockHidden = false;
  @state() private problem: string | undefined;
  @state() private waiting = false;
  @state() private announcement = '';

  #book!: AnswerBook;
  #places: Place[] = [];
  #life = new AbortController();
  #wokenAt = -Infinity;
  #over = false;
  #closed = false;
  #countdown = new Countdown(this, {
    announce: (minutes) => (this.announcement = text.bar.announce(minutes)),
    ended: () => void this.#end(),
    doubt: () => void this.#wake(),
  });

  override connectedCallback(): void {
    super.connectedCallback();
    const { signal } = (this.#life = new AbortController());
    this.#places = placesOf(this.view);
    this.marked = this.drafts.marked();
    this.#book = new AnswerBook(this.take, this.drafts, {
      changed: () => this.requestUpdate(),
      heard: (times) => this.#countdown.sync(times),
      refused: (error) => this.#refused(error),
    });
    this.#book.merge(this.view);
    this.place = this.#placeInAddress() ?? this.#firstOpen();
    history.replaceState(null, '', hashOf(this.place));
    this.#countdown.sync(this.view);
    const wake = () => void this.#wake();
    const leave = () => this.#book.flushOnLeaving();
    addEventListener('hashchange', () => this.#follow(), { signal });
    addEventListener('focus', wake, { signal });
    addEventListener('pageshow', wake, { signal });
    addEventListener('pagehide', leave, { signal });
    addEventListener('online', () => void this.#book.flush(), { signal });
    document.addEventListener('visibilitychange', () => (document.hidden ? leave() : wake()), { signal });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    closeQuestion();
    this.#book.stop();
    this.#life.abort();
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('place') && changed.get('phase') !== 'answering') return;
    if (changed.has('place') || this.phase === 'ended') {
      closeQuestion();
      const heading = this.querySelector('h1');
      document.title = [heading?.textContent.trim(), this.view.assessment.name].join(' · ');
      heading?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
  }

  #placeInAddress(): number | 'review' | undefined {
    if (location.hash === '#review') return 'review';
    const number = Number(/^#question-(\d{1,4})$/.exec(location.hash)?.[1]);
    return number >= 1 && number <= this.#places.length ? number - 1 : undefined;
  }

  #firstOpen(): number {
    const open = this.#places.findIndex(
      ({ question }) => progressOf(question, this.#book.get(question.id).value) !== 'answered',
    );
    return Math.max(0, open);
  }

  #follow(): void {
    const place = this.#placeInAddress();
    if (place === undefined) return;
    if (this.#book.pending > 0) void this.#book.flush();
    this.problem = undefined;
    this.listOpen = false;
    this.place = place;
  }

  #move(by: 1 | -1): void {
    const at = this.place === 'review' ? this.#places.length : this.place;
    location.hash = hashOf(at + by >= this.#places.length ? 'review' : at + by);
  }

  #mark(questionId: string): void {
    const marked = new Set(this.marked);
    if (!marked.delete(questionId)) marked.add(questionId);
    this.drafts.mark(marked);
    this.marked = marked;
  }

  /** What happened while this page was out of sight, on another device or by the clock. */
  async #wake(): Promise<void> {
    if (performance.now() - this.#wokenAt < WAKE_PAUSE_MS || this.phase !== 'answering') return;
    this.#wokenAt = performance.now();
    try {
      const view = await this.take.read();
      if (view.status === 'submitted' || view.status === 'completed') return this.#closeUp();
      if (view.status !== 'started') return this.#finish({ kind: 'changed' });
      this.#countdown.sync(view);
      this.#book.merge(view);
    } catch (thrown) {
      const error = toApiError(thrown);
      if (!isPassing(error)) this.#refused(error);
    }
  }

  #refused(error: ApiError): void {
    if (error.code === 'time_over' || error.code === 'already_submitted') this.#closeUp();
    else this.#finish({ kind: 'refused', error });
  }

  /** The server takes no more answers; what is unsaved here is counted on the receipt. */
  #closeUp(): void {
    this.#closed = true;
    this.#book.stop();
    void this.#end();
  }

  #finish(ending: Ending): void {
    if (this.#over || !this.isConnected) return;
    this.#over = true;
    this.dispatchEvent(new SittingEndEvent(ending));
  }

  async #end(): Promise<void> {
    if (this.phase === 'ended') return;
    this.phase = 'ended';
    try {
      const receipt = await closeTest({
        take: this.take,
        book: this.#book,
        isClosed: () => this.#closed || (this.#countdown.secondsLeft ?? 0) < -GRACE_S,
        onTrouble: () => (this.waiting = true),
        signal: this.#life.signal,
      });
      if (receipt) this.#finish({ kind: 'handed_in', receipt, missed: this.#book.unsaved });
    } catch (thrown) {
      this.#finish({ kind: 'refused', error: toApiError(thrown) });
    }
  }

  async #submit(): Promise<void> {
    if (this.phase !== 'answering') return;
    this.phase = 'submitting';
    this.problem = undefined;
    const saved = await this.#book.flush();
    // The time may have ended in between.
    const isOurs = () => this.phase === 'submitting';
    if (!isOurs()) return;
    if (!saved) {
      const { pending } = this.#book;
      this.problem = pending > 0 ? text.review.unsaved(pending) : text.review.refused;
      this.phase = 'answering';
      return;
    }
    try {
      this.#finish({ kind: 'handed_in', receipt: await this.take.submit(), missed: 0 });
    } catch (thrown) {
      const error = toApiError(thrown);
      if (!isPassing(error)) return this.#finish({ kind: 'refused', error });
      if (!isOurs()) return;
      this.problem = text.review.failed(error.message);
      this.phase = 'answering';
    }
  }

  #listed(): ListedPlace[] {
    return this.#places.map((place) => ({
      ...place,
      progress: progressOf(place.question, this.#book.get(place.question.id).value),
      marked: this.marked.has(place.question.id),
    }));
  }

  #trouble(): TemplateResult {
    const { trouble, unsaved } = this.#book;
    return html`<div role="status" class="region">
      ${
        trouble
          ? html`<div class="notice warning row spread">
              <p>${text.trouble.text(unsaved, this.#countdown.secondsLeft !== null)}</p>
              <button type="button" @click=${() => void this.#book.flush()}>${text.trouble.now}</button>
            </div>`
          : nothing
      }
    </div>`;
  }

  #question(index: number, places: ListedPlace[]): TemplateResult {
    const place = places[index]!;
    const { question } = place;
    const { id } = question;
    return html`${questionView({
      place,
      count: places.length,
      answer: this.#book.get(id),
      language: this.view.assessment.language,
      disabled: this.phase !== 'answering',
      marked: place.marked,
      onMark: () => this.#mark(id),
      onChange: (value, typed) => {
        const room = roomIn(question, value);
        this.#book.set(id, value, typed, room < 0 ? text.question.tooLong(-room) : undefined);
      },
      onSettle: (choice) => this.#book.settle(id, choice),
    })}
    ${movesBar({
      first: index === 0,
      last: index === places.length - 1,
      onMove: (by) => this.#move(by),
    })}`;
  }

  #main(places: ListedPlace[]): TemplateResult {
    if (this.place !== 'review') return this.#question(this.place, places);
    return reviewView({
      places,
      refused: places.filter(({ question }) => this.#book.get(question.id).refusal),
      problem: this.problem,
      submitting: this.phase === 'submitting',
      onSubmit: () => void this.#submit(),
      lang: this.view.assessment.language,
    });
  }

  protected override render(): TemplateResult {
    const { workspace, assessment } = this.view;
    const places = this.#listed();
    const bar = statusBar({
      workspace: workspace.name,
      assessment: assessment.name,
      book: this.#book,
      secondsLeft: this.#countdown.secondsLeft,
      clockHidden: this.clockHidden,
      onToggleClock: () => (this.clockHidden = !this.clockHidden),
    });
    if (this.phase === 'ended') {
      return html`${bar}
        <main class="page stack">
          <h1 tabindex="-1">${text.ended.heading}</h1>
          <p role="status">${this.waiting ? text.ended.waiting : text.ended.closing}</p>
        </main>`;
    }
    return html`${bar}
      <p class="visually-hidden" role="status">${this.announcement}</p>
      <div class="sitting">
        ${questionList({
          places,
          current: this.place,
          open: this.listOpen,
          onToggle: () => (this.listOpen = !this.listOpen),
          lang: assessment.language,
        })}
        <main>${this.#trouble()} ${this.#main(places)}</main>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'candidate-sitting': CandidateSitting;
  }
}
