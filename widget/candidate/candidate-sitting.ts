import { html, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { AttemptView, Receipt } from '../../server/contract/attempt.ts';
import { text } from '../text/candidate/en.ts';
import { toApiError, type ApiError } from '../ui/api.ts';
import { PageElement } from '../ui/page-element.ts';
import { AnswerBook, isPassing } from './answer-book.ts';
import { statusBar } from './bar.ts';
import { Countdown } from './clock.ts';
import { closeTest, closingView } from './closing.ts';
import type { Drafts } from './drafts.ts';
import { SittingEndEvent, type Ending } from './ending.ts';
import { noticesView } from './notices.ts';
import { placesOf, progressOf, roomIn, type Place } from './progress.ts';
import { firstOpen, hashOf, placeAt, questionList, type ListedPlace } from './question-list.ts';
import { movesBar, questionView } from './question-view.ts';
import { closeQuestion, reviewView } from './review.ts';
import { watchSight } from './sight.ts';
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
  @state() private gained = 0;

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
    moved: (minutes) => (this.gained += minutes),
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
    this.place = placeAt(location.hash, this.#places.length) ?? firstOpen(this.#listed());
    history.replaceState(null, '', hashOf(this.place));
    this.#countdown.sync(this.view);
    addEventListener('hashchange', () => this.#follow(), { signal });
    watchSight({
      wake: () => void this.#wake(),
      leave: () => this.#book.flushOnLeaving(),
      online: () => void this.#book.flush(),
      signal,
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    closeQuestion();
    this.#book.stop();
    this.#life.abort();
  }

  protected override updated(changed: PropertyValues): void {
    const before = changed.get('phase') as typeof this.phase | undefined;
    const isOther = changed.has('place') || before === 'ended' || (before && this.phase === 'ended');
    if (!isOther) return;
    closeQuestion();
    const heading = this.querySelector('h1');
    document.title = [heading?.textContent.trim(), this.view.assessment.name].join(' · ');
    heading?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  #follow(): void {
    const place = placeAt(location.hash, this.#places.length);
    if (place === undefined) return;
    if (this.#book.pending > 0) void this.#book.flush();
    this.problem = undefined;
    this.listOpen = false;
    this.place = place;
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
        hasMoreTime: () => this.#hasMoreTime(),
        onTrouble: () => (this.waiting = true),
        signal: this.#life.signal,
      });
      if (receipt === 'more_time') this.#goOn();
      else if (receipt) this.#handedIn(receipt, this.#book.unsaved);
    } catch (thrown) {
      this.#finish({ kind: 'refused', error: toApiError(thrown) });
    }
  }

  async #hasMoreTime(): Promise<boolean> {
    const view = await this.take.read();
    if (view.status !== 'started') return false;
    this.#countdown.sync(view);
    return (this.#countdown.secondsLeft ?? 0) > 0;
  }

  #goOn(): void {
    // Answers are sent no more once one was refused: opened anew, they are.
    if (this.#closed) return this.#finish({ kind: 'changed' });
    this.waiting = false;
    this.phase = 'answering';
  }

  #handedIn(receipt: Receipt, missed: number): void {
    this.#finish({ kind: 'handed_in', receipt, missed, deadlineAt: this.#countdown.deadlineAt });
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
      this.#handedIn(await this.take.submit(), 0);
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
      onMove: (by) => (location.hash = hashOf(index + by < places.length ? index + by : 'review')),
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
    if (this.phase === 'ended') return html`${bar}${closingView(this.waiting)}`;
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
        <main>
          ${noticesView({
            book: this.#book,
            timed: this.#countdown.secondsLeft !== null,
            gained: this.gained,
            onRetry: () => void this.#book.flush(),
            onSeen: () => (this.gained = 0),
          })}
          ${this.#main(places)}
        </main>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'candidate-sitting': CandidateSitting;
  }
}
