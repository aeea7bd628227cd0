import type { AssessmentSummary } from '../../server/contract/assessment.ts';
import type { InvitationRow, InvitationView } from '../../server/contract/invitation.ts';
import type { InvitationStatus, ResultView } from '../../server/contract/result.ts';
import type { EmbedError } from './error.ts';

/** Details of the element's events, by their names. */
export interface EventDetails {
  'canditech-ready': { view: 'picker' | 'result'; version: string; ms: number };
  'canditech-select': { assessment: AssessmentSummary | null };
  'canditech-invite': { invitation: InvitationView | InvitationRow; duplicateOf?: string };
  'canditech-status-change': {
    invitationId: string;
    from: InvitationStatus;
    to: InvitationStatus;
    at: string;
  };
  'canditech-result': { result: ResultView };
  'canditech-error': { error: EmbedError };
}

export type CanditechEventMap = { [Name in keyof EventDetails]: CustomEvent<EventDetails[Name]> };

export type Emit = <Name extends keyof EventDetails>(name: Name, detail: EventDetails[Name]) => void;
