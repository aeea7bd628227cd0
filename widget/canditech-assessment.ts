import { LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { CandidateInput } from '../server/contract/invitation.ts';
import { EmbedError } from './embed/error.ts';
import type { CanditechEventMap } from './embed/event.ts';
import type { FetchToken } from './embed/token-source.ts';
import { VERSION } from './embed/version.ts';
import { createStage, type Stage } from './views/stage.ts';
import { styles } from './views/styles.ts';

const KNOWN = { view: ['auto', 'picker', 'result'], theme: ['inherit', 'light', 'dark', 'system'] };

/**
 * Skills assessments of one candidate in any page: find one, invite, watch the result arrive.
 *
 * @element canditech-assessment
 *
 * @attr {string} api-base - Address of the Canditech server. Required.
 * @attr {string} token-endpoint - URL of the host's backend that answers a POST with `{token, expiresIn}`.
 * @attr {'auto'|'picker'|'result'} view - `auto`: the result when the candidate has an invitation, else the picker.
 * @attr {string} candidate-id - The host's own id of the candidate; must be the token's.
 * @attr {'inherit'|'light'|'dark'|'system'} theme - Colour scheme; `inherit`: that of the page around it.
 * @attr {string} lang - Language tag; default: that of the nearest ancestor, else the browser's.
 *
 * @fires canditech-ready - `{view, version, ms}`: it can be used.
 * @fires canditech-select - `{assessment}`: one was chosen, or null.
 * @fires canditech-invite - `{invitation, duplicateOf?}`: the server has confirmed it; `duplicateOf` when it was there before.
 * @fires canditech-status-change - `{invitationId, from, to, at}`
 * @fires canditech-result - `{result}`: there is a score, or another one.
 * @fires canditech-error - `{error}`: an `EmbedError`; nothing is ever thrown at the page.
 *
 * @csspart base - Everything.
 * @csspart heading - Name of the assessment.
 * @csspart search - The search field.
 * @csspart input - Each field that takes text.
 * @csspart listbox - The list of assessments.
 * @csspart option - One row of it.
 * @csspart option-active - The row that the arrow keys are on.
 * @csspart option-title - Its name.
 * @csspart option-meta - Minutes, kinds of question, language.
 * @csspart card - The chosen assessment.
 * @csspart invite-form - Name, address, button.
 * @csspart field - A label with its field.
 * @csspart button - Each button.
 * @csspart button-primary - The one that invites.
 * @csspart status - Word and shape of the state.
 * @csspart score - The overall score.
 * @csspart score-value - Its number.
 * @csspart sections - Scores of the sections.
 * @csspart section - One of them.
 * @csspart section-bar - The picture of a score.
 * @csspart comments - Comments, and the field for another.
 * @csspart comment - One of them.
 * @csspart decision - The decision, and the form for it.
 * @csspart alert - What went wrong.
 * @csspart stale - The line that says why it may be old.
 * @csspart skeleton - The shape of what is coming.
 *
 * @cssprop --canditech-font-family - Default: the page's.
 * @cssprop --canditech-font-size - Default: the page's.
 * @cssprop --canditech-color-accent - Primary button, bars, links, focus.
 * @cssprop --canditech-color-on-accent - Text on it.
 * @cssprop --canditech-color-surface - Background; default: none.
 * @cssprop --canditech-color-text - Default: the page's.
 * @cssprop --canditech-color-border - Default: mixed from the text colour.
 * @cssprop --canditech-color-success - Completed.
 * @cssprop --canditech-color-warning - Started, awaiting review.
 * @cssprop --canditech-color-danger - Expired, cancelled, errors.
 * @cssprop --canditech-radius - Of fields, buttons and cards; default 0.5em.
 * @cssprop --canditech-space - Base unit of all distances; default 0.25em.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class CanditechAssessment extends LitElement {
  static readonly version = VERSION;
  static override styles = styles;
  static override properties = {
    apiBase: { attribute: 'api-base' },
    tokenEndpoint: { attribute: 'token-endpoint' },
    fetchToken: { attribute: false },
    view: { reflect: true },
    candidateId: { attribute: 'candidate-id' },
    candidate: { attribute: false },
    theme: { reflect: true },
    lang: { reflect: true },
  };

  /** Address of the Canditech server. */
  declare apiBase: string;
  /** URL of the host's backend that answers a POST with `{token, expiresIn}`. */
  declare tokenEndpoint: string;
  /** Asks the host's backend for a token, at first and for each renewal; goes before `tokenEndpoint`. */
  declare fetchToken: FetchToken | undefined;
  /** `auto`: the result when the candidate has an invitation, else the picker. */
  declare view: 'auto' | 'picker' | 'result';
  /** The host's own id of the candidate; must be the token's. */
  declare candidateId: string;
  /** Fills the form beforehand; never in attributes, which DOM recorders keep. */
  declare candidate: Partial<CandidateInput> | undefined;
  /** Colour scheme; `inherit`: that of the page around it. */
  declare theme: 'inherit' | 'light' | 'dark' | 'system';

  #stage: Stage | undefined;

  constructor() {
    super();
    this.apiBase = this.tokenEndpoint = this.candidateId = '';
    this.view = 'auto';
    this.theme = 'inherit';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  /** A move in the document is no end: `connectedCallback` may follow at once. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    setTimeout(() => this.isConnected || this.#leave());
  }

  /** Lets `moveBefore()` move it without any of the above. */
  connectedMoveCallback(): void {}

  #leave(): void {
    this.#stage?.end();
    this.#stage = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    for (const name of ['view', 'theme'] as const)
      if (changed.has(name) && !KNOWN[name].includes(this[name]))
        console.warn(`<canditech-assessment ${name}> is one of ${KNOWN[name].join()}, not ${this[name]}.`);
    const lang = this.lang || this.closest('[lang]')?.getAttribute('lang') || navigator.language;
    const { apiBase, tokenEndpoint, fetchToken, candidateId, candidate, view } = this;
    // The identity of `fetchToken` is not in it: frameworks make a new function with each rendering.
    const key = JSON.stringify([
      apiBase,
      tokenEndpoint,
      !fetchToken,
      candidateId || candidate?.externalId,
      view,
      lang,
    ]);
    if (!this.isConnected || key === this.#stage?.key) return;
    this.#leave();
    this.#stage = createStage(this, key, lang);
  }

  /** A page whose policy refuses our templates gets a sentence instead of an exception. */
  protected override update(changed: PropertyValues): void {
    try {
      super.update(changed);
    } catch (cause) {
      const error = new EmbedError(this.hasUpdated ? 'internal' : 'csp_blocked', { status: 0, cause });
      this.renderRoot.textContent = this.#stage?.explain(error).message ?? '';
      this.#leave();
    }
  }

  protected override updated(): void {
    this.#stage?.updated();
  }

  protected override render(): TemplateResult | undefined {
    return this.#stage?.render();
  }
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- types of the events, and no code
export interface CanditechAssessment {
  addEventListener<Name extends keyof CanditechEventMap>(
    type: Name,
    listener: (event: CanditechEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'canditech-assessment': CanditechAssessment;
  }
}
