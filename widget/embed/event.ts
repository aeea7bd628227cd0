import type { AssessmentSummary } from '../../server/contract/assessment.ts';
import type { CandidateInput, InvitationRow, InvitationView } from '../../server/contract/invitation.ts';
import type { Comment, DecisionValue, InvitationStatus, ResultView } from '../../server/contract/result.ts';
import type { EmbedError } from './error.ts';
import type { TokenRequest, TokenResponse } from './session.ts';

/** What the element is doing; also `:state(…)`. */
export type ElementState =
  'idle' | 'authorizing' | 'loading' | 'ready' | 'empty' | 'error' | 'offline' | 'unauthorized';

/** Details of the element's events, by their names. */
export interface EventDetails {
  /** `{view, version, ms}`: it can be used. */
  'canditech-ready': { view: 'picker' | 'result' | 'badge'; version: string; ms: number };
  /** `{reason, context}`; `event.respondWith(promise)` gives a token in place of `token-endpoint`. */
  'canditech-token-request': { reason: TokenRequest['reason']; context: string };
  /** `{query, total}`, once typing rests. */
  'canditech-search': { query: string; total: number };
  /** `{assessment}`: one was chosen, or null; `change` comes with it. */
  'canditech-select': { assessment: AssessmentSummary | null };
  /** `{assessment, candidates}`; can be prevented, and delayed by `event.waitUntil(promise)`, which prevents it with false or a rejection. */
  'canditech-before-invite': { assessment: AssessmentSummary; candidates: CandidateInput[] };
  /** `{invitation, duplicateOf?}`: the server has confirmed it; `duplicateOf` when it was there before. */
  'canditech-invite': { invitation: InvitationView | InvitationRow; duplicateOf?: string };
  /** `{invitationId}`: it was taken back within 10 s, before its mail has left. */
  'canditech-undo': { invitationId: string };
  /** `{invitationId, from, to, at}` */
  'canditech-status-change': {
    invitationId: string;
    from: InvitationStatus;
    to: InvitationStatus;
    at: string;
  };
  /** `{result}`: there is a score, or another one. */
  'canditech-result': { result: ResultView };
  /** `{from, to, note?}`; can be prevented, and delayed by `event.waitUntil(promise)`, which prevents it with false or a rejection. */
  'canditech-before-decision': { from: DecisionValue | null; to: DecisionValue; note?: string };
  /** `{from, to, note?}`: the server has it. */
  'canditech-decision': { from: DecisionValue | null; to: DecisionValue; note?: string };
  /** `{comment, action}`: `add`, `edit` or `delete`. */
  'canditech-comment': { comment: Comment; action: 'add' | 'edit' | 'delete' };
  /** `{url, kind}`: the report was asked for; can be prevented. */
  'canditech-navigate': { url: string; kind: 'report' };
  /** `{state, previous}` */
  'canditech-state-change': { state: ElementState; previous: ElementState };
  /** `{error}`: an `EmbedError`; nothing is ever thrown at the page. */
  'canditech-error': { error: EmbedError };
}

/** What a listener of an event may answer. */
export interface EventAnswers {
  'canditech-token-request': { respondWith(token: Promise<string | TokenResponse>): void };
  'canditech-before-invite': { waitUntil(promise: Promise<unknown>): void };
  'canditech-before-decision': { waitUntil(promise: Promise<unknown>): void };
}

export type CanditechEventMap = {
  [Name in keyof EventDetails]: CustomEvent<EventDetails[Name]> &
    (Name extends keyof EventAnswers ? EventAnswers[Name] : unknown);
};

/** False when a listener has prevented it. */
export type Emit = <Name extends keyof EventDetails>(
  name: Name,
  detail: EventDetails[Name],
  answers?: object,
) => boolean;
