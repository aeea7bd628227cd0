import { nothing, render } from 'lit/html.js';
import type { AssessmentSummary } from '../server/contract/assessment.ts';
import type { Scope } from '../server/contract/embed.ts';
import type { InvitationView } from '../server/contract/invitation.ts';
import type { ResultView } from '../server/contract/result.ts';
import { Visit } from './doctor/visit.ts';
import { identityOf } from './embed/access.ts';
import { EmbedError } from './embed/error.ts';
import type { ElementState } from './embed/event.ts';
import { VERSION } from './embed/version.ts';
import { en } from './text/element/en.ts';
import { FormField } from './form-field.ts';
import type { InviteInput, Stage } from './views/panel.ts';
import { createStage } from './views/stage.ts';
import { styleSheet } from './views/style-sheet.ts';

/**
 * Skills assessments of one candidate in any page: find one, invite, watch the result arrive.
 *
 * @element canditech-assessment
 *
 * @slot - Shown until the element is there: a link to the report.
 * @slot heading - Above everything.
 * @slot empty - In place of the sentence that says there is nothing.
 * @slot error - In place of the sentence that says what went wrong.
 * @slot loading - In place of the skeleton.
 * @slot invite-extra - Further fields of the host's.
 * @slot actions - Beside the link to the report.
 * @slot footer - Below everything.
 *
 * @cssState ready - It can be used.
 * @cssState loading - It is on its way.
 * @cssState authorizing - It waits for a token; `loading` as well.
 * @cssState empty - There is nothing to show.
 * @cssState error - It failed.
 * @cssState offline - The server cannot be reached.
 * @cssState unauthorized - There is no access.
 * @cssState stale - What is shown may be old.
 * @cssState open - The list is open.
 * @cssState busy - Something is being sent.
 * @cssState invited - The candidate has not begun.
 * @cssState in-progress - The candidate has begun, or people grade.
 * @cssState completed - The score is final.
 * @cssState expired - The link has ended.
 * @cssState declined - The invitation was cancelled.
 * @cssState demo - Data are canned.
 */
export class CanditechAssessment extends FormField {
  static readonly version = VERSION;
  #root = this.attachShadow({ mode: 'open' });
  #stage: Stage | undefined;
  #key = '';
  #isPending = false;
  #isInSight = false;
  #sight: IntersectionObserver | undefined;
  /** The page or the browser does not let it render. */
  #refusal: EmbedError | undefined;
  #token = '';
  #state: ElementState = 'idle';
  #onReady!: () => void;
  #ready = new Promise<void>((resolve) => (this.#onReady = resolve));
  #visit = new Visit();

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [styleSheet()];
    // So a click on its `<label>` arrives.
    this.addEventListener('click', (event) => event.composedPath()[0] === this && this.focus());
    this.keepEarly();
  }

  /** Registers the element unless the page has it already: the first copy wins, a second one says so and does nothing. */
  static define(tag = 'canditech-assessment'): void {
    const known = customElements.get(tag) as typeof CanditechAssessment | undefined;
    if (!known) customElements.define(tag, this);
    else if (known !== this)
      console.warn(`<${tag}> ${VERSION} was not loaded: the page has ${known.version ?? 'another'} already.`);
  }

  /** A first token that came with the page; it cannot be read back. */
  set token(value: string) {
    this.#token = value;
  }

  /** What it is doing; also `:state(…)`. */
  get state(): ElementState {
    return this.#state;
  }
  /** What went wrong last, while it is so. */
  get error(): EmbedError | undefined {
    return this.#refusal ?? this.#stage?.failure ?? this.#stage?.store.stale?.error;
  }
  /** What the token allows; empty in a badge, which has no need to know. */
  get capabilities(): readonly Scope[] {
    return Object.freeze([...(this.#stage?.store.me?.scopes ?? [])]);
  }
  /** The chosen assessment. */
  get selection(): Readonly<AssessmentSummary> | null {
    return Object.freeze(this.#stage?.picker.chosen?.assessment ?? null);
  }
  /** The invitation that is shown. */
  get invitation(): Readonly<InvitationView> | null {
    return Object.freeze((this.#stage?.store.selected as InvitationView | undefined) ?? null);
  }
  /** Its score, comments and decision. */
  get result(): Readonly<ResultView> | null {
    return Object.freeze(this.#stage?.store.result ?? null);
  }
  /** Of the element. */
  get version(): string {
    return VERSION;
  }
  /** Looks again at the candidate's invitations and the result. */
  async refresh(): Promise<void> {
    await this.#stage?.store.refresh();
  }
  /** After an error: tries again. */
  async retry(): Promise<void> {
    await this.#stage?.retry();
  }
  /** Opens the list. */
  show(): void {
    this.#open(true);
  }
  /** Closes the list. */
  hide(): void {
    this.#open(false);
  }
  /** Takes the choice back. */
  clear(): void {
    this.value = '';
  }
  /**
   * As the form does; default: the chosen assessment and the known candidate. Nothing when a listener has prevented it.
   * Throws `EmbedError`.
   */
  async invite(input?: InviteInput): Promise<InvitationView | undefined> {
    if (this.#stage) return this.#stage.invite(input);
    throw this.#refusal ?? new EmbedError('unset', { status: 0, message: en.errors.unset! });
  }
  /**
   * Forgets everybody and everything, as when the host's user signs out; then begins anew with a new token, together with
   * the elements that share it.
   */
  async reset(): Promise<void> {
    this.#stage?.reset();
    this.#forget();
    this.formResetCallback();
    await Promise.resolve();
  }
  /** Resolves when it can be used for the first time. */
  whenReady(): Promise<this> {
    return this.#ready.then(() => this);
  }
  /** The first that can have it; never by itself. */
  override focus(options?: FocusOptions): void {
    this.#root.querySelector<HTMLElement>('input,textarea,button,a')?.focus(options);
  }

  override formResetCallback(): void {
    super.formResetCallback();
    this.#stage?.picker.reset();
  }

  override attributeChangedCallback(attribute: string, old: string | null, value: string | null): void {
    // A recorder of the page must not keep it.
    if (attribute !== 'token') super.attributeChangedCallback(attribute, old, value);
    else if (value) {
      this.#token = value;
      this.removeAttribute(attribute);
    }
  }

  connectedCallback(): void {
    FormField.present.add(this);
    this.changed();
  }

  /** A move in the document is no end: `connectedCallback` may follow at once. */
  disconnectedCallback(): void {
    setTimeout(() => this.isConnected || this.#leave());
  }

  /** Lets `moveBefore()` move it without any of the above. */
  connectedMoveCallback(): void {}

  #open(isOpen: boolean): void {
    if (this.#stage) this.#stage.picker.isOpen = isOpen;
    this.changed();
  }

  #leave(): void {
    if (!this.isConnected) FormField.present.delete(this);
    this.#stage?.end();
    this.#stage = undefined;
    this.#visit.end();
    render(this.#refusal?.message ?? nothing, this.#root);
  }

  #restart = (): void => {
    this.#refusal = undefined;
    this.#leave();
    this.changed();
  };

  #forget = (): void => {
    this.#token = '';
    this.#restart();
  };

  protected override changed(): void {
    if (!this.#isPending) queueMicrotask(() => this.#render());
    this.#isPending = true;
  }

  #begin(key: string): void {
    this.#leave();
    const update = () => this.changed();
    const given = { token: this.#token, update, restart: this.#restart, forget: this.#forget };
    this.#stage = createStage(this, this.#root, given);
    // It may not be the next candidate's.
    if (this.fetchToken || this.tokenEndpoint) this.#token = '';
    this.#key = key;
  }

  #tell(stage: Stage, states: Set<string>): void {
    const state = stage.state();
    const previous = this.#state;
    states.clear();
    [state, ...stage.marks()].forEach((mark) => states.add(mark));
    if (state === previous) return;
    this.#state = state;
    if (state === 'ready' || state === 'empty') this.#onReady();
    stage.emit('canditech-state-change', { state, previous });
  }

  #waitForSight(): void {
    this.#sight ??= new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      this.#sight!.disconnect();
      this.#isInSight = true;
      this.changed();
    });
    this.#sight.observe(this);
  }

  #render(): void {
    this.#isPending = false;
    if (this.isConnected && !this.#refusal) {
      if (this.loading === 'lazy' && !this.#isInSight) this.#waitForSight();
      else this.#paint();
    }
    // A form counts on it, seen or not.
    this.check();
  }

  protected override check(): void {
    const { text = en, store, picker } = this.#stage ?? {};
    const anchor = this.#root.querySelector<HTMLElement>('#search');
    this.validate(anchor, text.required, store?.isComplete ? picker?.chosen : this.value);
  }

  #paint(): void {
    try {
      const key = identityOf(this);
      if (!this.#stage || key !== this.#key) this.#begin(key);
      const stage = this.#stage!;
      render(stage.render(), this.#root);
      stage.updated();
      // Whoever listens to the focus may have begun anew.
      if (this.#stage !== stage) return;
      this.#tell(stage, this.internals.states);
      if (this.debug) this.#visit.begin(stage);
      else this.#visit.end();
      this.#visit.update();
    } catch (cause) {
      this.#refuse(cause);
    }
  }

  /** A page whose policy refuses our templates, or a browser without states by these names, gets a sentence, not an exception. */
  #refuse(cause: unknown): void {
    const isOld = !CSS.supports('selector(:state(a))');
    const code = isOld ? 'unsupported_browser' : 'csp_blocked';
    // Anything else is what a page has given us, and may be gone with the next rendering.
    if (!isOld && !/trusted/i.test(String(cause))) return console.error(cause);
    const error = new EmbedError(code, { status: 0, cause, message: en.errors[code] });
    const refused = this.#stage;
    this.#refusal = refused?.fail(error) ?? error;
    if (refused) this.#tell(refused, isOld ? new Set() : this.internals.states);
    this.#leave();
    if (this.debug && refused) this.#visit.begin(refused);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'canditech-assessment': CanditechAssessment;
  }
}
