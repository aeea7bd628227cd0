import { render } from 'lit/html.js';
import type { CandidateInput } from '../server/contract/invitation.ts';
import { EmbedError } from './embed/error.ts';
import type { CanditechEventMap } from './embed/event.ts';
import type { FetchToken } from './embed/token-source.ts';
import { VERSION } from './embed/version.ts';
import { Stage } from './views/stage.ts';
import { styles } from './views/styles.ts';

/** Properties that are attributes, as `href` is one; those with a list are of its values, the first by default. */
const REFLECTED: Record<string, [attribute: string, values?: string[]]> = {
  apiBase: ['api-base'],
  tokenEndpoint: ['token-endpoint'],
  candidateId: ['candidate-id'],
  view: ['view', ['auto', 'picker', 'result']],
  theme: ['theme', ['inherit', 'light', 'dark', 'system']],
};
const PROPERTIES = ['fetchToken', 'candidate', ...Object.keys(REFLECTED)] as const;

let shared: CSSStyleSheet | undefined;
function styleSheet(): CSSStyleSheet {
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(styles);
  }
  return shared;
}

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
 * @csspart form - The form of a comment or a decision.
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
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- see the interface below
export class CanditechAssessment extends HTMLElement {
  static readonly version = VERSION;
  static readonly observedAttributes = [...Object.values(REFLECTED).map(([attribute]) => attribute), 'lang'];

  static {
    for (const [name, [attribute, values]] of Object.entries(REFLECTED))
      Object.defineProperty(this.prototype, name, {
        get(this: HTMLElement) {
          const value = this.getAttribute(attribute) ?? '';
          return !values || values.includes(value) ? value : values[0];
        },
        set(this: HTMLElement, value: string | undefined) {
          if (value == null) this.removeAttribute(attribute);
          else this.setAttribute(attribute, value);
        },
      });
  }

  /** Address of the Canditech server. */
  declare apiBase: string;
  /** URL of the host's backend that answers a POST with `{token, expiresIn}`. */
  declare tokenEndpoint: string;
  /** The host's own id of the candidate; must be the token's. */
  declare candidateId: string;
  /** `auto`: the result when the candidate has an invitation, else the picker. */
  declare view: 'auto' | 'picker' | 'result';
  /** Colour scheme; `inherit`: that of the page around it. */
  declare theme: 'inherit' | 'light' | 'dark' | 'system';

  #root = this.attachShadow({ mode: 'open' });
  #stage: Stage | undefined;
  #isPending = false;
  #fetchToken: FetchToken | undefined;
  #candidate: Partial<CandidateInput> | undefined;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [styleSheet()];
    // What a page has set before the script came is in the way of the accessors.
    const early = this as Record<string, unknown>;
    for (const name of PROPERTIES) {
      if (!Object.hasOwn(this, name)) continue;
      const value = early[name];
      delete early[name];
      early[name] = value;
    }
  }

  /** Asks the host's backend for a token, at first and for each renewal; goes before `tokenEndpoint`. */
  get fetchToken(): FetchToken | undefined {
    return this.#fetchToken;
  }
  set fetchToken(value: FetchToken | undefined) {
    this.#fetchToken = value;
    this.#update();
  }

  /** Fills the form beforehand; never in attributes, which DOM recorders keep. */
  get candidate(): Partial<CandidateInput> | undefined {
    return this.#candidate;
  }
  set candidate(value: Partial<CandidateInput> | undefined) {
    this.#candidate = value;
    this.#update();
  }

  attributeChangedCallback(attribute: string, _old: string | null, value: string | null): void {
    const [, values] = Object.values(REFLECTED).find(([name]) => name === attribute) ?? [];
    if (value && values && !values.includes(value))
      console.warn(`<canditech-assessment ${attribute}="${value}"> is none of ${values.join(', ')}.`);
    this.#update();
  }

  connectedCallback(): void {
    this.#update();
  }

  /** A move in the document is no end: `connectedCallback` may follow at once. */
  disconnectedCallback(): void {
    setTimeout(() => this.isConnected || this.#leave());
  }

  /** Lets `moveBefore()` move it without any of the above. */
  connectedMoveCallback(): void {}

  #leave(): void {
    this.#stage?.end();
    this.#stage = undefined;
  }

  #update = (): void => {
    if (!this.#isPending) queueMicrotask(() => this.#render());
    this.#isPending = true;
  };

  #render(): void {
    this.#isPending = false;
    if (!this.isConnected) return;
    const { apiBase, tokenEndpoint, candidateId, candidate, view, lang } = this;
    // The identity of `fetchToken` is not in it: frameworks make a new function with each rendering.
    const context = [
      apiBase,
      tokenEndpoint,
      !this.fetchToken,
      candidateId || candidate?.externalId,
      view,
      lang,
    ];
    const key = JSON.stringify(context);
    if (key !== this.#stage?.key) {
      this.#leave();
      const tag = this.closest('[lang]')?.getAttribute('lang') || navigator.language;
      this.#stage = new Stage(this, this.#root, { key, lang: tag, update: this.#update });
    }
    try {
      render(this.#stage.render(), this.#root);
      this.#stage.updated();
    } catch (cause) {
      // A page whose policy refuses our templates gets a sentence instead of an exception.
      this.#root.textContent = this.#stage.explain(
        new EmbedError('csp_blocked', { status: 0, cause }),
      ).message;
      this.#leave();
    }
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
