import type { InvitationView } from '../../server/contract/invitation.ts';
import type { DecisionValue, ResultView } from '../../server/contract/result.ts';
import type { AnswersView } from '../../server/contract/review.ts';
import { api } from '../members/session.ts';

/** Everything that the report shows; `etag` is of the result, for decisions. */
export interface Report {
  invitation: InvitationView;
  result: ResultView;
  answers: AnswersView;
  etag: string | null;
}

const pathOf = (id: string) => `/v1/invitations/${encodeURIComponent(id)}`;

export async function readReport(id: string, signal: AbortSignal): Promise<Report> {
  const path = pathOf(id);
  const [invitation, result, answers] = await Promise.all([
    api<InvitationView>('GET', path, { signal }),
    api<ResultView>('GET', `${path}/result`, { signal }),
    api<AnswersView>('GET', `${path}/answers`, { signal }),
  ]);
  return { invitation: invitation.data, result: result.data, answers: answers.data, etag: result.etag };
}

interface Grade {
  questionId: string;
  points: number;
  note: string | undefined;
}

export const gradeAnswer = (id: string, { questionId, ...body }: Grade) =>
  api('PUT', `${pathOf(id)}/grades/${questionId}`, { body });

export const addComment = (id: string, text: string) =>
  api('POST', `${pathOf(id)}/comments`, { body: { text }, once: true });

interface NewDecision {
  decision: DecisionValue;
  note: string | undefined;
}

/** Decides by what the person saw; `stale` when somebody has said something since. */
export const decide = (id: string, body: NewDecision, { etag }: Pick<Report, 'etag'>) =>
  api('PUT', `${pathOf(id)}/decision`, { body, headers: etag ? { 'If-Match': etag } : {} });

/** An action on the invitation: `resend`, `address`, `extend`, `cancel` or `sync`. */
export const act = (id: string, action: string, body: unknown = {}) =>
  api<InvitationView>('POST', `${pathOf(id)}/${action}`, { body, once: true });

/** Tells the page that what it shows is no longer all. */
export const changed = (): Event => new Event('report-changed', { bubbles: true });
