import type { TemplateResult } from 'lit/html.js';
import type { Attributes } from '../attributes.ts';
import type { CandidateInput, InvitationInput, InvitationView } from '../../server/contract/invitation.ts';
import type { AssessmentSummary } from '../../server/contract/assessment.ts';
import type { EmbedError } from '../embed/error.ts';
import type { ElementState, Emit, EventDetails } from '../embed/event.ts';
import type { Claims } from '../embed/session.ts';
import type { Store } from '../embed/store.ts';
import type { Text } from '../text/element/en.ts';
import type { Format } from '../text/element/format.ts';
import type { Undo } from './undo.ts';

/** The element, as far as a stage and its views need it. */
export interface Host extends Attributes {
  value: string;
  readonly isDisabled: boolean;
  readonly labelText: string;
}

/** What a view may use of the element that shows it. */
export interface Panel {
  readonly host: Host;
  readonly store: Store;
  readonly text: Text;
  readonly format: Format;
  readonly root: ShadowRoot;
  /** Aborts with the stage. */
  readonly signal: AbortSignal;
  emit: Emit;
  /** Asks the page, which may take its time; false when it does not want that. */
  ask<Name extends keyof EventDetails>(name: Name, detail: EventDetails[Name]): Promise<boolean>;
  update(): void;
  /** Tells screen readers, once it has been quiet for a moment, and does `then`. */
  say(message: string, then?: () => void): void;
  /** Moves the focus to the first that is there after the next rendering; only for what a person did. */
  focus(...selectors: string[]): void;
  /** The error with its sentence, told to the host as well. */
  explain(cause: unknown): EmbedError;
  /** What a person asked for. */
  show(view: 'picker' | 'result'): void;
  readonly undo: Undo;
  choose(assessment: AssessmentSummary | null): void;
  /** What is known about the candidate beforehand; empty where it is not. */
  known(): { name: string; email: string };
  /** Whether the host's `show` has this part. */
  shows(part: string): boolean;
  button(label: string, onClick: () => unknown, part?: string): TemplateResult;
  heading(content: string, deeper?: number): TemplateResult;
}

/** A view: what it shows, and what it is doing. */
export interface View {
  render(): TemplateResult;
  isBusy(): boolean;
}

/** The assessments to choose from, and the chosen one. */
export interface Picker extends View {
  isOpen: boolean;
  /** As the element's `value` says. */
  readonly chosen: Invite | undefined;
  choose(assessment: AssessmentSummary | undefined): void;
  /** Takes the search back. */
  reset(): void;
  /** Nobody has typed or chosen anything. */
  isIdle(): boolean;
  /** To be called after each rendering: what only layout knows. */
  updated(): void;
}

export interface Invite extends View {
  readonly assessment: AssessmentSummary;
  /** False when the page does not want it. Throws `EmbedError`. */
  invite(candidate: CandidateInput, extra: object): Promise<InvitationView | false>;
}

/** What `invite()` of the element takes. */
export type InviteInput = Partial<Omit<InvitationInput, 'candidate'>> & {
  candidate?: Partial<CandidateInput>;
};

/** All that lives as long as the element shows one candidate with one kind of access. */
export interface Stage extends Panel {
  readonly picker: Picker;
  readonly result: View;
  readonly shown: 'picker' | 'result' | 'badge' | undefined;
  readonly failure: EmbedError | undefined;
  /** It cannot go on; answers the error as it is shown. */
  fail(cause: unknown): EmbedError;
  /** After an error, when a person asks. */
  retry(): Promise<void>;
  /** Forgets everything, together with those that share its access. */
  reset(): void;
  /** As the form does. */
  invite(input?: InviteInput): Promise<InvitationView | undefined>;
  render(): TemplateResult;
  /** To be called after each rendering. */
  updated(): void;
  state(): ElementState;
  /** Further custom states. */
  marks(): string[];
  /** What the token says of itself. */
  claims(): Claims | undefined;
  /** Aborts everything and forgets it. */
  end(): void;
}
